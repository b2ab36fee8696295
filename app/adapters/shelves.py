"""Stores and stock as the process holds them, brought up to date on change notices.

A few changed stock levels are applied at once, in the loop's thread, before the open that
noticed them goes on. Changed stores, or more stock than that, are built anew beside the loop
and swapped in; until then the former snapshot answers.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from app.adapters.memory import UNCOLLECTED, let_go
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import hours_of
from app.adapters.sqlite.holds import holds_at, holds_number
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.snapshots import StockRow, is_much, stock_since, stores_rows
from app.context.stock import StockBook
from app.context.storefacts import StoreShelf
from app.context.stores import StoreBook, StoreRow
from app.model.ports import Now
from app.model.store import StockLevel

_APPLIED_AT_ONCE = 12_000  # rows: what one request sets, and some before it; some 18 ms
_READ_S = 3.0  # for which an open may go on with a former book
_log = logging.getLogger("opentime.shelves")


class StoreShelves:
    """Owns the one StoreShelf of a process."""

    def __init__(
        self, database: Database, shelf: StoreShelf, *, max_age: timedelta | None, now: Now
    ) -> None:
        self.shelf = shelf
        self._database = database
        self._notices = database.notices
        self._max_age = max_age
        self._now = now
        self._stock_number = -1
        self._stores_number = -1
        self._holds_number = 0
        self._building: asyncio.Task[None] | None = None
        self._releasing: set[asyncio.Task[None]] = set()
        self.rebuilt = 0
        self.failed = 0

    def refresh(self) -> None:
        """Bring the shelf up to the last notice, or start to; about 0.3 us when nothing changed."""
        if self._notices.number(Kind.STORES) != self._stores_number:
            self._rebuild()
        elif self._notices.seen(Kind.STOCK) != self._stock_number and self._building is None:
            self._follow()

    async def current(self) -> None:
        """Return once the shelf stands for everything committed before the call.

        When that cannot be read, return too: the former snapshot goes on.
        """
        self.refresh()
        while self._building is not None:
            failed = self.failed
            await asyncio.shield(self._building)
            if self.failed != failed:
                return
            self.refresh()

    def _follow(self) -> None:
        changes = stock_since(self._database.reader, self._stock_number)
        if changes.whole or is_much(self._database.reader, self._stock_number, _APPLIED_AT_ONCE):
            self._rebuild()
            return
        rows = list(changes.rows)
        apply_rows(self.shelf.stock, rows)
        held: set[str] = set()
        number = holds_number(self._database.reader)
        if number != self._holds_number:
            held = self.shelf.stock.hold(holds_at(self._database.reader, self._now()))
            self._holds_number = number
        for sku in {row[0] for row in rows} | held:
            self.shelf.answers.stock_written(sku)
        self._stock_number = changes.number

    def _rebuild(self) -> None:
        if self._building is None:
            self._building = asyncio.get_running_loop().create_task(self._build())

    async def _build(self) -> None:
        try:
            with UNCOLLECTED:
                book, stock, numbers = await asyncio.to_thread(self._built)
        except Exception:  # noqa: BLE001  # an edge: the former snapshot goes on, the next open tries again
            self.failed += 1
            _log.exception("Stores and stock could not be read; the former ones stay")
            await asyncio.sleep(1)
            return
        finally:
            self._building = None
        releasing = asyncio.create_task(_release(self.shelf.stock.parts()))
        self._releasing.add(releasing)
        releasing.add_done_callback(self._releasing.discard)
        self.shelf.replace(book, stock)
        self._stores_number, self._stock_number, self._holds_number = numbers
        self.rebuilt += 1

    def _built(self) -> tuple[StoreBook, StockBook, tuple[int, int, int]]:
        with self._database.fresh_reader() as connection:
            stores_number, rows = stores_rows(connection)
            hours = {text: hours_of(text) for text in {row[5] for row in rows}}
            book = StoreBook(
                StoreRow(name, lat, lon, tz, hours[text]) for _, name, lat, lon, tz, text, _ in rows
            )
            del rows
            changes = stock_since(connection)
            stock = StockBook(_levels(changes.rows), index=book.index, max_age=self._max_age)
            held = holds_number(connection)
            stock.hold(holds_at(connection, self._now()))
        return book, stock, (stores_number, changes.number, held)


async def _release(parts: list[object]) -> None:
    """Let go of the parts of a former book one by one, when no open reads it any more.

    Freed with the book, 200,000 SKUs would keep every thread waiting for 100 ms.
    """
    await asyncio.sleep(_READ_S)
    await asyncio.to_thread(let_go, parts)


def apply_rows(stock: StockBook, rows: Iterable[StockRow]) -> None:
    """Apply changed levels in order; a level without a quantity was deleted."""
    for sku, store, quantity, as_of, _ in rows:
        if quantity is None:
            stock.forget(store, sku)
        else:
            moment = datetime.fromtimestamp(as_of, UTC)
            stock.apply([StockLevel(store=store, sku=sku, quantity=quantity, as_of=moment)])


def _levels(rows: Iterable[StockRow]) -> Iterator[tuple[str, str, int, int]]:
    return (
        (sku, store, quantity, as_of)
        for sku, store, quantity, as_of, _ in rows
        if quantity is not None
    )
