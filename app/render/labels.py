"""The label of a map's pin: where it hides least, on a chip that keeps it legible."""

from dataclasses import replace

from app.model.scene import Align, Box, Map, Text, VAlign
from app.render.canvas import Canvas, rounded
from app.render.colors import faded, luminance, mixed
from app.render.lettering import Letterer

Point = tuple[float, float]  # CSS pixels from the map's own corner
_SIZE, _LEAST = 13, 9  # CSS pixels
_CHIP_OPACITY = 0.78
_BRIGHT, _SHADE = 0.3, "#000000ff"
SMALL = 72  # CSS pixels: below, the pin shrinks with the box
COMPASS = 30  # CSS pixels, side of its corner
_MOST_COVERED = 0.12  # of the label
_STEPS = 8  # samples of the way from reader to store


def draw_label(
    patch: Canvas, node: Map, way: tuple[Point, Point], pin: float, letterer: Letterer
) -> None:
    """Draw the label near the pin's head; `way` leads from the reader to the pin's tip.

    `pin` is the radius of the pin's head in CSS pixels.
    """
    tall = max(_LEAST, min(_SIZE, node.box[3] // 4))
    text = Text(
        content=node.label, box=(0, 0, node.box[2] - 24, round(tall * 1.5)), ink=node.ink,
        weight=700, size=tall, min_size=_LEAST, align=Align.CENTER, valign=VAlign.MIDDLE,
    )  # fmt: skip
    wide, whole = letterer.extent(text, patch.density)
    size = (round(wide) + 16, text.box[3] + 2)
    box = _clearest(node, way, pin, size) if whole else None
    if box is None:
        return
    chip = tuple(value * patch.density for value in box)
    mask = rounded(chip[2], chip[3], chip[3] // 2)
    paper = "#ffffffff" if luminance(node.ground) > _BRIGHT else mixed(node.ground, _SHADE, 0.5)
    patch.stamp(mask, (chip[0], chip[1]), faded(paper, _CHIP_OPACITY))
    letterer.draw(patch, replace(text, box=box))


def compass_corner(node: Map, way: tuple[Point, Point]) -> Box:
    """Return the upper corner that the store leaves free; an empty one on small maps."""
    if min(node.box[2:]) < SMALL:
        return 0, 0, 0, 0
    left = 0 if way[1][0] > node.box[2] * 0.6 else node.box[2] - COMPASS
    return left, 0, COMPASS, COMPASS + 8


def _clearest(node: Map, way: tuple[Point, Point], pin: float, size: tuple[int, int]) -> Box | None:
    """Return the place that covers least of pin, reader, way and compass; the nearest of equals.

    None where every place covers too much: a pin without its label says more than half of each.
    """
    width, height = size
    (_, _), (across, tip) = way
    head = tip - pin * 1.55
    right, left = round(across + pin + 6), round(across - pin - 6) - width
    beside, middle = round(head - height / 2), round(across) - width // 2
    corners = [(x, y) for x in (6, node.box[2] - width - 6) for y in (6, node.box[3] - height - 6)]
    outwards = [(right, beside), (left, beside)]
    if way[1][0] < way[0][0]:
        outwards.reverse()
    places = [
        *outwards,
        (middle, round(tip) + 8),
        (middle, round(head - pin) - height - 5),
        *corners,
    ]
    obstacles = _obstacles(node, way, pin)
    boxes: list[Box] = [(*_inside(place, size, node), *size) for place in places]
    covered = [sum(_overlap(box, other) for other in obstacles) for box in boxes]
    least = min(covered)
    return boxes[covered.index(least)] if least <= width * height * _MOST_COVERED else None


def _obstacles(node: Map, way: tuple[Point, Point], pin: float) -> list[Box]:
    (x, y), (tip_x, tip_y) = way
    reach, reader = pin + 2, pin * 1.2
    found: list[Box] = [
        (round(tip_x - reach), round(tip_y - pin * 2.6), round(2 * reach), round(pin * 2.6) + 4),
        (round(x - reader), round(y - reader), round(2 * reader), round(2 * reader)),
        compass_corner(node, way),
    ]
    for step in range(1, _STEPS):
        share = step / _STEPS
        found.append((round(x + (tip_x - x) * share) - 3, round(y + (tip_y - y) * share) - 3, 6, 6))
    return found


def _inside(place: tuple[int, int], size: tuple[int, int], node: Map) -> tuple[int, int]:
    x, y = (
        max(4, min(at, room - side - 4))
        for at, side, room in zip(place, size, node.box[2:], strict=True)
    )
    return x, y


def _overlap(one: Box, other: Box) -> int:
    """Return the area two boxes share."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0, across) * max(0, down)
