"""Do the steps one after the other. What was seen is saved after each, so that a rehearsal can be stopped."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack, suppress
from datetime import timedelta

from hotline.cli.rehearsal.acts import ACTS, Done, put_back, taken_down
from hotline.cli.rehearsal.evidence import LINE, Evidence, Mask, Notebook
from hotline.cli.rehearsal.judge_calls import SILENCE
from hotline.cli.rehearsal.setting import Operator, Setting, check
from hotline.cli.rehearsal.steps import LISTENING, STEPS, Step
from hotline.cli.rehearsal.watching import Watcher
from hotline.telephony.refusals import CarrierError
from hotline.telephony.trace import EVENTS_AFTER

_FALLBACK = "fallback"
_LOOK_AGAIN = timedelta(seconds=30)


class Course:
    """One rehearsal."""

    def __init__(self, setting: Setting, operator: Operator, notebook: Notebook) -> None:
        self._setting, self._operator, self._notebook = setting, operator, notebook
        roles = {LINE: setting.line, **setting.phones}
        self._watcher = Watcher(setting, operator, Mask(roles, base_url=setting.base_url))

    def run(self, steps: Iterable[Step]) -> None:
        """Do each of these steps. The new evidence of a step replaces what was kept of it before.

        First point the number at the line again, if it is still taken down, and collect what Twilio shows by now. Then
        raise HotlineError if the steps cannot be done.
        """
        if put_back(self._setting, self._operator, self._notebook):
            self._operator.told("The last rehearsal left the line taken down. Its number leads to the line again now.")
        self._complete_if_it_can()
        chosen = list(steps)
        wanted = [step for step in chosen if not self._left_out(step)]
        if wanted:
            check(self._setting, self._operator.now())
        if chosen:
            self._operator.told(self._how_many([step for step in chosen if self._is_too_much(step)]))
        for step in chosen:
            self._leave_out(step)
        for nth, step in enumerate(wanted, start=1):
            seen = self._seen(step, f"\n{nth} of {len(wanted)}, {step.name}: {step.does}")
            self._notebook.keep(seen)
            self._operator.told(
                f"Seen: {len(seen.calls)} calls. The line has: {'; '.join(seen.rows) or 'nothing new'}."
            )
            self._complete_if_it_can()

    def wait_for_the_rest(self) -> None:
        """Wait until Twilio shows what it sent in the last call."""
        self._complete()
        due = self._watcher.due(self._notebook.steps.values())
        if due is not None:
            minutes = -(-round(due.total_seconds()) // 60)
            quarter = round(EVENTS_AFTER.total_seconds() / 60)
            self._operator.told(
                f"\nTwilio shows what it sent {quarter} minutes after a call: {minutes} to go. Leave this running, or "
                "press Ctrl-C and run `hotline rehearse --resume` later."
            )
        while due is not None:
            self._operator.waits(min(max(due, timedelta(seconds=1)), _LOOK_AGAIN).total_seconds())
            self._complete()
            due = self._watcher.due(self._notebook.steps.values())

    def _seen(self, step: Step, told: str) -> Evidence:
        """Do one step, and return its evidence. The line is taken down before anybody is told to ring it."""
        begun = self._operator.now().isoformat()
        self._notebook.keep(Evidence(step=step.name, begun=begun))
        with ExitStack() as stack:
            self._watcher.begin()
            done = Done(facts={SILENCE: str(round(self._setting.group.policy.first_key.total_seconds()))})
            if step.act == _FALLBACK:
                stack.enter_context(taken_down(self._setting, self._operator, self._notebook))
            self._operator.told(told)
            if step.act in ACTS:
                done = ACTS[step.act](self._setting, self._operator)
            legs = self._watcher.until_over(step, done.placed)
        return Evidence(
            step=step.name,
            begun=begun,
            ended=self._operator.now().isoformat(),
            calls=self._watcher.kept(legs),
            heard={name: self._operator.says(question) for name, question in step.asks.items()},
            rows=self._watcher.rows(),
            refused=done.refused,
            facts=done.facts,
        )

    def _is_too_much(self, step: Step) -> bool:
        """The line never rings a phone with the last of few calls at once, and Twilio takes no more than there are."""
        most = self._setting.group.at_once
        return most is not None and step.calls > most

    def _left_out(self, step: Step) -> str:
        """Why this step cannot be done here; "": it can."""
        group = self._setting.group
        if step.name == LISTENING and group.listening is None:
            return f"{group.slug} has no listening line"
        if self._is_too_much(step):
            return f"it takes {step.calls} calls at once, and {group.slug} has {group.at_once} (`at_once`)"
        return ""

    def _how_many(self, out: list[Step]) -> str:
        """How many calls at once there are, and which of the chosen steps that leaves out."""
        group = self._setting.group
        if group.at_once is None:
            return (
                f"{group.slug} has no limit of calls at once (no `at_once` under [line]): no step is left out. If "
                "Twilio has approved no Business profile, break off and write `at_once` first (docs/aws.md, step 2)."
            )
        has = f"{group.slug} has {group.at_once} calls at once (`at_once` under [line])"
        if not out:
            return f"{has}: no step is left out."
        only = " ".join(f"--only {step.name}" for step in out)
        return (
            f"{has}: {', '.join(step.name for step in out)} are left out, which take {out[0].calls}. Once Twilio has "
            f"approved a Business profile, take `at_once` out, deploy, and do them with {only}."
        )

    def _leave_out(self, step: Step) -> None:
        """What was seen of it before is kept."""
        why, before = self._left_out(step), self._notebook.steps.get(step.name)
        if not why or (before and before.ended and not before.skipped):
            return
        self._operator.told(f"Left out, {step.name}: {why}.")
        begun = self._operator.now().isoformat()
        self._notebook.keep(Evidence(step=step.name, begun=begun, ended=begun, skipped=why, complete=True))

    def _complete_if_it_can(self) -> None:
        """It is tried again at the end: no step need wait for it."""
        with suppress(CarrierError):
            self._complete()

    def _complete(self) -> None:
        for evidence in list(self._notebook.steps.values()):
            completed = self._watcher.completed(evidence)
            if completed is not evidence:
                self._notebook.keep(completed)


def left(notebook: Notebook) -> list[Step]:
    """Return the steps that were not done yet, or were broken off."""
    ended = {name for name, one in notebook.steps.items() if one.ended and not one.skipped}
    return [step for step in STEPS if step.name not in ended]
