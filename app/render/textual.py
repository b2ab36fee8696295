"""What a decision says, as one line of plain text."""

from collections.abc import Iterable, Mapping

from app.render.graphemes import clamp

_UNSPOKEN = ("link", "alt")  # keys of `say` that are not sentences
_ENDINGS = ".!?…。！？؟।:"


def text_line(say: Mapping[str, str], alt: str) -> str:
    """Return what is said as one line, in the order it was written; the alt text if nothing is."""
    return sentences([text for key, text in say.items() if key not in _UNSPOKEN]) or _line(alt)


def sentences(texts: Iterable[str]) -> str:
    """Return texts as one line, each ended where another follows; those without words are left."""
    said = [line for text in texts if (line := _line(text))]
    ended = [text if text[-1] in _ENDINGS else f"{text}." for text in said[:-1]]
    return " ".join([*ended, *said[-1:]])


def _line(text: str) -> str:
    return " ".join(clamp(text).split())
