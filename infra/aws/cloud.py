"""The AWS account that the environment names, in one region; and its errors as sentences that say how to mend them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ProfileNotFound

from hotline.errors import HotlineError

_NO_LONGER = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_NOT_KNOWN = {"InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidAccessKeyId"}
_NOT_ALLOWED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"}
_PATIENCE = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "max_attempts": 4})


class CloudError(HotlineError):
    """AWS said no, or could not be asked; `code` is AWS's own name for it, if it gave one."""

    def __init__(self, sentence: str, *, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


class NotAllowed(CloudError):
    """These credentials may not do it."""


class NoCredentials(CloudError):
    """There are none, or they are good no longer."""


class Cloud:
    """Clients of one region, each made when it is first asked for."""

    def __init__(self, region: str) -> None:
        self.region = region
        with plainly("look for credentials"):
            self._session = boto3.Session(region_name=region)

    @cached_property
    def account(self) -> str:
        """Its twelve digits."""
        return str(self.who["Account"])

    @cached_property
    def who(self) -> dict[str, str]:
        """`Account` and `Arn` of whoever asks."""
        with plainly("ask who you are"):
            return dict(self.client("sts").get_caller_identity())

    def client(self, service: str) -> Any:
        """boto3's own."""
        if service not in self._clients:
            self._clients[service] = self._session.client(service, config=_PATIENCE)  # type: ignore[call-overload] # a name
        return self._clients[service]

    @cached_property
    def _clients(self) -> dict[str, Any]:
        return {}


def region_of_profile() -> str | None:
    """As AWS_PROFILE has it in ~/.aws/config."""
    with plainly("read your profile"):
        return boto3.Session().region_name


@contextmanager
def plainly(what: str) -> Iterator[None]:
    """Whatever AWS's library raises becomes one sentence; `what` was being done, as in "you may not …"."""
    try:
        yield
    except ProfileNotFound as error:
        raise NoCredentials(f"{error}: see ~/.aws/config, or change AWS_PROFILE") from None
    except NoCredentialsError:
        raise NoCredentials("there are no AWS credentials here: run `aws configure`, or set AWS_PROFILE") from None
    except ClientError as error:
        raise _meaning_of(error, what) from None
    except BotoCoreError as error:
        raise CloudError(f"AWS could not be asked to {what}: {error}") from None


def _meaning_of(error: ClientError, what: str) -> CloudError:
    told, operation = error.response.get("Error", {}), error.operation_name
    code = str(told.get("Code", ""))
    if code in _NO_LONGER:
        return NoCredentials("your AWS credentials have expired: sign in again (`aws sso login`)")
    if code in _NOT_KNOWN:
        return NoCredentials("AWS does not know your credentials: look at AWS_PROFILE, or run `aws configure` again")
    if code in _NOT_ALLOWED:
        mend = "sign in as somebody who may, or have it allowed to you"
        return NotAllowed(f"you may not {what} ({operation}): {mend}", code=code)
    return CloudError(f"AWS would not {what} ({operation}): {told.get('Message', code)}", code=code)
