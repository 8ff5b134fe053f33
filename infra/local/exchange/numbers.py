"""The numbers of the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infra.local.exchange.states import Hook


@dataclass(kw_only=True)
class OwnNumber:
    """A number of the account, and whom it asks and tells."""

    sid: str
    number: str
    created: datetime
    voice: Hook | None = None
    fallback: Hook | None = None
    status: Hook | None = None
    text: Hook | None = None
    friendly_name: str = ""
    can_text: bool = True
    bundle: str | None = None  # its regulatory papers
    application: str | None = None  # who answers its calls instead of `voice`: an application's or a trunk's SID
    text_application: str | None = None  # who answers its texts instead of `text`
