"""Text cut into what a reader sees as single characters, and clamped to what may be drawn.

A compact form of UAX #29: combining marks, joiners, variation selectors, emoji modifiers and tags
stay with their base; regional indicators pair; conjoining jamo and Indic conjuncts hold together.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

MAX_GRAPHEMES = 500
MAX_MARKS = 4
_MAX_RAW = 4096  # code points looked at before anything else
_MAX_CLUSTER = 24  # code points; the longest emoji families have 14

ZWJ = "\u200d"
_VIRAMA = 9  # canonical combining class
_STACKERS = frozenset("\u1039\u17d2")  # Myanmar, Khmer
_SPACING_EXTENDERS = frozenset("\u0e33\u0eb3\uff9e\uff9f\u200c")
_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BLANKS = {
    "\t": " ",
    "\r": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}


def clamp(text: str, *, graphemes: int = MAX_GRAPHEMES) -> str:
    """Return `text` in NFC, without controls, with at most so many graphemes and marks each."""
    if len(text) <= graphemes and text.isascii() and text.isprintable():
        return text
    raw = text[:_MAX_RAW].replace("\r\n", "\n")
    kept = "".join(_BLANKS.get(char, char) for char in raw if not _is_control(char))
    normal = unicodedata.normalize("NFC", "".join(_without_piles(kept)))
    # Marks without a base, also what is left of an overlong pile, would all stack in one place.
    based = (cluster for cluster in _clusters(normal) if not extends(cluster[0]))
    return "".join(_thinned(cluster) for cluster in islice(based, graphemes))


def clusters(text: str) -> list[str]:
    """Return the grapheme clusters of `text`; joined they are the text again."""
    return list(text) if text.isascii() else list(_apart(text))


@lru_cache(maxsize=64)
def _apart(text: str) -> tuple[str, ...]:
    """Return the same, kept: while a text is set it is taken apart several times."""
    return tuple(_clusters(text))


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or index - start >= _MAX_CLUSTER or _breaks(text, start, index):
            yield text[start:index]
            start = index


def is_regional(char: str) -> bool:
    """Tell whether a character is half of a flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def is_modifier(char: str) -> bool:
    """Tell whether a character is an emoji skin tone."""
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def extends(char: str) -> bool:
    """Tell whether a character belongs to the one before it."""
    if char < "\u0300":
        return False
    return (
        unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or char == ZWJ
        or char in _SPACING_EXTENDERS
        or is_modifier(char)
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _breaks(text: str, start: int, index: int) -> bool:
    """Tell whether a cluster that began at `start` ends before `index`."""
    before, char = text[index - 1], text[index]
    if before == "\n":
        return True
    if extends(char):
        return False
    if before < "\u0300":
        return True
    if is_regional(before) and is_regional(char):
        return (index - start) % 2 == 0
    joins_picture = before == ZWJ and unicodedata.category(char) == "So"
    return not (joins_picture or _joins_indic(text, index) or _joins_jamo(before, char))


def _joins_indic(text: str, index: int) -> bool:
    """Tell whether a virama binds this letter to the one before, as in a conjunct."""
    before = text[index - 1]
    if before == ZWJ and index > 1:
        before = text[index - 2]
    stacks = "\u0900" <= before <= "\u0dff" or before in _STACKERS
    virama = stacks and unicodedata.combining(before) == _VIRAMA
    return virama and unicodedata.category(text[index]) == "Lo"


def _joins_jamo(before: str, char: str) -> bool:
    """Tell whether two Hangul parts form one syllable (L V T)."""
    leading = "\u1100" <= before <= "\u115f"
    middle = "\u1160" <= before <= "\u11a7" or "\uac00" <= before <= "\ud7a3"
    trailing = "\u11a8" <= before <= "\u11ff"
    if "\u1100" <= char <= "\u115f":
        return leading
    if "\u1160" <= char <= "\u11a7":
        return leading or middle
    if "\u11a8" <= char <= "\u11ff":
        return middle or trailing
    return leading and "\uac00" <= char <= "\ud7a3"


def _is_control(char: str) -> bool:
    """Tell whether a character is dropped: controls other than blanks, bidi overrides, noise."""
    if char in _BLANKS or char == "\n":
        return False
    if char in _BIDI_CONTROLS or char in {"\u00ad", "\ufeff", "\u200b", "\ufffc"}:
        return True
    return unicodedata.category(char) in {"Cc", "Cs", "Co"}


def _without_piles(text: str) -> Iterator[str]:
    """Give a text's characters with long piles of marks cut: sorting them is quadratic in NFC."""
    pile = 0
    for char in text:
        pile = pile + 1 if char >= "\u0300" and unicodedata.combining(char) else 0
        if pile <= 2 * MAX_MARKS:
            yield char


def _thinned(cluster: str) -> str:
    """Return a cluster with at most MAX_MARKS combining marks."""
    marks = 0
    kept: list[str] = []
    for char in cluster:
        if unicodedata.category(char) in {"Mn", "Me"} and not "\ufe00" <= char <= "\ufe0f":
            marks += 1
            if marks > MAX_MARKS:
                continue
        kept.append(char)
    return "".join(kept)
