"""Labels on a map: each where it hides least, on a chip that keeps it legible."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import hypot

from app.model.nodes.basics import Align, Box, Color, VAlign
from app.model.nodes.text import Text
from app.render.colors import faded, luminance, mixed
from app.render.elements.brush import Brush
from app.render.maps.pins import Point
from app.render.shapes.rounding import rounded

SIZE, LEAST = 13, 9  # CSS pixels of letters
_CHIP_OPACITY, _CHIP_SHADE = 0.9, 0.07
_BRIGHT, _SHADE = 0.3, "#000000ff"
_MOST_COVERED = {True: 0.12, False: 0.02}  # of the label: of a lone pin's, of one of several
_FAR = 0.9  # what a label as far from its pin as the map is wide costs, in shares of it covered
_STEPS = 8  # samples of a way
_EDGE = 4  # CSS pixels that stay free around labels


@dataclass(slots=True)
class Labelling:
    """The labels of one map, which is `size` CSS pixels large: none stands on another.

    `obstacles` are what labels should not hide; each label drawn becomes one.
    """

    brush: Brush
    size: tuple[int, int]
    ground: Color
    ink: Color
    is_lone: bool = True  # one pin: its label may stand farther off, nobody else's is near
    obstacles: list[Box] = field(default_factory=list)

    def avoid_way(self, start: Point, end: Point) -> None:
        """Keep labels off a straight way."""
        for step in range(1, _STEPS):
            share = step / _STEPS
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            self.obstacles.append((round(x) - 3, round(y) - 3, 6, 6))

    def beside(self, label: str, size: int, head: Point, pin: float, tip: Point) -> None:
        """Draw the label of a pin with a head of that radius, unless it finds no room.

        A pin without its label says more than half of each.
        """
        text, wide = self._measured(label, size, self.size[0] - 24, 700)
        if not wide:
            return
        chip = (wide + 16, text.box[3] + 2)
        x, y = head
        right, left = round(x + pin + 6), round(x - pin - 6) - chip[0]
        level, middle = round(y - chip[1] / 2), round(x) - chip[0] // 2
        outwards = [(right, level), (left, level)]
        if x < self.size[0] / 2:
            outwards.reverse()
        below, above = round(tip[1]) + 8, round(y - pin) - chip[1] - 5
        corners = [
            (cx, cy)
            for cx in (6, self.size[0] - chip[0] - 6)
            for cy in (6, self.size[1] - chip[1] - 6)
        ]
        places = [*outwards, (middle, below), (middle, above)]
        places += [(px, py) for px, _ in outwards for py in (above, below)]
        places += corners if self.is_lone else []
        box = self._clearest(places, chip, _MOST_COVERED[self.is_lone], head)
        if box is not None:
            self._chip(box, 0.5)
            self.brush.text(replace(text, box=box))

    def on(self, label: str, size: int, places: Sequence[Point]) -> None:
        """Draw small words in the middle of the first place where they hide nothing."""
        text, wide = self._measured(label, size, self.size[0], 400)
        chip = (wide + 8, text.box[3])
        free = [
            (round(x) - chip[0] // 2, round(y) - chip[1] // 2)
            for x, y in places
            if chip[0] / 2 + _EDGE <= x <= self.size[0] - chip[0] / 2 - _EDGE
            and chip[1] / 2 + _EDGE <= y <= self.size[1] - chip[1] / 2 - _EDGE
        ]
        box = self._clearest(free, chip, 0.0, free[0]) if wide and free else None
        if box is not None:
            self._paper(box, self.ground, 0.72)
            self.brush.text(replace(text, box=box, ink=faded(self.ink, 0.72)))

    def named(self, name: str, size: int, at: Point) -> bool:
        """Write a name beside a dot, without a chip; False when there is no room for it."""
        text, wide = self._measured(name, size, self.size[0], 400)
        if not wide or wide > self.size[0] - 2 * _EDGE:
            return False
        tall = text.box[3]
        x, y = round(at[0]), round(at[1] - tall / 2)
        dot: Box = (x - 3, round(at[1]) - 3, 6, 6)
        room = self.size[0] - _EDGE
        for left in (x + 5, x - 5 - wide):
            box: Box = (left, y, wide, tall)
            if left < _EDGE or left + wide > room or y < _EDGE or y + tall > self.size[1] - _EDGE:
                continue
            if not any(overlap(box, o) or overlap(dot, o) for o in self.obstacles):
                self.obstacles += [(left - 2, y - 2, wide + 4, tall + 4), dot]
                halo = faded(self.ground, 0.85)
                self.brush.text(
                    replace(
                        text, box=box, ink=faded(self.ink, 0.8), outline=1.5, outline_color=halo
                    )
                )
                return True
        return False

    def _measured(self, label: str, size: int, room: int, weight: int) -> tuple[Text, int]:
        """Return a text and how wide it is; 0 when it is cut."""
        text = Text(
            content=label, box=(0, 0, room, round(size * 1.5)), ink=self.ink, weight=weight,
            size=size, min_size=min(size, LEAST), align=Align.CENTER, valign=VAlign.MIDDLE,
        )  # fmt: skip
        wide, whole = self.brush.letterer.extent(text, self.brush.canvas.density)
        return text, round(wide) if whole else 0

    def _chip(self, box: Box, shade: float) -> None:
        bright = luminance(self.ground) > _BRIGHT
        paper = "#ffffffff" if bright else mixed(self.ground, _SHADE, shade)
        x, y, width, height = box
        self._paper((x - 1, y, width + 2, height + 2), _SHADE, _CHIP_SHADE)
        self._paper(box, paper, _CHIP_OPACITY)

    def _paper(self, box: Box, color: Color, opacity: float) -> None:
        canvas = self.brush.canvas
        x, y, width, height = (value * canvas.density for value in box)
        canvas.stamp(rounded(width, height, height // 2), (x, y), faded(color, opacity))

    def free_corner(self, side: int) -> Box | None:
        """Return the first corner with a free square of that side, and keep it free."""
        right, low = self.size[0] - side, self.size[1] - side
        for x, y in ((right, 0), (0, 0), (right, low), (0, low)):
            box = (x, y, side, side)
            if not any(overlap(box, other) for other in self.obstacles):
                self.obstacles.append(box)
                return box
        return None

    def _clearest(
        self,
        places: Sequence[tuple[int, int]],
        chip: tuple[int, int],
        most: float,
        head: Point,
    ) -> Box | None:
        """Return the place that covers little and is near the head; None where all cover too much.

        What is returned is an obstacle from then on.
        """
        best, least = None, float("inf")
        for place in places:
            box: Box = (*self._inside(place, chip), *chip)
            share = sum(overlap(box, other) for other in self.obstacles) / (chip[0] * chip[1])
            away = hypot(box[0] + chip[0] / 2 - head[0], box[1] + chip[1] / 2 - head[1])
            cost = share + _FAR * away / max(self.size)
            if share <= most and cost < least:
                best, least = box, cost
        if best is not None:
            self.obstacles.append(best)
        return best

    def _inside(self, place: tuple[int, int], chip: tuple[int, int]) -> tuple[int, int]:
        x, y = (
            max(_EDGE, min(at, room - side - _EDGE))
            for at, side, room in zip(place, chip, self.size, strict=True)
        )
        return x, y


def overlap(one: Box, other: Box) -> int:
    """Return the area two boxes share."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0, across) * max(0, down)
