"""The account at Twilio, and the groups' numbers in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from hotline.cli.checks.finding import Finding, fault, fine, tried, unknown
from hotline.cli.connect import BUY, in_the_way, of_group
from hotline.errors import HotlineError
from hotline.groups import Group, Groups
from hotline.numbers import PhoneNumber
from hotline.telephony.console import Profile
from hotline.telephony.refusals import WRONG_TOKEN, AccountRefused

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed
    from hotline.telephony.console import Console, Owned, Standing
    from hotline.telephony.leads import Leads

_AT_ONCE = {Profile.NONE: 2, Profile.INDIVIDUAL: 3}  # https://help.twilio.com/articles/223180028
LOW = Decimal(5)  # of whatever currency: a day or two of a quiet line
_AT = "at console.twilio.com"
_RULE = "delete the Webhook Rule (https://www.twilio.com/docs/usage/webhooks/webhook-rules)"
_PAPERS = f"make or mend it {_AT} (Phone Numbers, Regulatory Compliance), and give it to the number"
_SEE_WHY = f"see why {_AT}, and write to Twilio's support"
# https://www.twilio.com/docs/global-infrastructure/manage-regional-api-credentials
_TOKEN = (
    f"copy the Auth Token of region US1 {_AT} (API keys & tokens), since each region and the test credentials have "
    "tokens of their own; store it with `hotline secrets`"
)
_UK = "+44"  # each of whose numbers needs papers: https://www.twilio.com/en-us/guidelines/regulatory


def account(console: Console, groups: Groups | None = None) -> Iterator[Finding]:
    """What it is, what it has left, and how much it may do at once."""
    about = "Twilio: account"
    try:
        standing = console.standing()
    except AccountRefused as refused:
        yield fault(about, str(refused), _TOKEN if refused.code == WRONG_TOKEN else _SEE_WHY)
        return
    if standing.status != "active":
        yield _stopped(about, standing, console)
    elif standing.kind != "Full":
        said = f"{standing.name} is a trial account: it rings verified numbers only, and says so first"
        yield fault(about, said, f"upgrade it {_AT}")
    else:
        yield fine(about, f"{standing.name} is active, and paid for")
    yield from tried("Twilio: balance", lambda: _balance(console))
    yield from tried("Twilio: calls at once", lambda: _calls_at_once(console, groups))


def _stopped(about: str, standing: Standing, console: Console) -> Finding:
    """Say how to mend an account that is closed, for good, or suspended, most often for lack of money.

    Twilio: https://support.twilio.com/hc/en-us/articles/223183248-What-happens-if-my-Twilio-balance-reaches-zero
    """
    said = f"{standing.name} is {standing.status}"
    if standing.status == "closed":
        return fault(
            about, f"{said}, for good", f"make another account {_AT}, and `hotline secrets` with its SID and token"
        )
    try:
        left, currency = console.balance()
    except HotlineError:
        left, currency = None, ""
    if left is not None and left <= 0:
        mend = f"put money in {_AT} (Billing), and let it recharge by itself; it answers again within ten minutes"
        return fault(about, f"{said}, since it is not paid for: {left} {currency} are left", mend)
    return fault(about, said, _SEE_WHY)


def countries(console: Console, groups: Groups) -> Iterator[Finding]:
    """Whether the ordinary numbers of each country may be called that a group rings."""
    for country in sorted({country for group in groups.values() for country in group.countries}):
        about = f"Twilio: calls to {country}"
        who = [slug for slug, group in groups.items() if country in group.countries]
        if console.may_call(country):
            yield fine(about, "allowed")
        else:
            mend = f"allow them {_AT} (Voice, Settings, Geo permissions), or change `countries` in {who[0]}.toml"
            yield fault(about, f"not allowed, and {', '.join(who)} rings there", mend)


def listening(console: Console, groups: Groups) -> Iterator[Finding]:
    """Check whether a call has ever reached each group's listening line."""
    for group in groups.values():
        if group.listening is None:
            continue
        about = f"listening line: {group.slug} {group.listening.name}"
        if console.has_reached(group.listening.dial):
            yield fine(about, "a call has got through to it")
        else:
            how = "ring the line, ask for someone to talk to, press 1, and say that it is a test"
            yield unknown(about, f"unproved until a call has got through to it: {how}")


def numbers(console: Console, groups: Groups, deployed: Deployed | None) -> Iterator[Finding]:
    """Each: there, leading to the line, with its papers, and one that may be shown."""
    owned = {one.number: one for one in console.numbers()}
    verified = console.verified()
    for group in groups.values():
        for number in group.numbers:
            about = f"number: {group.slug} {number}"
            its = owned.get(number)
            if its is None:
                yield _not_there(about, group, shown=number in verified)
            else:
                yield from _where_it_leads(about, group, its, deployed)
                yield from tried(about, lambda about=about, its=its: _papers(about, its, console))  # type: ignore[misc]


