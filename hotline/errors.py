"""What can go wrong, under one base: each error is a sentence that says how to mend it."""


class HotlineError(Exception):
    """Anything the line reports to an operator in one line; a caller hears kind words and a way on.

    `mend`, where it is given, is how to mend what is `said` to be wrong: `hotline doctor` calls that a fault. What has
    the same `cause` is mended by the same: doctor calls it a fault once.
    """

    def __init__(self, said: str = "", *, mend: str = "", cause: str = "") -> None:
        super().__init__(f"{said}: {mend}" if mend else said)
        self.said, self.mend, self.cause = said, mend, cause


class NothingHere(HotlineError):
    """What a call was placed for is not known here, or not any more: the caller is told that it is over."""


class StoreError(HotlineError):
    """DynamoDB refused, or could not be reached."""


class Busy(StoreError):
    """Conflicts, throttling or timeouts outlasted the store's own short retries: try again in a moment."""


class LimitReached(StoreError):
    """Today's calls of this group are used up: nothing was reserved, and a person should be told."""


class PhoneBusy(StoreError):
    """The phone rings or talks for another request: nothing was reserved; ask somebody else."""


class LineFull(PhoneBusy):
    """As many calls are under way as there may be, but the one that is kept free: nothing was reserved; wait."""


class RungEnough(StoreError):
    """This phone was rung today as often as it may be: nothing was reserved, and a person should be told."""
