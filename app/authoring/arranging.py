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
    sizes, gap = _sizes(children), int(spec.get("gap", 0))
    room = box[2 + stack_axis(spec)]
    if (needed := _needed(sizes, gap)) > room:
        findings.warn(
            "stack-overflow",
            path,
            f"The cells need {needed - gap * (len(sizes) - 1)} pixels, the stack leaves "
            f"{room - gap * (len(sizes) - 1)} for them.",
            "Enlarge its box, or make sizes or gap smaller.",
        )
    return stack_boxes(spec, children, box)


def stack_axis(spec: Mapping[str, Any]) -> int:
    """Return where the next cell of a stack goes: 0 across, 1 down."""
    return int(spec.get("direction", "down") == "down")


def stack_boxes(
    spec: Mapping[str, Any], children: Sequence[Mapping[str, Any]], box: Box
) -> list[Box]:
    """Return the boxes of a stack's cells."""
    x, y, width, height = box
    down, gap = stack_axis(spec), int(spec.get("gap", 0))
    tracks = _tracks(_sizes(children), box[2 + down], gap, Spread(spec.get("align", Spread.START)))
    return [
        (x, y + start, width, size) if down else (x + start, y, size, height)
        for start, size in tracks
    ]


def grid_cells(
    spec: Mapping[str, Any],
    children: Sequence[Mapping[str, Any]],
    box: Box,
    findings: Findings,
    path: Path,
) -> list[Box]:
    """Return the boxes of a grid's cells, row by row; a cell may span several columns."""
    columns, places, rows = _laid(spec, children)
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
    return grid_boxes(spec, children, box)


def grid_boxes(
    spec: Mapping[str, Any], children: Sequence[Mapping[str, Any]], box: Box
) -> list[Box]:
    """Return the boxes of a grid's cells."""
    columns, places, rows = _laid(spec, children)
    across, down = _gaps(spec.get("gap", 0))
    wide = _tracks(columns, box[2], across, Spread(spec.get("align", Spread.START)))
    tall = _tracks(rows, box[3], down, Spread(spec.get("valign", Spread.START)))
    return [
        _spanned(box, wide[column : column + span], tall[min(row, len(tall) - 1)])
        for row, column, span in places
    ]


def _laid(
    spec: Mapping[str, Any], children: Sequence[Mapping[str, Any]]
) -> tuple[list[int | str], list[tuple[int, int, int]], list[int | str]]:
    """Return the columns, where the cells are among them, and the rows that this takes."""
    columns = _listed(spec["columns"])
    spans = [min(len(columns), int(child.get("span", 1))) for child in children]
    places = _places(spans, len(columns))
    return columns, places, _listed(spec.get("rows", places[-1][0] + 1))


def _spanned(box: Box, wide: Sequence[tuple[int, int]], tall: tuple[int, int]) -> Box:
    (left, _), (last, size) = wide[0], wide[-1]
    return box[0] + left, box[1] + tall[0], last + size - left, tall[1]


def _places(spans: Sequence[int], columns: int) -> list[tuple[int, int, int]]:
    """Return row, column and span of each cell; one that does not fit begins the next row."""
    row, column = 0, 0
    places: list[tuple[int, int, int]] = []
    for span in spans:
        if column + span > columns:
            row, column = row + 1, 0
        places.append((row, column, span))
        column += span
    return places


def _listed(sizes: int | list[int | str]) -> list[int | str]:
    """Return sizes; a number of them is as many equal ones."""
    return [f"1{_SHARE}"] * sizes if isinstance(sizes, int) else sizes


def _sizes(children: Sequence[Mapping[str, Any]]) -> list[int | str]:
    return [child.get("size", f"1{_SHARE}") for child in children]


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
