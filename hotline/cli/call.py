"""`hotline call`: a phone in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click

from hotline.cli import fields
from hotline.cli.handset import CannotDo, Event, Handset
from hotline.cli.here import Here, running
from hotline.cli.keys import Keys, keys
from hotline.cli.paper import Paper
from hotline.errors import HotlineError
from hotline.groups import Group
from hotline.numbers import PhoneNumber
from infra.local.whereabouts import Whereabouts

_ROSA = "020 7946 0123"  # Ofcom's, for drama: nobody's
_LOOK = 0.15  # seconds between two looks at what is said
_HELP = "a answers, h hangs up, d dials; 0-9 * # are keys; s and words say them, t texts them"


@click.command()
@click.argument("number", default=_ROSA, metavar="[NUMBER]")
@click.option("--to", metavar="LINE", help="The group's number to dial. [default: the first one]")
@click.option("--withheld", is_flag=True, help="Do not show the number.")
@click.option("--wait", is_flag=True, help="Dial nobody: be a phone that rings, until Ctrl-C.")
def call(number: str, to: str | None, *, withheld: bool, wait: bool) -> None:
    """Be a phone: dial the line that `hotline serve` runs here, or wait to be rung by it.

    NUMBER is the phone you are. Keys are pressed as you type them: 0-9, * and #; a answers, h hangs up, d dials. s,
    words and Enter speak, as soon as somebody listens; t, words and Enter text the line. From a pipe, everything waits
    until somebody listens.

    Example: hotline call, and in another terminal hotline call "07700 900001" --wait
    """
    line = _line()
    phone = Handset(
        line.base_url,
        _number(number, fields.number),
        dials=_number(to, fields.number_to_dial).e164 if to else None,
        shows="anonymous" if withheld else None,
    )
    phone.hold()
    if not wait:
        phone.dial()
    paper = Paper()
    paper.line(f"({'waiting to be rung' if wait else 'ringing the line'}; {_HELP})")
    with keys(paper.typed) as pressed:
        try:
            _Conversation(phone, pressed, paper, wait=wait).hold()
        except KeyboardInterrupt:
            _put_down(phone)
            paper.line("(hung up)")


class _Conversation:
    """What is heard and keyed on one phone, until the call is over."""

    def __init__(self, phone: Handset, pressed: Keys, paper: Paper, *, wait: bool) -> None:
        self._phone, self._pressed, self._paper, self._wait = phone, pressed, paper, wait
        self._on_call = self._over = False

    def hold(self) -> None:
        while not self._over:
            if self._pressed.words is None:  # nobody likes to be interrupted while they type
                for event in self._phone.news():
                    self._tell(event)
            while self._act():
                pass
            self._pressed.look(_LOOK)

    def _tell(self, event: Event) -> None:
        match event["kind"]:
            case "Dialled" | "PickedUp":
                self._on_call = True
            case "Rang":
                self._paper.line("")
                self._paper.line(f"(it rings, and shows {event['display']}; a answers)")
            case "Texted":
                self._paper.line(f"(a text: {event['text']})")
            case "Said" if event["by"] == "line":
                self._paper.flow(event["text"], datetime.fromisoformat(event["at"]))
            case "Said" if not self._phone.is_mine(event):
                self._paper.line(f"  they: {event['text']}")
            case "Said" if self._pressed.patient:  # else it stands there as it was typed
                self._paper.line(f"  you: {event['text']}")
            case "Joined":
                self._paper.line("(you are joined: talk)")
            case "Ended":
                self._on_call = False
                self._paper.line(f"(the call is over: {event['status']})")
                self._over = not self._wait or (self._pressed.over and self._pressed.next() is None)

    def _act(self) -> bool:
        """Do the next thing that was keyed. False: nothing waits, or it waits until somebody listens."""
        key = self._pressed.next()
        if key is None:
            return False
        try:
            heard, how = self._do(key), ""
        except CannotDo as error:
            heard, how = False, f"({error})"
        if not heard and self._waits(key):
            return False
        self._pressed.done()
        if not heard:
            self._paper.line(how or f"    [{key[0]}, and nobody listens]")
        elif len(key) == 1:
            self._paper.key(key)
        elif key[0] == "t" and self._pressed.patient:  # other words stand there already
            self._paper.line(f"  you text: {key[1:]}")
        return True

    def _waits(self, key: str) -> bool:
        """From a pipe everything does; at a terminal words do, for the beep, until something else is keyed."""
        return self._pressed.patient or (key[0] == "s" and self._on_call and not self._pressed.more)

    def _do(self, key: str) -> bool:
        """Whether it was heard. Raises CannotDo."""
        match key[0]:
            case "a":
                self._phone.answer()
            case "h":
                self._phone.hang_up()
            case "d":
                self._phone.dial()
            case "s":
                return self._phone.say(key[1:])
            case "t":
                self._phone.text(key[1:])
            case _:
                return self._phone.press(key)
        return True


def _line() -> Whereabouts:
    line = running()
    if line is None:
        raise HotlineError("no line runs on this machine: start one with hotline serve")
    if not line.exchange:
        raise HotlineError("the line here has a carrier of its own: for hotline call, serve without TWILIO_API_URL")
    return line


def _number(text: str, parse: Callable[[str, Group], PhoneNumber]) -> PhoneNumber:
    groups = Here().groups
    try:
        return parse(text, next(iter(groups.values())))
    except (ValueError, HotlineError) as error:
        raise click.UsageError(f"the number {error}") from None


def _put_down(phone: Handset) -> None:
    try:
        phone.hang_up()
    except HotlineError:
        return
