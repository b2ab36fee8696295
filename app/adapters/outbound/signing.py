"""Requests that prove who sent them: HMAC-SHA256 over method, path, time and body."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from app.model.ports import Now

KEY = "Opentime-Key"
TIMESTAMP = "Opentime-Timestamp"
DIGEST = "Opentime-Content-SHA256"
SIGNATURE = "Opentime-Signature"
_VERSION = "v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Signs with a secret that both sides know; `key` names it, so that it can be changed.

    `header` names the one that holds the signature, for whoever expects another.
    """

    key: str
    secret: bytes = field(repr=False)
    now: Now
    header: str = SIGNATURE

    def headers(self, *, method: str, path: str, body: bytes) -> Mapping[str, str]:
        """Return the headers that sign a request; `path` is as sent, with its query."""
        timestamp = str(int(self.now().timestamp()))
        digest = sha256(body).hexdigest()
        signed = f"{_VERSION}\n{method}\n{path}\n{timestamp}\n{digest}".encode()
        signature = hmac.new(self.secret, signed, sha256).hexdigest()
        return {
            KEY: self.key,
            TIMESTAMP: timestamp,
            DIGEST: digest,
            self.header: f"{_VERSION}={signature}",
        }
