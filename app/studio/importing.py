"""Imports as people see them: a file, which column is what, a check, a run, what was left out.

The work is done by another process (`Work`), so that opens go on; one at a time in a home.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

KINDS: Final = ("subscribers", "stores", "products", "stock")


class State(StrEnum):
    """How an import stands."""

    UPLOADED = "uploaded"
    RUNNING = "running"  # or checking, see ImportJob.is_check
    CHECKED = "checked"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Bytes of the file read, and what became of its rows."""

    read: int = 0
    rows: int = 0
    bad: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob:
    """One file and what was done with it."""

    key: str
    kind: str  # one of KINDS
    name: str  # of the file
    by: str  # an account's email
    at: datetime
    size: int = 0  # bytes
    state: State = State.UPLOADED
    is_check: bool = False
    encoding: str = "utf-8"
    mapping: Mapping[str, str] = field(default_factory=dict)  # column to field; empty: left out
    counts: Counts = Counts()
    problem: str = ""  # why it failed
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a file with its first values, and what it is taken for (empty: left out)."""

    name: str
    samples: tuple[str, ...]
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a column may be."""

    name: str
    says: str
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The beginning of a file, and what would become of its first rows."""

    columns: tuple[Column, ...]
    fields: tuple[Field, ...]
    is_free: bool  # other columns become attributes
    rows: int = 0  # looked at
    bad: tuple[tuple[int, str], ...] = ()  # line and reason, of those
    problem: str = ""  # what keeps the file from being imported like this
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What another process is to do: `look`, `check` or `run`."""

    what: str
    home: str
    kind: str
    path: str
    report: str
    encoding: str
    mapping: Mapping[str, str]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What that process says: a sheet, counts on the way, the last counts, or why it failed."""

    sheet: Sheet | None = None
    counts: Counts | None = None
    is_last: bool = False
    problem: str = ""
    remedy: str = ""


def job_after(job: ImportJob, told: Told) -> ImportJob:
    """Return a job as it stands after what was told."""
    if told.problem:
        return replace(job, state=State.FAILED, problem=told.problem, remedy=told.remedy)
    counts = told.counts or job.counts
    if not told.is_last:
        return replace(job, counts=counts)
    return replace(job, counts=counts, state=State.CHECKED if job.is_check else State.DONE)


class Work(Protocol):
    """Another process that works on an order; closing the iterator ends it."""

    def __call__(self, order: Order) -> AsyncGenerator[Told, None]:
        """Yield what it says, the last with a sheet, last counts or a problem."""
        ...


class ImportShelf(Protocol):
    """Where files and jobs lie; blocking, quick."""

    def all(self) -> Sequence[ImportJob]:
        """Return the jobs there are, the newest first."""
        ...

    def get(self, key: str) -> ImportJob | None:
        """Return a job."""
        ...

    def save(self, job: ImportJob) -> None:
        """Create or replace a job; raises StorageFull, StorageFailing."""
        ...

    def file(self, job: ImportJob) -> Path:
        """Return where its file is, or is to be."""
        ...

    def report(self, job: ImportJob) -> Path:
        """Return where its bad rows are, if there are any."""
        ...

    def forget_file(self, job: ImportJob) -> None:
        """Delete its file."""
        ...

    def remove(self, job: ImportJob) -> None:
        """Delete a job with everything of it."""
        ...

    def room(self) -> int:
        """Return the bytes that are free."""
        ...

    def turn(self) -> AbstractContextManager[bool]:
        """Take the one turn of the home; False when another process or job has it."""
        ...

    def ask_to_stop(self, job: ImportJob) -> None:
        """Leave word for whoever works on a job."""
        ...

    def is_asked_to_stop(self, job: ImportJob) -> bool:
        """Tell whether such word was left; it is taken by `save`."""
        ...
