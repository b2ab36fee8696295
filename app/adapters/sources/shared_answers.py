"""Answers to opens on disk, for the other processes of the home, and for after a restart.

One file each: what is known of the answer on a line, then the answer as it came. Its name is a
keyed digest of what was asked, so that nobody can tell from a listing what readers asked for.
What a person's profile was put into is never written here, so that erasing leaves nothing behind.
"""

import hmac
import logging
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec

from app.adapters.outbound.conditional import Validators
from app.adapters.sources.noted import asked_by
from app.model.source import SourceSpec

MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 4096
_LARGEST = 512 * 1024  # bytes of one file
_OLDEST_S = 7 * 86_400.0
_ASIDE_S = 3600.0  # what is still aside after this was left by a process that ended
_SWEEP_EVERY = 64  # files written
_PURPOSE = b"opentime answers 1"
_PERSONAL = "person."
_log = logging.getLogger("opentime.sources")


class Came(msgspec.Struct, frozen=True):
    """An answer as it came, at an instant (aware UTC); without a digest: there is nothing."""

    at: Annotated[datetime, msgspec.Meta(tz=True)]
    digest: str = ""
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    body: bytes = b""

    @property
    def is_none(self) -> bool:
        """Tell whether the source answered that there is nothing."""
        return not self.digest

    @property
    def validators(self) -> Validators:
        """Return what to ask with for a newer one."""
        return Validators(etag=self.etag, last_modified=self.last_modified)


class SharedAnswers:
    """Keeps answers in a folder of a bounded number of files and bytes. Any thread."""

    def __init__(
        self, folder: Path, *, secret: bytes, files: int = MOST_FILES, size: int = MOST_BYTES
    ) -> None:
        self._folder = folder
        self._key = hmac.new(secret, _PURPOSE, sha256).digest()
        self._files = files
        self._size = size
        self._written = 0

    def path(self, spec: SourceSpec, names: Sequence[str], values: Sequence[str]) -> Path | None:
        """Return where an answer is kept; None for one that depends on a person's profile.

        `names` and `values` are of the tokens that its request is filled with.
        """
        if any(name.startswith(_PERSONAL) for name in names):
            return None
        asked = msgspec.json.encode((spec.brand, spec.name, asked_by(spec), names, values))
        return self._folder / hmac.new(self._key, asked, sha256).hexdigest()

    def read(self, path: Path) -> Came | None:
        """Return what is kept; None where nothing is, or what is damaged."""
        try:
            with path.open("rb") as file:
                head, _, body = file.read(_LARGEST).partition(b"\n")
            came = msgspec.structs.replace(_head.decode(head), body=body)
        except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
            return None
        is_whole = came.digest == sha256(body).hexdigest() or (came.is_none and not body)
        return came if is_whole else None

    def put(self, path: Path, came: Came) -> None:
        """Keep an answer; a full or failing disk is logged, not raised."""
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
        head = msgspec.json.encode(msgspec.structs.replace(came, body=b""))
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside.write_bytes(head + b"\n" + came.body)
            os.utime(aside, (came.at.timestamp(),) * 2)
            aside.replace(path)
        except OSError as error:
            _log.warning("An answer is not shared: %s", error)
            with suppress(OSError):
                aside.unlink()
            return
        self._written += 1
        if self._written % _SWEEP_EVERY == 1:
            self._sweep(came.at.timestamp())

    def confirm(self, path: Path, digest: str, at: datetime) -> None:
        """Note that an answer is still the one with a digest; what is another stays."""
        came = self.read(path)
        if came is not None and came.digest == digest and came.at < at:
            self.put(path, msgspec.structs.replace(came, at=at))

    def _sweep(self, now: float) -> None:
        """Delete the oldest beyond the bounds; `now` is in epoch seconds, as files are stamped."""
        held = 0
        for at, (written, size, path) in enumerate(sorted(self._found(), reverse=True)):
            is_aside = path.suffix == ".tmp"
            held += size
            is_over = at >= self._files or held > self._size
            if is_over or now - written > (_ASIDE_S if is_aside else _OLDEST_S):
                with suppress(OSError):
                    path.unlink()

    def _found(self) -> list[tuple[float, int, Path]]:
        found = []
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    told = entry.stat()
                    found.append((told.st_mtime, told.st_size, Path(entry.path)))
        return found


_head = msgspec.json.Decoder(Came)
