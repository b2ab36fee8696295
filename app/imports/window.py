"""Profiles on their way into a bulk load, kept until they are known to be stored."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from app.errors import Refused
from app.imports.sinks import SubscriberSink, added
from app.model.ports import Written

Row = tuple[int, str, bytes]
"""Line, external id, canonical profile JSON."""


class Window:
    """Yields (external id, profile) and remembers what was handed over but not settled."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._handed: deque[Row] = deque()
        self._settled_rows = 0
        self.settled = Written()
        self.is_broken = False  # the file was refused, not what the sink was given

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        remember = self._handed.append
        try:
            for row in self._rows:
                remember(row)
                yield row[1], row[2]
        except Refused:
            self.is_broken = True
            raise

    def begin(self) -> None:
        """Start a load: its counts begin at nothing."""
        self._settled_rows, self.settled = 0, Written()

    def settle(self, written: Written) -> None:
        """Forget the rows that a load says it has stored, counted from its start."""
        self.settled = written
        stored = written.created + written.updated + written.unchanged
        for _ in range(min(stored - self._settled_rows, len(self._handed))):
            self._handed.popleft()
        self._settled_rows = stored

    def unsettled(self) -> list[Row]:
        """Return and forget the rows that may not have been stored."""
        rows = list(self._handed)
        self._handed.clear()
        return rows


def load_what_fits(
    sink: SubscriberSink, rows: Sequence[Row], refused: Callable[[int, Refused], None]
) -> Written:
    """Load rows, halving what is refused; `refused` is told the line of each one left out."""
    written = Written()
    pending = [rows]
    while pending:
        part = pending.pop()
        try:
            written = added(
                written, sink.load([(name, body) for _, name, body in part], batch=len(part))
            )
        except Refused as error:
            if len(part) == 1:
                refused(part[0][0], error)
            else:
                middle = len(part) // 2
                pending += [part[middle:], part[:middle]]
    return written
