"""Rows to stock levels."""

from collections.abc import Callable
from datetime import datetime

from app.feeds.cells import BadValue, Cell, instant, whole
from app.imports.mapping import Fields
from app.imports.nouns import Row
from app.model.store import StockLevel

FIELDS = Fields(
    kind="stock",
    required=("store", "sku", "quantity"),
    aliases={
        "store": ("store id", "store code", "external id", "location", "location id", "branch",
                  "branch id", "filiale"),
        "sku": ("product", "product id", "item", "item id", "article", "article number"),
        "quantity": ("qty", "stock", "on hand", "available", "units", "bestand", "menge"),
        "as_of": ("updated at", "timestamp", "counted at", "date"),
    },
)  # fmt: skip


def level_parser(now: datetime) -> Callable[[Row, bool], StockLevel]:
    """Return what makes a level of a row; one without a time is of `now` (aware UTC)."""

    def parse(row: Row, _typed: bool) -> StockLevel:  # noqa: FBT001  # a trait of the file
        return StockLevel(
            store=row.required("store"),
            sku=row.required("sku"),
            quantity=row.parsed("quantity", _quantity),
            as_of=row.parsed("as_of", instant) or now,
        )

    return parse


def level_name(level: StockLevel) -> str:
    """Return what must not come twice in a file."""
    return f"{level.sku}\n{level.store}"


def _quantity(cell: Cell) -> int:
    quantity = whole(cell)
    if quantity is None:
        raise BadValue("the quantity is missing: write 0 when there is none.")
    return quantity
