"""What the line on this machine is told by its environment, checked before anything starts."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from socket import create_connection
from urllib.parse import urlsplit

from chalicelib.outside import groups_folder
from hotline.errors import HotlineError
from hotline.groups import Groups
from hotline.prompts import load_groups
from hotline.telephony.account import Known
from hotline.telephony.signature import Tokens

# Any non-empty key opens a DynamoDB that is not AWS's own; DynamoDB Local takes letters and digits only.
_MADE_UP_KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
_OWN_KEYS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
)
_PORTS = {"http": 80, "https": 443}
_PATIENCE = 3.0  # seconds
_MADE_UP_SID = "AC" + "0" * 32


class SettingError(HotlineError):
    """A setting that is missing or wrong, in one line that names it."""


@dataclass(frozen=True, kw_only=True)
class Database:
    """Where DynamoDB and its streams are. No URL: AWS's own."""

    url: str | None
    streams: str | None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Database:
        """botocore's own variables, the service's before the general one; streams are where DynamoDB is."""
        general = environ.get("AWS_ENDPOINT_URL") or None
        url = environ.get("AWS_ENDPOINT_URL_DYNAMODB") or general
        database = cls(url=url, streams=environ.get("AWS_ENDPOINT_URL_DYNAMODB_STREAMS") or general or url)
        for name, value in (
            ("AWS_ENDPOINT_URL_DYNAMODB", url),
            ("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", database.streams),
        ):
            if value is not None:
                checked_url(name, value)
        return database

    @property
    def is_ours(self) -> bool:
        """Not AWS's own: its tables are made by whoever comes first, and its keys may be made up."""
        return self.url is not None and not (urlsplit(self.url).hostname or "").endswith(
            (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")
        )

    def use(self) -> None:
        """From here on this process's DynamoDB clients go there. Raises SettingError where nothing answers."""
        if self.url and self.streams:
            _knock(self.url)
            _knock(self.streams)
            os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = self.url
            os.environ["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"] = self.streams
        if self.is_ours and not any(os.environ.get(name) for name in _OWN_KEYS):
            os.environ.update(_MADE_UP_KEYS)


@dataclass(frozen=True, kw_only=True)
class Twilio:
    """Whose carrier, and the secrets shared with it."""

    api_url: str | None  # None: the exchange inside
    account_sid: str
    auth_token: str
    secondary: str
    shared_keys: str
    made_up: bool

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Twilio:
        """Twilio's own variables. With the exchange inside, what is missing is made up; else that is an error."""
        api_url = environ.get("TWILIO_API_URL") or None
        sid, token = environ.get("TWILIO_ACCOUNT_SID", ""), environ.get("TWILIO_AUTH_TOKEN", "")
        if api_url is not None:
            checked_url("TWILIO_API_URL", api_url)
            for name, value in (("TWILIO_ACCOUNT_SID", sid), ("TWILIO_AUTH_TOKEN", token)):
                if not value:
                    raise SettingError(
                        f"{name} is not set, and the carrier at TWILIO_API_URL wants it: set it to theirs"
                    )
        made_up = not (sid and token)
        return cls(
            api_url=api_url,
            account_sid=_MADE_UP_SID if made_up else sid,
            auth_token=secrets.token_hex(16) if made_up else token,
            secondary=environ.get("TWILIO_AUTH_TOKEN_SECONDARY", ""),
            shared_keys=environ.get("TWILIO_SHARED_KEYS", ""),
            made_up=made_up,
        )

    @property
    def account(self) -> Known:
        tokens = Tokens(primary=self.auth_token, secondary=self.secondary, shared_keys=self.shared_keys)
        return Known(sid=self.account_sid, tokens=tokens)


def _knock(url: str) -> None:
    """Whether anybody is there at all: a client would say that it is busy, after all its tries."""
    parts = urlsplit(url)
    try:
        create_connection((parts.hostname, parts.port or _PORTS[parts.scheme]), timeout=_PATIENCE).close()
    except OSError:
        raise SettingError(f"no DynamoDB answers at {url}: start it, or change AWS_ENDPOINT_URL_DYNAMODB") from None


def read_groups() -> Groups:
    """The groups of HOTLINE_GROUPS, else of the folder beside the package. Raises GroupFileError."""
    return load_groups(groups_folder())


def checked_url(name: str, value: str) -> str:
    """An absolute http URL with no query, since paths are put after it. Raises SettingError."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingError(f"{name}: {value!r} is not the start of a URL; write it like https://line.example.org")
    return value.rstrip("/")
