"""`hotline meeting`: what waits for the next meeting. Nobody is named in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotline.cli import show
from hotline.cli.here import Here
from hotline.dispatch.doors import MEETING
from hotline.dispatch.items import new_item
from hotline.errors import HotlineError
from hotline.records import Decision, Reason
from infra.local.clock import now

if TYPE_CHECKING:
    from hotline.store.meeting import Told  # half a second

in_group = click.option("--group", metavar="G", help="Which group; may be left out when there is one.")
sure = click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")

_DECIDED = {
    Decision.BEFORE: "help goes on as before",
    Decision.CHATS: "only chats, no door",
    Decision.APART: "not the two together again",
    Decision.MEETING: "it goes to the next meeting",
}


@click.group()
def meeting() -> None:
    """See what waits for the next meeting: what was told the group, and what was decided, in numbers.

    Example: hotline meeting list
    """


@meeting.command("list")
@in_group
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_(group: str | None, *, as_json: bool) -> None:
    """List the recordings to be played, and how often each decision was made.

    Example: hotline meeting list --json
    """
    here = Here()
    chosen = here.group(group)
    waiting, counts = here.store.for_meeting(chosen.slug), here.store.counts(chosen.slug)
    decided = {decision: counts.get(f"decided/{decision}", 0) for decision in Decision}
    if as_json:
        to_play = [{"day": t.day.isoformat(), "id": t.recording} for t in waiting]
        show.as_json({"to_play": to_play, "decided": decided})
        return
    rows = ((told.day.isoformat(), told.recording) for told in waiting)
    show.table(("day", "id"), rows, empty="nobody has told the group anything")
    click.echo()
    show.table(("what came of complaints", "times"), _times(decided), empty="")


@meeting.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@in_group
def save(folder: Path, group: str | None) -> None:
    """Save the recordings to be played in FOLDER, each as a sound file that any computer or phone can play.

    Erase the files after the meeting, as `hotline meeting played` erases the recordings themselves.

    Example: hotline meeting save to-play
    """
    here = Here()
    waiting = here.store.for_meeting(here.group(group).slug)
    folder.mkdir(parents=True, exist_ok=True)
    saved = 0
    for told in waiting:
        file = here.carrier.recording(told.recording)
        if file is None:
            click.echo(f"{told.recording} is gone at Twilio: hotline meeting played takes it off the list", err=True)
            continue
        (folder / f"{told.day.isoformat()}-{told.recording}.mp3").write_bytes(file)
        saved += 1
    click.echo(f"saved {saved} in {folder}")


@meeting.command()
@click.argument("recordings", metavar="ID...", nargs=-1, required=True)
@in_group
@sure
def played(recordings: tuple[str, ...], group: str | None, *, yes: bool) -> None:
    """Erase recordings that were played.

    Example: hotline meeting played RE0123456789abcdef0123456789abcdef
    """
    here = Here()
    chosen = here.group(group)
    waiting = {told.recording: told for told in here.store.for_meeting(chosen.slug)}
    for recording in recordings:
        if recording not in waiting:
            raise HotlineError(f"{chosen.slug} has no recording {recording}: see hotline meeting list")
    if not yes:
        click.confirm(f"Erase {len(recordings)} for good?", abort=True)
    for recording in recordings:
        _erase(here, chosen.slug, waiting[recording])
    click.echo(f"erased {len(recordings)}")


@meeting.command()
@in_group
@sure
def held(group: str | None, *, yes: bool) -> None:
    """The meeting has talked about what was sent to it: doors open again for whom they were shut until then.

    Example: hotline meeting held
    """
    here = Here()
    chosen, moment = here.group(group), now()
    waited = [who for who in here.store.volunteers(chosen.slug) if MEETING in who.no_doors]
    if waited and not yes:
        click.confirm(f"Has the meeting settled it, for all {len(waited)}?", abort=True)
    for who in waited:
        if who.no_doors == {MEETING} and not who.stopped:
            cause = (chosen.slug, f"{who.id} {moment.date()} held", Reason.DOORS_AGAIN)
            told = new_item(chosen, Reason.DOORS_AGAIN, cause=cause, now=moment, number=who.number)
            here.store.add_item(told)
        here.store.let_to_doors(chosen.slug, who.id, MEETING)
    click.echo(f"doors are open again for {len(waited)}")


def _erase(here: Here, slug: str, told: Told) -> None:
    """The line erases it where it is kept; only then it is no longer listed."""
    cause = (slug, told.recording, Reason.PLAYED)
    gone = new_item(here.groups[slug], Reason.PLAYED, cause=cause, now=now(), note=told.recording)
    here.store.add_item(gone)
    here.store.was_played(slug, told)


def _times(decided: dict[Decision, int]) -> list[tuple[str, str]]:
    return [(_DECIDED[decision], str(times)) for decision, times in decided.items()]
