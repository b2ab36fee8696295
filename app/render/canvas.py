"""The pixels being drawn on, in device pixels.

Shapes are masks of coverage (mode L); colour enters last, so that alpha costs the same as opacity.
"""

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from typing import Any, Protocol

from PIL import Image, ImageChops

from app.model.scene import Color
from app.render.boxes import Box, overlap
from app.render.colors import rgba
from app.render.fades import fade
from app.render.shapes.rounding import disc, frame, rounded

_OPAQUE = 255

Point = tuple[int, int]
Rgb = tuple[int, int, int]
Letter = tuple[Any, Box]


class Mirror(Protocol):
    """Takes letters whose colours it knows, so that they need not be painted."""

    def imprint(self, letters: Sequence[Letter], ink: Rgb, box: Box) -> bool:
        """Tell whether the letters were taken."""
        ...


class Canvas:
    """An opaque RGB picture. `density` is device pixels per CSS pixel.

    Painting through the canvas leaves word of where: `touched`. Whoever takes `image` may paint
    anywhere. Letters that a mirror took are painted once something else comes near them or the
    picture is looked at.
    """

    def __init__(self, width: int, height: int, background: Color, density: int) -> None:
        self._begin(Image.new("RGB", (width, height), rgba(background)[:3]), density)

    @classmethod
    def over(cls, picture: Image.Image, density: int) -> "Canvas":
        """Return a canvas that begins as a copy of a picture, untouched."""
        return cls.on(picture.copy(), density)

    @classmethod
    def on(cls, picture: Image.Image, density: int, mirror: Mirror | None = None) -> "Canvas":
        """Return a canvas that is a picture itself, untouched."""
        canvas = cls.__new__(cls)
        canvas._begin(picture, density, mirror)  # noqa: SLF001  # its own
        return canvas

    def _begin(self, picture: Image.Image, density: int, mirror: Mirror | None = None) -> None:
        self.density = density
        self.size = picture.size
        self.unfinished = picture
        """The picture without the letters that the mirror has."""
        self._touched: list[Box] = []
        self._mirror = mirror
        self._mirrored: list[tuple[Box, Sequence[Letter], Rgb]] = []

    @property
    def picture(self) -> Image.Image:
        """Return the picture to look at."""
        self._finish((0, 0, *self.size))
        return self.unfinished

    @property
    def image(self) -> Image.Image:
        """Return the picture to paint on; it counts as painted all over."""
        self._touch((0, 0, *self.size))
        return self.unfinished

    @property
    def touched(self) -> tuple[Box, ...]:
        """Return boxes outside of which nothing was painted, but what the mirror has."""
        return tuple(self._touched)

    def in_pixels(self) -> "Canvas":
        """Return the same picture measured in device pixels: what is drawn there is drawn here."""
        same = copy(self)
        same.density = 1
        return same

    def lay(self, paint: Image.Image, at: tuple[int, int], mask: Image.Image | None = None) -> None:
        """Lay a picture (RGB or RGBA) onto the canvas, through a mask as large if there is one."""
        self._touch((*at, at[0] + paint.width, at[1] + paint.height))
        self.unfinished.paste(paint, at, mask)

    def stamp(self, mask: Image.Image, at: Point, color: Color, to: Color = "") -> None:
        """Paint a mask in a colour, or in a gradient from `color` at its top to `to`."""
        if to:
            self._stamp_gradient(mask, at, color, to)
            return
        *paint, alpha = rgba(color)
        if alpha == 0:
            return
        inked = mask.getbbox()
        if inked is None:
            return
        if inked != (0, 0, *mask.size):
            mask, at = mask.crop(inked), (at[0] + inked[0], at[1] + inked[1])
        box = (*at, at[0] + mask.width, at[1] + mask.height)
        if self._touch(box):
            # Pillow's core takes the levels as they are, its shell would round them every time.
            shown = mask.im if alpha == _OPAQUE else mask.im.point(_thinned(alpha), None)
            self.unfinished.im.paste((paint[0], paint[1], paint[2]), box, shown)

    def imprint(self, letters: Sequence[Letter], color: Color) -> None:
        """Paint letters (masks of Pillow's core and their boxes) in an opaque colour."""
        lefts, tops, rights, bottoms = zip(*(box for _, box in letters), strict=True)
        around = (min(lefts), min(tops), max(rights), max(bottoms))
        ink = rgba(color)[:3]
        if self._is_mirrored(letters, ink, around):
            self._mirrored.append((around, letters, ink))
        elif self._touch(around):
            self._paint(letters, ink)

    def fill(self, box: tuple[int, int, int, int], color: Color, to: Color = "") -> None:
        """Paint a rectangle (x, y, width, height)."""
        corners = (box[0], box[1], box[0] + box[2], box[1] + box[3])
        shown = _clipped(corners, self.size)
        if shown is None:
            return
        red, green, blue, alpha = rgba(color)
        if to:  # a gradient runs over the whole box, also where it is clipped
            paint = fade((box[2], box[3]), color, to)
            self.lay(paint, box[:2], paint if paint.mode == "RGBA" else None)
        elif alpha == _OPAQUE:
            self._touch(shown)
            self.unfinished.paste((red, green, blue), shown)
        else:
            self.stamp(
                Image.new("L", (shown[2] - shown[0], shown[3] - shown[1]), 255), shown[:2], color
            )

    def fill_rounded(
        self, box: tuple[int, int, int, int], radius: int, color: Color, to: Color = ""
    ) -> None:
        """Paint a rectangle with round corners."""
        x, y, width, height = box
        radius = min(radius, width // 2, height // 2)
        if to:
            self.stamp(rounded(width, height, radius), (x, y), color, to)
            return
        self.fill((x, y + radius, width, height - 2 * radius), color)
        if radius > 0:
            self.fill((x + radius, y, width - 2 * radius, radius), color)
            self.fill((x + radius, y + height - radius, width - 2 * radius, radius), color)
            self._stamp_corners(box, disc(2 * radius), color)

    def fill_frame(
        self, box: tuple[int, int, int, int], radius: int, border: int, color: Color
    ) -> None:
        """Paint a border that lies inside a rectangle with round corners."""
        x, y, width, height = box
        corner = max(min(radius, width // 2, height // 2), border)
        if 2 * corner > min(width, height):
            self.fill_rounded(box, radius, color)
            return
        side = 2 * corner
        for top in (y, y + height - border):
            self.fill((x + corner, top, width - side, border), color)
        for left in (x, x + width - border):
            self.fill((left, y + corner, border, height - side), color)
        self._stamp_corners(box, frame(side, side, radius, border), color)

    def _stamp_corners(
        self, box: tuple[int, int, int, int], mask: Image.Image, color: Color
    ) -> None:
        """Paint the four quarters of a mask into the corners of a box."""
        x, y, width, height = box
        half = mask.width // 2
        for left, at_x in ((0, x), (half, x + width - half)):
            for top, at_y in ((0, y), (half, y + height - half)):
                self.stamp(mask.crop((left, top, left + half, top + half)), (at_x, at_y), color)

    def _stamp_gradient(self, mask: Image.Image, at: Point, color: Color, to: Color) -> None:
        paint = fade(mask.size, color, to)
        if paint.mode == "RGBA":
            mask = ImageChops.multiply(mask, paint.getchannel("A"))
            paint = paint.convert("RGB")
        self.lay(paint, at, mask)

    def _is_mirrored(self, letters: Sequence[Letter], ink: Rgb, box: Box) -> bool:
        """Tell whether the mirror took letters: where nothing else was painted."""
        if self._mirror is None or box != _clipped(box, self.size):
            return False
        if any(overlap(box, other) for other in self._touched):
            return False
        return self._mirror.imprint(letters, ink, box)

    def _paint(self, letters: Sequence[Letter], ink: Rgb) -> None:
        paste = self.unfinished.im.paste
        for mask, box in letters:
            paste(ink, box, mask)

    def _touch(self, box: Box) -> bool:
        """Note where is painted; tell whether any of it lies on the canvas."""
        shown = _clipped(box, self.size)
        if shown is None:
            return False
        self._finish(shown)
        self._touched.append(shown)
        return True

    def _finish(self, box: Box) -> None:
        """Paint the letters that only the mirror has, where they meet a box."""
        near = [one for one in self._mirrored if overlap(one[0], box)]
        for one in near:
            self._mirrored.remove(one)
            around, letters, ink = one
            self._touched.append(around)
            self._paint(letters, ink)


@lru_cache(maxsize=256)
def _thinned(alpha: int) -> list[int]:
    """Return the coverage of each level in a colour that shows what is below."""
    return [level * alpha // 255 for level in range(256)]


def _clipped(box: Box, size: tuple[int, int]) -> Box | None:
    """Return what of a box lies on a canvas; None when nothing does."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[2]), min(size[1], box[3])
    return (left, top, right, bottom) if right > left and bottom > top else None
