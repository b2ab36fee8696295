"""API keys as the studio handles them: made, shown this once, revoked; each is written down."""

from dataclasses import dataclass
from datetime import timedelta

from app.errors import NotFound, Unacceptable
from app.model.account import AuditLog, Deed
from app.model.ports import ApiKey, ApiKeys, Now

LIVES = (0, 30, 90, 365)
"""Days after which a key may end; 0: never."""
SCOPES = {"read": ("read",), "write": ("read", "write")}
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyService:
    """Knows the credentials of the REST API. `by` is the address of whoever does something."""

    api_keys: ApiKeys
    audit: AuditLog
    now: Now

    async def all(self) -> tuple[ApiKey, ...]:
        """Return every key that is not revoked, the oldest first."""
        return await self.api_keys.page()

    async def create(self, name: str, may: str, days: str, *, by: str) -> tuple[ApiKey, str]:
        """Create a key that may `read` or `write`; its secret is returned this once.

        Raises Unacceptable.
        """
        name = name.strip()
        if not name or len(name) > _LONGEST or not name.isprintable():
            raise Unacceptable(
                "The key has no name that can be read.",
                remedy=f"Name the program that uses it, in 1 to {_LONGEST} characters.",
                field="name",
                value=name[:_LONGEST],
            )
        if may not in SCOPES:
            raise Unacceptable(
                f"{may[:40]!r} is not what a key may do.",
                remedy=f"Choose {' or '.join(SCOPES)}.",
                field="may",
                value=may[:40],
            )
        if days not in map(str, LIVES):
            raise Unacceptable(
                f"A key does not end after {days[:40]!r} days.",
                remedy=f"Choose {', '.join(map(str, LIVES))}; 0: never.",
                field="days",
                value=days[:40],
            )
        ends = self.now() + timedelta(days=int(days)) if days != "0" else None
        key, secret = await self.api_keys.create(name, SCOPES[may], expires_at=ends)
        await self.audit.write(
            Deed(actor=by, action="key.create", subject=key.prefix, detail=f"{name}, {may}")
        )
        return key, secret

    async def revoke(self, prefix: str, *, by: str) -> None:
        """Revoke a key: it is refused from the next request on. Raises NotFound."""
        found = [key for key in await self.api_keys.page() if key.prefix == prefix]
        if not found or not await self.api_keys.revoke(prefix):
            raise NotFound(
                f"There is no key {prefix[:40]!r}.",
                remedy="Look in the list: it may be revoked already.",
                field="prefix",
                value=prefix[:40],
            )
        await self.audit.write(
            Deed(actor=by, action="key.revoke", subject=prefix, detail=found[0].name)
        )
