"""Shared previews on disk: one JSON file each, and one of the draft that it shows, if it does.

Readable by the home's owner alone.

Files appear whole (written aside, then renamed), so several processes may share the folder.
"""

import asyncio
import os
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from app.errors import AppError, storage_failure
from app.model.sharing import SharedLink

_ID: Final = re.compile(r"[A-Za-z0-9_-]{16}\Z")


class FileSharedLinks:
    """Implements SharedLinks in a folder; raises StorageFull or StorageFailing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def get(self, ident: str) -> SharedLink | None:
        """Return a link; None for an id of another shape or a file that is damaged."""
        if _ID.match(ident) is None:
            return None
        return await asyncio.to_thread(self._read, ident)

    async def put(self, link: SharedLink) -> None:
        """Create or replace by id."""
        assert _ID.match(link.id)
        try:
            await asyncio.to_thread(self._write, link)
        except OSError as error:
            raise storage_failure(error) from error

    async def all(self) -> tuple[SharedLink, ...]:
        """Return every link that is kept, the newest first, without its document."""
        return await asyncio.to_thread(self._all)

    async def forget(self, ident: str) -> None:
        """Forget a link."""
        if _ID.match(ident) is not None:
            for path in (self._path(ident), self._draft(ident)):
                await asyncio.to_thread(path.unlink, missing_ok=True)

    def _path(self, ident: str) -> Path:
        return self._folder / f"{ident}.json"

    def _draft(self, ident: str) -> Path:
        return self._folder / f"{ident}.yaml"

    def _write(self, link: SharedLink) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if link.document:
            _write(self._draft(link.id), link.document.encode())
        else:
            self._draft(link.id).unlink(missing_ok=True)
        _write(self._path(link.id), msgspec.json.encode(replace(link, document="")))

    def _read(self, ident: str) -> SharedLink | None:
        link = _read(self._path(ident))
        if link is None:
            return None
        try:
            return replace(link, document=self._draft(ident).read_text("utf-8"))
        except FileNotFoundError:
            return link
        except OSError as error:
            raise storage_failure(error) from error

    def _all(self) -> tuple[SharedLink, ...]:
        links: list[SharedLink] = []
        with suppress(FileNotFoundError):
            for path in self._folder.glob("*.json"):
                with suppress(AppError):  # one that cannot be read hides none of the others
                    link = _read(path)
                    links += [link] if link is not None else []
        return tuple(sorted(links, key=lambda link: link.made_at, reverse=True))


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    aside.replace(path)


def _read(path: Path) -> SharedLink | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=SharedLink)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    except OSError as error:
        raise storage_failure(error) from error
