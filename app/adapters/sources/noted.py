"""What is noted of a source between its runs: a small file that is replaced as a whole.

Every process of the home reads it; whoever runs the source writes it. It names the file of the
last good rows, so that both change in one step.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

import msgspec

from app.model.facts import Why
from app.model.source import SourceHealth, SourceSpec, SourceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """How a source did; instants aware UTC, None: never yet.

    `asked` and `shaped` identify the request and the shape that the rows came by, `rows` their
    file, `filled` the fields that any of
    them has, `digest` the bytes they were read from; `tried_as` both as they were last tried.
    """

    asked: str = ""
    shaped: str = ""
    rows: str = ""
    count: int = 0
    bad: int = 0
    left_out: int = 0  # by the table that the rows feed
    filled: tuple[str, ...] = ()
    digest: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched_at: datetime | None = None
    changed_at: datetime | None = None
    last_tried: datetime | None = None
    tried_as: str = ""
    last_error: str = ""
    why: Why | None = None
    failures: int = 0
    next_run: datetime | None = None
    took_ms: int = 0
    size_bytes: int = 0


NOTHING = Noted()
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Noted).decode


class SourceFolder:
    """The files of one source under HOME/sources/BRAND."""

    def __init__(self, root: Path, brand: str, name: str) -> None:
        self.folder = root / _plain(brand)
        self._stem = _plain(name)
        self.note_path = self.folder / f"{self._stem}.json"
        self.lock_path = self.folder / f"{self._stem}.lock"

    def noted(self) -> Noted:
        """Return what is noted; nothing when it is not there or cannot be read."""
        try:
            return _decode(self.note_path.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return NOTHING

    def note(self, noted: Noted) -> None:
        """Replace what is noted, and remove rows older than the former; raises OSError."""
        former = self.noted().rows
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self.note_path.with_name(f"{self._stem}.{os.getpid()}.tmp")
        aside.write_bytes(_encode(noted))
        aside.replace(self.note_path)
        # Somebody may have read the former note a moment ago: its rows stay until the next one.
        for path in self._row_files():
            if path.name not in (noted.rows, former):
                path.unlink(missing_ok=True)

    def new_rows(self) -> Path:
        """Return where the rows of a run are to be written; raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.folder / f"{self._stem}@{token_hex(6)}.rows"

    def rows_path(self, noted: Noted) -> Path:
        """Return where the noted rows are."""
        return self.folder / Path(noted.rows).name

    def _row_files(self) -> list[Path]:
        return [*self.folder.glob(f"{self._stem}@*.rows")]


def noted_names(root: Path) -> set[tuple[str, str]]:
    """Return the quoted brands and names of which something is noted."""
    return {(path.parent.name, path.stem) for path in root.glob("*/*.json")}


def removed_by_name(root: Path, brand: str, name: str) -> None:
    """Remove the files of a source by its quoted brand and name; what cannot be, stays."""
    folder = root / brand
    for path in (folder / f"{name}.json", *folder.glob(f"{name}@*.rows")):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def quoted(spec: SourceSpec) -> tuple[str, str]:
    """Return the brand and name of a source as they stand in paths."""
    return _plain(spec.brand), _plain(spec.name)


def asked_by(spec: SourceSpec) -> str:
    """Return what identifies a source's request: another one voids what a server said of it."""
    return _digest((spec.url, spec.method, spec.headers, spec.body, spec.signing))


def shaped_by(spec: SourceSpec) -> str:
    """Return what identifies a source's shape: rows of another one are not shown."""
    return _digest((spec.shape, spec.feeds))


def wanted_by(spec: SourceSpec) -> str:
    """Return what identifies all that a run depends on: another one is run at once."""
    return f"{asked_by(spec)}-{shaped_by(spec)}"


def status_of(spec: SourceSpec, noted: Noted, now: datetime) -> SourceStatus:
    """Return how a pulled source is doing."""
    return SourceStatus(
        name=spec.name,
        health=_health(spec, noted, now),
        rows=noted.count,
        bad_rows=noted.bad + noted.left_out,
        last_good=noted.fetched_at,
        last_tried=noted.last_tried,
        last_error=noted.last_error,
        failures=noted.failures,
        next_run=None if spec.paused else noted.next_run,
        took_ms=noted.took_ms,
        size_bytes=noted.size_bytes,
    )


def _health(spec: SourceSpec, noted: Noted, now: datetime) -> SourceHealth:
    if spec.paused:
        return SourceHealth.PAUSED
    if noted.last_tried is None:
        return SourceHealth.NEW
    if noted.fetched_at is None or now >= noted.fetched_at + spec.stale_for:
        return SourceHealth.FAILING
    return SourceHealth.STALE if noted.failures else SourceHealth.GOOD


def _plain(name: str) -> str:
    return quote(name, safe="").replace(".", "%2E")


def _digest(content: object) -> str:
    return sha256(_encode(content)).hexdigest()[:16]
