"""The keys of all subscribers as CSV, for the ESP."""

import csv
import re
from collections.abc import AsyncIterator
from io import StringIO
from typing import Final, TextIO

from app.imports.report import safe_cell
from app.model.ports import Subscribers

PAGE = 1_000
COLUMNS = ("external_id", "opentime_key")
# Phone numbers, nicknames, base64: without a function, a macro or another program to call, and
# the ESP finds the person by no other spelling.
_HARMLESS: Final = re.compile(r"[+-][0-9 ().,/-]*|[+@-][A-Za-z0-9_ .@/=+-]*")


async def export_keys(subscribers: Subscribers, out: TextIO) -> int:
    """Write external ids and keys page by page; return how many."""
    count = -1  # the first row names the columns
    async for rows in _rows(subscribers):
        csv.writer(out, lineterminator="\n").writerows(rows)
        count += len(rows)
    return count


async def keys_csv(subscribers: Subscribers) -> AsyncIterator[bytes]:
    """Return the same file in pieces, UTF-8."""
    async for rows in _rows(subscribers):
        piece = StringIO()
        csv.writer(piece, lineterminator="\n").writerows(rows)
        yield piece.getvalue().encode()


async def _rows(subscribers: Subscribers) -> AsyncIterator[list[tuple[str, str]]]:
    """Return the rows in lists, the first of them the names of the columns.

    An id that a spreadsheet would take for a formula that can do something is preceded by an
    apostrophe.
    """
    yield [COLUMNS]
    cursor = ""
    while True:
        page = await subscribers.page(cursor=cursor, limit=PAGE)
        yield [(_cell(each.external_id), each.key) for each in page.items]
        cursor = page.cursor
        if not cursor:
            return


def _cell(external_id: str) -> str:
    return external_id if _HARMLESS.fullmatch(external_id) else safe_cell(external_id)
