"""Where a text may be cut: never inside what a reader sees as one character.

A compact form of UAX #29: combining marks, joined emoji, skin tones, flags, conjoining jamo and
Indic conjuncts stay whole.
"""

import unicodedata

_ZWJ = "\u200d"
_VIRAMA = 9  # canonical combining class
_SPACING_EXTENDERS = frozenset("\u0e33\u0eb3\uff9e\uff9f\u200c\u200d")
_FIRST_EXTENDER = "\u0300"


def first_graphemes(text: str, most: int) -> str:
    """Return the first `most` characters as a reader counts them, the whole text if it has less."""
    if len(text) <= most:
        return text
    count = start = 0
    for index in range(1, len(text)):
        if _is_boundary(text, start, index):
            count, start = count + 1, index
            if count == most:
                return text[:index]
    return text


def _is_boundary(text: str, start: int, index: int) -> bool:
    """Tell whether the character that began at `start` ends before `index`."""
    before, char = text[index - 1], text[index]
    if char < _FIRST_EXTENDER:
        return (before, char) != ("\r", "\n")
    if _extends(char):
        return before in "\r\n"
    if before < _FIRST_EXTENDER:
        return True
    if _is_regional(before) and _is_regional(char):
        return (index - start) % 2 == 0
    joined = before == _ZWJ and unicodedata.category(char) == "So"
    return not (joined or _joins_conjunct(text, index) or _joins_jamo(before, char))


def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in _SPACING_EXTENDERS
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags
    )


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _joins_conjunct(text: str, index: int) -> bool:
    before = text[index - 1]
    if before == _ZWJ and index > 1:
        before = text[index - 2]
    virama = unicodedata.combining(before) == _VIRAMA and "\u0900" <= before <= "\u0dff"
    return virama and unicodedata.category(text[index]) == "Lo"


def _joins_jamo(before: str, char: str) -> bool:
    """Tell whether two Hangul parts form one syllable (L V T)."""
    leading = "\u1100" <= before <= "\u115f"
    middle = "\u1160" <= before <= "\u11a7" or "\uac00" <= before <= "\ud7a3"
    if "\u1160" <= char <= "\u11a7":
        return leading or middle
    if "\u11a8" <= char <= "\u11ff":
        return middle or "\u11a8" <= before <= "\u11ff"
    return leading and ("\u1100" <= char <= "\u115f" or "\uac00" <= char <= "\ud7a3")
