"""Text set in lines: runs of one face and direction, measured, fitted to a box."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil
from threading import Lock

from cachetools import LRUCache

from app.model.scene import Text
from app.render.bidi import Direction, direction_of, levels, visual_order
from app.render.fonts import EMOJI_SIZE, Chain, Face, Font, FontBook, drawable
from app.render.graphemes import clamp, clusters
from app.render.shaping import ImageFont, shaping_available
from app.render.wrapping import Measure, fitting_prefix, pieces, wrap

ELLIPSIS = "…"
EMOJI_SCALE = 1.0  # height of the picture's em in ems of the text
_MAX_SIZE = 400  # CSS pixels
_WIDTHS = 8192
_SHAPES = shaping_available()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one face and direction. `width` in device pixels."""

    text: str
    face: Face
    direction: Direction
    width: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A fitted text: lines of runs from left to right, at `size` device pixels."""

    lines: tuple[tuple[Run, ...], ...]
    size: int
    line_height: float
    direction: Direction
    language: str
    weight: int
    whole: bool  # nothing was left out
    primary: Face


class Typesetter:
    """Sets texts with the faces of a book; widths of pieces are remembered, bounded."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._lock = Lock()
        self._measures: LRUCache[tuple[Chain, int, str, Direction, str], float] = LRUCache(_WIDTHS)
        self._widths: LRUCache[tuple[Face, int, str, Direction, str], float] = LRUCache(_WIDTHS)

    def fit(self, node: Text, density: int) -> Setting:
        """Shrink a text until it fits its box and lines, then cut it with an ellipsis."""
        text = clamp(node.content).strip()
        language = node.language if node.language.replace("-", "").isalnum() else ""
        if node.lines == 1:
            text = " ".join(text.split("\n"))
        direction = direction_of(text, language=language)
        chain = self._book.chain(node.font, node.weight, language or _guess(text))
        most = max(1, min(node.size, _MAX_SIZE))
        least = max(1, min(node.min_size, most))
        parts = pieces(text)
        measure = partial(self._measured, chain, direction, language)
        size, lines, whole = _largest(node, parts, (least, most), density, measure)
        scaled = size * density
        return Setting(
            lines=tuple(self._line(line, chain, scaled, direction, language) for line in lines),
            size=scaled,
            line_height=max(node.line_height, 0.5) * scaled,
            direction=direction,
            language=language,
            weight=node.weight,
            whole=whole,
            primary=chain[0],
        )

    def _measured(
        self, chain: Chain, direction: Direction, language: str, size: int, text: str
    ) -> float:
        """Return the width of a text at a size, remembered."""
        key = (chain, size, text, direction, language)
        with self._lock:
            known = self._measures.get(key)
        if known is None:
            known = sum(run.width for run in self._runs(text, chain, size, direction, language))
            with self._lock:
                self._measures[key] = known
        return known

    def _line(
        self, text: str, chain: Chain, size: int, direction: Direction, language: str
    ) -> tuple[Run, ...]:
        runs = self._runs(text, chain, size, direction, language)
        depths = [level for level, _ in self._parts(text, chain, direction)]
        return tuple(runs[index] for index in visual_order(depths))

    def _runs(
        self, text: str, chain: Chain, size: int, direction: Direction, language: str
    ) -> list[Run]:
        runs: list[Run] = []
        for level, (part, face) in self._parts(text, chain, direction):
            side = Direction.RTL if level % 2 else Direction.LTR
            shown = part if _SHAPES or not level % 2 else "".join(reversed(clusters(part)))
            runs.append(Run(shown, face, side, self._width(shown, face, size, side, language)))
        return runs

    def _parts(
        self, text: str, chain: Chain, direction: Direction
    ) -> list[tuple[int, tuple[str, Face]]]:
        """Return (level, (text, face)) in logical order; a picture stands alone."""
        if text.isascii() and direction is Direction.LTR and chain[0].has(text):
            return [(0, (text, chain[0]))] if text else []
        found: list[tuple[int, tuple[str, Face]]] = []
        depths = levels(text, direction)
        place = 0
        for cluster in clusters(text):
            level = depths[place]
            place += len(cluster)
            face = self._book.face(chain, cluster)
            if found and found[-1][0] == level and not found[-1][1][1].color:
                before, last = found[-1][1]
                if last is face or (cluster == " " and last.has(cluster)):
                    found[-1] = (level, (before + cluster, last))
                    continue
            found.append((level, (drawable(face, cluster) if face.color else cluster, face)))
        return found

    def _width(
        self, text: str, face: Face, size: int, direction: Direction, language: str
    ) -> float:
        key = (face, size, text, direction, language)
        with self._lock:
            known = self._widths.get(key)
        if known is not None:
            return known
        font = self._book.open(face, size)
        side, tongue = shape(font, direction, language)
        found = float(font.getlength(text, direction=side, language=tongue))
        if face.color:
            found = ceil(found * size * EMOJI_SCALE / EMOJI_SIZE)
        with self._lock:
            self._widths[key] = found
        return found


def shape(font: Font, direction: Direction, language: str) -> tuple[str | None, str | None]:
    """Return direction and language as a font takes them; None where it cannot shape."""
    shapes = font.layout_engine == ImageFont.Layout.RAQM
    return (direction.value, language or None) if shapes else (None, None)


def _largest(
    node: Text,
    parts: list[str],
    sizes: tuple[int, int],
    density: int,
    measure: Callable[[int, str], float],
) -> tuple[int, list[str], bool]:
    """Return the largest size at which a text fits, its lines, and whether all of it does.

    Sizes in CSS pixels; `measure` takes device pixels.
    """
    width = node.box[2] * density
    low, high = sizes
    size, best = high, None
    while low <= high:
        room = _room(node, size)
        lines = wrap(parts, width, partial(measure, size * density), split=False, most=room)
        if lines is not None and len(lines) <= room:
            best, low = (size, lines), size + 1
        else:
            high = size - 1
        size = (low + high) // 2
    if best is not None:
        return *best, True
    least = sizes[0]
    room = _room(node, least)
    lines, whole = _cut(parts, width, partial(measure, least * density), room)
    return least, lines, whole


def _room(node: Text, size: int) -> int:
    """Return how many lines of a size fit the box; a single line always may."""
    fits = int((node.box[3] + 0.01) / (max(node.line_height, 0.5) * size))
    return max(1, min(node.lines, fits)) if node.box[3] > 0 else max(1, node.lines)


def _cut(parts: list[str], width: float, measure: Measure, room: int) -> tuple[list[str], bool]:
    """Return at most `room` lines, and whether nothing had to give way to an ellipsis."""
    lines = wrap(parts, width, measure, split=True, most=room) or [""]
    if len(lines) <= room:
        return lines, True
    text, place = "".join(parts), 0
    for line in lines[: room - 1]:
        place = text.index(line, place) + len(line)
    units = clusters(text[place:].lstrip().replace("\n", " "))
    kept = "".join(units[: fitting_prefix(units, width, measure, tail=ELLIPSIS)]).rstrip(" ,;:–—-")
    return [*lines[: room - 1], kept + ELLIPSIS], False


def _guess(text: str) -> str:
    """Return the language whose shapes of ideographs a text without a language needs."""
    if any("\u3041" <= char <= "\u30ff" for char in text):
        return "ja"
    if any("\uac00" <= char <= "\ud7a3" for char in text):
        return "ko"
    return ""
