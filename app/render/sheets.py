"""Where the ink of a text gathers before it becomes colour: masks over one area of the canvas."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageChops

from app.model.nodes.basics import Color

Area = tuple[int, int, int, int]  # left, top, right, bottom in device pixels of the canvas
Point = tuple[int, int]
Stamp = tuple[Image.Image, Point, Color]
"""A mask, where it goes on the canvas, and the colour it shows."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """One mask (L) for each colour, made when something is first inked in it."""

    area: Area
    masks: dict[Color, Image.Image] = field(default_factory=dict)

    def of(self, color: Color) -> Image.Image:
        """Return the mask of a colour."""
        mask = self.masks.get(color)
        if mask is None:
            left, top, right, bottom = self.area
            mask = self.masks[color] = Image.new("L", (right - left, bottom - top), 0)
        return mask

    def add(self, color: Color, ink: Image.Image, at: Point) -> None:
        """Ink a mask in a colour; `at` is on the canvas."""
        self.of(color).paste(255, (at[0] - self.area[0], at[1] - self.area[1]), ink)

    def union(self, box: Area | None = None) -> Image.Image:
        """Return the ink of every colour in a box of the sheet, or in all of it."""
        masks = [mask.crop(box) for mask in self.masks.values()]
        whole = masks[0]
        for mask in masks[1:]:
            whole = ImageChops.lighter(whole, mask)
        return whole

    def stamps(self) -> Iterator[Stamp]:
        """Give every colour and where it was inked."""
        for color, mask in self.masks.items():
            yield from stamps(mask, self.area[:2], color)


def stamps(mask: Image.Image, at: Point, color: Color) -> Iterator[Stamp]:
    """Give what is not empty of a mask."""
    if box := mask.getbbox():
        yield mask.crop(box), (at[0] + box[0], at[1] + box[1]), color


def area_around(box: Area, reach: int, within: Point) -> Area | None:
    """Return a box and what reaches beyond it, cut `reach` outside the canvas; None when apart."""
    left, top = max(-reach, box[0] - reach), max(-reach, box[1] - reach)
    right, bottom = min(within[0] + reach, box[2] + reach), min(within[1] + reach, box[3] + reach)
    return (left, top, right, bottom) if right > left and bottom > top else None
