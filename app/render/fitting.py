"""A text fitted to its box: broken into lines, shrunk, and in the end cut."""

from collections.abc import Iterable
from functools import partial

from app.model.scene import Text
from app.render.bidi import Direction, visual_order
from app.render.linebreaks import line_stops
from app.render.passage import Passage
from app.render.setting import Line, Run, Setting
from app.render.widths import Shaper, Widths
from app.render.words import Word, Words
from app.render.wrapping import Stretch, cluster_ends, fitting, wrap

ELLIPSIS = "…"
MAX_SIZE = 400  # CSS pixels
LEAST_LEADING = 0.5  # ems
_SLACK = 0.01  # pixels by which lines may be higher than their box: leadings are fractions
_LOOSE = " \n,;:–—-"  # what does not stand before an ellipsis


class Setter:
    """One text being fitted."""

    def __init__(
        self,
        *,
        node: Text,
        density: int,
        text: Passage,
        words: Words,
        shaper: Shaper,
        direction: Direction,
        language: str,
    ) -> None:
        self._node = node
        self._density = density
        self._passage = text
        self._words = words
        self._shaper = shaper
        self._direction = direction
        self._language = language
        self._widths = Widths(words, len(text.cuts), shaper.width)
        self._room_across = node.box[2] * density
        self._stops: list[int] = []

    def fitted(self) -> Setting:
        """Return the text at the largest of its sizes at which it fits, else cut."""
        high = max(1, min(self._node.size, MAX_SIZE))
        low = least = max(1, min(self._node.min_size, high))
        size, best = high, None
        while low <= high:
            lines = self._wrapped(size)
            if lines is not None:
                best, low = (size, lines), size + 1
            else:
                high = size - 1
            size = (low + high) // 2
        return self._setting(*best) if best else self._cut(least)

    def _wrapped(self, size: int) -> list[Stretch] | None:
        """Return the lines at a size if the whole text fits without parting a word."""
        if self._node.lines <= 1 and "\n" not in self._passage.text:
            whole = (0, len(self._passage.text))
            return [whole] if self._width(size, *whole) <= self._room_across else None
        lines = self._wrap(size, split=False)
        return lines if lines is not None and self._room(lines, size) >= len(lines) else None

    def _wrap(self, size: int, *, split: bool) -> list[Stretch] | None:
        if not self._stops:
            self._stops = line_stops(self._passage.text, self._language)
        return wrap(
            self._passage.text,
            self._stops,
            self._room_across,
            partial(self._width, size),
            split=split,
            most=max(1, self._node.lines),
        )

    def _room(self, lines: list[Stretch], size: int) -> int:
        """Return how many of the lines fit the box and the node's number; a first always may."""
        most = min(len(lines), max(1, self._node.lines))
        left = self._node.box[3] * self._density + _SLACK
        if self._node.box[3] <= 0:
            return most
        for index, line in enumerate(lines[:most]):
            left -= self._tallest(line, size) * self._leading
            if left < 0:
                return max(1, index)
        return most

    def _cut(self, size: int) -> Setting:
        """Return the lines that fit, the last of them ending in an ellipsis if any is left."""
        lines = self._wrap(size, split=True) or [(0, 0)]
        room = self._room(lines, size)
        if room == len(lines):
            return self._setting(size, lines)
        text = self._passage.text
        start = lines[room - 1][0]
        until = text.find("\n", start)
        ends = cluster_ends(text, start, until if until >= 0 else len(text))
        width = self._room_across - self._tail_width(size)
        count = fitting(ends, start, width, partial(self._width, size))
        end = ends[count - 1] if count else start
        while end > start and text[end - 1] in _LOOSE:
            end -= 1
        return self._setting(size, [*lines[: room - 1], (start, end)], whole=False)

    @property
    def _leading(self) -> float:
        return max(self._node.line_height, LEAST_LEADING)

    def _pixels(self, cut: int, size: int) -> int:
        """Return the size of a cut in device pixels, where the text's is `size` CSS pixels."""
        return max(1, round(size * self._density * self._passage.cuts[cut].share))

    def _tallest(self, line: Stretch, size: int) -> int:
        start, end = line
        first, last = self._passage.cut_at(start), self._passage.cut_at(max(start, end - 1))
        return max(self._pixels(cut, size) for cut in range(first, last + 1))

    def _width(self, size: int, start: int, end: int) -> float:
        """Return the width of a stretch in device pixels."""
        ems = self._widths.ems(start, end)
        return sum(width * self._pixels(cut, size) for cut, width in enumerate(ems) if width)

    def _tail(self, end: int) -> Word:
        """Return the ellipsis in the cut that holds before a place."""
        cut = self._passage.cut_at(max(0, end - 1))
        level = 1 if self._direction is Direction.RTL else 0
        return Word(end, ELLIPSIS, level, self._words.face(cut, ELLIPSIS), cut)

    def _tail_width(self, size: int) -> float:
        return max(self._run(self._tail(start + 1), size).width for start in self._passage.starts)

    def _run(self, word: Word, size: int) -> Run:
        shaped, gap = self._shaper.shaped(word)
        cut = self._passage.cuts[word.cut]
        return Run(word.text, word.face, shaped, self._pixels(word.cut, size), cut, gap)

    def _setting(self, size: int, lines: Iterable[Stretch], *, whole: bool = True) -> Setting:
        stretches = list(lines)
        found: list[Line] = []
        for line in stretches:
            words = list(self._words.between(*line))
            if not whole and line is stretches[-1]:
                words.append(self._tail(line[1]))
            order = visual_order([word.level for word in words])
            runs = tuple(self._run(words[index], size) for index in order)
            face = self._passage.cuts[self._passage.cut_at(line[0])].chain[0]
            found.append(Line(runs, self._tallest(line, size), face))
        return Setting(
            lines=tuple(found),
            leading=self._leading,
            direction=self._direction,
            whole=whole,
        )
