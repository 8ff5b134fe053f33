"""How it comes to the state in which an effect runs: by the effects and the dispatcher that bring it about."""

from __future__ import annotations

from datetime import timedelta

from hotline.conversation.call import Call
from hotline.conversation.turns import Given
from hotline.dispatch.advance import advance
from hotline.dispatch.callbacks import offer_status
from hotline.dispatch.drafts import open_draft
from hotline.dispatch.items import item
from hotline.effects import answers, complaints, finishing, for_somebody, hearing, logging, news, waiting, weekly
from hotline.numbers import PhoneNumber
from hotline.records import Need, Offer, Part, Reason, Request, When
from hotline.rotation.weekly import kept_on, next_day, sought_from
from tests.interleavings.stage import ALI, BEN, EMIL, GROUP, GWEN, PRIYA, ROSA, Stage, ident

FIRST_CALL, SECOND_CALL = "the first call", "the second call"
PLACED_TO = {ident(number): number for number in (ROSA, EMIL, BEN, ALI, PRIYA, GWEN)}


def dialled_in(stage: Stage, number: str | None = ROSA, name: str = FIRST_CALL, *, about: str = "-") -> Call:
    """Somebody has phoned us, and is on the line (`about`: it is a leg that a call has dialled). None: withheld."""
    sid = stage.dials(name, number)
    return Call(group=stage.group, sid=sid, other_end=PhoneNumber(number) if number else None, about=about)


def call_of(stage: Stage, offer: Offer) -> Call:
    """The call that was placed for an offer."""
    now = stage.store.offer(GROUP, offer.id)
    assert now
    number = PhoneNumber(PLACED_TO[offer.volunteer])
    return Call(group=stage.group, sid=now.call_sid or "", other_end=number, about=offer.id)


def draft(stage: Stage, need: Need = Need.SHOPPING, *, number: str | None = ROSA, name: str = FIRST_CALL) -> str:
    """The need is keyed."""
    told = logging.keep_need.run(stage.world, dialled_in(stage, number, name), 1, need)
    return told.partition("_")[0]


def written(
    stage: Stage,
    need: Need = Need.SHOPPING,
    *,
    number: str | None = ROSA,
    name: str = FIRST_CALL,
    when: When = When.TODAY,
) -> str:
    """And the rest; the call goes on."""
    request_id = draft(stage, need, number=number, name=name)
    logging.write_down.run(stage.world, dialled_in(stage, number, name), request_id, "ongar", when)
    return request_id


def opened(
    stage: Stage,
    need: Need = Need.SHOPPING,
    *,
    number: str | None = ROSA,
    name: str = FIRST_CALL,
    when: When = When.TODAY,
) -> str:
    """The call is over; nobody has been asked yet."""
    request_id = written(stage, need, number=number, name=name, when=when)
    stage.hangs_up(dialled_in(stage, number, name).sid)
    open_draft(stage.world, stage.request(request_id))
    return request_id


def wait(stage: Stage, request_id: str, name: str = FIRST_CALL) -> None:
    """Its resident stays on the line: it opens, and two phones ring at a time."""
    rosa = dialled_in(stage, ROSA, name)
    stage.asks_no_more(rosa.sid)
    assert waiting.begin_to_wait.run(stage.world, rosa, request_id) == waiting.WAITS


def rings(stage: Stage, request_id: str, times: int = 1) -> list[Offer]:
    """So many phones ring for it."""
    for _ in range(6 + 3 * times):  # it may tell a coordinator of something first
        if len(stage.request(request_id).ringing) < times:
            advance(stage.world, GROUP, request_id)
    offers = [offer for offer in stage.offers(request_id) if offer.id in stage.request(request_id).ringing]
    assert len(offers) == times, (offers, stage.request(request_id))
    return offers


def asked(stage: Stage, request_id: str, times: int = 1) -> list[Offer]:
    """And so many are picked up."""
    found = rings(stage, request_id, times)
    for offer in found:
        answers.pick_up.run(stage.world, picked_up(stage, offer))
    return [offer for offer in stage.offers(request_id) if offer.id in {one.id for one in found}]


