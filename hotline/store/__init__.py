"""What the line remembers, in DynamoDB. Every condition that carries a promise is written here, once.

Rows never leave: what goes in and comes out are the values of `hotline.records`. The parts, in the order of a
request's life: `drafts` (while it is being said), `codes` (to phone back with), `waiting` (its resident stays on the
line), `reservation` (before a phone rings, where `under_way` has a call free), `offers` and `ending` (what that phone's
call reports), `phones` (in use for something else), `wishes` (to be rung straight back), `taking` (who has it),
`finishing` (is it done), `series` (every week again), `progress` (when next, and its end), `remembering` (for next
time), `apart` (who is not put together again), `meeting` (what was told the group); `texts`; `volunteers` with their
`places`, and `leaving`; `requests` as they are found; `own_voices`, what a group has recorded; `tables`. Below them
`base`, `together` and `retry`; below those `models`, `attributes`, `convert`.

Importing this costs half a second. Its errors (Busy, LimitReached, LineFull, PhoneBusy, RungEnough) are in
`hotline.errors`, which does not.
"""

from __future__ import annotations

from hotline.store.apart import Apart
from hotline.store.codes import Codes
from hotline.store.drafts import Drafts
from hotline.store.ending import Ending
from hotline.store.finishing import Finishing
from hotline.store.leaving import Leaving
from hotline.store.meeting import Meeting
from hotline.store.own_voices import OwnVoices
from hotline.store.phones import Phones
from hotline.store.places import Place
from hotline.store.progress import Progress
from hotline.store.remembering import Remembering
from hotline.store.reservation import Reservation
from hotline.store.series import Series
from hotline.store.tables import Tables
from hotline.store.taking import Taking
from hotline.store.texts import Texts
from hotline.store.waiting import Waiting
from hotline.store.wishes import Wishes

__all__ = ["Place", "Store"]


class Store(
    Drafts,
    Codes,
    Waiting,
    Reservation,
    Ending,
    Phones,
    Wishes,
    Apart,
    Taking,
    Finishing,
    Series,
    Progress,
    Remembering,
    Leaving,
    Meeting,
    OwnVoices,
    Texts,
    Tables,
):
    """The tables of one deployment, named `<prefix>-volunteers`, `-places`, `-requests`, `-offers`, `-line`.

    The prefix is the environment's HOTLINE_TABLES (default `hotline`), read when the models are imported. One Store a
    process: it holds the client, made at its first use; its endpoint, region and keys are botocore's own settings.

    Any of its functions may raise Busy (conflicts, throttling or timeouts outlasted short retries) or StoreError.
    """
