"""What is deployed: the stack, its tables, what it shares with Twilio, whether it answers, and what answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from hotline.cli.checks.finding import Finding, fault, fine, unknown
from hotline.cli.deployed import base_url_of
from hotline.cli.following import how_to_free
from infra.local.clock import now

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed
    from hotline.groups import Groups
    from infra.aws.cloudformation import Facts

_OLD = timedelta(days=2)
_LOOK = "see why at console.aws.amazon.com (CloudFormation, Events)"
_RUNBOOK = "docs/runbook.md says what to do, under hotline-prod-backup"
_SECRETS = "put it there with `hotline secrets`"
_NOT_YET = "the first `hotline deploy` makes it"  # one fault is enough: that there is no stack


def stack(deployed: Deployed) -> Iterator[Finding]:
    """How CloudFormation says that it stands."""
    about, facts = f"stack: {deployed.stack.name}", deployed.stack.facts()
    deploy = f"deploy it with `hotline deploy --stage {deployed.stage.name}`"
    if facts is None:
        yield fault(about, f"is not there, in {deployed.stage.region}", deploy)
    elif facts.is_going:
        yield fault(about, "is being deleted just now", f"to have it again, {deploy}, which waits until it is deleted")
    elif facts.is_busy:
        yield fault(about, f"is being changed just now ({facts.status})", "wait until that is over")
    elif facts.never_came:
        yield fault(about, f"its first deployment failed ({_status(facts)})", f"{_LOOK}; then {deploy} again")
    elif facts.has_stayed:
        mend = f"`hotline destroy --stage {deployed.stage.name}` deletes the rest; or {deploy}, which does that first"
        yield fault(about, f"was deleted, but for some of it ({_status(facts)})", mend)
    elif not facts.is_good:
        yield fault(about, f"cannot be changed as it stands ({_status(facts)})", how_to_free(facts))
    else:
        yield fine(about, f"{facts.status}: {base_url_of(facts)}")


def tables(deployed: Deployed) -> Iterator[Finding]:
    """Each against what the store defines."""
    from hotline.store import Store  # half a second
    from infra.aws.tables import faults

    if _is_not_there(deployed):
        yield unknown(f"tables: {deployed.stage.tables}", _NOT_YET)
        return
    mend = f"deploy again with `hotline deploy --stage {deployed.stage.name}`, and change no table by hand"
    dynamodb = deployed.cloud.client("dynamodb")
    for ours, wanted in Store.definitions().items():
        name = f"{deployed.stage.tables}-{ours.rpartition('-')[2]}"
        found = list(faults(dynamodb, name, wanted, kept_well=True))
        yield from (fault(f"table: {name}", said, mend) for said in found)
        if not found:
            yield fine(f"table: {name}", "as the store defines it")


def secret(deployed: Deployed) -> Iterator[Finding]:
    """There, encrypted, and as the functions read it."""
    from infra.aws.secrets import BrokenParameter  # a second

    about = f"secret: {deployed.stage.secrets}"
    try:
        shared = deployed.secrets.read()
    except BrokenParameter as wrong:
        yield fault(about, str(wrong), _SECRETS)
        return
    if shared is None and _is_not_there(deployed):
        yield unknown(about, _NOT_YET)
    elif shared is None:
        yield fault(about, "is not there", _SECRETS)
    elif shared.auth_token_secondary:
        yield fine(about, f"for {shared.account_sid}, with two tokens: once the change is over, put only the new one")
    else:
        yield fine(about, f"for {shared.account_sid}")


def answers(deployed: Deployed, groups: Groups) -> Iterator[Finding]:
    """Whether each group greets whoever phones, and the line lets nobody else in."""
    from infra.aws.smoke import greets, refuses

    facts, shared = deployed.stack.facts(), deployed.secrets.read()
    if facts is None or facts.is_no_more or shared is None:
        return  # which has been said
    url = base_url_of(facts)
    for slug, group in groups.items():
        wrong = greets(url, group, shared, tries=1) or refuses(url, group, shared, tries=1)
        if wrong:
            mend = "deploy again with `hotline deploy`; docs/operating.md says where its log is"
            yield fault(f"line: {slug}", wrong, mend)
        else:
            yield fine(f"line: {slug}", "greets whoever phones, and takes nothing that Twilio has not signed")


def backups(deployed: Deployed) -> Iterator[Finding]:
    """Check that the newest nightly backup is at most two days old."""
    about, where = f"backups: {deployed.backups.bucket}", deployed.stage.backups_region
    line = deployed.stack.facts()
    if line is None or line.is_no_more:
        yield unknown(about, _NOT_YET)
        return
    bucket = deployed.backups_stack.facts()
    if bucket is None or bucket.is_no_more:
        mend = f"put it there with `hotline deploy --stage {deployed.stage.name}`"
        yield fault(about, f"is not there, in {where}, so that no night can be kept", mend)
        return
    newest = deployed.backups.newest()
    if newest is None and now() - line.made_at > _OLD:
        yield fault(about, f"there is none, in {where}, though the line has lived through two nights", _RUNBOOK)
        return
    if newest is None:
        yield unknown(about, f"there is none yet, in {where}: the line writes one each night, so look again tomorrow")
        return
    said = f"the newest is of {newest.written_at:%d %B %Y at %H:%M} UTC, of the line in {newest.region}"
    if now() - newest.written_at > _OLD:
        yield fault(about, said, _RUNBOOK)
    else:
        yield fine(about, f"{said}; it is in {where}")


def fallback(deployed: Deployed, groups: Groups) -> Iterator[Finding]:
    """There, readable by Twilio, and the same as the prompts make it now."""
    from infra.aws.away import Away

    about, facts = f"fallback: {deployed.fallback.name}", deployed.fallback.facts()
    mend = f"put it there with `hotline deploy --stage {deployed.stage.name}`"
    if facts is None and _is_not_there(deployed):
        yield unknown(about, _NOT_YET)
        return
    if facts is None or not facts.is_good:
        yield fault(about, f"is not there, in {deployed.stage.fallback_region}", mend)
        return
    away = Away(deployed.away, facts)
    found = away.faults(groups)
    yield from (fault(about, said, mend) for said in found)
    if not found:
        yield fine(about, f"the pages of {', '.join(groups)} are at {away.url}, as the prompts are now")


def _is_not_there(deployed: Deployed) -> bool:
    """No line was deployed to the end: one fault is enough, which the stack's own is."""
    facts = deployed.stack.facts()
    return facts is None or facts.is_no_more


def _status(facts: Facts) -> str:
    return f"{facts.status} {facts.why}".rstrip()
