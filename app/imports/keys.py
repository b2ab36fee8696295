"""The keys of all subscribers as CSV, for the ESP."""

import csv
from typing import TextIO

from app.imports.report import safe_cell
from app.model.ports import Subscribers

PAGE = 1_000
COLUMNS = ("external_id", "opentime_key")


async def export_keys(subscribers: Subscribers, out: TextIO) -> int:
    """Write external ids and keys page by page; return how many.

    An id that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    cursor, count = "", 0
    while True:
        page = await subscribers.page(cursor=cursor, limit=PAGE)
        writer.writerows((safe_cell(each.external_id), each.key) for each in page.items)
        count += len(page.items)
        cursor = page.cursor
        if not cursor:
            return count
