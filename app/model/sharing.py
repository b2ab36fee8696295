"""A preview that is shown to somebody without an account: what it shows, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    """One shared preview. `query` holds the chosen facts as the preview's page takes them."""

    id: str
    block: str
    query: str
    is_personal: bool  # what a subscriber of the list sees
    made_by: str  # an account's email
    made_at: datetime  # aware UTC, as all here
    expires_at: datetime
    document: str = ""  # the draft that it shows, as it was; empty: it shows what is published
    withdrawn_at: datetime | None = None


class SharedLinks(Protocol):
    """Where shared previews are kept until they expire."""

    async def get(self, ident: str) -> SharedLink | None:
        """Return a link, None when there is none or it was swept away."""
        ...

    async def put(self, link: SharedLink) -> None:
        """Create or replace by id."""
        ...

    async def all(self) -> tuple[SharedLink, ...]:
        """Return every link that is kept, the newest first, without its document."""
        ...

    async def forget(self, ident: str) -> None:
        """Forget a link."""
        ...
