"""Import one file: stream it, convert it, store it, and say what became of every row."""

import asyncio
import gc
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from app.errors import Refused
from app.feeds.lines import BadRow
from app.imports.apart import is_worth_it, packed, read_apart
from app.imports.batch import OnProgress
from app.imports.layouts import Kind, Layouts
from app.imports.pieces import Piece, pieces
from app.imports.reader import Request
from app.imports.report import BadRows, ImportReport, summary
from app.imports.rows import ignore_progress, read_rows
from app.imports.sinks import NounSink, SubscriberSink, added, put_what_fits
from app.imports.window import Window, load_what_fits
from app.model.ports import Gazetteer, Now, Written

LOADED_AT_ONCE = 50_000  # profiles per transaction
LOADED_FIRST = 10_000  # in the first one, which waits for them to be read
OnRows = Callable[[int, int], None]
"""Is told the rows read so far, and how many of them were left out."""

READ_APART = 5_000_000  # bytes; a process of its own is not worth its start for smaller files


async def import_file(
    kind: Kind,
    path: Path,
    *,
    sink: SubscriberSink | NounSink[Any] | None,
    now: Now,
    mapping: Mapping[str, str] | None = None,
    gazetteer: Gazetteer | None = None,
    on_progress: OnProgress = ignore_progress,
    on_rows: OnRows = lambda _rows, _bad: None,
    encoding: str = "utf-8",
    report: Path | None = None,
    read_apart_from: int = READ_APART,
) -> ImportReport:
    """Import a file; without a sink it is only checked (nothing is created).

    The sink must suit the kind: a SubscriberSink for subscribers, else Stores, Products or
    StockTable. Raises NotFound and Unacceptable for a file or mapping that cannot be used at all.
    `on_progress` and `on_rows` are called from another thread. Subscribers from a file of
    `read_apart_from` bytes or more are read in a process of their own; AppError says that it died.
    """
    begin = time.perf_counter()
    where = report or path.with_name(path.name + ".bad-rows.csv")
    with BadRows(where) as bad, _paused_collector():
        request = Request(
            path=path, encoding=encoding, mapping=mapping or {}, gazetteer=gazetteer, now=now()
        )
        is_large = is_worth_it(path, least=read_apart_from)
        is_apart = is_large and sink is not None and kind is Kind.SUBSCRIBERS
        source = _Source(
            _found(kind, request, on_progress, packed(request) if is_apart else None), bad, on_rows
        )
        if sink is None:
            written = await asyncio.to_thread(_count_only, source)
        elif kind is Kind.SUBSCRIBERS:
            written = await asyncio.to_thread(_load, source, cast("SubscriberSink", sink))
        else:
            written = await _put(source, cast("NounSink[Any]", sink))
    return summary(source.rows, written, bad, time.perf_counter() - begin)


def _found(
    kind: Kind, request: Request, on_progress: OnProgress, sent: bytes | None
) -> Generator[Piece, None, None]:
    if sent is not None:
        return read_apart(sent, request.path, on_progress)
    batches = read_rows(request.path, encoding=request.encoding, on_progress=on_progress)
    layouts = Layouts(kind, request.mapping, request.gazetteer, request.now)
    return pieces(batches, layouts.convert)


class _Source:
    """Good rows in batches; bad ones go to the report on the way."""

    def __init__(self, found: Generator[Piece, None, None], bad: BadRows, on_rows: OnRows) -> None:
        self._pieces = found
        self._bad = bad
        self._on_rows = on_rows
        self.rows = 0

    def __iter__(self) -> Iterator[tuple[Sequence[int], Sequence[str], Sequence[Any]]]:
        for piece in self._pieces:
            self.rows += piece.rows
            if piece.ids:
                yield piece.lines, piece.ids, piece.records
            for row in piece.bad:
                self._bad.add(row)
            self._on_rows(self.rows, self._bad.count)

    def close(self) -> None:
        """Read no further."""
        self._pieces.close()

    def refuse(self, line: int, error: Refused) -> None:
        """Report a row that the sink refused."""
        self._bad.add(BadRow(line, f"{error.message} {error.remedy}".strip()))


def _count_only(source: _Source) -> Written:
    for _ in source:
        pass
    return Written()


def _load(source: _Source, sink: SubscriberSink) -> Written:
    """Hand profiles over in one go: the sink takes the next ones while it writes the last."""
    with closing(source):
        window = Window(iter(source))
        written = Written()
        while True:
            window.begin()
            try:
                done = sink.load(
                    window, batch=LOADED_AT_ONCE, first=LOADED_FIRST, progress=window.settle
                )
                return added(written, done)
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
