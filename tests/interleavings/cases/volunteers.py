"""What a volunteer does on the call that rings them back: what they hold, what is open, resting, leaving, settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hotline.conversation.turns import Given
from hotline.effects import acceptance, letting_go, rule, volunteer_settings, volunteering
from hotline.groups.rule import rule_text
from hotline.records import Need, RequestState
from tests.interleavings.case import Running, case, reads, request_is, volunteer_is
from tests.interleavings.pairs.reserving import places_of
from tests.interleavings.stage import ALI, BEN, GROUP, Stage, ident
from tests.interleavings.states import held, hung_up, opened, rung_back, spoken


def ben_is_rung_back(stage: Stage, **changes: object) -> Running:
    """Ben has phoned, and is rung straight back; a request is open meanwhile, for which he may be asked."""
    stage.joins(BEN, **changes)
    ben = rung_back(stage, BEN)
    request_id = opened(stage)
    return Running(call=ben, args=(request_id,), row=request_id)


def ben_holds_one(stage: Stage) -> Running:
    """Ben has said yes to Rosa's, and they have not talked; he has phoned, and is rung back."""
    stage.joins(BEN)
    request_id = opened(stage)
    hung_up(stage, held(stage, request_id))
    return Running(call=rung_back(stage, BEN), args=(request_id,), row=request_id)


@case(volunteering.turn_to)
def turn_to(stage: Stage) -> Running:
    """From here on this call is about what he has said yes to."""
    running = ben_holds_one(stage)
    errand = running.call.about.rpartition("-")[0]

    def check(_told: str) -> Iterable[str]:
        if stage.request(errand).state is RequestState.OPEN and stage.request(errand).about != running.row:
            yield f"his call is about {stage.request(errand).about}"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(volunteering.next_open)
def next_open(stage: Stage) -> Running:
    """He has said yes to one of what is open, and asks for the next: that yes is taken back."""
    running = ben_is_rung_back(stage)
    volunteering.say_yes.run(stage.world, running.call, running.row)

    def check(_told: str) -> Iterable[str]:
        if stage.request(str(running.row)).taken_by == ident(BEN):
            yield "he has gone on to the next, and has the one before"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(volunteering.say_yes)
def say_yes(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)
    check = request_is(stage, str(running.row), yours={"taken_by": ident(BEN), "taken_offer": running.call.about})
    return Running(call=running.call, args=running.args, row=running.row, check=check)


@reads(acceptance.welcome_back)
def welcome_back(stage: Stage) -> Running:
    """What his yes has done is done: this says so, and no more."""
    return Running(call=ben_is_rung_back(stage).call)


@case(volunteering.say_yes, "another_is_asked")
def say_yes_another_is_asked(stage: Stage) -> Running:
    """Ali is about to be asked for it."""
    running = ben_is_rung_back(stage)
    stage.joins(ALI)
    check = request_is(stage, str(running.row), yours={"taken_by": ident(BEN)})
    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(volunteering.say_yes, "rests")
def say_yes_who_rests(stage: Stage) -> Running:
    """His yes ends his rest: it is his and he is back, or neither."""
    running = ben_is_rung_back(stage)
    rests = stage.now + timedelta(days=6)
    stage.store.change_volunteer(GROUP, ident(BEN), paused_until=rests)

    def check(told: str) -> Iterable[str]:
        ben = stage.store.volunteer(GROUP, ident(BEN))
        away = ben is not None and ben.paused_until == rests
        if away == (stage.request(str(running.row)).taken_by == ident(BEN)):
            yield f"he heard {told}, and {'rests' if away else 'is back'}"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(volunteering.it_is_done)
def it_is_done(stage: Stage) -> Running:
    stage.joins(BEN)
    request_id = opened(stage)
    spoken(stage, request_id)

    def check(told: str) -> Iterable[str]:
        if told == "reported" and stage.request(request_id).reported_at is None:
            yield f"he heard {told}, and it is {stage.request(request_id).state}"

    return Running(call=rung_back(stage, BEN), args=(request_id,), row=request_id, check=check)


@case(volunteering.rest)
def rest(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)

    def check(_told: str) -> Iterable[str]:
        paused = stage.volunteer(BEN).paused_until
        if paused is None or paused <= stage.now:
            yield f"he rests, and is paused until {paused}"

    return Running(call=running.call, args=(volunteering.WEEK,), row=running.row, check=check)


@case(volunteering.be_back)
def be_back(stage: Stage) -> Running:
    """He had stopped our calls, and is back with his places."""
    running = ben_is_rung_back(stage, stopped=True)

    def check(_told: str) -> Iterable[str]:
        if stage.volunteer(BEN).stopped or not places_of(stage, BEN):
            yield f"he is back, and stands in {places_of(stage, BEN)}"

    return Running(call=running.call, row=running.row, check=check)


