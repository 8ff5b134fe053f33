"""What a stage is called at AWS: its stacks, its tables, its secret, its buckets. Several live side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

# London; Dublin, in case London is down; and Paris, where the nightly backups are, whatever else is down. All three are
# switched on in every account: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
HOME, AWAY, KEPT = "eu-west-2", "eu-west-1", "eu-west-3"
BUDGET = Path(__file__).parent / "budget.yaml"
_NAME = re.compile(r"[a-z][a-z0-9]{0,15}")  # part of a bucket's name and of a parameter's


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One deployment of the line: `prod` for neighbours, `dev` to try things."""

    name: str
    region: str = HOME

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f'"{self.name}" is no name of a stage: small letters and digits, like prod')
        if self.region == KEPT:
            raise ValueError(
                f"no line can be in {KEPT}, where backups are kept: set AWS_REGION to another, like {HOME}"
            )

    @property
    def stack(self) -> str:
        return f"hotline-{self.name}"

    @property
    def tables(self) -> str:
        """What the names of its tables begin with (HOTLINE_TABLES)."""
        return f"hotline-{self.name}"

    @property
    def secrets(self) -> str:
        """The parameter with what is shared with Twilio (HOTLINE_SECRETS)."""
        return f"/hotline/{self.name}/twilio"

    @property
    def fallback_stack(self) -> str:
        """Of the line in this region alone, since lines of several regions have theirs in Paris.

        London's is the only one in Dublin, and has no region in its name.
        """
        return self.shared_fallback_stack if self.region == HOME else f"{self.shared_fallback_stack}-{self.region}"

    @property
    def shared_fallback_stack(self) -> str:
        """As every line's was called until each had its own: of two lines outside London it was one and the same."""
        return f"hotline-{self.name}-fallback"

    @property
    def budget_stack(self) -> str:
        """Apart from the line's: what only watches money cannot stop it."""
        return f"hotline-{self.name}-budget"

    @property
    def fallback_region(self) -> str:
        """Never where the line is, and for no line but London's where that has its own, nor in London.

        So a line that is deployed because a region is gone needs nothing of that region (docs/runbook.md).
        """
        return AWAY if self.region == HOME else KEPT

    @property
    def backups_stack(self) -> str:
        return f"hotline-{self.name}-backups"

    @property
    def backups_region(self) -> str:
        """The same wherever the line is: so that one in another region finds them, with the first region gone."""
        return KEPT

    def backups(self, account: str) -> str:
        """The bucket with its nightly backups."""
        return f"{self.backups_stack}-{account}"

    def bucket(self, account: str) -> str:
        """Where its zips and templates are kept; the names of buckets are the whole world's."""
        return f"{self.buckets(account)}{self.region}"

    def buckets(self, account: str) -> str:
        """What the names of these buckets begin with; a region follows."""
        return f"{self.stack}-{account}-"
