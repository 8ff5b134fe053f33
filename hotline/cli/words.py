"""What the ledger says, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.records import Offer, OfferKind, OfferState, Reason, Request, RequestState

_REASONS: Mapping[Reason, str] = {
    Reason.ASKED: "somebody would like a person to ring them",
    Reason.RECORDING: "somebody said it in their own words",
    Reason.NOTHING: "somebody looked for something else, and asked for nothing",
    Reason.SILENT: "somebody could neither key nor say it",
    Reason.OUTAGE: "somebody phoned while the line was broken",
    Reason.WAITING: "a request has waited too long",
    Reason.PROMISE: "a promised time is near",
    Reason.NOT_YET: "a resident is told that nobody could yet",
    Reason.NOBODY: "there is no volunteer for a request",
    Reason.WORRIED: "something worried a neighbour",
    Reason.LOT: "something was wrong: two of us hear both sides",
    Reason.NO_LOT: "nobody is left to be drawn by lot",
    Reason.NUMBER: "a number cannot be rung",
    Reason.LIMIT: "today's calls are used up",
    Reason.CARRIER: "the phone company refuses",
    Reason.ALARM: "something is wrong with the line itself",
    Reason.BACK: "somebody asked to be rung straight back",
    Reason.KEYED: "somebody asked to be rung back on a number that they keyed",
    Reason.CANCELLED: "a volunteer is told that it is no longer needed",
    Reason.CHANGED: "a volunteer is told that it is wanted at another time",
    Reason.HANDED_ON: "a volunteer is told that somebody else is asked",
    Reason.A_WORD: "a volunteer is told that their neighbour would like a word",
    Reason.JOIN: "somebody would like to help, and is asked",
    Reason.INVITED: "somebody on a list is asked whether they would help",
    Reason.UNMET: "nobody could help somebody, who is to be told so",
    Reason.UNTOLD: "a resident is told that nobody could help",
    Reason.UNHEARD: "somebody who is to be told something is not reached",
    Reason.MANY: "one phone has asked for more than rings at a time",
    Reason.NO_LONGER: "who asked for somebody else is told that it is no longer wanted",
    Reason.IT_IS_DONE: "who asked for somebody else is told that it is done",
    Reason.NO_DOORS: "a volunteer is told that doors pause for them",
    Reason.DOORS_AGAIN: "a volunteer is told that help goes on as before",
    Reason.CHATS_ONLY: "a volunteer is told that they are asked for chats only",
    Reason.UNTIL_MEETING: "a volunteer is told that the next meeting hears of it",
    Reason.HEARD_BOTH: "whoever said that something was wrong is told that it was heard",
    Reason.NOT_HEARD: "whoever said that something was wrong is told that the next meeting hears of it",
    Reason.QUEUE: "a queue is deleted in which somebody has waited",
    Reason.PLAYED: "a recording was played, and is erased",
    Reason.SERIES: "every week",
    Reason.EVERY_WEEK: "a resident is told what recurs every week",
    Reason.NEIGHBOUR_LEFT: "a resident is told that the neighbour of last time has left",
    Reason.HOLIDAY: "a resident is told what happens on a holiday",
    Reason.ERASE: "recordings that were replaced, to be erased",
    Reason.LEFT: "a volunteer has left, and is erased",
}

_KINDS: Mapping[OfferKind, str] = {
    OfferKind.ASK: "asked",
    OfferKind.CHECK: "asked whether they have spoken",
    OfferKind.DONE: "asked whether it is done",
    OfferKind.WELL: "asked whether it went well",
    OfferKind.CALL: "rung back, or told something",
}

_PASSED: Mapping[str, str] = {
    "this": "not this one",
    "today": "not today",
    "later": "ring me later",
    "stop": "stop these calls",
    "else": "yes, and then somebody else, please",
    "undecided": "did not decide within minutes",
}

_UNANSWERED: Mapping[str, str] = {
    "no-answer": "did not pick up",
    "busy": "was on the phone",
    "no-key": "picked up, no key was heard",
    "no-callback": "nothing more was heard of the call",
    "undecided": "picked up, and pressed no key for minutes",
}

_FAILED: Mapping[str, str] = {
    "failed": "could not be reached",
    "404": "nobody has this number",
    "410": "nobody has this number",
    "484": "nobody has this number",
    "604": "nobody has this number",
    "10004": "not rung: there were too many calls at once",
    "throttled": "not rung: the phone company asked to slow down",
    "queued": "not rung: the call waited too long, and was taken back",
    "initiated": "not rung: no carrier found the phone in time, and the call was taken back",
    "no-callback": "nothing was heard of the call",
    "busy": "was on the phone with the line itself",
}


def state(stands: RequestState) -> str:
    """`reported done`, as DESIGN.md's words have it."""
    return stands.replace("_", " ")


def need(request: Request) -> str:
    """What it is about; for what needs a coordinator, why."""
    if request.reason is Reason.SERIES:
        return f"{request.need}, every week"
    return f"a person: {reason(request.reason)}" if request.reason else str(request.need)


def reason(why: Reason) -> str:
    """Why a coordinator is asked for."""
    return _REASONS[why]


def kind(offer: Offer) -> str:
    """What they were rung for."""
    return _KINDS[offer.kind]


def ending(offer: Offer) -> str:
    """How an offer stands, or how it ended."""
    match offer.state:
        case OfferState.RESERVED:
            return "ringing"
        case OfferState.ANSWERED:
            return "picked up"
        case OfferState.ACCEPTED:
            return "yes" if offer.kind is OfferKind.ASK else "picked up"
        case OfferState.PASSED:
            return _PASSED.get(offer.outcome, "passed")
        case OfferState.UNANSWERED:
            if offer.kind is not OfferKind.ASK and offer.outcome == "no-key":
                return "picked up"
            return _UNANSWERED.get(offer.outcome, f"did not pick up ({offer.outcome})")
        case OfferState.FAILED:
            return _FAILED.get(offer.outcome, f"the phone company refused (Twilio's error {offer.outcome})")
        case OfferState.TOO_LATE:
            return "a neighbour was just before them, or it was no longer needed"
