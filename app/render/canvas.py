"""The pixels being drawn on, in device pixels.

Shapes are masks of coverage (mode L); colour enters last, so that alpha costs the same as opacity.
"""

from collections.abc import Sequence
from copy import copy
from functools import lru_cache

from PIL import Image, ImageChops

from app.model.scene import Color
from app.render.boxes import Box, clipped
from app.render.colors import rgba
from app.render.fades import fade
from app.render.shapes.rounding import disc, frame, rounded
from app.render.surface import Mirror, Shape, Surface

_OPAQUE = 255

Point = tuple[int, int]


class Canvas:
    """An opaque RGB picture. `density` is device pixels per CSS pixel.

    Painting through the canvas leaves word of where: `touched`. Whoever takes `image` may paint
    anywhere. Shapes that a mirror took are painted once something else comes near them or the
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
        self.surface = Surface(picture, mirror)

    @property
    def picture(self) -> Image.Image:
        """Return the picture to look at."""
        self.surface.finish((0, 0, *self.size))
        return self.surface.picture

    @property
    def image(self) -> Image.Image:
        """Return the picture to paint on; it counts as painted all over."""
        self.surface.touch((0, 0, *self.size))
        return self.surface.picture

    @property
    def touched(self) -> tuple[Box, ...]:
        """Return boxes outside of which nothing was painted, but what the mirror has."""
        return tuple(self.surface.touched)

    def in_pixels(self) -> "Canvas":
        """Return the same picture measured in device pixels: what is drawn there is drawn here."""
        same = copy(self)
        same.density = 1
        return same

    def lay(self, paint: Image.Image, at: tuple[int, int], mask: Image.Image | None = None) -> None:
        """Lay a picture (RGB or RGBA) onto the canvas, through a mask as large if there is one."""
        self.surface.touch((*at, at[0] + paint.width, at[1] + paint.height))
        self.surface.picture.paste(paint, at, mask)

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
        ink = (paint[0], paint[1], paint[2])
        if alpha == _OPAQUE:
            self.surface.put([(mask.im, box)], ink, box)
        elif self.surface.touch(box):
            # Levels as they are, as Pillow's core takes them: its shell would round them.
            self.surface.picture.im.paste(ink, box, mask.im.point(_thinned(alpha), None))

    def imprint(self, letters: Sequence[Shape], color: Color) -> None:
        """Paint letters (masks of Pillow's core and their boxes) in an opaque colour."""
        lefts, tops, rights, bottoms = zip(*(box for _, box in letters), strict=True)
        self.surface.put(
            letters, rgba(color)[:3], (min(lefts), min(tops), max(rights), max(bottoms))
        )

    def fill(self, box: tuple[int, int, int, int], color: Color, to: Color = "") -> None:
        """Paint a rectangle (x, y, width, height)."""
        corners = (box[0], box[1], box[0] + box[2], box[1] + box[3])
        shown = clipped(corners, self.size)
        if shown is None:
            return
        red, green, blue, alpha = rgba(color)
        if to:  # a gradient runs over the whole box, also where it is clipped
            paint = fade((box[2], box[3]), color, to)
            self.lay(paint, box[:2], paint if paint.mode == "RGBA" else None)
        elif alpha == _OPAQUE:
            self.surface.put([(None, shown)], (red, green, blue), shown)
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


@lru_cache(maxsize=256)
def _thinned(alpha: int) -> list[int]:
    """Return the coverage of each level in a colour that shows what is below."""
    return [level * alpha // 255 for level in range(256)]
