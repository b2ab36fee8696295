"""Secrets as they lie on the disk: sealed with a key that is made from the home's secret.

AES-256-GCM with a random nonce; the name is bound in, so that a sealed secret that is moved to
another name does not open.
"""

import os
from typing import Final

from app.errors import StorageFailing

_NONCE: Final = 12
_KEY: Final = 32
_PURPOSE: Final = b"opentime sources 1"


class Seal:
    """Seals and opens texts of one home."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._key = b""

    def __repr__(self) -> str:
        return "Seal(...)"

    def seal(self, name: str, value: str) -> bytes:
        """Return a text as it is stored under a name."""
        # Loaded on first use: most processes never open a secret.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._derived()).encrypt(nonce, value.encode(), name.encode())

    def open(self, name: str, sealed: bytes) -> str:
        """Return the text sealed under a name; raises StorageFailing for any other bytes."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # as above
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce, body = sealed[:_NONCE], sealed[_NONCE:]
        try:
            return AESGCM(self._derived()).decrypt(nonce, body, name.encode()).decode()
        except (InvalidTag, ValueError):
            raise StorageFailing(
                f"The secret {name!r} cannot be opened: it was sealed by another home.",
                remedy="Set it again, or restore HOME/secret from the backup of this database.",
                field="secret",
                value=name,
            ) from None

    def _derived(self) -> bytes:
        if not self._key:
            from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  # as above
            from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

            hkdf = HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=_PURPOSE)
            self._key = hkdf.derive(self._secret)
        return self._key