def held(stage: Stage, request_id: str) -> Offer:
    """Whoever was asked first has said yes, and is on the line."""
    (offer,) = asked(stage, request_id)
    assert answers.accept.run(stage.world, call_of(stage, offer)).startswith("yours")
    return offer


def picked_up(stage: Stage, offer: Offer) -> Call:
    """The phone of this offer is picked up."""
    call = call_of(stage, offer)
    stage.picks_up(call.sid)
    return call


def hung_up(stage: Stage, offer: Offer) -> None:
    """The call of this offer has ended."""
    stage.hangs_up(call_of(stage, offer).sid)
    offer_status(stage.world, GROUP, offer.id, ended_form(stage, offer))


def ended_form(stage: Stage, offer: Offer) -> dict[str, str]:
    """What Twilio tells then."""
    return {"CallStatus": "completed", "CallSid": call_of(stage, offer).sid, "SequenceNumber": "0"}


def spoken(stage: Stage, request_id: str, *, answer: str = "ring-after") -> Offer:
    """The two have talked, and it is arranged; both have hung up."""
    offer = held(stage, request_id)
    call = call_of(stage, offer)
    answers.have_joined.run(stage.world, call)
    answers.settle.run(stage.world, call, answer)
    hung_up(stage, offer)
    return offer


def followed_up(stage: Stage, request_id: str) -> Offer:
    """It was due, and whoever has it is rung, and asked whether it is done."""
    spoken(stage, request_id)
    advance(stage.world, GROUP, request_id)
    return when_due(stage, request_id)


def reported(stage: Stage, request_id: str) -> str:
    """Whoever has it has said that it is done."""
    offer = followed_up(stage, request_id)
    finishing.say_done.run(stage.world, picked_up(stage, offer))
    hung_up(stage, offer)
    return offer.volunteer


def asked_how_it_went(stage: Stage, request_id: str) -> Offer:
    """And the resident, who agreed to it, is rung and picks up."""
    reported(stage, request_id)
    offer = when_due(stage, request_id)
    finishing.resident_there.run(stage.world, picked_up(stage, offer))
    return offer


def when_due(stage: Stage, request_id: str) -> Offer:
    """The next phone that rings for it, whenever that is: each time that it is due it is looked at."""
    before = stage.request(request_id).offers
    for _ in range(10):
        stage.passes_until(stage.request(request_id).next_action_at)
        advance(stage.world, GROUP, request_id)
        if stage.request(request_id).offers > before:
            return stage.offers(request_id)[-1]
    raise AssertionError(f"no phone rings for {stage.request(request_id)}")


def rung_back(stage: Stage, number: str, name: str = "back") -> Call:
    """Whoever has this phone has phoned, is rung straight back, and presses 1 to hear."""
    return heard(stage, wish_back(stage, number, name))


def wish_back(stage: Stage, number: str, name: str = "back") -> Request:
    """The wish alone."""
    wish = item(stage.world, GROUP, Reason.BACK, name=f"{name} {number}", number=PhoneNumber(number))
    stage.store.add_item(wish)
    return wish


def heard(stage: Stage, errand: Request) -> Call:
    """The one phone of this errand is rung, picked up, and a key is pressed."""
    (offer,) = rings(stage, errand.id)
    call = picked_up(stage, offer)
    news.picked_up.run(stage.world, call)
    news.heard.run(stage.world, call)
    return call


def complaint(stage: Stage) -> str:
    """Rosa has said that something was wrong with Ben; Ali, Priya and Gwen may be drawn. Her call goes on."""
    request_id = opened(stage)
    spoken(stage, request_id)
    stage.joins(ALI, PRIYA, GWEN, drawn=True, needs=frozenset())
    call = complaints_call(stage)
    made, _, stands = complaints.something_was_wrong.run(stage.world, call, request_id).split("_")
    assert stands == complaints.NEW
    return made


