"""Pages by key: a cursor is a place in the order, so that writes between pages move nothing."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.errors import Unacceptable
from app.model.ports import Page

T = TypeVar("T")
Row = tuple[Any, ...]


def page_of(
    rows: Sequence[Row], limit: int, item: Callable[[Row], T], cursor: Callable[[Row], str]
) -> Page[T]:
    """Return a page of at most `limit` items from rows of which one more was asked for."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(items=tuple(map(item, shown)), cursor=cursor(shown[-1]) if more else "")


def number_of(cursor: str) -> int:
    """Return the row id in a cursor, 0 at the start; raises Unacceptable."""
    if not cursor:
        return 0
    if not cursor.isdecimal() or len(cursor) > len(str(2**63 - 1)) - 1:
        raise bad_cursor(cursor)
    return int(cursor)


def bad_cursor(cursor: str) -> Unacceptable:
    """Return the error for a cursor that no page has given out."""
    return Unacceptable(
        f"The cursor {cursor[:40]!r} is not one that this list has returned.",
        remedy="Start again without a cursor.",
        field="cursor",
        value=cursor,
    )
