"""One call, from ring to yes, in the order of the files that it goes through.

1. `answering` takes a webhook of a call: what the caller did, and where the call stands;
2. `conversation` replays the call's script with the trail, and stops at the question that waits;
3. `scripts.resident` says and asks; `prompts` has the words, `groups` what this group offers;
4. `effects.logging` keeps the need at once, then the rest; `store` holds it in one conditional write each;
5. `telephony.twiml` turns what is to be said into TwiML;
6. the call is over: the request opens, and `dispatch.advance` is called by the stream, and each minute by the clock;
7. `dispatch.seek` asks `rotation` who is next, and `dispatch.ring` reserves, then dials by `telephony.carrier`;
8. the volunteer's phone is picked up: `scripts.offer` asks, and `effects.answers` writes the yes;
9. `scripts.hand_over` says the two words and joins the two phones;
10. `dispatch.accepted` silences the other phones, and asks after those who have not spoken.
"""
