"""The hand-written signature of AWS's, against botocore's."""

from __future__ import annotations

from datetime import UTC, datetime

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.signing import Keys, signed

HOST = "ssm.eu-west-2.amazonaws.com"

words = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True).map("X-Amz-Meta-{}".format)
values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=20).map(str.strip)
regions = st.from_regex(r"[a-z]{2}-[a-z]{4,9}-[1-9]", fullmatch=True)
bodies = st.binary(max_size=200)
headers = st.dictionaries(names, values, max_size=4).filter(
    lambda each: len({name.lower() for name in each}) == len(each)
)
keys = st.builds(Keys, id=words, secret=words, session=st.one_of(st.just(""), words))


def by_botocore(told: dict[str, str], body: bytes, *, host: str, service: str, region: str, keys: Keys) -> AWSRequest:
    """The same request, signed by AWS's own library, at whatever moment it is."""
    request = AWSRequest(method="POST", url=f"https://{host}/", headers=told, data=body)
    SigV4Auth(Credentials(keys.id, keys.secret, keys.session or None), service, region).add_auth(request)
    return request


@given(headers=headers, body=bodies, region=regions, service=st.sampled_from(["ssm", "dynamodb", "sns"]), keys=keys)
def test_it_is_botocores(headers: dict[str, str], body: bytes, region: str, service: str, keys: Keys) -> None:
    """Any headers, body, region, service and keys, with a session or without: the same signature at the same moment."""
    host = f"{service}.{region}.amazonaws.com"
    request = by_botocore(headers, body, host=host, service=service, region=region, keys=keys)
    at = datetime.strptime(request.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    ours = signed(headers, body, host=host, service=service, region=region, keys=keys, at=at)
    assert ours["Authorization"] == request.headers["Authorization"]
    assert ours == {**request.headers, "Host": host}


@given(at=st.datetimes(timezones=st.timezones(), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_the_moment_is_told_in_utc(at: datetime) -> None:
    """Wherever the clock hangs, the date that is signed is the same as the one that is told."""
    told = signed({}, b"", host=HOST, service="ssm", region="eu-west-2", keys=Keys(id="AKID", secret="made-up"), at=at)
    assert told["X-Amz-Date"] == at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    assert f"/{told['X-Amz-Date'][:8]}/eu-west-2/ssm/aws4_request" in told["Authorization"]


def test_keys_are_never_printed() -> None:
    """Whoever has them is the function."""
    assert repr(Keys(id="AKID", secret="hidden", session="hidden too")) == "Keys(id='AKID')"
