"""Calls that reached Twilio while the line could not answer: found by asking, and given to a coordinator (fault 27).

The fallback page outside our Lambda can tell us nothing, and a greeting touches no database, so that the store alone
cannot say which calls were missed. Twilio can:

- its list of calls tells who phoned, and its list of recordings what they said. A recording that nothing of ours holds
  was left at the fallback, or its webhook was lost: a coordinator hears it, as if it had been left at a broken script;
- its alerts tell in which calls a page of ours was not had. Whoever phoned in, met that and left nothing is rung back
  by a coordinator: once for a phone, however often it tried, and not if it has got through meanwhile.

Words do not depend on the alerts. What is made of a call has an id made from the call's SID, so that looking again
finds only what is new; and each look sees the last day (`outage_back`), so that what Twilio lists late, or not at all
this time, is found by a later one. Nothing is made of a call while the line still seems broken: the coordinator's phone
would hear of nothing but that. Nor while its number leads to another line: a line that is deployed in another region,
and not yet restored from a backup, would take words for unheard that a coordinator has long heard. `hotline connect`
comes last, and the next look finds whatever is still to be heard.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from hotline.dispatch.left import keep_missed_call, keep_words
from hotline.dispatch.recordings import is_played
from hotline.groups import Group
from hotline.numbers import opaque
from hotline.records import Reason, Request
from hotline.signals import FALLBACK_USED
from hotline.telephony.carrier import CarrierError
from hotline.telephony.past import PastCall
from hotline.values import dataclass
from hotline.world import World

log = logging.getLogger(__name__)

# Somebody whose phone has one of these, made since they phoned in vain, has got through; None is a need of theirs.
_GOT_THROUGH = frozenset(
    {
        None,
        Reason.ASKED,
        Reason.BACK,
        Reason.JOIN,
        Reason.KEYED,
        Reason.LOT,
        Reason.OUTAGE,
        Reason.RECORDING,
        Reason.SILENT,
    }
)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What Twilio says of the last hours, at one look."""

    calls: Sequence[PastCall] = ()  # with our groups' numbers, and over; the oldest first
    words: Mapping[str, Sequence[str]]  # recordings, by call
    missed: Mapping[str, datetime]  # by call: when a page of ours was last not had


def find_missed(world: World) -> None:
    """Look, as often as the groups' settings say (`outage_look`); the clock calls this every minute.

    A quiet line costs one list with no call in it, and no database: nothing that we know of tells that there can be no
    call. When this process last looked, and what it has found to be kept, is in its memory alone: to look twice finds
    nothing twice.
    """
    now, every = world.now(), min(group.policy.outage_look for group in world.groups.values())
    if world.looked_for_missed is not None and now < world.looked_for_missed + every:
        return
    world.looked_for_missed = now
    try:
        seen = _look(world, now, every)
    except CarrierError as why:
        log.warning("Twilio could not be asked for what the line missed: %s", why)
        return
    found = _Look(world, seen, now).keep_all()
    if found:
        log.warning(FALLBACK_USED, found)


def _look(world: World, now: datetime, every: timedelta) -> _Seen:
    """Calls that have only just ended are left to the next look: a webhook of ours may still be under way."""
    since = now - max(group.policy.outage_back for group in world.groups.values())
    ours = [call for call in world.carrier.past_calls(since=since.date()) if world.groups.by_number(call.ours.e164)]
    over = [call for call in ours if call.ended and since <= call.ended <= now - every]
    if not over:
        return _Seen(words={}, missed={})
    words: defaultdict[str, list[str]] = defaultdict(list)
    for recording in world.carrier.past_recordings(since=since.date()):
        words[recording.call].append(recording.sid)
    over.sort(key=lambda call: call.began)
    return _Seen(calls=over, words=words, missed=_missed(world, since))


def _missed(world: World, since: datetime) -> dict[str, datetime]:
    """Which calls met an outage. A callback that we did not take is nothing that anybody has heard."""
    try:
        pages = world.carrier.unanswered_pages(since=since)
    except CarrierError as why:
        log.warning("which calls met an outage could not be asked: %s", why)
        pages = []
    heard = sorted((page for page in pages if not page.url.startswith(f"{world.base_url}/status")), key=lambda p: p.at)
    return {page.call: page.at for page in heard}


