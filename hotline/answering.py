"""One webhook of a call, from what the caller did to what they hear next. Knows neither Chalice nor Lambda."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from hotline.conversation.call import Call
from hotline.conversation.hearing import UNCLEAR, Answer, Aside, Wish, hear, key_before, repeats, unclear
from hotline.conversation.replay import FAILED, Resumed, Stand
from hotline.conversation.trail import GIVEN, HABIT, LONGEST, PERSON, UNCHECKED, NotOurs, Spot, encode
from hotline.conversation.turns import Ask, Dial, Do, KeyNumber, Question, Say, Wait
from hotline.dispatch.counted import Counted
from hotline.ears import may_hear
from hotline.errors import Busy, NothingHere
from hotline.groups import Group
from hotline.numbers import PhoneNumber, opaque
from hotline.scripts import DIALLED_IN, SCRIPTS
from hotline.sounds import OWN_VOICE, Clip
from hotline.telephony.ends import came_in, theirs
from hotline.telephony.past import OVER
from hotline.telephony.places import way_out
from hotline.telephony.speech import Sound
from hotline.telephony.twiml import Page, Voice, one_moment, write
from hotline.telephony.verbs import QUEUE
from hotline.world import World

Form = Mapping[str, str]
log = logging.getLogger(__name__)

_MOST_MOMENTS = 9  # "one moment, please": then it is broken, not slow
_MOST_FOR_A_CALL, _FOR_A_CALL = 3, 4  # the same, for a call to be free, and the seconds after each
_NO_CALL = Say("no_call_free")


def first_words(world: World, form: Form) -> str | None:
    """What somebody who dials one of our numbers hears first: no database is touched. None: that number is not ours."""
    group = world.groups.by_number(form.get("To", ""))
    if group is None:
        return None
    return next_turn(world, group, Spot(script="resident"), form)


def next_turn(world: World, group: Group, spot: Spot, form: Form) -> str:
    """The TwiML that follows from where the call stands and from what the caller did.

    A call that came in is never another's: what is for a phone that we have rung, or for somebody else who waits on the
    line, is not said on it, nor done (promise 7, fault 31).
    """
    if spot.script not in SCRIPTS:
        log.warning("a call goes back to its start: no such script")
        spot = Spot(script="resident")
    elif came_in(form) and not _is_for_whoever_dialled(spot, form):
        log.warning("a call that came in goes back to its start: %s is not for it", spot.script)
        if page := way_out(spot.script):
            return page
        spot = Spot(script="resident")
    call = Call(group=group, sid=form["CallSid"], other_end=theirs(form), about=spot.about)
    return _Webhook(world, call, spot, Counted.of(world, call, spot.script, form)).answer(form)


class _Webhook:
    """What the steps of one webhook share."""

    def __init__(self, world: World, call: Call, spot: Spot, counted: Counted) -> None:
        self._world, self._call, self._spot, self._counted = world, call, spot, counted

    def answer(self, form: Form) -> str:
        try:
            return self._answer(form)
        except NothingHere as why:
            log.warning("a %s call is about nothing that is here: %s", self._spot.script, why)
            if page := way_out(self._spot.script):
                return page
            said = (Say("nothing_to_tell"), Say("goodbye"))
            over = Stand(said=said, question=None, trail=(), fingerprint=UNCHECKED)
            return self._write(self._resumed(), over)

    def _answer(self, form: Form) -> str:
        resumed = self._resumed()
        try:
            return self._go_on(resumed, form)
        except NotOurs as why:
            log.warning("a %s call goes back to its start: %s", self._spot.script, why)
            return self._from_the_start()
        except Busy:
            return self._one_moment(resumed)

    def _go_on(self, resumed: Resumed, form: Form) -> str:
        with self._trail_of_ours(resumed):
            stand = resumed.follow(self._spot.trail)
            if self._spot.fingerprint == UNCHECKED or _has_gone(stand.question, form):
                return self._write(resumed, stand)
        if stand.fingerprint != self._spot.fingerprint or stand.question is None:
            raise NotOurs("the script was changed under the caller")
        if isinstance(stand.question, Dial):
            self._counted.has_dialled()
        heard = hear(stand.question, form, tries=self._spot.tries, policy=self._call.group.policy)
        if heard is Wish.BACK and (resumed.is_settled or self._hash_means_nothing(resumed)):
            heard = unclear(stand.question, Wish.SILENT, tries=self._spot.tries)
        if isinstance(heard, Answer):
            return self._take(resumed, stand.question, heard, key_before(stand.question, form))
        return self._once_more(resumed, stand, heard)

    @contextmanager
    def _trail_of_ours(self, resumed: Resumed) -> Iterator[None]:
        """A trail that breaks the script was written before a result in it was changed, or never by us. It is NotOurs.

        Not so where an effect has run in this webhook: then it is the effect that has failed.
        """
        try:
            yield
        except (NotOurs, Busy, NothingHere):
            raise
        except Exception as why:
            if resumed.has_performed or not self._spot.trail:
                raise
            raise NotOurs("the script cannot follow its trail") from why

    def _take(self, resumed: Resumed, question: Question, heard: Answer, key: str) -> str:
        """Go on with an answer. A second press of its key, by accident, is not heard at once where it would do harm."""
        meaning = heard.meaning
        if isinstance(question, Ask) and PERSON not in resumed.trail and len(encode(tuple(resumed.trail))) > LONGEST:
            meaning = PERSON
        if heard.silence:
            self._erase_later(heard.silence)
        resumed.let_perform(self._perform)
        stand = self._perhaps_no_call_free(question, meaning, resumed.answer(meaning, heard.given))
        return self._write(resumed, stand, deaf=repeats(question, stand.question, key))

    def _once_more(self, resumed: Resumed, stand: Stand, wish: Wish | Aside) -> str:
        tries = self._spot.tries
        if wish is Wish.AGAIN:
            return self._write(resumed, stand, slow=True, tries=tries)
        if isinstance(wish, Aside):
            return self._write(resumed, stand, tries=tries, aside=wish.prompt)
        if wish in UNCLEAR:
            whole = isinstance(stand.question, Ask) and stand.question.whole
            aside = "wrong_key" if wish is Wish.WRONG_KEY and not whole else None
            return self._write(resumed, stand, tries=tries + 1, aside=aside)
        return self._step_back(resumed)

    def _step_back(self, resumed: Resumed) -> str:
        """Put the question before again. What was said before the very first one is not said again."""
        last = resumed.answers[-1]
        self._spot = replace(self._spot, undone=resumed.trail[last])
        before = self._resumed(perform=True)
        stand = before.follow(tuple(resumed.trail[:last]))
        said = stand.said if before.answers else ()
        return self._write(before, replace(stand, said=said), deaf=True)

    def _hash_means_nothing(self, resumed: Resumed) -> bool:
        """Tell whether hash is how this caller ends a key, and no step back: nobody is led in a circle for it.

        At the first question there is no step back. Who answers as before, and presses hash again, did not mean one.
        """
        if not resumed.answers or self._spot.undone == HABIT:
            return True
        if resumed.trail[resumed.answers[-1]] != self._spot.undone:
            return False
        self._spot = replace(self._spot, undone=HABIT)
        return True

    def _write(
        self,
        resumed: Resumed,
        stand: Stand,
        *,
        slow: bool = False,
        tries: int = 0,
        aside: str | None = None,
        deaf: bool = False,
    ) -> str:
        spot = replace(
            self._spot,
            fingerprint=stand.fingerprint,
            tries=tries,
            slow=slow or self._spot.slow,
            trail=stand.trail,
        )
        number = None
        if isinstance(stand.question, Dial) and not stand.question.to.startswith(QUEUE):
            number = self._number(stand.question.to)
            if number is None:
                resumed.let_perform(self._perform)
                return self._write(resumed, resumed.answer(FAILED))
            if not self._counted.may_dial():
                return self._no_call_free(resumed, stand)
        if isinstance(stand.question, Dial):
            self._counted.dials(stand.question)
        page = Page(
            stand=stand,
            action=self._url(spot),
            beside=self._beside_url(stand.question),
            number=number,
            simpler=tries > 0,
            slow=spot.slow,
            aside=aside,
            deaf=deaf,
        )
        return write(page, self._voice())

    def _no_call_free(self, resumed: Resumed, stand: Stand) -> str:
        """Nobody can be dialled just now: one moment, and again; after some of them, that it is so."""
        if self._spot.tries < _MOST_FOR_A_CALL:
            return self._one_moment(resumed, pause=_FOR_A_CALL)
        resumed.let_perform(self._perform)
        after = resumed.answer(FAILED)
        before = [each for each in stand.said if each != _NO_CALL]
        return self._write(resumed, replace(after, said=(*before, _NO_CALL, *after.said)))

    def _perhaps_no_call_free(self, question: Question, meaning: str, stand: Stand) -> Stand:
        """A phone that was dialled may have failed for a call that nobody has counted: of one who hears the greeting.

        Twilio tells the action of a Dial no reason: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus
        """
        dialled = isinstance(question, Dial) and meaning == FAILED and not question.to.startswith(QUEUE)
        if not dialled or isinstance(stand.question, Dial) or not self._counted.may_have_been_full():
            return stand
        return replace(stand, said=(Say("perhaps_no_call_free"), *stand.said))

    def _from_the_start(self) -> str:
        """Told kindly; what was logged so far is kept, and the same effects find it done."""
        self._spot = self._spot.start()
        resumed = self._resumed()
        stand = resumed.follow(())
        return self._write(resumed, replace(stand, said=(Say("line_changed"), *stand.said)))

    def _one_moment(self, resumed: Resumed, *, pause: int = 0) -> str:
        """The database is slow or crowded: `one moment`, and on with the answer that was given (faults 26, 28).

        An answer that identifies someone is not carried in the URL: that question is put again.
        """
        if self._spot.tries >= _MOST_MOMENTS:
            raise RuntimeError("the database has not answered nine times")
        trail = tuple(resumed.trail)
        if GIVEN in trail[len(self._spot.trail) :]:
            trail = self._spot.trail
        again = replace(self._spot, fingerprint=UNCHECKED, tries=self._spot.tries + 1, trail=trail)
        return one_moment(self._url(again), self._voice(), pause=pause)

    def _resumed(self, *, perform: bool = False) -> Resumed:
        """Effects may run at once only where no answer is awaited; otherwise once the trail has been checked."""
        at_once = perform or self._spot.fingerprint == UNCHECKED
        return Resumed(SCRIPTS[self._spot.script], self._call, self._perform if at_once else None)

    def _perform(self, do: Do, place: int) -> str:
        result = do.effect.run(self._world, replace(self._call, place=place), *do.args)
        self._counted.goes_on()
        self._world.read_own_voice(self._call.group.slug, older_than=self._call.group.policy.sweep)
        return result

    def _voice(self) -> Voice:
        recorded = self._world.own_voice(self._call.group.slug)
        return Voice(
            group=self._call.group,
            number=self._number_of_request,
            note=self._note,
            code=self._code,
            own=partial(self._own, recorded) if recorded else None,
        )

    def _own(self, recorded: Mapping[str, str], key: str) -> str | None:
        sid = recorded.get(key)
        return self._sound_url(OWN_VOICE, sid) if sid else None

    def _sound_url(self, about: str, recording: str) -> str:
        return self._world.sound_url(Clip(group=self._call.group.slug, about=about, recording=recording))

    def _url(self, spot: Spot) -> str:
        return f"{self._world.base_url}/call/{self._call.group.slug}/{spot.path}"

    def _beside_url(self, question: Question | None) -> str | None:
        """What another phone hears before the two are joined, or this one while it waits."""
        match question:
            case Wait():
                return self._url(Spot(script=question.hold, about=question.queue))
            case Dial(whisper=str(whisper)):
                return self._url(Spot(script=whisper, about=question.about))
            case _:
                return None

    def _number(self, to: str) -> str | None:
        """The number that an opaque id stands for, found only now that the TwiML is written."""
        kind, _, key = to.partition(":")
        if kind == "listening":
            listening = self._call.group.listening
            return listening.dial[int(key)] if listening and int(key) < len(listening.dial) else None
        if kind == "volunteer":
            volunteer = self._world.store.volunteer(self._call.group.slug, key)
            return volunteer.number.e164 if volunteer else None
        if kind == "other":  # the side of a complaint that did not make it
            complaint = self._world.store.request(self._call.group.slug, key)
            return complaint.other.e164 if complaint and complaint.other else None
        number = self._number_of_request(to if kind == "for" else key)
        return number.e164 if number else None

    def _number_of_request(self, key: str) -> PhoneNumber | None:
        """The phone that a request rings; with `for:` before its id, that of the one it is for, where another asked."""
        whose, _, request_id = key.rpartition(":")
        request = self._world.store.request(self._call.group.slug, request_id)
        if request is None:
            return None
        return request.for_number if whose == "for" else request.number

    def _code(self, made: str) -> str:
        """The digits of a code, found only while they are said (hotline/codes.py).

        Those of the secret whose mark was stored: it may have become another since, in the middle of this call.
        """
        from hotline.codes import find

        request_id, _, attempt = made.rpartition("_")
        request = self._world.store.request(self._call.group.slug, request_id)
        if request is None or request.code is None:
            raise LookupError("no request has this code any more")
        return find(self._world.secrets, request.group, request_id, int(attempt), marked=request.code)

    def _erase_later(self, silence: str) -> None:
        """Nothing was said into this recording, and nothing will play it."""
        from hotline.dispatch.recordings import erase_unkept  # few calls need it

        erase_unkept(self._world, self._call.group.slug, silence)

    def _note(self, request_id: str) -> Sound | Say | None:
        """A recording, or that it is gone; only for somebody who may hear it."""
        store, group = self._world.store, self._call.group.slug
        request = store.request(group, request_id)
        if request is None or request.note is None or self._call.other_end is None:
            return None
        listener = store.volunteer(group, self._call.other_end.opaque)
        if not may_hear(request, listener):
            return None
        if request.note == request.lost_note:
            return Say("recording_gone")
        return Sound(self._sound_url(request.id, request.note))


def _is_for_whoever_dialled(spot: Spot, form: Form) -> bool:
    """The resident's call; and what they hear who wait on the line, for what they have asked on this very call."""
    its_own = spot.about == "-" or spot.about.startswith(f"{opaque(form['CallSid'])}-")
    return spot.script in DIALLED_IN and its_own


def _has_gone(question: Question | None, form: Form) -> bool:
    """Twilio may post an empty Gather when somebody hangs up: nobody has answered that question."""
    return isinstance(question, Ask | KeyNumber) and not form.get("Digits") and form.get("CallStatus") in OVER
