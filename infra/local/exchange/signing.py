"""Twilio's signature: https://www.twilio.com/docs/usage/security#validating-requests.

And by a shared key: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

_HASHES = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}


@dataclass(frozen=True, kw_only=True)
class SharedKey:
    """A key that the account signs its webhooks with in place of the auth token, and how."""

    secret: str
    id: str = "webhooks_sharedkey_" + "0" * 26
    algorithm: str = "HMAC_SHA256"

    @property
    def header(self) -> str:
        """The value of X-Twilio-Webhooks-Signature-Settings."""
        return f"key={self.id},algorithm={self.algorithm}"


def signature(secret: str, url: str, form: Mapping[str, str], algorithm: str = "HMAC_SHA1") -> str:
    """Base64 of the HMAC, under the secret, of the full URL and each posted name and value, sorted by name."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.new(secret.encode(), signed.encode(), _HASHES[algorithm]).digest()).decode()
