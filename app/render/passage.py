"""A text as it is set: clamped to what may be drawn, in spans of one cut each."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from app.model.nodes.text import SPAN_END, Style, Text
from app.render.fonts import Chain, FontBook
from app.render.graphemes import MAX_GRAPHEMES, clamp, clusters

_WHOLE = Style()
_LARGEST_SHARE = 8.0  # of the text's size

Span = tuple[str, Style, str]
"""A clamped text, how it differs from the node's, and its ink: own, or empty."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How a span is set. `share` is its size as a part of the text's, `ink` its own or empty."""

    chain: Chain
    weight: int
    share: float
    underline: bool
    strike: bool
    ink: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A clamped text. `starts` says where each cut's span begins: ascending, the first at 0."""

    text: str
    starts: tuple[int, ...]
    cuts: tuple[Cut, ...]

    def cut_at(self, place: int) -> int:
        """Return the number of the cut that holds at a place."""
        return bisect_right(self.starts, place) - 1 if len(self.starts) > 1 else 0

    def slices(self) -> Iterator[tuple[str, int]]:
        """Give the spans with the number of their cut."""
        for cut, (start, end) in enumerate(pairwise((*self.starts, len(self.text)))):
            yield self.text[start:end], cut


def passage(node: Text, found: list[Span], book: FontBook, language: str) -> Passage:
    """Return a node's spans as they are set, with their faces."""
    cuts = tuple(_cut(node, style, ink, book, language) for _, style, ink in found)
    lengths = [len(text) for text, _, _ in found]
    text = plain(found)
    return Passage(
        text=text.replace("\n", " ") if node.lines == 1 else text,
        starts=tuple(accumulate(lengths[:-1], initial=0)),
        cuts=cuts,
    )


def plain(found: list[Span]) -> str:
    """Return the text of spans."""
    return "".join(text for text, _, _ in found)


def spans(node: Text) -> list[Span]:
    """Return a node's spans, clamped and stripped, without those that say nothing; never none."""
    parts, styles = _spans(node)
    inks = node.inks if len(node.inks) == len(styles) else ("",) * len(styles)
    found = list(zip(parts, styles, inks, strict=True))
    return [span for span in found if span[0]] or found[:1]


def _spans(node: Text) -> tuple[list[str], tuple[Style, ...]]:
    """Return the clamped spans and as many styles."""
    # Counted first: a value may hold a million of them, and clamping takes them out.
    is_parted = 1 < len(node.styles) == node.content.count(SPAN_END) + 1
    raw = node.content.split(SPAN_END) if is_parted else [node.content]
    styles = node.styles[: len(raw)] or (_WHOLE,)
    if len(raw) == 1:
        return [clamp(raw[0]).strip()], styles
    parts: list[str] = []
    left = MAX_GRAPHEMES
    for part in raw:
        clamped = clamp(part, graphemes=left) if left > 0 else ""
        left -= len(clusters(clamped))
        parts.append(clamped)
    return _stripped(parts), styles


def _stripped(parts: list[str]) -> list[str]:
    """Strip blanks before the first and after the last word, in whichever span they are."""
    for order, strip in ((range(len(parts)), str.lstrip), (range(len(parts))[::-1], str.rstrip)):
        for index in order:
            parts[index] = strip(parts[index])
            if parts[index]:
                break
    return parts


def _cut(node: Text, style: Style, ink: str, book: FontBook, language: str) -> Cut:
    weight = style.weight or node.weight
    share = style.size / node.size if style.size > 0 < node.size else 1.0
    return Cut(
        chain=book.chain(style.font or node.font, weight, language),
        weight=weight,
        share=min(share, _LARGEST_SHARE),
        underline=style.underline or node.underline,
        strike=style.strike or node.strike,
        ink=ink,
    )
