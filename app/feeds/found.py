"""What readers of feeds yield: the cells of a row in the order of the shape's fields."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.feeds.cells import Cell
from app.feeds.lines import BadRow


class Found(NamedTuple):
    """One row as it stands: its number (a table's line, else its place), from 1; None: absent."""

    number: int
    cells: Sequence[Cell]


Rows = Iterator[Found | BadRow]
"""Rows in their order; raises SourceMalformed where the feed as a whole cannot be read."""
