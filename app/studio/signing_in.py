"""Signing in to the studio: passwords, sessions, the first account.

A session's secret is 256 random bits that only the browser holds; its SHA-256 is kept. It ends
after twelve hours without use and after seven days in any case, and a new one is made at each
sign-in.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from app.errors import Conflict, Forbidden, TooMany, Unauthorized
from app.model.account import Account, Accounts, AuditLog, Deed, Role, Session, Sessions
from app.model.ports import Now
from app.studio.accounts import LONGEST_EMAIL, LONGEST_PASSWORD, AccountService, PasswordCheck
from app.studio.throttle import Attempts

IDLE: Final = timedelta(hours=12)
LIFE: Final = timedelta(days=7)
ATTEMPTS: Final = 10
WINDOW_S: Final = 60.0
_SEEN_EVERY: Final = timedelta(minutes=1)
_SETUP_LENGTH: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody in the studio; `secret` is the session's, for the browser alone."""

    secret: str
    session: Session
    account: Account


class SignInService:
    """Signs people in and out, and knows who they are."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        adding: AccountService,
        sessions: Sessions,
        audit: AuditLog,
        passwords: PasswordCheck,
        attempts: Attempts,
        setup_secret: bytes,
        now: Now,
    ) -> None:
        self._accounts = accounts
        self._adding = adding
        self._sessions = sessions
        self._audit = audit
        self._passwords = passwords
        self._attempts = attempts
        self._setup_secret = setup_secret
        self._now = now

    async def sign_in(self, email: str, password: str, ip: str) -> SignedIn:
        """Begin a session; raises Unauthorized, TooMany after ten attempts a minute."""
        email = email.strip().lower()[:LONGEST_EMAIL]
        await self._count(f"account {email}", f"ip {ip}")
        account = await self._accounts.by_email(email)
        hashed = account.password if account is not None and not account.is_closed else None
        if not await self._passwords.matches(password[:LONGEST_PASSWORD], hashed):
            await self._audit.write(Deed(actor=email, action="sign-in.refused"))
            raise _refused()
        assert account is not None
        fitting = {account.password}
        if self._passwords.is_weak(account.password):
            renewed = replace(account, password=await self._passwords.hashed(password))
            await self._accounts.change(account, renewed)  # else at the next time
            fitting.add(renewed.password)
        signed_in = await self._begin(account)
        # Whoever closed the account or changed its password meanwhile ended its sessions but this.
        current = await self._accounts.by_key(account.key)
        if current is None or current.is_closed or current.password not in fitting:
            await self._sessions.end(signed_in.session.digest)
            raise _refused()
        return signed_in

    async def who(self, secret: str) -> SignedIn | None:
        """Return who holds a session's secret; None: nobody, or no longer."""
        if not secret:
            return None
        session = await self._sessions.find(_digest(secret))
        if session is None:
            return None
        at = self._now()
        if at - session.created_at >= LIFE or at - session.seen_at >= IDLE:
            await self._sessions.end(session.digest)
            return None
        account = await self._accounts.by_key(session.account)
        if account is None or account.is_closed:
            return None
        if at - session.seen_at >= _SEEN_EVERY:
            session = replace(session, seen_at=at)
            await self._sessions.seen(session.digest, at)
        return SignedIn(secret=secret, session=session, account=account)

    async def sign_out(self, signed_in: SignedIn) -> None:
        """End a session."""
        await self._sessions.end(signed_in.session.digest)
        await self._audit.write(Deed(actor=signed_in.account.email, action="sign-out"))

    async def is_new(self) -> bool:
        """Tell whether nobody has an account yet."""
        return not await self._accounts.all()

    def setup_code(self) -> str:
        """Return what makes the first account; the server prints it, whoever runs it knows it."""
        digest = hmac.new(self._setup_secret, b"studio set-up", hashlib.sha256).hexdigest()
        return digest[:_SETUP_LENGTH]

    async def set_up(self, code: str, email: str, name: str, password: str, ip: str) -> SignedIn:
        """Make the first account, an admin's; raises Forbidden, Conflict, Unacceptable."""
        await self._count("set-up", f"ip {ip}")
        if not hmac.compare_digest(code.strip().encode(), self.setup_code().encode()):
            raise Forbidden(
                "This is not the set-up code.",
                remedy="The server prints it at its start; `opentime users code` shows it again.",
                field="code",
            )
        if not await self.is_new():
            raise Conflict("The studio is set up already.", remedy="Sign in.")
        account = await self._adding.add(email, name, Role.ADMIN, password, by="set-up")
        return await self._begin(account)

    async def _begin(self, account: Account) -> SignedIn:
        secret, at = secrets.token_urlsafe(32), self._now()
        session = Session(
            digest=_digest(secret),
            account=account.key,
            csrf=secrets.token_urlsafe(32),
            created_at=at,
            seen_at=at,
        )
        await self._sessions.forget(created_before=at - LIFE, seen_before=at - IDLE)
        await self._sessions.put(session)
        await self._audit.write(Deed(actor=account.email, action="sign-in"))
        return SignedIn(secret=secret, session=session, account=account)

    async def _count(self, *names: str) -> None:
        wait = await self._attempts.wait_s(*names)
        if wait > 0:
            raise TooMany(
                "Too many attempts.", remedy="Wait a minute, then try again.", wait_s=wait
            )


def _refused() -> Unauthorized:
    return Unauthorized(
        "The address or the password is not right.",
        remedy="Try again, or ask an admin for a new password.",
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
