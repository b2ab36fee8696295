"""The proofs of several people in one file: made one at a time, within bounds."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from typing import Final

from app.errors import Overloaded, TooLarge

MOST_BYTES: Final = 64 << 20
"""What the emails of one archive may come to, before they are packed."""


class ProofArchives:
    """Packs emails. Loop thread only."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._is_busy = False

    async def packed(self, mails: AsyncIterator[tuple[str, bytes]]) -> bytes:
        """Return a zip file of emails by their names; raises Overloaded, TooLarge."""
        if self._is_busy:
            raise Overloaded("Other proofs are being packed.", remedy="Try again in a moment.")
        self._is_busy = True
        try:
            return await self._packed(mails)
        finally:
            self._is_busy = False

    async def _packed(self, mails: AsyncIterator[tuple[str, bytes]]) -> bytes:
        file, size = io.BytesIO(), 0
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            async for name, mail in mails:
                size += len(mail)
                if size > self._most_bytes:
                    raise TooLarge(
                        f"The proofs come to more than {self._most_bytes >> 20} MiB.",
                        remedy="Choose fewer people, or live pictures.",
                        field="who",
                    )
                await asyncio.to_thread(archive.writestr, zipfile.ZipInfo(name), mail)
        return file.getvalue()