@case(volunteering.leave)
def leave(stage: Stage) -> Running:
    """What he held is due, and handed on; and he stands nowhere."""
    running = ben_holds_one(stage)
    row = str(running.row)

    def check(_told: str) -> Iterable[str]:
        there = stage.store.volunteer(GROUP, ident(BEN))
        if (there and not there.stopped) or places_of(stage, BEN):
            yield f"he has left, and stands in {places_of(stage, BEN)}"
        due = stage.request(row).next_action_at
        if stage.request(row).taken_by == ident(BEN) and (due is None or due > stage.now):
            yield f"he has left, and what he has is not looked at before {due}"

    def handed_on() -> Iterable[str]:
        if stage.request(row).taken_by == ident(BEN):
            yield "he has left, and still has it"

    return Running(call=running.call, row=row, check=check, afterwards=handed_on)


@case(volunteer_settings.keep_needs)
def keep_needs(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)
    check = volunteer_is(stage, BEN, kept={"needs": frozenset({Need.CHAT})})
    return Running(call=running.call, args=((Need.CHAT.value,),), row=running.row, check=check)


@case(volunteer_settings.keep_areas)
def keep_areas(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)
    check = volunteer_is(stage, BEN, kept={"areas": frozenset({"brentwood"})})
    return Running(call=running.call, args=(("brentwood",),), row=running.row, check=check)


@case(volunteer_settings.keep_languages)
def keep_languages(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)
    check = volunteer_is(stage, BEN, kept={"languages": frozenset({"en"})})
    return Running(call=running.call, args=(("en",),), row=running.row, check=check)


@case(volunteer_settings.keep_how_often)
def keep_how_often(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)
    check = volunteer_is(stage, BEN, kept={"daily_cap": 1})
    return Running(call=running.call, args=("1", "day"), row=running.row, check=check)


@case(volunteer_settings.keep_drawn)
def keep_drawn(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)
    check = volunteer_is(stage, BEN, kept={"drawn": True})
    return Running(call=running.call, args=(volunteer_settings.YES,), row=running.row, check=check)


@case(volunteer_settings.keep_texts)
def keep_texts(stage: Stage) -> Running:
    running = ben_is_rung_back(stage)
    check = volunteer_is(stage, BEN, kept={"texts": True})
    return Running(call=running.call, args=(volunteer_settings.YES,), row=running.row, check=check)


@case(volunteer_settings.keep_hours)
def keep_hours(stage: Stage) -> Running:
    """Two changes of the hours at once must not lose one another's days."""
    running = ben_is_rung_back(stage)

    def check(told: str) -> Iterable[str]:
        saturday = stage.volunteer(BEN).hours.windows[5]
        if told == letting_go.KEPT and saturday:
            yield f"he heard {told}, and may be rung on a Saturday: {saturday}"

    never = (volunteer_settings.WEEKEND, *volunteer_settings.NEVER)
    return Running(call=running.call, args=never, row=running.row, check=check)


@case(volunteer_settings.keep_hours, "too_late_for_what_they_hold")
def keep_hours_too_late(stage: Stage) -> Running:
    """None of his hours is soon enough for what he has said yes to: it is not his once he hears so."""
    running = ben_holds_one(stage)
    row = str(running.row)

    def check(told: str) -> Iterable[str]:
        if told == letting_go.HANDED_ON and stage.request(row).taken_by == ident(BEN):
            yield "he heard that it goes to somebody else, and has it"

    def handed_on() -> Iterable[str]:
        if stage.request(row).taken_by == ident(BEN):
            yield "his hours are too late for it, and he still has it"

    never = (volunteer_settings.WORKDAYS, *volunteer_settings.NEVER)
    return Running(call=running.call, args=never, row=row, check=check, afterwards=handed_on)


@case(rule.unheard_changes)
def unheard_changes(stage: Stage) -> Running:
    """Who has never heard of any setting begins with today's."""
    running = ben_is_rung_back(stage, rule=None)
    return Running(call=running.call, row=running.row)


@case(rule.have_heard)
def have_heard(stage: Stage) -> Running:
    """The settings that he has heard of are noted as heard."""
    before = rule_text(stage.group).replace("rest=1h", "rest=2h")
    running = ben_is_rung_back(stage, rule=before)
    told = rule.unheard_changes.run(stage.world, running.call)

    def check(_told: str) -> Iterable[str]:
        if told != rule.NONE and stage.volunteer(BEN).rule == before:
            yield "he has heard it, and that is not noted"

    return Running(call=running.call, args=(told,), row=running.row, check=check)


@reads(volunteering.what_they_hold)
def what_they_hold(stage: Stage) -> Running:
    return Running(call=ben_holds_one(stage).call, args=("",))


@reads(volunteering.how_they_stand)
def how_they_stand(stage: Stage) -> Running:
    return Running(call=ben_holds_one(stage).call)


@reads(volunteer_settings.kind_of_phone)
def kind_of_phone(stage: Stage) -> Running:
    return Running(call=ben_is_rung_back(stage).call)


@reads(volunteer_settings.an_hour)
def an_hour(stage: Stage) -> Running:
    return Running(call=ben_is_rung_back(stage).call, args=(Given("9"),))
