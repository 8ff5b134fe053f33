"""`hotline call`: a phone in the terminal."""

from __future__ import annotations

import click

from hotline.cli import fields
from hotline.cli.handset import CannotDo, Event, Handset
from hotline.cli.here import Here, running
from hotline.cli.keys import Keys, keys
from hotline.errors import HotlineError
from hotline.numbers import PhoneNumber
from infra.local.whereabouts import Whereabouts

_ROSA = "020 7946 0123"  # Ofcom's, for drama: nobody's
_LOOK = 0.15  # seconds between two looks at what is said
_HELP = "keys 0-9 * #, s then words and Enter to say them, a to answer, h to hang up"


@click.command()
@click.argument("number", default=_ROSA, metavar="[NUMBER]")
@click.option("--to", metavar="LINE", help="The group's number to dial. [default: the first one]")
@click.option("--withheld", is_flag=True, help="Do not show the number.")
@click.option("--wait", is_flag=True, help="Dial nobody: be a phone that rings, until Ctrl-C.")
def call(number: str, to: str | None, *, withheld: bool, wait: bool) -> None:
    """Be a phone: dial the line that `hotline serve` runs here, or wait to be rung by it.

    NUMBER is the phone you are. Keys are pressed as you type them: 0-9, * and #; s, words and Enter speak; a answers,
    h hangs up. From a pipe, each key waits until somebody listens.

    Example: hotline call, and in another terminal hotline call "07700 900001" --wait
    """
    line = _line()
    me = _number(number)
    phone = Handset(line.base_url, me)
    phone.hold()
    if not wait:
        phone.dial(_number(to).e164 if to else None, withheld="anonymous" if withheld else None)
    click.echo(f"({'waiting to be rung' if wait else 'ringing the line'}; {_HELP})")
    with keys() as pressed:
        try:
            _Conversation(phone, pressed, wait=wait).hold()
        except KeyboardInterrupt:
            _put_down(phone)
            click.echo("\n(hung up)")


class _Conversation:
    """What is heard and keyed on one phone, until the call is over."""

    def __init__(self, phone: Handset, pressed: Keys, *, wait: bool) -> None:
        self._phone, self._pressed, self._wait = phone, pressed, wait
        self._over = False

    def hold(self) -> None:
        while not self._over:
            for event in self._phone.news():
                self._tell(event)
            while self._act():
                pass
            self._pressed.look(_LOOK)

    def _tell(self, event: Event) -> None:
        match event["kind"]:
            case "Rang":
                click.echo(f"\n(it rings, and shows {event['display']}; a answers)")
            case "PickedUp":
                click.echo("(picked up)")
            case "Texted":
                click.echo(f"(a text: {event['text']})")
            case "Said" if event["by"] == "line":
                click.echo(f"  {event['text']}")
            case "Said":
                click.echo(f"  {'you' if self._phone.is_mine(event) else 'they'}: {event['text']}")
            case "Joined":
                click.echo("(you are joined: talk)")
            case "Ended":
                click.echo(f"(the call is over: {event['status']})")
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
        if not heard and self._pressed.patient:
            return False
        if not heard or len(key) == 1:  # words are told as they are said
            click.echo(f"    [{key}]" if heard else how or f"    [{key}, and nobody listens]")
        self._pressed.done()
        return True

    def _do(self, key: str) -> bool:
        """Whether it was heard. Raises CannotDo."""
        match key[0]:
            case "a":
                self._phone.answer()
            case "h":
                self._phone.hang_up()
            case "s":
                self._phone.say(key[1:])
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


def _number(text: str) -> PhoneNumber:
    groups = Here().groups
    try:
        return fields.number(text, next(iter(groups.values())))
    except (ValueError, HotlineError) as error:
        raise click.UsageError(f"the number {error}") from None


def _put_down(phone: Handset) -> None:
    try:
        phone.hang_up()
    except HotlineError:
        return
