"""How the account stands with Twilio: what it is, what it has left, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass, field

from infra.local.exchange.signing import SharedKey


@dataclass(kw_only=True)
class Standing:
    """As a new account is once it has been paid for, and its papers were read."""

    status: str = (
        "active"  # or "suspended" or "closed": https://www.twilio.com/docs/iam/api/account#account-status-values
    )
    kind: str = "Full"  # or "Trial"
    balance: str = "40.00"
    currency: str = "USD"
    at_once: int | None = None  # calls that it may have under way, in and out; None: as many as there are
    verified: list[str] = field(default_factory=list)  # numbers of others that it may show
    countries: dict[str, bool] = field(default_factory=lambda: {"GB": True})  # whose ordinary numbers it may call
    bundles: dict[str, str] = field(default_factory=dict)  # regulatory papers: by SID, how far they were read
    profiles: list[str] = field(default_factory=lambda: ["twilio-approved"])  # who is behind it: how far that was read
    signs_by: SharedKey | None = None  # a Webhook Rule for every URL: by this key, not by the auth token
    individual: bool = False  # those are of an individual, and not of a business

    def add_bundle(self, sid: str, status: str = "twilio-approved") -> str:
        """Papers for a number; their SID."""
        self.bundles[sid] = status
        return sid
