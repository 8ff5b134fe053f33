"""Twilio's refusals, as the dispatcher acts on them: wait a little, be in doubt, rest a number, tell a coordinator."""

from __future__ import annotations

from datetime import datetime

from hotline.errors import HotlineError

# Each code has its page: https://www.twilio.com/docs/api/errors/21211 and so on.
_THIS_NUMBER = {
    13223: "not in the form of a phone number",
    13226: "there is no such country code",
    21211: "not a valid number",
    21217: "does not appear to be valid",
    21401: "not a valid number",
    21610: "its holder has sent STOP, and wants no texts",
    21614: "not a mobile",
}
WRONG_TOKEN = 20003  # https://www.twilio.com/docs/api/errors/20003
_THIS_ACCOUNT = {
    10001: "it is not active",
    10002: "a trial account may not do this",
    10005: "its voice calls are switched off",
    WRONG_TOKEN: "its SID or auth token is wrong",
    20005: "it is not active",
    21210: "the number shown is not verified",
    21212: "the number shown is not one of its own",
    21213: "no number was shown",
    21606: "the number shown is not one of its own that can send texts",
}
# These are about one number more often than about the account: only other numbers tell.
_UNCLEAR = {
    13224: "no carrier can call it, or it does not exist",
    13225: "Twilio blocks calls to it",
    13227: "calls to its region are not allowed (geographic permissions)",
    21203: "it may not be called from here",
    21214: "cannot be reached",
    21215: "calls to its country are not allowed (geographic permissions)",
    21216: "Twilio blocks calls to it",
    21219: "a trial account may call verified numbers only",
    21408: "texts to its country are not allowed (geographic permissions)",
    21608: "a trial account may text verified numbers only",
    21612: "texts cannot be sent to it by this route",
}
NOT_THERE = 20404  # https://www.twilio.com/docs/api/errors/20404
TOO_MANY_AT_ONCE = 10004  # calls, in and out: https://www.twilio.com/docs/api/errors/10004
_TOO_MANY = 429
_BROKEN = 500
_REFUSED = 400


class CarrierError(HotlineError):
    """The phone company did not do as it was asked. No message holds a phone number."""


class Throttled(CarrierError):
    """Certainly not placed, and safe to ask again: too many requests at once, or nobody was reached to ask.

    Twilio: https://www.twilio.com/docs/api/errors/20429
    """


class TooManyAtOnce(Throttled):
    """The account has as many calls under way as it may: an incident, and no word about any number.

    Twilio: https://www.twilio.com/docs/api/errors/10004
    """


class Uncertain(CarrierError):
    """A timeout, a lost connection or a 5xx: it may have been done, and is never tried again blindly (fault 7)."""


class NotReady(CarrierError):
    """Twilio has this recording, and cannot give its file: it is written still, or was lost. `made`: when it was begun.

    Twilio: https://www.twilio.com/docs/voice/twiml/record#attributes-action-parameters
    """

    def __init__(self, made: datetime | None) -> None:
        super().__init__("Twilio has no file of this recording yet.")
        self.made = made


class Refused(CarrierError):
    """Certainly not done; `code` is Twilio's own."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(f"{why} (see https://www.twilio.com/docs/api/errors/{code})")
        self.code = code


class NumberRefused(Refused):
    """The number is certainly none that can be rung, or texted (fault 16)."""


class UnclearRefused(Refused):
    """Most often it is this one number that cannot be rung; if others in a row are refused alike, it is the account.

    Also any refusal that is not known here.
    """


class AccountRefused(Refused):
    """The account may do none of this: suspended, wrong credentials, a number shown that is not its own (fault 39).

    It holds for the next number too, so that volunteers are not rested for it.
    """


def meaning_of(status: int, code: int) -> CarrierError:
    """The error that an answer of Twilio's stands for: HTTP status and Twilio's code (0: the answer had none)."""
    if code in _THIS_NUMBER:
        return NumberRefused(code, f"Twilio will not reach this number: {_THIS_NUMBER[code]}")
    if code in _THIS_ACCOUNT:
        return AccountRefused(code, f"Twilio refuses this account: {_THIS_ACCOUNT[code]}")
    if code == TOO_MANY_AT_ONCE:
        return TooManyAtOnce("Twilio's account has as many calls at once as it may: set `at_once` of [line] (10004).")
    if status == _TOO_MANY:
        return Throttled("Twilio has too many requests of ours: ask again in a moment.")
    if _REFUSED <= status < _BROKEN:
        return UnclearRefused(code, f"Twilio refuses this: {_UNCLEAR.get(code, 'it does not say why')}")
    return Uncertain(f"Twilio answered {status}: what was asked may have been done.")
