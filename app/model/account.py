"""People who work in the studio: what each may do, their sessions, and what they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.model.ports import Page


class Right(StrEnum):
    """What a page or an action asks of whoever uses it."""

    LOOK = "look"  # at blocks, previews with personas, figures
    DESIGN = "design"  # change drafts, brand, assets, messages
    PUBLISH = "publish"  # make a version live, roll back
    PEOPLE = "people"  # see and change subscribers
    RECORDS = "records"  # change stores, products, stock, sources
    MANAGE = "manage"  # accounts, API keys, audit log


class Role(StrEnum):
    """A set of rights with a name."""

    ADMIN = "admin"
    DESIGNER = "designer"
    ANALYST = "analyst"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right),
    Role.DESIGNER: frozenset({Right.LOOK, Right.DESIGN, Right.PUBLISH, Right.RECORDS}),
    Role.ANALYST: frozenset({Right.LOOK}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's way in. `password` is a hash with its parameters, never a password."""

    key: str
    email: str  # lower case
    name: str
    role: Role
    password: str
    created_at: datetime
    is_closed: bool = False

    def may(self, right: Right) -> bool:
        """Tell whether the account has a right."""
        return not self.is_closed and right in RIGHTS[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser. `digest` is that of its secret; `csrf` is put into its forms."""

    digest: str
    account: str
    csrf: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the audit log: who did what to which thing, in words without secrets."""

    actor: str  # an account's email, `key PREFIX`, or `command line`
    action: str  # e.g. `block.publish`
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A deed as it was written down; `digest` covers it and the digest before it."""

    number: int
    at: datetime
    deed: Deed
    digest: str


class Accounts(Protocol):
    """People who may sign in."""

    async def by_email(self, email: str) -> Account | None:
        """Return an account by its address, in lower case."""
        ...

    async def by_key(self, key: str) -> Account | None:
        """Return an account by its key."""
        ...

    async def all(self) -> tuple[Account, ...]:
        """Return every account, by address."""
        ...

    async def add(self, account: Account) -> None:
        """Create; raises Conflict when another one has the address."""
        ...

    async def change(self, former: Account, account: Account) -> bool:
        """Replace an account that is still as it was; both have one key and address.

        False: it is another by now, or no admin would be left who may sign in.
        """
        ...


class Sessions(Protocol):
    """Signed-in browsers, by the digest of their secrets."""

    async def find(self, digest: str) -> Session | None:
        """Return a session."""
        ...

    async def put(self, session: Session) -> None:
        """Keep a new session."""
        ...

    async def seen(self, digest: str, at: datetime) -> None:
        """Note when a session was used; one that ended meanwhile stays ended."""
        ...

    async def end(self, digest: str) -> None:
        """Forget a session."""
        ...

    async def end_all(self, account: str) -> None:
        """Forget every session of an account."""
        ...

    async def forget(self, *, created_before: datetime, seen_before: datetime) -> int:
        """Forget those that are older than either; return how many."""
        ...


class AuditLog(Protocol):
    """What was done, in a chain of digests: a line that is changed or taken out shows."""

    async def write(self, deed: Deed) -> AuditEntry:
        """Append one deed."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[AuditEntry]:
        """Return entries, the newest first."""
        ...

    async def about(self, subject: str, *, actions: str, limit: int) -> tuple[AuditEntry, ...]:
        """Return what was done to one thing by actions that begin so, the newest first."""
        ...

    async def verify(self) -> int | None:
        """Return the number of the first entry that was tampered with; None: all are whole."""
        ...
