"""What a stage shares with Twilio, in one encrypted parameter: who the account is, and the tokens that sign."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field, replace

from infra.aws.cloud import Cloud, CloudError, plainly
from infra.aws.stage import Stage

_KIND = "SecureString"  # encrypted with AWS's own key, which costs nothing
_NOT_THERE = "ParameterNotFound"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """An account, its auth token, and while that is being changed the other one.

    And what codes are made with, for those who have no phone, and the secrets of Twilio's shared keys (with spaces
    between them): both stay as they are when a token is changed.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    auth_token_secondary: str = field(default="", repr=False)
    code_secret: str = field(default="", repr=False)
    shared_keys: str = field(default="", repr=False)

    def text(self) -> str:
        """As the functions read it."""
        return json.dumps(asdict(self))


class BrokenParameter(CloudError):
    """It is there, and no function can use it."""


class Secrets:
    """A stage's parameter."""

    def __init__(self, cloud: Cloud, stage: Stage) -> None:
        self._ssm, self.name = cloud.client("ssm"), stage.secrets

    def read(self) -> Shared | None:
        """None: it is not there. Raises CloudError, also for one that is not as the functions read it."""
        try:
            with plainly(f"read the parameter {self.name}"):
                parameter = self._ssm.get_parameter(Name=self.name, WithDecryption=True)["Parameter"]
        except CloudError as error:
            if error.code == _NOT_THERE:
                return None
            raise
        return self._read(parameter["Value"], parameter["Type"])

    def _read(self, text: str, kind: str) -> Shared:
        mend = "put it there again with `hotline secrets`"
        if kind != _KIND:
            raise BrokenParameter(f"the parameter {self.name} is not encrypted: {mend}")
        try:
            shared = Shared(**json.loads(text))
        except (TypeError, ValueError):
            shared = None  # its text, which is in the error, is what nobody may see
        if shared is None or not (shared.account_sid and shared.auth_token):
            raise BrokenParameter(f"the parameter {self.name} is not as the functions read it: {mend}")
        return shared

    def is_there(self) -> bool:
        """Also one that no function can use."""
        try:
            return self.read() is not None
        except BrokenParameter:
            return True

    def write(self, shared: Shared) -> None:
        """From now on; the functions look again by themselves.

        The secret of codes stays, or is this one's, or is made. Shared keys stay where no others are given: an operator
        who changes the auth token, and has forgotten them, would have every call refused.
        """
        before = self._before()
        self._put(
            replace(
                shared,
                code_secret=(before and before.code_secret) or shared.code_secret or secrets.token_hex(32),
                shared_keys=shared.shared_keys or (before.shared_keys if before else ""),
            )
        )

    def make_codes_with(self, code_secret: str) -> bool:
        """Make codes with this secret, as a backup has it. False: they are already. Raises CloudError."""
        shared = self.read()
        if shared is None:
            raise CloudError(f"there is no {self.name} yet: deploy the line first, with `hotline deploy`")
        if shared.code_secret == code_secret:
            return False
        self._put(replace(shared, code_secret=code_secret))
        return True

    def _put(self, shared: Shared) -> None:
        with plainly(f"write the parameter {self.name}"):
            self._ssm.put_parameter(
                Name=self.name,
                Description="What the hotline shares with Twilio.",
                Value=shared.text(),
                Type=_KIND,
                Overwrite=True,
            )

    def _before(self) -> Shared | None:
        """Return what is there now; None where nobody can read it."""
        try:
            return self.read()
        except BrokenParameter:
            return None

    def remove(self) -> None:
        """It is as good if it is not there."""
        try:
            with plainly(f"delete the parameter {self.name}"):
                self._ssm.delete_parameter(Name=self.name)
        except CloudError as error:
            if error.code != _NOT_THERE:
                raise
