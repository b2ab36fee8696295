"""What happened to stock: who set how many units, and how many there were."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.model.ports import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChange:
    """One line. Of a change of many levels at once sku, store and units are left empty."""

    number: int
    at: datetime  # aware UTC
    who: str  # an account's email, `key PREFIX`, `import of FILE by EMAIL`, `a source`, or empty
    sku: str = ""
    store: str = ""
    former: int | None = None  # None: there was no level
    present: int | None = None  # None: the level was forgotten
    levels: int = 1


class StockHistory(Protocol):
    """The latest changes of stock."""

    async def page(
        self, *, cursor: str, limit: int, store: str = "", sku: str = ""
    ) -> Page[StockChange]:
        """Return changes, the newest first, of one store or SKU also those of many levels."""
        ...
