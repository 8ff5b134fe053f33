"""The faults that are planted, one line of the product each, and where to look for them first.

A judge that finds none of them would be worth nothing. When the product changes, the words here change with it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Some words of a module that become others."""

    name: str
    module: str
    words: str
    become: str
    scenes: tuple[str, ...] = ()  # lived whole
    stopped: tuple[str, ...] = ()  # stopped at every point
    days: int = 0  # of the year


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="accept without condition",
        module="hotline.store.taking",
        words="            when=may_take(volunteer, today=today, asked_anew=asked_anew)\n",
        become="            when=RequestRow.id.exists()\n",
        scenes=("two say yes",),
    ),
    Fault(
        name="say before write",
        module="hotline.effects.acceptance",
        words="    won = None if _has_left(world, offer, request) else _accept(",
        become="    won = request if request.reason is None else _accept(",
        scenes=("first request",),
    ),
    Fault(
        name="no deadline",
        module="hotline.dispatch.ring",
        words="deadline=line.now + ring_time(policy, kind) + policy.deadline_margin,",
        become="deadline=line.now + timedelta(days=90),",
        stopped=("first request",),
    ),
    Fault(
        name="one state not swept",
        module="hotline.dispatch.advance",
        words="case RequestState.SPOKEN | RequestState.REPORTED_DONE:",
        become="case RequestState.SPOKEN:",
        scenes=("first request",),
    ),
    Fault(
        name="sequence guard off",
        module="hotline.store.offers",
        words="when=OfferRow.sequence < sequence)",
        become="when=OfferRow.id.exists())",
        scenes=("twice and late",),
    ),
    Fault(
        name="effect twice",
        module="hotline.effects.logging",
        words="""    request_id = f"{call_id(call)}-{nth}"
    reason =""",
        become="""    there = world.store.requests_of_call(call.group.slug, call_id(call))
    request_id = f"{call_id(call)}-{nth + len(there)}"
    reason =""",
        scenes=("twice and late",),
    ),
    Fault(
        name="quiet hours not rechecked",
        module="hotline.effects.dialling",
        words="    if may_ring(None, group, now):",
        become="    if may_ring(None, group, group.hours.next_open(now, group.zone)):",
        scenes=("after eight",),
    ),
    Fault(
        name="wrong zone",
        module="hotline.hours",
        words="local = ZoneInfo(zone)\n        today",
        become='local = ZoneInfo("UTC")\n        today',
        scenes=("evening comes",),
    ),
    Fault(
        name="ended goes back",
        module="hotline.store.finishing",
        words="when=held_by(volunteer, SPOKEN),\n        )\n        return reported is not None",
        become="when=RequestRow.id.exists(),\n        )\n        return reported is not None",
        scenes=("cancel while it is reported",),
    ),
    Fault(
        name="`told` before heard",
        module="hotline.dispatch.items",
        words="        state=RequestState.OPEN,",
        become="        state=RequestState.OPEN if reason in FOR_ONE_PHONE else RequestState.DONE,",
        scenes=("evening comes",),
    ),
    Fault(
        name="ring without lock",
        module="hotline.store.reservation",
        words="        when=free(offer.reserved_at),",
        become="        when=LineRow.id.exists() | LineRow.id.does_not_exist(),",
        scenes=("two ask at once",),
    ),
    Fault(
        name="cursor never cleared",
        module="hotline.dispatch.pick",
        words="    return turn if step == str(request.step) else None",
        become="    return turn or None",
        scenes=("many sleep",),
    ),
    Fault(
        name="draft opened mid-call",
        module="hotline.dispatch.drafts",
        words="    if request.call is None or line.now >= latest:",
        become="    if line.now <= latest:",
        scenes=("a slow caller",),
    ),
    Fault(
        name="promise not watched after a yes",
        module="hotline.rotation.watch",
        words="request.state in (RequestState.OPEN, *_HAD)",
        become="request.state in (RequestState.OPEN,)",
        scenes=("later and later",),
    ),
    Fault(
        name="cap not undone",
        module="hotline.store.ending",
        words="    if end.rang is not Rang.YES and around.offer.reserved_at in before.asks:",
        become="    if False:",
        scenes=("Twilio refuses",),
    ),
    Fault(
        name="recording erased early",
        module="hotline.dispatch.done",
        words="    if _tell_what_recurs(line, request):",
        become="    if request.note:\n        line.world.carrier.forget_recording(request.note)\n"
        "    if _tell_what_recurs(line, request):",
        scenes=("in her own words",),
    ),
    Fault(
        name="the last asked comes first",
        module="hotline.rotation.order",
        words="for volunteer in in_order if",
        become="for volunteer in reversed(list(in_order)) if",
        scenes=("passed round",),
    ),
    Fault(
        name="the number stays when it is over",
        module="hotline.store.progress",
        words="*(getattr(RequestRow, name).remove() for name in ERASED),",
        become='*(getattr(RequestRow, name).remove() for name in ERASED if name != "number"),',
        scenes=("first request",),
    ),
    Fault(
        name="a number in the log",
        module="hotline.dispatch.ring",
        words="        sid = line.world.carrier.place(",
        become='        log.info("rings %s", number.e164)\n        sid = line.world.carrier.place(',
        scenes=("first request",),
    ),
    Fault(
        name="any key is a yes",
        module="hotline.scripts.offer",
        words="    if answer == YES:\n        accepted = yield accept()",
        become="    if answer in (YES, NOT_THIS):\n        accepted = yield accept()",
        scenes=("passed round",),
    ),
    Fault(
        name="`we will not ring you` and nothing written",
        module="hotline.effects.answers",
        words='return change_and_let_go(world, call, offer.volunteer, {"stopped": True})',
        become="return KEPT",
        scenes=("stopping",),
    ),
    Fault(
        name="kept otherwise than it was read back",
        module="hotline.effects.logging",
        words="        when=wish,",
        become='        when=when_of("soon"),',
        scenes=("first request",),
    ),
    Fault(
        name="a queue is left behind",
        module="hotline.dispatch.queues",
        words='        line.world.carrier.delete_queue(errand.about or "")',
        become="        pass",
        scenes=("waiting on the line",),
    ),
)
