"""Both have decided, or two cannot be found: what holds is done, counted without names, and the complaint is erased."""

from __future__ import annotations

from dataclasses import replace

from hotline.dispatch.doors import ALWAYS, MEETING, let_together, put_apart, put_apart_at_doors, tell_about_doors
from hotline.dispatch.items import item
from hotline.dispatch.recordings import let_go
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line
from hotline.records import Decision, Reason, Request, RequestState
from hotline.rotation.lot import outcome, places


def decided(complaint: Request) -> bool:
    """Both have heard both, and said what they think."""
    return places(complaint) <= 0


def finish(line: Line, complaint: Request) -> None:
    """What holds, in an order in which a crash at any point is made good by doing it all again; then erased.

    Where two have not decided, in all the time that there is for it, the next meeting does.
    """
    store, group = line.world.store, complaint.group
    said = [seat.decision for seat in complaint.hearing.values() if seat.decision]
    holds = outcome(said if decided(complaint) else [*said, Decision.MEETING])
    if Decision.APART in holds:
        put_apart(line, complaint)
    if complaint.against:
        _of_the_volunteer(line, complaint, complaint.against, holds)
    elif Decision.CHATS in holds:  # a resident's doors are open to everybody else
        put_apart_at_doors(line, complaint)
    _tell_the_teller(line, complaint)
    for volunteer in complaint.hearing:
        store.hears(group, volunteer, complaint.id, still=False)
    let_go(line.world, complaint)
    let_together(line, complaint)
    end_request(line.world, group, complaint.id, state=RequestState.DONE, decided=sorted(holds))


def _tell_the_teller(line: Line, complaint: Request) -> None:
    """Whoever told us is rung once, and hears that it was heard, or that it was not; no more about anybody.

    A volunteer who has stopped is not rung; a resident is told, also if they have stopped helping.
    """
    if complaint.number is None:
        return
    who = line.world.store.volunteer(complaint.group, complaint.number.opaque)
    if who and who.stopped and not complaint.against:
        return
    reason = Reason.HEARD_BOTH if decided(complaint) else Reason.NOT_HEARD
    told = item(line.world, complaint.group, reason, name=f"{complaint.id} {reason}", number=complaint.number)
    line.world.store.add_item(replace(told, against=complaint.against))


def _of_the_volunteer(line: Line, complaint: Request, who: str, holds: frozenset[Decision]) -> None:
    store, group = line.world.store, complaint.group
    reason = Reason.DOORS_AGAIN
    if Decision.CHATS in holds and decided(complaint):
        store.keep_from_doors(group, who, ALWAYS)
        reason = Reason.CHATS_ONLY
    elif Decision.CHATS in holds or holds == {Decision.MEETING}:  # what one of us says alone holds until the meeting
        store.keep_from_doors(group, who, MEETING)
        reason = Reason.UNTIL_MEETING
    store.let_to_doors(group, who, complaint.id)
    volunteer = store.volunteer(group, who)
    if reason is not Reason.DOORS_AGAIN or (volunteer and not volunteer.no_doors):  # else another is not over yet
        tell_about_doors(line, complaint, reason)
