"""A passage in words: what stands between blanks, in one face, one direction and one cut.

Words are shaped one by one: no script joins letters across blanks, and a word that was drawn once
need not be drawn again.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.render.bidi import Direction, levels
from app.render.fonts import Chain, Face, FontBook, drawable, is_emoji
from app.render.graphemes import clusters, extends
from app.render.linebreaks import has_ideographs
from app.render.passage import Passage

_SHARED = frozenset("…‥—―‘’“”·")  # among ideographs they are wide, and stand in the middle
_PARTS = re.compile(r" +|\n|[^ \n]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a picture, or blanks. `level` is odd where it reads from right to left."""

    start: int
    text: str
    level: int
    face: Face
    cut: int

    @property
    def direction(self) -> Direction:
        """Return where the word starts reading."""
        return Direction.RTL if self.level % 2 else Direction.LTR

    @property
    def shown(self) -> str:
        """Return what is drawn: pictures and marks that the face lacks leave no empty boxes."""
        if self.face.color:
            return drawable(self.face, self.text)
        if self.text.isascii() or self.face.has(self.text):
            return self.text
        return "".join(char for char in self.text if self.face.has(char) or not _is_left_out(char))


class Words:
    """The words of a passage in logical order; plain ones `in_one` where no line will end."""

    def __init__(
        self, passage: Passage, direction: Direction, book: FontBook, *, in_one: bool = False
    ) -> None:
        self._book = book
        self._chains = [cut.chain for cut in passage.cuts]
        self.all = tuple(_words(passage, direction, book, in_one=in_one))
        self._starts = [word.start for word in self.all]

    def face(self, cut: int, cluster: str) -> Face:
        """Return the face that a cluster has in a cut."""
        return self._book.face(self._chains[cut], cluster)

    def between(self, start: int, end: int) -> Iterator[Word]:
        """Give the words of a stretch, the first and the last cut where it ends."""
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self.all) and (word := self.all[index]).start < end:
            until = word.start + len(word.text)
            if start <= word.start and until <= end:
                yield word
            elif until > start:
                first = max(start, word.start)
                text = word.text[first - word.start : end - word.start]
                yield replace(word, start=first, text=text)
            index += 1


def _is_left_out(char: str) -> bool:
    """Tell whether a character that no face has leaves nothing behind, not even a box."""
    return extends(char) or is_emoji(char)


def _words(
    passage: Passage, direction: Direction, book: FontBook, *, in_one: bool
) -> Iterator[Word]:
    """Give the words of a passage; a picture stands alone."""
    depths = _depths(passage.text, direction)
    plain = passage.text.isascii() and direction is Direction.LTR
    place = 0
    for text, cut in passage.slices():
        chain = passage.cuts[cut].chain
        one_face = plain and chain[0].has(text)
        for part in [text] if one_face and in_one and text else _PARTS.findall(text):
            word = Word(place, part, 0, chain[0], cut)
            if one_face:
                yield word
            else:
                yield from _parted(word, depths, chain, book)
            place += len(part)


def _parted(part: Word, depths: list[int], chain: Chain, book: FontBook) -> Iterator[Word]:
    """Give what is between two blanks, or the blanks, by face and level."""
    text, place = part.text, part.start
    if text.isascii() and part.face.has(text) and len(set(depths[place : place + len(text)])) == 1:
        yield replace(part, level=depths[place])
        return
    held = replace(part, text="")
    units = clusters(text)
    for cluster, face in zip(units, _faces(units, chain, book), strict=True):
        level = depths[place]
        if held.text and (face is not held.face or level != held.level or face.color):
            yield held
            held = replace(held, text="")
        if not held.text:
            held = replace(held, start=place, level=level, face=face)
        held = Word(held.start, held.text + cluster, held.level, held.face, held.cut)
        place += len(cluster)
    yield held


def _faces(units: list[str], chain: Chain, book: FontBook) -> list[Face]:
    """Return the face of each cluster; signs that scripts share are those of ideographs beside."""
    found = [book.face(chain, unit) for unit in units]
    if _SHARED.isdisjoint(units):
        return found
    wide = [_is_wide(unit) for unit in units]
    places = range(len(units))
    for order, step in ((places[1:], -1), (places[-2::-1], 1)):
        for place in order:
            near = found[place + step]
            if units[place] in _SHARED and wide[place + step] and near.has(units[place]):
                found[place], wide[place] = near, True
    return found


def _is_wide(unit: str) -> bool:
    """Tell whether a cluster is Han or kana: Korean takes the signs of Latin."""
    return has_ideographs(unit) and not "\uac00" <= unit[0] <= "\ud7a3"


def _depths(text: str, direction: Direction) -> list[int]:
    """Return the embedding level of every character; each paragraph for itself."""
    found: list[int] = []
    for paragraph in text.split("\n"):
        found += [*levels(paragraph, direction), 0]
    return found[:-1]
