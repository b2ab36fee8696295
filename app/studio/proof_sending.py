"""Test sends: to whom, how often, written down."""

import re
from dataclasses import dataclass
from typing import Final

from app.errors import Conflict, TooMany, Unacceptable
from app.model.account import Accounts, AuditLog, Deed
from app.model.mailing import Mailer
from app.studio.throttle import Throttle

HOURLY: Final = 30
"""Test sends that an account may make in an hour."""
WINDOW_S: Final = 3600.0
_LONGEST: Final = 254  # characters of an address
# One address that every mail server reads alike. `%` and `!` route onwards on some of them.
_PLAIN: Final = re.compile(
    r"[a-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofSending:
    """Sends proofs to the addresses of accounts, and to those the operator allows.

    `allowed` holds addresses and `@domains` in small letters; without a `mailer` nothing is sent.
    """

    mailer: Mailer | None
    accounts: Accounts
    allowed: tuple[str, ...]
    throttle: Throttle
    audit: AuditLog

    async def addresses(self) -> tuple[str, ...]:
        """Return the addresses that may be written to, as far as they are named one by one."""
        people = [each.email for each in await self.accounts.all() if not each.is_closed]
        return (*people, *(each for each in self.allowed if not each.startswith("@")))

    async def check(self, to: str, *, by: str) -> str:
        """Return an address that may be written to now, and count it.

        Raises Conflict without a mail server, Unacceptable, TooMany.
        """
        address = to.strip().lower()
        if self.mailer is None:
            raise Conflict(
                "No mail server is set.",
                remedy="Set OPENTIME_SMTP_URL and OPENTIME_SMTP_FROM, or download the email.",
                field="to",
            )
        if len(address) > _LONGEST or _PLAIN.fullmatch(address) is None:
            raise Unacceptable(
                f"{to[:60]!r} is no address.", remedy="Write one, as in anna@shop.example.",
                field="to", value=to[:_LONGEST],
            )  # fmt: skip
        domain = f"@{address.rpartition('@')[2]}"
        if domain not in self.allowed and address not in await self.addresses():
            raise Unacceptable(
                f"Test sends do not go to {address}.",
                remedy="Choose the address of an account, or have it added to OPENTIME_SMTP_ALLOW.",
                field="to",
                value=address,
            )
        wait_s = self.throttle.wait_s(by)
        if wait_s > 0:
            raise TooMany(
                f"You sent {HOURLY} proofs within an hour.",
                remedy="Download the email, or wait.",
                wait_s=wait_s,
            )
        return address

    async def send(self, mail: bytes, *, to: str, message: str, by: str) -> None:
        """Send a proof to an address that was checked; raises Undelivered."""
        assert self.mailer is not None
        await self.mailer.send(mail, to=to)
        await self.audit.write(Deed(actor=by, action="proof.send", subject=message, detail=to))
