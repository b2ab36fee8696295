"""Where the cells of stacks and grids lie: fixed sizes first, what is left is shared."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from app.authoring.findings import Findings, Path
from app.model.scene import Box

_SHARE: Final = "fr"


class Spread(StrEnum):
    """Where cells stand that do not fill their room."""

    START = "start"
    CENTER = "center"
    END = "end"
    BETWEEN = "between"  # the first at the start, the last at the end


def stack_cells(
    spec: Mapping[str, Any],
    children: Sequence[Mapping[str, Any]],
    box: Box,
    findings: Findings,
    path: Path,
) -> list[Box]:
    """Return the boxes of a stack's cells, and note when they need more than there is."""
    x, y, width, height = box
    down = spec.get("direction", "down") == "down"
    sizes = [child.get("size", f"1{_SHARE}") for child in children]
    gap, room = int(spec.get("gap", 0)), height if down else width
    if (needed := _needed(sizes, gap)) > room:
        findings.warn(
            "stack-overflow",
            path,
            f"The cells need {needed - gap * (len(sizes) - 1)} pixels, the stack leaves "
            f"{room - gap * (len(sizes) - 1)} for them.",
            "Enlarge its box, or make sizes or gap smaller.",
        )
    spread = Spread(spec.get("align", Spread.START))
    return [
        (x, y + start, width, size) if down else (x + start, y, size, height)
        for start, size in _tracks(sizes, room, gap, spread)
    ]


def grid_cells(
    spec: Mapping[str, Any],
    children: Sequence[Mapping[str, Any]],
    box: Box,
    findings: Findings,
    path: Path,
) -> list[Box]:
    """Return the boxes of a grid's cells, row by row; a cell may span several columns."""
    columns = _listed(spec["columns"])
    spans = [min(len(columns), int(child.get("span", 1))) for child in children]
    places = _places(spans, len(columns))
    rows = _listed(spec.get("rows", places[-1][0] + 1))
    across, down = _gaps(spec.get("gap", 0))
    for name, sizes, gap, room in (
        ("columns", columns, across, box[2]), ("rows", rows, down, box[3]),
    ):  # fmt: skip
        if (needed := _needed(sizes, gap)) > room:
            findings.warn(
                "stack-overflow",
                (*path, name) if name in spec else path,
                f"The {name} need {needed} pixels with their gaps, the grid has {room}.",
                "Enlarge its box, or make sizes or gap smaller.",
            )
    if places[-1][0] >= len(rows):
        findings.error(
            "grid-full",
            (*path, "children"),
            f"The cells fill {places[-1][0] + 1} rows, the grid has {len(rows)}.",
            "Add rows, or leave `rows` out: then there are as many as needed.",
        )
    wide = _tracks(columns, box[2], across, Spread(spec.get("align", Spread.START)))
    tall = _tracks(rows, box[3], down, Spread(spec.get("valign", Spread.START)))
    return [
        _spanned(box, wide[column : column + span], tall[min(row, len(tall) - 1)])
        for (row, column), span in zip(places, spans, strict=True)
    ]


def _spanned(box: Box, wide: Sequence[tuple[int, int]], tall: tuple[int, int]) -> Box:
    (left, _), (last, size) = wide[0], wide[-1]
    return box[0] + left, box[1] + tall[0], last + size - left, tall[1]


def _places(spans: Sequence[int], columns: int) -> list[tuple[int, int]]:
    """Return row and column of each cell; one that does not fit begins the next row."""
    row, column = 0, 0
    places: list[tuple[int, int]] = []
    for span in spans:
        if column + span > columns:
            row, column = row + 1, 0
        places.append((row, column))
        column += span
    return places


def _listed(sizes: int | list[int | str]) -> list[int | str]:
    """Return sizes; a number of them is as many equal ones."""
    return [f"1{_SHARE}"] * sizes if isinstance(sizes, int) else sizes


def _gaps(gap: int | list[int]) -> tuple[int, int]:
    return (gap, gap) if isinstance(gap, int) else (gap[0], gap[1])


def _needed(sizes: Sequence[int | str], gap: int) -> int:
    """Return the least room: a cell that shares the rest has at least one pixel."""
    fixed = sum(size if isinstance(size, int) else 1 for size in sizes)
    return fixed + gap * (len(sizes) - 1)


def _tracks(
    sizes: Sequence[int | str], room: int, gap: int, spread: Spread
) -> list[tuple[int, int]]:
    """Return start and size of each; odd pixels go to the first that share."""
    weights = [0 if isinstance(size, int) else int(size.removesuffix(_SHARE)) for size in sizes]
    fixed = [size if isinstance(size, int) else 0 for size in sizes]
    free = room - sum(fixed) - gap * (len(sizes) - 1)
    shared = max(free, sum(weight > 0 for weight in weights))
    found = [
        size + (max(1, shared * weight // sum(weights)) if weight else 0)
        for size, weight in zip(fixed, weights, strict=True)
    ]
    sharing = [index for index, weight in enumerate(weights) if weight]
    rest = shared + sum(fixed) - sum(found) if sharing else 0
    for index in sharing[: max(0, rest)]:
        found[index] += 1
    for _ in range(-rest):  # what the least got, the largest gives
        found[max(sharing, key=found.__getitem__)] -= 1
    starts, at = [], 0
    for size in found:
        starts.append(at)
        at += size + gap
    left = max(0, room - (at - gap))
    return [
        (start + _shift(spread, left, index, len(sizes)), size)
        for index, (start, size) in enumerate(zip(starts, found, strict=True))
    ]


def _shift(spread: Spread, left: int, index: int, count: int) -> int:
    match spread:
        case Spread.START:
            return 0
        case Spread.CENTER:
            return left // 2
        case Spread.END:
            return left
        case Spread.BETWEEN:
            return left * index // (count - 1) if count > 1 else 0