class _Look:
    """What one look has found, and what is made of it."""

    def __init__(self, world: World, seen: _Seen, now: datetime) -> None:
        self._world, self._seen, self._now = world, seen, now
        self._left: dict[str, list[Request]] = {}  # by call: what the store has of it
        world.heard_of &= {call.sid for call in seen.calls}.union(*seen.words.values())

    def keep_all(self) -> int:
        """Words first: whoever has left some need not be rung for an earlier call. How many calls were new."""
        ready = [call for call in self._seen.calls if self._is_time(call)]
        kept = {call.sid for keep in (self._keep_words, self._keep_call) for call in ready if self._try(keep, call)}
        return len(kept)

    def _is_time(self, call: PastCall) -> bool:
        """Not while the line still seems broken; but before the call is so old that no look sees it any more."""
        policy = self._group(call).policy
        if call.ended and call.ended < self._now - policy.outage_back / 2:
            return True
        return not self._seems_broken(policy.outage_over)

    def _seems_broken(self, over: timedelta) -> bool:
        """The last that is known of the line is that a page of it was not had, and that was not long ago."""
        last = max(self._seen.missed.values(), default=None)
        if last is None or self._now - last >= over:
            return False
        return not any(
            call.picked_up and call.began > last for call in self._seen.calls if call.sid not in self._seen.missed
        )

    def _try(self, keep: Callable[[PastCall], bool], call: PastCall) -> bool:
        """One that fails is logged, and found again by the next look; the others do not wait for it."""
        try:
            return keep(call)
        except Exception:
            log.exception("a call that the line missed could not be kept; the next look finds it again")
            return False

    def _keep_words(self, call: PastCall) -> bool:
        """Also of a call that we placed: whoever we rang may have said something to the fallback."""
        said = self._seen.words.get(call.sid, ())
        new = [sid for sid in said if not self._is_held(call, sid)]
        if not new or not self._leads_here(call):
            return False
        group = self._group(call)
        kept = [keep_words(self._world, group, call.sid, sid, shown=call.theirs) for sid in new]
        if any(kept):
            self._left.pop(call.sid, None)
        return any(kept)

    def _keep_call(self, call: PastCall) -> bool:
        """Without a word. Whoever withheld their number as well cannot be rung back."""
        in_vain = call.inbound and call.sid in self._seen.missed and call.sid not in self._seen.words
        if not in_vain or call.theirs is None:
            return False
        if self._knows(call.sid, lambda: self._has_asked(call) or self._has_got_through(call)):
            return False
        if not self._leads_here(call):
            return False
        kept = keep_missed_call(self._world, self._group(call), call.sid, number=call.theirs)
        self._left.pop(call.sid, None)
        return kept

    def _leads_here(self, call: PastCall) -> bool:
        """Whether this line answers for the number. So it does where Twilio cannot tell: nothing said is left lying."""
        here = f"{self._world.base_url}/voice"
        return self._voice_urls.get(call.ours.e164, here) == here

    @cached_property
    def _voice_urls(self) -> Mapping[str, str]:
        """Asked only when there is something to keep."""
        try:
            return self._world.carrier.voice_urls()
        except CarrierError as why:
            log.warning("where the line's numbers lead could not be asked: %s", why)
            return {}

    def _knows(self, sid: str, ask: Callable[[], bool]) -> bool:
        """Whether it is kept; the store is asked until it is."""
        if sid not in self._world.heard_of and ask():
            self._world.heard_of.add(sid)
        return sid in self._world.heard_of

    def _is_held(self, call: PastCall, recording: str) -> bool:
        return self._knows(recording, lambda: self._holds(call, recording))

    def _holds(self, call: PastCall, recording: str) -> bool:
        """Something of ours plays these words, or is about to erase them."""
        world, group = self._world, self._group(call).slug
        if is_played(world, group, recording, call=opaque(call.sid), phone=call.theirs):
            return True
        if any(one.note == recording for one in self._of_call(call)):
            return True
        return recording in world.store.own_voice(group).replaced

    def _has_asked(self, call: PastCall) -> bool:
        """Whether this call has left anything that somebody is asked for. Whoever looked for something else has not."""
        return any(request.reason is not Reason.NOTHING for request in self._of_call(call))

    def _has_got_through(self, call: PastCall) -> bool:
        """Since they phoned in vain something was made of another call of theirs, perhaps by this very look."""
        group, phone = self._group(call), call.theirs
        in_vain = [one for one in self._seen.calls if one.theirs == phone and one.sid in self._seen.missed]
        made = [request for one in in_vain if self._group(one) is group for request in self._of_call(one)]
        if phone:
            made += self._world.store.requests_of_phone(group.slug, phone)
        return any(request.made_at >= call.began and request.reason in _GOT_THROUGH for request in made)

    def _of_call(self, call: PastCall) -> list[Request]:
        if call.sid not in self._left:
            self._left[call.sid] = self._world.store.requests_of_call(self._group(call).slug, opaque(call.sid))
        return self._left[call.sid]

    def _group(self, call: PastCall) -> Group:
        group = self._world.groups.by_number(call.ours.e164)
        if group is None:
            raise LookupError("a call with a number that no group has")
        return group
