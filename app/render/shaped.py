"""A shaped run: which glyphs stand where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain


@dataclass(frozen=True, slots=True)
class Shaped:
    """Glyphs from left to right, in columns: an object for each would keep the collector busy.

    `clusters` are the places of the characters they belong to. `xs`, `ys` and `width` in ems, from
    the start of the run's baseline, y upwards.
    """

    indices: tuple[int, ...]
    clusters: tuple[int, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    width: float

    def spaced(self, ems: float) -> "Shaped":
        """Return the run with space after every cluster."""
        moved: list[float] = []
        gap, before = 0.0, None
        for x, cluster in zip(self.xs, self.clusters, strict=True):
            if before is not None and cluster != before:
                gap += ems
            before = cluster
            moved.append(x + gap)
        return replace(self, xs=tuple(moved), width=self.width + (gap + ems if moved else 0.0))


def in_a_row(words: Sequence[tuple[str, Shaped]], blank: float) -> Shaped:
    """Return words, each with its text, with a blank of a width between each two."""
    xs: list[float] = []
    clusters: list[int] = []
    pen, place = 0.0, 0
    for text, word in words:
        xs += [pen + x for x in word.xs]
        clusters += [place + cluster for cluster in word.clusters]
        pen += word.width + blank
        place += len(text) + 1
    return Shaped(
        indices=tuple(chain.from_iterable(word.indices for _, word in words)),
        clusters=tuple(clusters),
        xs=tuple(xs),
        ys=tuple(chain.from_iterable(word.ys for _, word in words)),
        width=pen - blank,
    )
