"""Accounts of the studio: making them, changing roles, closing them, new passwords."""

from dataclasses import replace
from typing import Final, Protocol

from app.errors import Conflict, NotFound, Unacceptable
from app.model.account import Account, Accounts, AuditLog, Deed, Role, Sessions
from app.model.keys import new_key
from app.model.ports import Now

LEAST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 256
LONGEST_EMAIL: Final = 254


class PasswordCheck(Protocol):
    """Hashes passwords, and checks them in equal time for accounts that are not there."""

    async def hashed(self, password: str) -> str:
        """Return the hash of a password."""
        ...

    async def matches(self, password: str, hashed: str | None) -> bool:
        """Tell whether a password is the one that was hashed."""
        ...

    def is_weak(self, hashed: str) -> bool:
        """Tell whether a hash should be made anew."""
        ...


class AccountService:
    """Administers accounts; every change is written to the audit log."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        sessions: Sessions,
        audit: AuditLog,
        passwords: PasswordCheck,
        now: Now,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._audit = audit
        self._passwords = passwords
        self._now = now

    async def all(self) -> tuple[Account, ...]:
        """Return every account, by address."""
        return await self._accounts.all()

    async def add(self, email: str, name: str, role: Role, password: str, *, by: str) -> Account:
        """Create an account; raises Unacceptable, Conflict."""
        account = Account(
            key=new_key(),
            email=_email(email),
            name=name.strip() or email.strip(),
            role=role,
            password=await self._passwords.hashed(_password(password, email)),
            created_at=self._now(),
        )
        if await self._accounts.by_email(account.email) is not None:
            raise Conflict(
                f"Another account has the address {account.email}.",
                remedy="Use another address.",
                field="email",
                value=account.email,
            )
        await self._accounts.add(account)
        await self._audit.write(
            Deed(actor=by, action="account.add", subject=account.email, detail=role.value)
        )
        return account

    async def change(
        self, key: str, *, by: str, role: Role | None = None, is_closed: bool | None = None
    ) -> Account:
        """Give another role, close or open; raises NotFound, Conflict."""
        account = await self._accounts.by_key(key)
        if account is None:
            raise NotFound("There is no such account.", field="account", value=key)
        changed = replace(
            account,
            role=account.role if role is None else role,
            is_closed=account.is_closed if is_closed is None else is_closed,
        )
        await self._replace(account, changed)
        if changed.is_closed:
            await self._sessions.end_all(key)
        state = "closed" if changed.is_closed else changed.role.value
        await self._audit.write(
            Deed(actor=by, action="account.change", subject=account.email, detail=state)
        )
        return changed

    async def set_password(self, email: str, password: str, *, by: str) -> None:
        """Set a password and end the person's sessions; raises NotFound, Unacceptable, Conflict."""
        hashed = await self._passwords.hashed(_password(password, email))
        account = await self._accounts.by_email(email.strip().lower())
        if account is None:
            raise NotFound(f"There is no account {email}.", field="email", value=email)
        await self._replace(account, replace(account, password=hashed))
        await self._sessions.end_all(account.key)
        await self._audit.write(Deed(actor=by, action="account.password", subject=account.email))

    async def _replace(self, account: Account, changed: Account) -> None:
        """Replace an account that is as it was read; raises Conflict, also for the last admin."""
        if await self._accounts.change(account, changed):
            return
        if await self._accounts.by_key(account.key) != account:
            raise Conflict(
                f"{account.email} was changed by somebody else just now.",
                remedy="Look at the account as it is, and try again.",
            )
        raise Conflict(
            f"{account.email} is the only admin.", remedy="Make somebody else one first."
        )


def _email(text: str) -> str:
    email = text.strip().lower()
    name, at, host = email.partition("@")
    is_plain = email.isprintable() and " " not in email and len(email) <= LONGEST_EMAIL
    if not (name and at and "." in host and is_plain):
        raise Unacceptable(
            f"{text[:80]!r} is no email address.",
            remedy="Write it as name@company.example.",
            field="email",
            value=text[:80],
        )
    return email


def _password(password: str, email: str) -> str:
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Unacceptable(
            f"The password has {len(password)} characters.",
            remedy=f"Use {LEAST_PASSWORD} to {LONGEST_PASSWORD}; a sentence is good.",
            field="password",
        )
    if password.lower() in email.lower() or len(set(password)) < LEAST_PASSWORD // 2:
        raise Unacceptable(
            "The password is easily guessed.", remedy="Use a sentence.", field="password"
        )
    return password
