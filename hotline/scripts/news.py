"""News for a resident: how it stands, honestly; the two words; being put through; another time; cancelling."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call, PersonWanted
from hotline.conversation.replay import JOINED
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Dial, Join, Option, Say, Turn
from hotline.effects.dialling import BUSY, NEVER, UNTIL
from hotline.effects.finishing import ask_once_more, leave_as_it_was
from hotline.effects.news import (
    ASKED,
    DRAFT,
    ENDS,
    NOBODY,
    NOBODY_COULD,
    NONE,
    NONE_LEFT,
    SERIES,
    THEIRS,
    TURN,
    USED_UP,
    WEEK_ENDS,
    ask_them_to_ring,
    cancel,
    change_when,
    have_talked,
    how_it_stands,
    put_through_to_them,
    two_words,
    what_was_asked,
    who_has_it,
)
from hotline.effects.paging import MORE
from hotline.effects.to_be_rung import who_is_to_ring
from hotline.records import Reason, When
from hotline.scripts.all_is_well import DID_IT_GO_WELL, STILL_NEEDED, WELL, WRONG, all_is_well
from hotline.scripts.for_somebody import MAY_COME, yes_or_no
from hotline.scripts.one_phone import one_or_two
from hotline.scripts.person import ANEW, a_person, honest_of, still
from hotline.scripts.remembering import may_we_remember, to_be_forgotten
from hotline.scripts.unmet import go_on_or_end
from hotline.scripts.weekly import each_week
from hotline.scripts.wrong import was_wrong

Steps = Generator[Turn, Any, Any]

SPEAK, WORDS, CHANGE, THAT_IS_ALL = "speak", "words", "change", "all"
_NO_TIME = {USED_UP: "used_up", ENDS: "ends", WEEK_ENDS: "ends.week"}  # and no other ring is promised
_ASKED_SO_FAR = {"0": "news.nobody_asked", TURN: "news.waits_its_turn"}
CANCEL, KEEP, TAKE, REPORTED = "cancel", "keep", "take", "reported"
_HELD = (
    Option(key="1", meaning=SPEAK),
    Option(key="2", meaning=WORDS),
    Option(key="3", meaning=CHANGE),
    Option(key="4", meaning=WRONG),
)


def news(call: Call) -> Steps:
    """Which request, if there are several: two needs may be two people's, so they are never told together unasked.

    What was left for a person comes first, without a word of what it was.
    """
    yield from one_or_two()
    waits = yield who_is_to_ring()
    if waits != NONE:
        what, task = waits.split("_")
        prompt = yield from honest_of(task, f"news.{what}")
        yield Say(prompt)
    asked = yield what_was_asked("")
    if asked == NONE:
        if waits == NONE:
            yield Say("nothing_asked")
        yield from to_be_forgotten()
        return
    one = yield from which(asked)
    request, _, how = one.partition("_")
    if how == SERIES:
        yield from each_week(request)
    elif request:
        yield from one_request(call, request)


def which(asked: str) -> Steps:
    """Return the one that they would like to hear of, and whether it recurs. Empty: none, and they have heard so."""
    if "__" not in asked:
        return _id_and_how(asked)
    answer = yield Ask(prompt="which_request", options=_asked_options(asked))
    while answer == MORE:
        asked = yield what_was_asked(asked.split("__")[-2].partition("_")[0])
        if asked == NONE:
            yield Say("nothing_asked")
            return ""
        answer = yield Ask(prompt="which_request", options=_asked_options(asked))
    if answer == UNHEARD:
        yield Say("none_chosen")
        return ""
    return next(_id_and_how(one) for one in asked.split("__") if one.startswith(f"{answer}_"))


def _id_and_how(one: str) -> str:
    """`request-1_`, or `request-1-w_series` of what recurs."""
    request = one.partition("_")[0]
    return f"{request}_{SERIES}" if one.endswith(f"_{SERIES}") else f"{request}_"


def _asked_options(asked: str) -> tuple[Option, ...]:
    each = [one for one in asked.split("__") if one != MORE]
    options = tuple(_asked_option(key, *one.split("_")) for key, one in enumerate(each, start=1))
    others = (Option(key="9", meaning=MORE, prompt="option.the_others"),) if asked.endswith(f"__{MORE}") else ()
    return (*options, *others)


def _asked_option(key: int, request: str, need: str, when: str, words: str = "") -> Option:
    prompt = "option.asked.words" if words else "option.asked"
    return Option(key=str(key), meaning=request, prompt=prompt, values={"need": need, "when": when, "words": words})


def one_request(call: Call, request: str) -> Steps:
    """How it stands, and what they would like; silence ends it, with everything as it was.

    Whatever has changed under their key, they hear how it stands now. Once it is reported done, it is asked whether it
    may be remembered; else who is remembered can be forgotten.
    """
    answer = ANEW
    while answer == ANEW:
        answer = yield from their_wish(request)
        if answer == SPEAK:
            answer = yield from put_through(call, request)
        elif answer == CHANGE:
            answer = yield from change(request)
    wish, _, of = answer.partition("_")
    if wish == WRONG:
        yield from was_wrong(request, of)
    if wish == REPORTED:
        yield from may_we_remember(call, request)
    else:
        yield from to_be_forgotten()


def their_wish(request: str, *, still_open: str = "") -> Steps:
    """How it stands, and the two words as often as they like; then what they would like to do about it.

    `wrong_` is followed by the volunteer of whom they have heard.
    `still_open`: what whoever cannot be rung is asked instead, while nobody has said yes.
    """
    answer = yield from tell(request, still_open)
    while answer in (WORDS, ANEW):
        if answer == WORDS:
            words = yield two_words(request)
            if words != NONE:
                yield Say("your_words", words=words)
        answer = yield from tell(request, still_open)
    return answer


def tell(request: str, still_open: str) -> Steps:
    """One answer of the truth, as it is at this moment. ANEW: another truth has come of their answer, or meanwhile."""
    stands = yield how_it_stands(request)
    if stands.startswith(ASKED):
        _, what = stands.split("_", 1)
        said = yield from yes_or_no(request, what)
        return ANEW if said in (MAY_COME, ANEW) else THAT_IS_ALL
    if stands in ("over", THEIRS, DRAFT):
        yield Say(f"news.{stands}")
        return THAT_IS_ALL
    if stands == NOBODY_COULD:
        yield Say("news.nobody_could")
        chosen = yield from go_on_or_end(request, "unmet.choice", rings=not still_open)
        return ANEW if chosen == ANEW else THAT_IS_ALL
    if stands.startswith("open"):
        _, asked, by, kept = stands.split("_")
        yield Say(_ASKED_SO_FAR.get(asked, "news.open"), count=asked)
        prompt = still_open or "news"
        if kept in _NO_TIME:
            kept = ENDS if still_open and kept == WEEK_ENDS else kept  # nothing recurs with a code
            prompt = f"{prompt}.{_NO_TIME[kept]}"
        elif still_open:
            prompt = f"{prompt}.none_left" if kept.endswith(NONE_LEFT) else prompt
        else:
            prompt = yield from honest_of(request, f"news.{kept}", by=by)
        return (
            yield Ask(
                prompt=prompt,
                values={"by": by},
                options=(Option(key="2", meaning=WORDS), Option(key="3", meaning=CHANGE)),
                silence=THAT_IS_ALL,
            )
        )
    stands, _, who = stands.partition("_")
    if stands == REPORTED:
        answer = yield from reported(request)
    else:
        answer = yield Ask(prompt=f"news.{stands}", options=_HELD, silence=THAT_IS_ALL)
    return f"{WRONG}_{who}" if answer == WRONG else answer


def reported(request: str) -> Steps:
    """It is said to be done: they may say so too, or still need it, and then hear how it stands by now."""
    answer = yield Ask(prompt="news.reported", options=DID_IT_GO_WELL, silence=REPORTED)
    if answer == STILL_NEEDED:
        yield ask_once_more(request)
        return ANEW
    if answer == WELL:
        yield from all_is_well(request)
    elif answer == REPORTED:
        yield leave_as_it_was(request)
    return WRONG if answer == WRONG else REPORTED


def put_through(call: Call, request: str) -> Steps:
    """Ring the neighbour, who must press a key; not reached, engaged, or by night, they are asked to ring.

    One whose phone may never ring is not waited for: a person is found. ANEW: the neighbour has it no more.
    """
    who = yield who_has_it(request)
    if who == NOBODY:
        yield Say("news.anew")
        return ANEW
    if who == NEVER:
        yield from a_person(call, Reason.ASKED)
        return SPEAK
    if who == BUSY:
        yield ask_them_to_ring(request)
        yield Say("they_will_ring.busy")
        return SPEAK
    until, _, opens = who.partition("_")
    if until == UNTIL:
        yield ask_them_to_ring(request)
        yield Say("they_will_ring.later", by=opens)
        return SPEAK
    outcome = yield Dial(
        to=f"volunteer:{who}", prompt="joining", whisper="whisper_neighbour", about=request, ring="volunteer"
    )
    yield have_talked(who)
    if outcome != JOINED:
        yield ask_them_to_ring(request)
        yield Say("they_will_ring")
    return SPEAK


def change(request: str, *, offered: tuple[When, ...] = tuple(When)) -> Steps:
    """Another time, or cancelled; 1 never cancels anything, and neither does silence. ANEW: too late for another."""
    options = (
        *(Option(key=str(key), meaning=when, prompt=f"option.{when}") for key, when in enumerate(offered, start=1)),
        Option(key="5", meaning=CANCEL, prompt="option.cancel"),
    )
    answer = yield Ask(prompt="change", options=options)
    if answer == CANCEL:
        yield from are_they_sure(request)
    elif answer == UNHEARD:
        yield Say("kept_as_it_was")
    else:
        result = yield change_when(request, answer)
        if result == "over":
            yield Say("news.anew")
            return ANEW
        yield Say("news.theirs_alone" if result == THEIRS else "changed", when=answer)
    return CHANGE


def are_they_sure(request: str) -> Steps:
    """Cancel it, if the same key comes again; nothing else cancels anything."""
    sure = yield Ask(prompt="cancel_sure", options=(Option(key="5", meaning=CANCEL),), silence=KEEP)
    if sure == CANCEL:
        result = yield from still(cancel(request))
        yield Say("cancelled" if result == "cancelled" else "news.theirs_alone")
    else:
        yield Say("kept_as_it_was")


def whisper_neighbour(call: Call) -> Steps:
    """What a volunteer hears before the resident they said yes to is joined: only a key joins, voicemail does not."""
    try:
        answer = yield Ask(prompt="whisper_neighbour", options=(Option(key="1", meaning=TAKE),), once=True)
    except PersonWanted:  # somebody waits behind this: a person can be had by ringing the line
        return
    if answer == TAKE:
        yield put_through_to_them()
        yield Join()
