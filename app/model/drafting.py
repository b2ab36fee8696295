"""Drafts that people edit together, and publications that wait for their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Protocol

from app.model.ports import BlockVersion


def revision_of(document: str) -> str:
    """Return what names a draft by its content."""
    return blake2b(document.encode("utf-8", "replace"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whoever works on a block: an account's key, its address, and what it is called."""

    key: str
    email: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A draft as it is kept now; `is_new` False: it was that already.

    `former` is when the same person saved it before; None: somebody else was the last, or nobody.
    """

    revision: str
    at: datetime
    former: datetime | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A draft that somebody else saved meanwhile; `by` is empty when nobody knows who."""

    document: str
    revision: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody who has a block open in the designer."""

    name: str
    since: datetime


class Drafting(Protocol):
    """Drafts with the revision that each was edited from, and who is at them."""

    async def save(
        self, block: str, document: str, *, base: str, by: Person
    ) -> Saved | Clash | None:
        """Keep a draft that was edited from a revision; None: there is no such block."""
        ...

    async def here(self, block: str, who: Person, *, seconds: int) -> Sequence[Presence]:
        """Note that somebody is at a block; return who else was within so many seconds."""
        ...


class State(StrEnum):
    """What became of a publication."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"  # its document passed no more
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A document that goes live at an instant. `zone` is the one in which that was chosen."""

    number: int
    block: str
    document: str
    at: datetime  # aware UTC
    zone: str
    note: str
    by: str  # an account's email
    asked_at: datetime
    state: State = State.WAITING
    said: str = ""  # why it was refused, or which version it became


class Publications(Protocol):
    """Publications that were asked for, the newest first; of a block at most one waits."""

    async def add(self, publication: Publication) -> Publication:
        """Keep one that waits, in the place of the block's other one; its number is chosen.

        Raises NotFound when the block was deleted meanwhile.
        """
        ...

    async def settle(self, number: int, state: State, said: str) -> bool:
        """Say what became of one that waits; False: it waits no more."""
        ...

    async def go_live(self, number: int, at: datetime) -> BlockVersion | None:
        """Publish one that waits, at once and once.

        None: it waits no more, has no block, or was live already.
        """
        ...

    async def of(self, block: str, *, limit: int) -> tuple[Publication, ...]:
        """Return the latest of a block."""
        ...

    async def due(self, at: datetime) -> tuple[Publication, ...]:
        """Return those that wait and whose time has come, the earliest first."""
        ...

    async def waiting(self) -> tuple[Publication, ...]:
        """Return all that wait, the earliest first."""
        ...
