"""Where a number of the line leads: what Twilio asks when it is dialled, and whom it tells."""

from __future__ import annotations

from dataclasses import fields, replace

from hotline.telephony.fallback import METHOD, address
from hotline.values import dataclass

_WORDS = {"voice": "calls", "fallback": "the fallback", "status": "the end of a call", "text": "texts"}


@dataclass(frozen=True, kw_only=True)
class Leads:
    """URLs, as a number has them at Twilio; empty: nobody is asked or told."""

    voice: str
    voice_method: str = "POST"
    fallback: str
    fallback_method: str = "POST"
    status: str
    text: str

    def differences(self, wanted: Leads) -> list[str]:
        """What leads elsewhere than is wanted, in words."""
        other = {field.name for field in fields(Leads) if getattr(self, field.name) != getattr(wanted, field.name)}
        return [words for name, words in _WORDS.items() if {name, f"{name}_method"} & other]


def to_the_line(base_url: str, fallback_url: str, slug: str) -> Leads:
    """To a group's line at `base_url`; if that is gone, to its page under `fallback_url`, which takes no posts."""
    return Leads(
        voice=f"{base_url}/voice",
        fallback=address(fallback_url, slug),
        fallback_method=METHOD,
        status=f"{base_url}/status",
        text=f"{base_url}/text",
    )


def to_a_page(page: str) -> Leads:
    """To a page that answers whoever phones, and nowhere else."""
    return Leads(voice=page, voice_method=METHOD, fallback=page, fallback_method=METHOD, status="", text="")


def without_texts(leads: Leads) -> Leads:
    """Of a number that cannot text."""
    return replace(leads, text="")
