"""Where the shipped tables stand once unpacked, so that all processes map the same files."""

import json
import logging
import lzma
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO

from app.adapters.geo.columns import Table, unpack
from app.errors import ConfigurationError

SHIPPED = Path(__file__).parent / "data"
MANIFEST = "manifest.json"
_log = logging.getLogger(__name__)


def open_tables(names: Iterable[str], *, cache: Path, shipped: Path = SHIPPED) -> tuple[Table, ...]:
    """Return shipped tables by name, unpacking into `cache` those that are not there yet.

    Raises ConfigurationError when a shipped table is absent or damaged. A cache that cannot be
    written costs memory (the table is then held by this process), not the start.
    """
    manifest = _manifest(shipped)
    with ThreadPoolExecutor(max_workers=4, thread_name_prefix="geo") as pool:  # xz frees the GIL
        return tuple(
            pool.map(lambda name: _open(name, manifest.get(name, ""), cache, shipped), names)
        )


def _manifest(shipped: Path) -> dict[str, str]:
    try:
        tables = json.loads((shipped / MANIFEST).read_bytes())["tables"]
        return {name: str(table["digest"]) for name, table in tables.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(shipped / MANIFEST, error) from error


def _open(name: str, digest: str, cache: Path, shipped: Path) -> Table:
    target = cache / f"{name}-{digest[:12]}.table"
    with suppress(OSError, ValueError):
        return Table.mapped(target)
    try:
        return _unpacked(shipped / f"{name}.xz", target)
    except (lzma.LZMAError, ValueError, EOFError, FileNotFoundError) as error:
        raise _damaged(shipped / f"{name}.xz", error) from error


def _unpacked(source: Path, target: Path) -> Table:
    with source.open("rb") as packed:
        try:
            with _whole(target) as out:
                unpack(packed, out)
            forget_others(target, f"{target.name.partition('-')[0]}-????????????.table")
            return Table.mapped(target)
        except OSError as error:
            _log.warning(
                "Geo table %s stays in the memory of each process: %s cannot be written (%s). "
                "Give the server a home it may write to.",
                source.stem,
                target.parent,
                error.strerror,
            )
        packed.seek(0)
        held = BytesIO()
        unpack(packed, held)
        return Table(held.getbuffer())


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that its new name appears when the copy is whole; raises OSError."""
    with source.open("rb") as file, _whole(target) as out:
        shutil.copyfileobj(file, out, 1 << 20)


def forget_others(target: Path, pattern: str) -> None:
    """Remove the siblings of a file that match; whoever maps one keeps it until it ends."""
    for path in target.parent.glob(pattern):
        if path != target:
            path.unlink(missing_ok=True)


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    target.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    path = Path(name)
    try:
        with os.fdopen(number, "wb") as out:
            yield out
            out.flush()
            os.fsync(number)  # a name must never stand for half a file after a power cut
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


def _damaged(path: Path, error: Exception) -> ConfigurationError:
    return ConfigurationError(
        f"The geo table {path} cannot be read: {error}",
        remedy="Install Opentime again: its files are incomplete.",
    )