def complaints_call(stage: Stage) -> Call:
    """Rosa's call on which she says so, or still is."""
    if "wrong" not in stage.calls:
        stage.calls["wrong"] = rung_back(stage, ROSA, "wrong")
    return stage.calls["wrong"]


def begun(stage: Stage, complaint_id: str) -> None:
    """Doors pause for Ben, and the few words had time to be said."""
    advance(stage.world, GROUP, complaint_id)
    stage.passes_until(stage.request(complaint_id).next_action_at)


def drawn(stage: Stage, complaint_id: str) -> Offer:
    """The first of the two is rung, and picks up."""
    begun(stage, complaint_id)
    (offer,) = rings(stage, complaint_id)
    hearing.drawn_by_lot.run(stage.world, picked_up(stage, offer))
    return offer


def weekly_series(stage: Stage, *, again: str = weekly.YES) -> str:
    """Ben has talked with Rosa: every Thursday morning, and he would come again. The first week is spoken."""
    request_id = opened(stage, when=When.WEEKLY)
    offer = held(stage, request_id)
    call = call_of(stage, offer)
    answers.have_joined.run(stage.world, call)
    answers.settle.run(stage.world, call, "ring-after")
    assert weekly.keep_every_week.run(stage.world, call, "thu", "morning", again) == weekly.KEPT
    hung_up(stage, offer)
    series = stage.request(request_id).series
    assert series
    return series


def next_week_is_due(stage: Stage, series_id: str) -> None:
    """The next week's request is about to be made."""
    series = stage.request(series_id)
    day = next_day(series, stage.group, stage.now)
    part = series.part or Part.MORNING
    from_then = sought_from(kept_on(day, part, stage.group, stage.now) or day, part, stage.group)
    stage.passes_until(from_then + timedelta(minutes=1))  # phones are picked up here as they begin to ring
    stage.store.wake(GROUP, series_id, now=stage.now)


def for_emil(stage: Stage, *, agreed: bool = False, talked: bool = False) -> str:
    """Rosa asks for Emil, who has a phone of his own; he has said yes to it; Ben has talked with him."""
    request_id = written(stage)
    call = dialled_in(stage)
    kept = for_somebody.keep_for_number.run(stage.world, call, request_id, Given("0" + EMIL[3:]))
    assert kept == "kept"
    stage.hangs_up(call.sid)
    open_draft(stage.world, stage.request(request_id))
    times = {"agreed_at": stage.now} if agreed else {}
    times |= {"talked_at": stage.now} if talked else {}
    if times:
        assert stage.store.schedule(stage.request(request_id), next_action_at=stage.now, **times)
    return request_id


def joining_call(stage: Stage, number: str) -> Call:
    """Somebody would like to help, and is rung: would you?"""
    wish = item(stage.world, GROUP, Reason.JOIN, name=f"join {number}", number=PhoneNumber(number))
    stage.store.add_item(wish)
    return heard(stage, wish)


def recording(stage: Stage) -> tuple[str, Call]:
    """Rosa has said what she needs; Gwen has said yes to hearing it, and is joined with her."""
    stage.joins(GWEN, coordinator=True, needs=frozenset())
    task = opened(stage, Need.PERSON)
    rosa = dialled_in(stage)
    logging.keep_note.run(stage.world, rosa, task, stage.records(rosa.sid))
    gwen = call_of(stage, held(stage, task))
    answers.about_to_join.run(stage.world, gwen)
    answers.have_joined.run(stage.world, gwen)
    return task, gwen


def told_of_a_change(stage: Stage) -> Call:
    """Ben has said yes, Rosa wants it at another time, and he is rung and told."""
    stage.joins(BEN)
    request_id = opened(stage)
    hung_up(stage, held(stage, request_id))
    rosa = rung_back(stage, ROSA)
    news.change_when.run(stage.world, rosa, request_id, When.SOON.value)
    (errand,) = stage.of_reason(Reason.CHANGED)
    return heard(stage, errand)
