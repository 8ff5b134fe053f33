"""The AWS account that the environment names, in one region; and its errors as sentences that say how to mend them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)
from botocore.exceptions import ConnectionError as BotoConnectionError

from hotline.errors import HotlineError

_NO_LONGER = {"ExpiredToken", "ExpiredTokenException"}
_NOT_KNOWN = {
    *("InvalidAccessKeyId", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch"),
    "UnrecognizedClientException",
}
_NOT_ALLOWED = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation", "403"}
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
_BY_THE_ORGANISATION = ("service control policy", "resource control policy")
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html, and S3's and API Gateway's own words.
_NOT_ACTIVE = {"NotSignedUp", "OptInRequired", "SubscriptionRequiredException"}
# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; others say it in their message:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
_CLOCK = {"RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"}
_OF_ANOTHER_TIME = ("Signature expired", "Signature not yet current")
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, and what stands for AWS's own faults.
_OVERLOADED = {
    *("BandwidthLimitExceeded", "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown"),
    *("ThrottledException", "Throttling", "ThrottlingException", "TooManyRequestsException"),
    *("InternalError", "InternalFailure", "InternalServerError", "InternalServiceError", "ServiceUnavailable"),
    *("ServiceUnavailableException", "500", "502", "503", "504"),
}
# S3's, for up to an hour: https://github.com/aws/aws-cli/issues/2593
_NAME_RESTS = "OperationAborted"
_CREDENTIALS = "see AWS_PROFILE and ~/.aws/credentials (docs/aws.md, step 3)"
_PATIENCE = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "max_attempts": 4})


class CloudError(HotlineError):
    """AWS said no, or could not be asked; `code` is AWS's own name for it, if it gave one."""

    def __init__(self, said: str, *, code: str = "", mend: str = "", cause: str = "") -> None:
        super().__init__(said, mend=mend, cause=cause)
        self.code = code


class NotAllowed(CloudError):
    """These credentials may not do it; whatever else needs that is refused for the same `cause`."""


class Overloaded(CloudError):
    """AWS does not answer just now: too much was asked, or something of AWS is broken."""


class Unusable(CloudError):
    """Nothing at AWS can be done before something is mended: the account, this machine's clock, or its network."""


class NameRests(CloudError):
    """S3 does not give the name of a bucket again so soon after one was deleted."""


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
        raise NoCredentials(str(error), mend=_CREDENTIALS) from None
    except (NoCredentialsError, PartialCredentialsError):
        raise NoCredentials("there are no AWS credentials here", mend=_CREDENTIALS) from None
    except ClientError as error:
        raise _meaning_of(error, what) from None
    except (BotoConnectionError, HTTPClientError):
        mend = "look at your connection to the internet (a proxy, a firewall), and run it again"
        raise Unusable(f"AWS could not be reached to {what}", mend=mend) from None
    except BotoCoreError as error:
        raise CloudError(f"AWS could not be asked to {what}: {error}") from None


def _meaning_of(error: ClientError, what: str) -> CloudError:
    told, operation = error.response.get("Error", {}), error.operation_name
    code = str(told.get("Code", ""))
    message = str(told.get("Message", code))
    if code in _CLOCK or any(words in message for words in _OF_ANOTHER_TIME):
        said = "AWS does not take what this machine signs, since its clock is wrong"
        return Unusable(
            said, code=code, mend="set its date and time (on Linux `timedatectl set-ntp true`), and run it again"
        )
    if code in _NOT_ACTIVE:
        mend = "finish signing up at console.aws.amazon.com (card, telephone), and run it again: it takes up to a day"
        return Unusable(f"this AWS account is not active yet ({code})", code=code, mend=mend)
    if code in _NO_LONGER:
        return NoCredentials("your AWS credentials have expired", mend="sign in again, or make a new access key")
    if code in _NOT_KNOWN:
        return NoCredentials("AWS does not know your credentials", mend=_CREDENTIALS)
    if code in _NOT_ALLOWED and any(words in message for words in _BY_THE_ORGANISATION):
        said = f"the organisation that this AWS account belongs to lets nobody in it {what} ({operation})"
        mend = "have that allowed in its service control policies, or take an account of the group's own"
        return NotAllowed(said, code=code, mend=mend, cause=operation)
    if code == _NAME_RESTS:
        return NameRests(
            f"S3 would not {what} yet ({operation}): {message}", code=code, mend="run this again in an hour"
        )
    if code in _NOT_ALLOWED:
        mend = "sign in as somebody who may, or have it allowed to you (AdministratorAccess)"
        return NotAllowed(f"you may not {what} ({operation})", code=code, mend=mend, cause="it is not allowed to you")
    if code in _OVERLOADED:
        mend = "run it again in a few minutes; health.aws.amazon.com tells of what is broken at AWS"
        return Overloaded(f"AWS could not {what} just now ({operation}: {message})", code=code, mend=mend, cause=code)
    return CloudError(f"AWS would not {what} ({operation}): {message}", code=code)
