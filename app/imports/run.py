"""Import one file: stream it, convert it, store it, and say what became of every row."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from app.errors import Refused
from app.imports.batch import BadRow, Batch, OnProgress
from app.imports.duplicates import Duplicates
from app.imports.layouts import Kind, Layouts
from app.imports.report import BadRows, ImportReport, summary
from app.imports.rows import ignore_progress, read_rows
from app.imports.sinks import NounSink, SubscriberSink, added, put_what_fits
from app.imports.window import Window, load_what_fits
from app.model.ports import Gazetteer, Now, Written

LOADED_AT_ONCE = 50_000  # profiles per transaction


async def import_file(
    kind: Kind,
    path: Path,
    *,
    sink: SubscriberSink | NounSink[Any] | None,
    now: Now,
    mapping: Mapping[str, str] | None = None,
    gazetteer: Gazetteer | None = None,
    on_progress: OnProgress = ignore_progress,
    encoding: str = "utf-8",
    report: Path | None = None,
) -> ImportReport:
    """Import a file; without a sink it is only checked (nothing is created).

    The sink must suit the kind: a SubscriberSink for subscribers, else Stores, Products or
    StockTable. Raises NotFound and Unacceptable for a file or mapping that cannot be used at all.
    `on_progress` is called from another thread.
    """
    begin = time.perf_counter()
    where = report or path.with_name(path.name + ".bad-rows.csv")
    with BadRows(where) as bad, _paused_collector():
        layouts = Layouts(kind, mapping or {}, gazetteer, now())
        source = _Source(read_rows(path, encoding=encoding, on_progress=on_progress), layouts, bad)
        if sink is None:
            written = await asyncio.to_thread(_count_only, source)
        elif kind is Kind.SUBSCRIBERS:
            written = await asyncio.to_thread(_load, source, cast("SubscriberSink", sink))
        else:
            written = await _put(source, cast("NounSink[Any]", sink))
    return summary(source.rows, written, bad, time.perf_counter() - begin)


class _Source:
    """Good rows in batches; bad ones go to the report on the way."""

    def __init__(self, batches: Iterator[Batch], layouts: Layouts, bad: BadRows) -> None:
        self._batches = batches
        self._layouts = layouts
        self._bad = bad
        self._duplicates = Duplicates()
        self.rows = 0

    def __iter__(self) -> Iterator[tuple[Sequence[int], list[str], list[Any]]]:
        for batch in self._batches:
            self.rows += len(batch.rows) + len(batch.bad)
            bad = list(batch.bad)
            if batch.columns:
                lines, ids, records, unfit = self._layouts.convert(batch)
                bad += unfit
                twice = self._duplicates.earlier(ids, lines)
                if twice:
                    bad += [_duplicate(lines[n], ids[n], first) for n, first in twice.items()]
                    lines, ids, records = (
                        [each for n, each in enumerate(part) if n not in twice]
                        for part in (lines, ids, records)
                    )
                if ids:
                    yield lines, ids, list(records)
            for row in sorted(bad, key=lambda row: row.line):
                self._bad.add(row)

    def refuse(self, line: int, error: Refused) -> None:
        """Report a row that the sink refused."""
        self._bad.add(BadRow(line, f"{error.message} {error.remedy}".strip()))


def _duplicate(line: int, name: str, first: int) -> BadRow:
    shown = ", ".join(f'"{part}"' for part in name[:100].split("\n"))
    return BadRow(line, f"{shown} stands on line {first} already: keep one of the two rows.")


def _count_only(source: _Source) -> Written:
    for _ in source:
        pass
    return Written()


def _load(source: _Source, sink: SubscriberSink) -> Written:
    """Hand profiles over in one go: the sink takes the next ones while it writes the last."""
    window = Window(iter(source))
    written = Written()
    while True:
        window.begin()
        try:
            return added(written, sink.load(window, batch=LOADED_AT_ONCE, progress=window.settle))
        except Refused:
            if window.is_broken:
                raise
            written = added(written, window.settled)
            written = added(written, load_what_fits(sink, window.unsettled(), source.refuse))


async def _put(source: _Source, sink: NounSink[Any]) -> Written:
    written = Written()
    batches = iter(source)
    while (batch := await asyncio.to_thread(next, batches, None)) is not None:
        lines, _, nouns = batch
        refused = _refusing(source, lines)
        written = added(written, await put_what_fits(sink, nouns, refused))
    return written


def _refusing(source: _Source, lines: Sequence[int]) -> Callable[[int, Refused], None]:
    return lambda index, error: source.refuse(lines[index], error)


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Pause the cycle collector: rows make no cycles, and walking them doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
