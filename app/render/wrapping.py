"""Where a line may end, and lines filled greedily.

Spaces and hyphens end lines; ideographs and kana may be parted anywhere but before closing and
after opening punctuation. Thai, Lao and Khmer write no spaces: without a dictionary they are
parted only where a run alone is too long, at a grapheme.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from app.render.graphemes import clusters

Measure = Callable[[str], float]  # text -> device pixels
_CLOSING = frozenset(
    "、。，．,.!?！？：；:;)）]］}｝〉》」』】〕〗’”…‥ー・々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
_OPENING = frozenset("(（[［{｛〈《「『【〔〖‘“")
_GLUE = frozenset("\u00a0\u202f")
_HYPHENS = frozenset("-‐–—/")


def pieces(text: str) -> list[str]:
    """Return the unbreakable pieces of a text, each with the blanks that follow it."""
    found: list[str] = []
    current = ""
    units = clusters(text)
    for unit, after in pairwise([*units, ""]):
        current += unit
        if _may_break(unit, after):
            found.append(current)
            current = ""
    if current:
        found.append(current)
    return found


def wrap(
    parts: list[str], width: float, measure: Measure, *, split: bool, most: int = 10_000
) -> list[str] | None:
    """Return the lines of `parts`; None when one alone is too wide and may not be split.

    No line after `most` + 1 is looked at: a caller who counts more than `most` has enough.
    """
    lines: list[str] = []
    current, used = "", 0.0
    for part in _narrow_enough(parts, width, measure) if split else parts:
        if len(lines) > most:
            return lines
        needed = measure(part.rstrip())
        if needed > width and not split:
            return None
        if current and used + needed > width:
            lines.append(current.rstrip())
            current, used = "", 0.0
        current += part
        used += measure(part.rstrip("\n"))
        if part.endswith("\n"):
            lines.append(current.rstrip())
            current, used = "", 0.0
    if current.rstrip() or not lines:
        lines.append(current.rstrip())
    return lines


def fitting_prefix(units: list[str], width: float, measure: Measure, *, tail: str = "") -> int:
    """Return how many of the graphemes fit into the width together with a tail."""
    low, high = 0, 8
    # Galloping first, so that the cost follows what fits and not what there is.
    while high < len(units) and measure("".join(units[:high]) + tail) <= width:
        low, high = high, high * 2
    high = min(high, len(units))
    while low < high:
        middle = (low + high + 1) // 2
        if measure("".join(units[:middle]).rstrip() + tail) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _narrow_enough(parts: list[str], width: float, measure: Measure) -> Iterator[str]:
    """Give the parts, those that are wider than a line cut at graphemes."""
    for part in parts:
        units = clusters(part)
        while units:
            count = max(1, fitting_prefix(units, width, measure))
            yield "".join(units[:count])
            units = units[count:]


def _may_break(unit: str, after: str) -> bool:
    if not after:
        return False
    if unit == "\n":
        return True
    if after.isspace() or after[0] in _CLOSING or unit[0] in _OPENING:
        return unit.isspace() and not after.isspace() and unit not in _GLUE
    if unit.isspace():
        return unit not in _GLUE
    if unit in _HYPHENS:
        return after.isalpha()
    return _ideographic(unit[0]) or _ideographic(after[0])


def _ideographic(char: str) -> bool:
    return (
        "\u2e80" <= char <= "\u30ff"
        or "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\uff01" <= char <= "\uff60"
        or "\U0001f000" <= char <= "\U0003ffff"
    )
