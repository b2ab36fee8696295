"""Order of mixed left-to-right and right-to-left text: a compact UAX #9 without explicit controls.

Explicit embeddings and isolates are stripped before (see `graphemes.clamp`), so only the weak,
neutral and implicit rules remain: W1-W7, N0-N2, I1-I2, L1-L2.
"""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum

_PAIRS = {"(": ")", "[": "]", "{": "}", "\u2329": "\u232a", "\u3008": "\u3009"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})
_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"}
)


class Direction(StrEnum):
    """Where a text starts reading."""

    LTR = "ltr"
    RTL = "rtl"


def direction_of(text: str, *, language: str = "") -> Direction:
    """Return the direction of the first strong character, else that of the language."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return Direction.LTR
        if kind in {"R", "AL"}:
            return Direction.RTL
    rtl = language.partition("-")[0].lower() in _RTL_LANGUAGES
    return Direction.RTL if rtl else Direction.LTR


def levels(text: str, direction: Direction) -> list[int]:
    """Return the embedding level of every character: odd levels read from right to left."""
    base = 1 if direction is Direction.RTL else 0
    if not base and text.isascii():
        return [0] * len(text)
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    if not base and not any(kind in {"R", "AL", "AN"} for kind in kinds):
        return [0] * len(text)
    edge = "R" if base else "L"
    _weak(kinds, edge)
    _brackets(text, kinds, edge)
    _neutral(kinds, edge)
    found = [_implicit(kind, base) for kind in kinds]
    for index in range(len(text) - 1, -1, -1):
        if not text[index].isspace():
            break
        found[index] = base
    return found


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """Return the indices of runs from left to right (rule L2)."""
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            if end > start:
                order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _weak(kinds: list[str], edge: str) -> None:
    """Resolve marks, digits and their separators (W1-W7)."""
    _marks_and_digits(kinds, edge)
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        around = (kinds[index - 1], kinds[index + 1])
        if around == ("EN", "EN") and kinds[index] in {"ES", "CS"}:
            kinds[index] = "EN"
        elif around == ("AN", "AN") and kinds[index] == "CS":
            kinds[index] = "AN"
    _terminators(kinds)
    strong = edge
    for index, kind in enumerate(kinds):
        if kind in {"ES", "ET", "CS"}:
            kinds[index] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
        elif kind in {"L", "R"}:
            strong = kind


def _marks_and_digits(kinds: list[str], edge: str) -> None:
    """Give marks the kind of their base and digits that of the script before them (W1, W2)."""
    strong = before = edge
    for index, found in enumerate(kinds):
        kind = before if found == "NSM" else found
        if kind == "EN" and strong == "AL":
            kind = "AN"
        if kind in {"L", "R", "AL"}:
            strong = kind
        kinds[index] = before = kind


def _terminators(kinds: list[str]) -> None:
    """Let currency and percent signs beside a number join it (W5)."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        beside = (start > 0 and kinds[start - 1] == "EN") or (
            end < len(kinds) and kinds[end] == "EN"
        )
        if end > start and beside:
            kinds[start:end] = ["EN"] * (end - start)
        start = max(end, start + 1)


def _brackets(text: str, kinds: list[str], edge: str) -> None:
    """Give paired brackets the direction of what they hold (N0)."""
    open_at: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, char in enumerate(text):
        if kinds[index] != "ON":
            continue
        if char in _PAIRS:
            open_at.append((_PAIRS[char], index))
        for place in range(len(open_at) - 1, -1, -1):
            if open_at[place][0] == char:
                pairs.append((open_at[place][1], index))
                del open_at[place:]
                break
    for start, end in sorted(pairs):
        inside = {_strong(kind) for kind in kinds[start + 1 : end]} - {""}
        if edge in inside:
            kinds[start] = kinds[end] = edge
        elif inside:
            before = next((s for k in reversed(kinds[:start]) if (s := _strong(k))), edge)
            kinds[start] = kinds[end] = edge if before == edge else before


def _neutral(kinds: list[str], edge: str) -> None:
    """Let blanks and signs follow what stands on both sides, else the paragraph (N1, N2)."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > start:
            before = _strong(kinds[start - 1]) if start else edge
            after = _strong(kinds[end]) if end < len(kinds) else edge
            kinds[start:end] = [before if before == after else edge] * (end - start)
        start = max(end, start + 1)


def _strong(kind: str) -> str:
    """Return L or R as neutrals see a kind, empty for neutrals themselves."""
    if kind == "L":
        return "L"
    return "R" if kind in {"R", "EN", "AN"} else ""


def _implicit(kind: str, base: int) -> int:
    """Return the level of a resolved kind (I1, I2)."""
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)
