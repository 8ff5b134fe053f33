"""An hour with three phones and the real account: `hotline rehearse`.

`steps` is the list: what to do, and which assumptions it settles. `course` walks through it, `watching` looks at what
Twilio and the line did, `evidence` is what is kept of that, `verdicts` and the `judge_*` files say what it means, and
`table` prints it.
"""
