"""Units of one SKU at one instant beyond those of a store: online, in all, and held."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.context.stock import StockBook
from app.context.storerow import NO_STOCK, is_stale, sooner
from app.context.stores import Found, NoStore
from app.model.facts import Fact, Known


@dataclass(frozen=True, slots=True)
class SkuUnits:
    """What there is of a SKU."""

    sku: str
    book: StockBook
    at: datetime

    def sent(self, online: int | None) -> Known:
        """Return how many can be sent of those that are online, less what is held of them."""
        if online is None:
            return NO_STOCK
        now = self.at.timestamp()
        held = self.book.held(self.sku)
        return Fact(max(online - held.units(None, now), 0), "products", held.until(now))

    def total(self, online: int | None) -> Known:
        """Return how many there are in all stores and online."""
        stock, sent = self.book.of(self.sku), self.sent(online)
        if stock is None or is_stale(stock, self.at):
            return sent
        units = sent.value if isinstance(sent, Fact) and isinstance(sent.value, int) else 0
        until = sooner(stock.total_until(self.at), self.held_until())
        return Fact(stock.total(self.at) + units, "stock", until)

    def until_held(self, found: Found | NoStore) -> Found | NoStore:
        """Return a search's outcome until the next hold ends: then a nearer store may have it."""
        held = self.held_until()
        if held is None:
            return found
        if isinstance(found, NoStore):
            return NoStore(sooner(found.retry_at, held))
        return replace(found, valid_until=sooner(found.valid_until, held))

    def held_until(self) -> datetime | None:
        """Return when the next hold ends, and there may be more; None: there is none."""
        return self.book.held(self.sku).until(self.at.timestamp())
