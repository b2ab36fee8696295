"""The tiles of a map as facts: which pictures they are, and whose."""

from datetime import datetime, timedelta
from typing import Protocol

from app.model.facts import Fact, Known, Missing, Value, Why
from app.model.tiling import MOST, MOST_ZOOM, Grid

_NONE = Missing(Why.ABSENT, "tiles")
_SOON = timedelta(minutes=1)  # by then those that were missing have most likely come


class TileDigests(Protocol):
    """Content digests of tiles, for the open path."""

    @property
    def credit(self) -> str:
        """Return whom a map of these tiles must name."""
        ...

    def __call__(self, zoom: int, tiles: list[tuple[int, int]]) -> tuple[str, ...] | None:
        """Return the digests of tiles (column, row); None unless all are there."""
        ...


def tile_fact(name: str, args: tuple[Value, ...], shelf: TileDigests | None, at: datetime) -> Known:
    """Answer `tiles(zoom, column, row, columns, rows)` with digests, `tiles.credit()` in words."""
    if shelf is None:
        return _NONE
    if name == "tiles.credit":
        return Fact(shelf.credit, "tiles") if shelf.credit else _NONE
    numbers = [arg for arg in args if isinstance(arg, int)]
    if len(numbers) != 5:  # noqa: PLR2004  # as above
        return _NONE
    zoom, column, row, columns, rows = numbers
    if not 0 < columns * rows <= MOST or not 0 < zoom <= MOST_ZOOM:
        return _NONE
    tiles = Grid(zoom, column, row, columns, rows, 0, 0).tiles()
    digests = shelf(zoom, tiles)
    if digests is None:
        return Missing(Why.ABSENT, "tiles", retry_at=at + _SOON)
    return Fact(",".join(digests), "tiles")
