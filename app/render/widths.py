"""How wide stretches of a text are: each word is measured once, in ems, whatever its size."""

from collections.abc import Callable
from dataclasses import dataclass

from app.render.shaped import Shaped
from app.render.tracking import is_tracked
from app.render.typecase import Typecase
from app.render.words import Word, Words

_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Shaper:
    """Shapes the words of one text; `spacing` in ems between letters."""

    case: Typecase
    language: str
    spacing: float

    def shaped(self, word: Word) -> tuple[Shaped, float]:
        """Return a word shaped, and the space after each of its letters in ems."""
        text = word.shown
        gap = self.spacing if self.spacing and is_tracked(text) else 0.0
        if not gap and " " in text.strip(" "):  # a text that was left in one piece
            return self.case.shape_words(word.face, text, self.language), 0.0
        shaped = self.case.shape(word.face, text, word.direction, self.language, ligatures=not gap)
        return (shaped.spaced(gap) if gap else shaped), gap

    def width(self, word: Word) -> float:
        """Return the width of a word in ems."""
        return self.shaped(word)[0].width


class Widths:
    """Widths of stretches of words, by the cut they are set in.

    `measure` gives a word's width in ems of its cut.
    """

    def __init__(self, words: Words, cuts: int, measure: Callable[[Word], float]) -> None:
        self._words = words
        self._measure = measure
        self._sums: list[list[float]] = [[0.0] for _ in range(cuts)]
        self._place = {0: 0}  # of the sum up to a character
        self._within: dict[tuple[int, int], list[float]] = {}  # of stretches that part words
        for number, word in enumerate(words.all, start=1):
            width = measure(word)
            for cut, sums in enumerate(self._sums):
                sums.append(sums[-1] + width if cut == word.cut else sums[-1])
            self._place[word.start + len(word.text)] = number

    def ems(self, start: int, end: int) -> list[float]:
        """Return the width of a stretch of the text in ems of each cut."""
        first = self._place.get(start, _NOWHERE)
        last = self._place.get(end, _NOWHERE)
        if _NOWHERE not in (first, last):
            return [sums[last] - sums[first] for sums in self._sums]
        found = self._within.get((start, end))
        if found is None:
            found = [0.0] * len(self._sums)
            for word in self._words.between(start, end):
                found[word.cut] += self._measure(word)
            self._within[start, end] = found
        return found
