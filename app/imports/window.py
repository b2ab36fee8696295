"""Profiles on their way into a bulk load, kept until they are known to be stored."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from app.errors import Refused
from app.imports.sinks import SubscriberSink, added
from app.model.ports import Written

Row = tuple[int, str, bytes]
"""Line, external id, canonical profile JSON."""

Part = tuple[Sequence[int], Sequence[str], Sequence[bytes]]
"""Rows as columns: lines, external ids, profiles."""


class Window:
    """Yields (external id, profile) and remembers the parts that are not settled.

    Parts are remembered whole and their rows handed over without a step of ours for each one.
    """

    def __init__(self, parts: Iterator[Part]) -> None:
        self._parts = parts
        self._held: deque[Part] = deque()
        self._settled_of_first = 0  # rows of the first part held that are stored
        self._settled_rows = 0
        self.settled = Written()
        self.is_broken = False  # the file was refused, not what the sink was given

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return chain.from_iterable(self._pairs())

    def _pairs(self) -> Iterator[Iterator[tuple[str, bytes]]]:
        try:
            for part in self._parts:
                self._held.append(part)
                _, names, bodies = part
                yield zip(names, bodies, strict=True)
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
        self._settled_of_first += stored - self._settled_rows
        self._settled_rows = stored
        while self._held and self._settled_of_first >= len(self._held[0][0]):
            self._settled_of_first -= len(self._held.popleft()[0])

    def unsettled(self) -> list[Row]:
        """Return and forget the rows of parts begun that may not have been stored.

        Also those that were not handed over yet: the next load starts with the next part.
        """
        rows = [row for part in self._held for row in zip(*part, strict=True)]
        rows = rows[self._settled_of_first :]
        self._held.clear()
        self._settled_of_first = 0
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
