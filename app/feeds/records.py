"""Lines of CSV and TSV to records: a damaged one costs itself, never its neighbours."""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from app.feeds.lines import MAX_LINE, BadRow, Block

MAX_TRIES = 8  # damaged records that may reach into one another
_DELIMITERS = ",;\t|"
_OPEN = "unexpected end of data"  # what csv says of a quote that does not close

Parsed = tuple[Sequence[int], list[list[str]], list[BadRow]]
"""Lines on which good records begin, these records, and the bad ones."""


class Records:
    """Parses blocks with the csv module, which alone says where a record ends.

    A record cut by the end of a block is carried over. After an error parsing starts again on the
    line after the one on which the damaged record began. So that no line is parsed without end,
    a record that is carried waits for as much again, and where many damaged records reach into
    one another the lines they reach are read each on its own.
    """

    def __init__(self, blocks: Iterator[Block], *, delimiter: str = "") -> None:
        """Take blocks, and the delimiter where it is known."""
        self._blocks = blocks
        self._delimiter = delimiter
        self._disputed_until = 0  # lines before this one were reached by a damaged record
        self._tries = 0  # damaged records that reached into them
        self._alone_until = 0  # lines before this one are read each on its own

    def __iter__(self) -> Iterator[Parsed]:
        pending: list[str] = []
        spoiled: dict[int, str] = {}
        line, awaited = 1, 0
        for block in self._blocks:
            spoiled.update(block.spoiled)
            pending += block.lines
            if awaited > 0:
                awaited -= sum(map(len, block.lines))
                if awaited > 0 and block.gap is None:
                    continue
            # A record that was open when a line had to be skipped is damaged with it.
            lines, rows, bad, rest = self._parse(pending, line, at_end=block.gap is not None)
            line += len(pending) - rest
            pending = pending[len(pending) - rest :]
            awaited = sum(map(len, pending))
            if block.gap is not None:
                bad.append(block.gap)
            yield self._without(spoiled, lines, rows, bad, line)
            line = block.first_line + len(block.lines) - rest
            spoiled = {at: why for at, why in spoiled.items() if at >= line}
        lines, rows, bad, _ = self._parse(pending, line, at_end=True)
        yield self._without(spoiled, lines, rows, bad, line + len(pending))

    def _parse(
        self, pending: list[str], first: int, *, at_end: bool
    ) -> tuple[Sequence[int], list[list[str]], list[BadRow], int]:
        """Return lines, rows, bad rows and how many lines at the end wait for more."""
        if not any(pending):  # what delimits is not known by them
            return range(first, first + len(pending)), [[]] * len(pending), [], 0
        if not self._delimiter:
            self._delimiter = sniff(next(filter(None, pending), ""))
        try:
            rows = list(csv.reader(pending, delimiter=self._delimiter, strict=True))
        except csv.Error:
            pass
        else:
            if len(rows) == len(pending):
                return range(first, first + len(rows)), rows, [], 0
        return self._parse_carefully(pending, first, at_end=at_end)

    def _parse_carefully(
        self, pending: list[str], first: int, *, at_end: bool
    ) -> tuple[Sequence[int], list[list[str]], list[BadRow], int]:
        lines: list[int] = []
        rows: list[list[str]] = []
        bad: list[BadRow] = []
        begin = 0
        while begin < len(pending):
            is_alone = first + begin < self._alone_until
            chosen = range(begin, begin + 1 if is_alone else len(pending))
            # Lines lost their ends; inside quotes csv needs them back.
            ended = (pending[n] + "\n" for n in chosen)
            reader = csv.reader(ended, delimiter=self._delimiter, strict=True)
            start = begin
            try:
                for row in reader:
                    lines.append(first + start)
                    rows.append(row)
                    start = begin + reader.line_num
            except csv.Error as error:
                is_open = not is_alone and str(error) == _OPEN
                if is_open and not at_end and sum(map(len, pending[start:])) <= MAX_LINE:
                    return lines, rows, bad, len(pending) - start
                bad.append(BadRow(first + start, _damage(str(error))))
                self._dispute(first + start, first + begin + reader.line_num)
                start += 1
            begin = start
        return lines, rows, bad, 0

    def _dispute(self, line: int, end: int) -> None:
        """Remember that the damaged record that began on a line reached as far as `end`."""
        if end <= line + 1:
            return
        self._tries = self._tries + 1 if line < self._disputed_until else 1
        self._disputed_until = max(self._disputed_until, end)
        if self._tries >= MAX_TRIES:
            self._alone_until = self._disputed_until

    def _without(
        self,
        spoiled: dict[int, str],
        lines: Sequence[int],
        rows: list[list[str]],
        bad: list[BadRow],
        line_after: int,
    ) -> Parsed:
        if not spoiled or not rows:
            return lines, rows, bad
        # A spoiled line belongs to the record, good or bad, that began last before it.
        good = set(lines)
        starts = sorted([*lines, *(row.line for row in bad)])
        owners: dict[int, str] = {}
        for at, reason in spoiled.items():
            owner = starts[max(bisect_right(starts, at) - 1, 0)]
            if owner in good and at < line_after:
                owners.setdefault(owner, reason)
        bad.extend(BadRow(line, reason) for line, reason in sorted(owners.items()))
        kept = [(n, row) for n, row in zip(lines, rows, strict=True) if n not in owners]
        return [n for n, _ in kept], [row for _, row in kept], bad


def sniff(header: str) -> str:
    """Return the delimiter that the first row uses most outside of quotes; a comma if none."""
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=lambda mark: (bare.count(mark), -_DELIMITERS.index(mark)))


def misfit(wanted: int, found: int) -> str:
    """Return what is wrong with a row of another width than its header."""
    return (
        f"The row has {found} columns, the header {wanted}: "
        "put values that hold the delimiter in double quotes."
    )


def _damage(error: str) -> str:
    if "field larger than" in error:
        return "A quote opens here and closes nowhere near: double it or close it."
    if error == _OPEN:
        return "A quote opens here and never closes: double it or close it."
    if "expected after" in error:
        return "A quote stands inside a quoted value: write it twice."
    return f"The row cannot be read ({error}): export the file again as CSV."
