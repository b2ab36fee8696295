"""What a decision says, as one line of plain text."""

from collections.abc import Iterable, Mapping

from app.render.graphemes import clamp, clusters

_UNSPOKEN = ("link", "alt")  # keys of `say` that are not sentences
_LONGEST_ALT = 150  # graphemes; screen readers tire later than mail clients cut
_ENDINGS = ".!?…。！？؟।:"


def text_line(say: Mapping[str, str], alt: str) -> str:
    """Return what is said as one line, in the order it was written; the alt text if nothing is."""
    return sentences([text for key, text in say.items() if key not in _UNSPOKEN]) or _line(alt)


def sentences(texts: Iterable[str]) -> str:
    """Return texts as one line, each ended where another follows; those without words are left."""
    said = [line for text in texts if (line := _line(text))]
    ended = [text if text[-1] in _ENDINGS else f"{text}." for text in said[:-1]]
    return " ".join([*ended, *said[-1:]])


def alt_text(say: Mapping[str, str], *, fallback: str = "") -> str:
    """Return the alt text of a decision: its own, else what it says, cut at 150 graphemes."""
    own = _line(say.get("alt", ""))
    text = own or text_line(say, fallback)
    units = clusters(text)
    if len(units) <= _LONGEST_ALT:
        return text
    return "".join(units[: _LONGEST_ALT - 1]).rstrip() + "…"


def _line(text: str) -> str:
    return " ".join(clamp(text).split())
