"""Which rows become what: one converter per kind of record and layout of columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Protocol, assert_never

from app.errors import Unacceptable
from app.feeds.lines import BadRow
from app.imports import products, stock, stores, subscribers
from app.imports.batch import Batch
from app.imports.mapping import Fields, Mapped, resolve
from app.imports.nouns import NounRows
from app.imports.subscribers import SubscriberRows
from app.model.ports import Gazetteer


class Kind(StrEnum):
    """What a file holds."""

    SUBSCRIBERS = "subscribers"
    STORES = "stores"
    PRODUCTS = "products"
    STOCK = "stock"


Converted = tuple[Sequence[int], list[str], Sequence[Any], list[BadRow]]


class Converter(Protocol):
    """Rows of one layout to records."""

    def convert(self, batch: Batch) -> tuple[Sequence[int], list[str], Sequence[Any], list[BadRow]]:
        """Return lines, ids and records of the good rows, aligned, and the bad rows."""
        ...


def fields_of(kind: Kind) -> Fields:
    """Return the fields that a kind of record has."""
    match kind:
        case Kind.SUBSCRIBERS:
            return subscribers.FIELDS
        case Kind.STORES:
            return stores.FIELDS
        case Kind.PRODUCTS:
            return products.FIELDS
        case Kind.STOCK:
            return stock.FIELDS
        case _:
            assert_never(kind)


class Layouts:
    """Makes converters, and keeps the last one: a table has one layout, JSON lines have many."""

    def __init__(
        self, kind: Kind, mapping: Mapping[str, str], gazetteer: Gazetteer | None, now: datetime
    ) -> None:
        self._kind = kind
        self._mapping = mapping
        self._gazetteer = gazetteer
        self._now = now
        self._columns: tuple[str, ...] = ()
        self._converter: Converter | None = None

    def convert(self, batch: Batch) -> Converted:
        """Convert a batch; raises Unacceptable when the columns of the first one do not do."""
        if self._converter is None or batch.columns != self._columns:
            mapping = self._mapping
            if self._converter is not None:  # a later batch may lack what the first one had
                mapping = {name: to for name, to in mapping.items() if name in batch.columns}
            try:
                mapped = resolve(fields_of(self._kind), batch.columns, mapping)
            except Unacceptable as error:
                if self._converter is None:
                    raise
                reason = f"{error.message} {error.remedy}"
                return [], [], [], [BadRow(line, reason) for line in batch.lines]
            self._converter = self._made(batch, mapped)
            self._columns = batch.columns
        return self._converter.convert(batch)

    def _made(self, batch: Batch, mapped: Mapped) -> Converter:
        columns = batch.columns
        match self._kind:
            case Kind.SUBSCRIBERS:
                return SubscriberRows(columns, mapped, self._gazetteer, typed=batch.typed)
            case Kind.STORES:
                parse = stores.store_parser(self._gazetteer)
                return NounRows(columns, mapped, parse, attrgetter("external_id"))
            case Kind.PRODUCTS:
                return NounRows(columns, mapped, products.product_of, attrgetter("sku"))
            case Kind.STOCK:
                level = stock.level_parser(self._now)
                return NounRows(columns, mapped, level, stock.level_name)
            case _:
                assert_never(self._kind)
