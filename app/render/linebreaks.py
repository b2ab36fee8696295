"""Where a line of text may end: Unicode's line breaking (UAX #14), by ICU.

ICU brings the dictionaries without which Thai, Lao, Khmer and Burmese have no words, the rules of
punctuation for Chinese and Japanese (kinsoku, strict), and phrases for Korean.
"""

import re
from itertools import accumulate

from icu4py.breakers import LineBreaker

from app.render.graphemes import clusters

_STRICT = "-u-lb-strict"  # no line begins with a small kana or a long sound
_PHRASES = "-u-lb-strict-lw-phrase"  # Korean is parted between words, not within
_WORD = r"[$#]?[A-Za-z0-9]+(?:[.,:'][A-Za-z0-9]+)*%?[.,:;!?]*"  # also a number, a price, a time
_PLAIN = re.compile(rf"{_WORD}(?: {_WORD})*\Z")


def line_stops(text: str, language: str = "") -> list[int]:
    """Return where the unbreakable pieces of a text end, each with the blanks that follow it.

    Ascending offsets; the last is the length of the text. `language` is a BCP 47 tag or empty.
    """
    if _PLAIN.match(text):
        return _after_blanks(text)
    tongue = language.partition("-")[0].lower()
    # ICU counts in UTF-16: the pieces are safer than their offsets.
    parts = LineBreaker(text, f"{tongue or 'en'}{_PHRASES if tongue == 'ko' else _STRICT}")
    stops = list(accumulate(len(part) for part in parts))
    return stops if text.isascii() else _between_clusters(text, stops)


def has_ideographs(text: str) -> bool:
    """Tell whether a word is written in squares: Han, kana, Hangul."""
    return any(
        "\u3000" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\uff01" <= char <= "\uffdc"
        for char in text
    )


def _after_blanks(text: str) -> list[int]:
    """Return the stops of a text of plain words: after the blanks between them, no other."""
    return [*(place + 1 for place, char in enumerate(text) if char == " "), len(text)]


def _between_clusters(text: str, stops: list[int]) -> list[int]:
    """Leave out stops within what a reader sees as one character."""
    ends = set(accumulate(len(cluster) for cluster in clusters(text)))
    return [stop for stop in stops if stop in ends]
