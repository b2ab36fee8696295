"""Glyphs: texts shaped and letters cast by HarfBuzz, both kept, both bounded.

Shapes are in ems, so that one shaping serves every size. Letters are cast at quarters of a pixel:
even spacing at small sizes needs no hinting. The same text gives the same pixels on any system,
whatever shaping libraries that has.
"""

from collections.abc import Iterator
from itertools import count
from math import floor

import uharfbuzz as harfbuzz
from PIL import Image

from app.model.keeping import Kept, Weighed
from app.pictures.decoding import decode
from app.render.bidi import Direction
from app.render.casting import Letter, Sort, add, cast
from app.render.fonts import Face
from app.render.founts import Fount
from app.render.shaped import Shaped, in_a_row

_SHAPE_BYTES = 8 * 1024 * 1024
_SORT_BYTES = 24 * 1024 * 1024
_GLYPH_BYTES, _SHAPE_OVERHEAD = 160, 400  # of a kept shape, about
_SORT_OVERHEAD = 300
_FACES, _CHARACTERS = 512, 16_384
_QUARTERS = 4  # positions of a letter within a pixel
_NOWHERE = -(1 << 30)  # left of every letter
_LATIN = "Latn"
_UNTIED = {"liga": False, "clig": False, "calt": False}


class Typecase:
    """Shapes texts and casts letters; safe to share between threads.

    Without `keep` nothing is remembered: the same pixels, slowly.
    """

    def __init__(
        self,
        *,
        keep: bool = True,
        shape_bytes: int = _SHAPE_BYTES,
        sort_bytes: int = _SORT_BYTES,
    ) -> None:
        self._types: Kept[Face, Fount] = Kept(_FACES)
        self._numbers = count()
        self._scripts: Kept[str, str] = Kept(_CHARACTERS)
        self._shapes: Weighed[tuple[object, ...], Shaped] = Weighed(
            shape_bytes if keep else 0, _shape_weight
        )
        self._sorts: Weighed[int, Sort] = Weighed(sort_bytes if keep else 0, _sort_weight)

    @property
    def weight(self) -> int:
        """Return how many bytes are kept, about."""
        return self._shapes.weight + self._sorts.weight

    def shape(
        self,
        face: Face,
        text: str,
        direction: Direction,
        language: str,
        *,
        ligatures: bool = True,
    ) -> Shaped:
        """Return the glyphs of a text in one face and direction; tied where that is only pretty."""
        key = (face, text, direction, language, ligatures)
        known = self._shapes.get(key)
        if known is None:
            untied = {} if ligatures else _UNTIED
            known = self._shaped(self._type(face), text, direction, language, untied)
            self._shapes.put(key, known)
        return known

    def shape_words(self, face: Face, text: str, language: str) -> Shaped:
        """Return a plain text shaped word by word: no script joins letters across blanks."""
        if " " not in text:
            return self.shape(face, text, Direction.LTR, language)
        words = [
            (word, self.shape(face, word, Direction.LTR, language)) for word in text.split(" ")
        ]
        blank = self.shape(face, " ", Direction.LTR, language).width
        return in_a_row(words, blank)

    def letters(
        self,
        shaped: Shaped,
        face: Face,
        size: int,
        pen: tuple[float, float],
        *,
        bold: bool = False,
    ) -> list[Letter]:
        """Return a run's letters and where they go: `size` and the pen in pixels.

        `bold` thickens the letters of a face that has no bold.
        """
        kind = self._type(face)
        first = ((kind.number << 14 | size) << 1 | bold) << 20
        find = self._sorts.get
        left, down = pen[0] * _QUARTERS + 0.5, pen[1] * _QUARTERS + 0.5
        scale = size * _QUARTERS
        found: list[Letter] = []
        end, above, under = _NOWHERE, 0, 0  # of the letter before
        for index, x, y in zip(shaped.indices, shaped.xs, shaped.ys, strict=True):
            across, low = floor(left + x * scale), floor(down - y * scale)
            key = first | index << 4 | (across & 3) << 2 | low & 3
            sort = find(key) or self._cast(kind, size, key)
            if sort.mask is not None:
                across, low = across >> 2, low >> 2
                start, top = across + sort.left, low + sort.top
                box = (start, top, across + sort.right, low + sort.bottom)
                if start < end and top < under and above < box[3]:
                    box = add(found, (sort.mask, box))
                else:
                    found.append((sort.mask, box))
                _, above, end, under = box
        return found

    def reach(self, face: Face) -> tuple[float, float]:
        """Return how far a face reaches above and below its baseline, in ems, both positive."""
        return self._type(face).reach

    def strike(self, face: Face, index: int) -> tuple[Image.Image, tuple[float, float]] | None:
        """Return a glyph's colour picture and where its top left lies, in ems from the pen.

        None for a glyph that is no picture.
        """
        kind = self._type(face)
        extents, blob = (
            kind.plain.get_glyph_extents(index),
            kind.plain.get_glyph_color_png(index),
        )
        picture = decode(bytes(blob.data)) if extents and blob.data else None
        if picture is None:
            return None
        return picture.convert("RGBA"), (extents.x_bearing / kind.em, extents.y_bearing / kind.em)

    def _type(self, face: Face) -> Fount:
        kind = self._types.get(face)
        if kind is None:
            kind = Fount(face, next(self._numbers))
            self._types.put(face, kind)
        return kind

    def _shaped(  # private
        self,
        kind: Fount,
        text: str,
        direction: Direction,
        language: str,
        features: dict[str, bool],
    ) -> Shaped:
        em = kind.em
        glyphs: list[tuple[int, int, float, float]] = []
        pen = 0
        stretches = list(self._stretches(text))
        for start, end, script in reversed(stretches) if direction is Direction.RTL else stretches:
            buffer = harfbuzz.Buffer()
            buffer.add_str(text, start, end - start)
            buffer.direction, buffer.language = direction.value, language or "und"
            if script:
                buffer.script = script
            harfbuzz.shape(kind.plain, buffer, features)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
                right, up, step, _ = at.position
                glyphs.append((info.codepoint, info.cluster, (pen + right) / em, up / em))
                pen += step
        indices, clusters, xs, ys = zip(*glyphs, strict=True) if glyphs else ((), (), (), ())
        return Shaped(indices, clusters, xs, ys, pen / em)

    def _stretches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Give the stretches of one script: rules of spacing and joining belong to one."""
        if text.isascii():
            if text:
                yield 0, len(text), _LATIN
            return
        scripts = [self._script(char) for char in text]
        current = next(filter(None, scripts), "")
        start = 0
        for place, script in enumerate(scripts):
            if script and script != current:
                yield start, place, current
                start, current = place, script
        yield start, len(text), current

    def _script(self, char: str) -> str:
        """Return the script of a character; empty for what all scripts share."""
        known = self._scripts.get(char)
        if known is None:
            buffer = harfbuzz.Buffer()
            buffer.add_str(char)
            buffer.guess_segment_properties()
            known = buffer.script or ""
            self._scripts.put(char, known)
        return known

    def _cast(self, kind: Fount, size: int, key: int) -> Sort:
        """Rasterise the letter that a key names."""
        index, along, below = key >> 4 & 0xFFFF, key >> 2 & 3, key & 3
        font = kind.bold if key >> 20 & 1 else kind.plain
        sort = cast(font, index, size, (along / _QUARTERS, -below / _QUARTERS))
        self._sorts.put(key, sort)
        return sort


def _shape_weight(shaped: Shaped) -> int:
    return _SHAPE_OVERHEAD + _GLYPH_BYTES * len(shaped.indices)


def _sort_weight(sort: Sort) -> int:
    return _SORT_OVERHEAD + (sort.right - sort.left) * (sort.bottom - sort.top)
