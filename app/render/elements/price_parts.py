"""The parts of a price set in rows: the amount, the former one, what is saved. Device pixels."""

import re
from dataclasses import dataclass, replace

from app.model.nodes.price import Flow, Minor, Price
from app.model.nodes.text import Text
from app.render.bidi import Direction, direction_of
from app.render.lettering import Letterer

CAPITAL = 0.71  # height of capitals and figures, of the size
PILL, PILL_TALL = 0.55, 1.62  # ems left and right of what is saved, and its height
_ROW = 1.08  # height of a row, of the largest size in it
WAS, SAVING = 0.54, 0.40  # of the amount's size
_RAISED = 0.46
_GAP, _TIGHT = 0.28, 0.06  # after a part, of the amount's size
_BETWEEN = 0.08  # rows, of the amount's size
_LONGEST = 40  # characters of an amount whose cents are told apart
_LEAST = 8  # CSS pixels; an amount is made smaller rather than cut
_FIGURES = re.compile(r"(\D*)(\d[\d.,'’\s]*?)(?:[.,](\d\d))?(\D*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A text in a row, `drop` below the row's baseline, with so much room after it."""

    text: Text
    width: float
    after: float
    drop: float = 0.0
    pill: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Parts from their start to their end, row by row."""

    rows: tuple[tuple[Part, ...], ...]
    size: int  # of the amount

    @property
    def width(self) -> float:
        """The width of the widest row."""
        return max(map(row_width, self.rows))

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(map(self.advance, self.rows)) - _BETWEEN * self.size

    def advance(self, row: tuple[Part, ...]) -> float:
        """Return how far below a row the next one begins."""
        return row_height(row) + _BETWEEN * self.size


def fitted_rows(letterer: Letterer, node: Price, room: tuple[int, int], density: int) -> Rows:
    """Return rows as large as the room allows.

    Where the smallest size does not fit, what is saved gives way, then the former price.
    """
    setter, size = _Setter(letterer, node), 0
    shorter = replace(node, saving="")
    for shown in (node, shorter, replace(shorter, was="")):
        setter = _Setter(letterer, shown)
        size = node.size * density
        while size >= node.min_size * density:
            rows = setter.rows(size)
            share = min(room[0] / rows.width, room[1] / rows.height)
            if share >= 1:
                return rows
            size = min(size - 1, int(size * share))
    return setter.rows(max(_LEAST * density, size))


def row_width(row: tuple[Part, ...]) -> float:
    """Return the width of a row."""
    return sum(part.width + part.after for part in row) - row[-1].after


def row_height(row: tuple[Part, ...]) -> float:
    """Return the height of a row."""
    return max(part.text.size * (PILL_TALL if part.pill else _ROW) for part in row)


def baseline(row: tuple[Part, ...]) -> float:
    """Return how far below the top of a row its figures stand: they are in its middle."""
    largest = max(part.text.size for part in row)
    return (row_height(row) + CAPITAL * largest) / 2


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets one price at any size."""

    letterer: Letterer
    node: Price

    def rows(self, size: int) -> Rows:
        """Return the rows at a size of the amount."""
        node = self.node
        amount = self._amount(size)
        rest: list[Part] = []
        if node.was:
            words = self._words(node.was, round(size * WAS))
            words = replace(words, ink=node.was_ink, strike=True, weight=400)
            rest.append(self._part(words, size * _GAP))
        if node.saving:
            rest.append(self._saving(size))
        if node.flow is Flow.DOWN and rest:
            return Rows((tuple(amount), tuple(rest)), size)
        return Rows(((*amount, *rest),), size)

    def _amount(self, size: int) -> list[Part]:
        """Return the amount, in one piece or with currency and cents raised."""
        node = self.node
        raised = node.minor is Minor.RAISED and len(node.amount) <= _LONGEST
        found = _FIGURES.fullmatch(node.amount) if raised else None
        if found is None or direction_of(node.amount, language=node.language) is Direction.RTL:
            return [self._part(self._words(node.amount, size), size * _GAP)]
        before, whole, cents, after = (part.strip() for part in found.groups(default=""))
        small = round(size * _RAISED)
        pieces = [(text, small) for text in (before, whole, cents, after) if text]
        pieces = [(text, size if text is whole else small) for text, _ in pieces]
        parts = [self._part(self._words(*piece), size * _TIGHT) for piece in pieces]
        up = -(size - small) * CAPITAL
        parts = [part if part.text.size == size else replace(part, drop=up) for part in parts]
        return [*parts[:-1], replace(parts[-1], after=size * _GAP)]

    def _saving(self, size: int) -> Part:
        """Return what is saved, its middle at the height of the figures beside it."""
        node = self.node
        words = replace(self._words(node.saving, round(size * SAVING)), ink=node.saving_ink)
        beside = size if node.flow is Flow.ACROSS else size * WAS
        padding = 2 * PILL * words.size if node.saving_color else 0.0
        part = self._part(words, 0)
        return replace(
            part,
            width=part.width + padding,
            drop=-(beside - words.size) * CAPITAL / 2,
            pill=bool(node.saving_color),
        )

    def _words(self, text: str, size: int) -> Text:
        node = self.node
        return Text(
            content=text, box=(0, 0, 8000, 0), ink=node.ink, font=node.font, weight=node.weight,
            size=max(1, size), min_size=max(1, size), language=node.language,
        )  # fmt: skip

    def _part(self, words: Text, after: float) -> Part:
        return Part(words, self.letterer.extent(words, 1)[0], after)