def signatures(console: Console, groups: Groups, shared_keys: str) -> Iterator[Finding]:
    """Check that the line can verify Twilio's signatures: by the auth token, or by a shared key of a Webhook Rule."""
    about = "Twilio: signatures"
    ours = {number for group in groups.values() for number in group.numbers}
    urls = {own.leads.voice for own in console.numbers() if own.number in ours}
    algorithms = {algorithm for url in urls for algorithm in console.signs(url)}
    by = f"by a shared key ({', '.join(sorted(algorithms))})"
    if not algorithms:
        yield fine(about, "by the auth token")
    elif algorithms - {"HMAC_SHA1", "HMAC_SHA256"}:
        yield fault(about, f"{by}, which this line cannot check: it refuses every call with 403", _RULE)
    elif not shared_keys:
        mend = f"set TWILIO_SHARED_KEYS to the key's secret and run `hotline secrets`; or {_RULE}"
        yield fault(about, f"{by} that the line does not know: it refuses every call with 403", mend)
    else:
        yield fine(about, f"{by}, and the line knows {len(shared_keys.split())} of them")


def _balance(console: Console) -> Iterator[Finding]:
    left, currency = console.balance()
    if left is None:
        yield unknown("Twilio: balance", "it cannot be read")
    elif left < LOW:
        mend = f"top it up {_AT} (Billing), and let it recharge by itself"
        yield fault("Twilio: balance", f"{left} {currency} are left: at nought no call goes through", mend)
    else:
        yield fine("Twilio: balance", f"{left} {currency}")


def _calls_at_once(console: Console, groups: Groups | None) -> Iterator[Finding]:
    """Check how many calls at once the profile allows, and whether `at_once` says the same."""
    about = "Twilio: calls at once"
    profile = console.profile()
    set_to = next((group.at_once for group in (groups or {}).values()), None)
    if profile is Profile.BUSINESS:
        yield fine(about, "no limit: a Business profile is approved" + (f"; `at_once` is {set_to}" if set_to else ""))
    else:
        most = _AT_ONCE[profile]
        with_what = "an Individual profile" if profile is Profile.INDIVIDUAL else "no approved profile"
        meanwhile = "" if set_to == most else f"; until then write `at_once = {most}` under [line] in a group's file"
        said = f"{most}, with {with_what} (more if the account was paid for before 3 February 2026); a talk is two"
        yield fault(about, said, f"have a Business Primary Customer Profile approved {_AT} (Trust Hub){meanwhile}")
    untold = "Twilio's API does not tell how many new calls a second there may be: one, unless you have asked for more"
    yield unknown("Twilio: calls a second", f"{untold} ({_AT}: Voice, Settings)")


def _not_there(about: str, group: Group, *, shown: bool) -> Finding:
    if shown:
        return fault(
            about, "may be shown, but is no number of this account: nobody who dials it reaches us", _buy(group)
        )
    return fault(about, "is not in this account: nobody can dial it, and no call can show it", _buy(group))


def _where_it_leads(about: str, group: Group, its: Owned, deployed: Deployed | None) -> Iterator[Finding]:
    try:
        wanted = _leads(deployed, group)
    except HotlineError as nowhere:
        yield unknown(about, f"it is there; where it should lead is not known: {nowhere}")
        return
    number = of_group(group, its.number, its, wanted)
    why = in_the_way(number)
    if why:
        said, _, mend = why.rpartition(": ")
        yield fault(about, said, mend)
    elif number.differs:
        yield fault(about, f"leads elsewhere: {', '.join(number.differs)}", "point it here with `hotline connect`")
    else:
        texts = "" if its.can_text else "; it cannot text, so that STOP is known to Twilio alone"
        yield fine(about, f"leads to the line, and is shown by its calls{texts}")


def _leads(deployed: Deployed | None, group: Group) -> Leads:
    if deployed is None:
        raise HotlineError("no stage was looked at")
    return deployed.leads(group)


def _papers(about: str, its: Owned, console: Console) -> Iterator[Finding]:
    if its.bundle is None:
        if _is_british(its.number):
            yield fault(
                about, "has no regulatory bundle, and Twilio takes British numbers away that have none", _PAPERS
            )
        return
    status = console.papers(its.bundle)
    if status not in {"twilio-approved", "provisionally-approved"}:
        yield fault(about, f"its regulatory bundle is not approved: it is {status}", _PAPERS)
    else:
        yield fine(about, f"its regulatory bundle is {status}")


def _is_british(number: PhoneNumber) -> bool:
    return number.e164.startswith(_UK)


def _buy(group: Group) -> str:
    return BUY.format(slug=group.slug)
