"""The pixels being drawn on, and the anti-aliased masks that shapes are cut from.

Everything here is in device pixels. Shapes are masks of coverage (mode L), supersampled where an
edge is curved; colour enters last, so that alpha costs the same as opacity.
"""

from collections.abc import Sequence
from copy import copy
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from app.model.scene import Color
from app.render.colors import rgba
from app.render.levels import levelled
from app.render.shapes.masks import mask_of
from app.render.shapes.pieces import Disc

_FINE = 8  # samples per pixel and axis along curves
_MOST_AT_ONCE = 256  # device pixels of a radius
_MAX_SAMPLED = 4_000_000  # supersampled pixels of one polygon

Point = tuple[int, int]
Box = tuple[int, int, int, int]  # left, top, right, bottom


class Canvas:
    """An opaque RGB picture. `density` is device pixels per CSS pixel.

    Painting through the canvas leaves word of where: `touched`. Whoever takes `image` may paint
    anywhere.
    """

    def __init__(self, width: int, height: int, background: Color, density: int) -> None:
        self._begin(Image.new("RGB", (width, height), rgba(background)[:3]), density)

    @classmethod
    def over(cls, picture: Image.Image, density: int) -> "Canvas":
        """Return a canvas that begins as a copy of a picture, untouched."""
        canvas = cls.__new__(cls)
        canvas._begin(picture.copy(), density)  # noqa: SLF001  # its own
        return canvas

    def _begin(self, picture: Image.Image, density: int) -> None:
        self.density = density
        self.picture = picture  # to look at; painted on here alone
        self.size = picture.size
        self._touched: list[Box] = []

    @property
    def image(self) -> Image.Image:
        """Return the picture to paint on; it counts as painted all over."""
        self._touched.append((0, 0, *self.size))
        return self.picture

    @property
    def touched(self) -> tuple[Box, ...]:
        """Return boxes (left, top, right, bottom) outside of which nothing was painted."""
        return tuple(self._touched)

    def in_pixels(self) -> "Canvas":
        """Return the same picture measured in device pixels: what is drawn there is drawn here."""
        same = copy(self)
        same.density = 1
        return same

    def lay(self, paint: Image.Image, at: tuple[int, int], mask: Image.Image | None = None) -> None:
        """Lay a picture (RGB or RGBA) onto the canvas, through a mask as large if there is one."""
        self._touch((*at, at[0] + paint.width, at[1] + paint.height))
        self.picture.paste(paint, at, mask)

    def stamp(self, mask: Image.Image, at: Point, color: Color, to: Color = "") -> None:
        """Paint a mask in a colour, or in a gradient from `color` at its top to `to`."""
        if to:
            self._stamp_gradient(mask, at, color, to)
            return
        *paint, alpha = rgba(color)
        if alpha == 0:
            return
        box = (*at, at[0] + mask.width, at[1] + mask.height)
        if self._touch(box):
            shown = mask if alpha == 255 else mask.point(_thinned(alpha))  # noqa: PLR2004
            self.picture.paste((paint[0], paint[1], paint[2]), box, shown)

    def fill(self, box: tuple[int, int, int, int], color: Color, to: Color = "") -> None:
        """Paint a rectangle (x, y, width, height)."""
        corners = (box[0], box[1], box[0] + box[2], box[1] + box[3])
        shown = _clipped(corners, self.size)
        if shown is None:
            return
        red, green, blue, alpha = rgba(color)
        if to:  # a gradient runs over the whole box, also where it is clipped
            paint = _gradient((box[2], box[3]), color, to)
            self.lay(paint, box[:2], paint if paint.mode == "RGBA" else None)
        elif alpha == 255:  # noqa: PLR2004  # opaque
            self._touch(shown)
            self.picture.paste((red, green, blue), shown)
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
        paint = _gradient(mask.size, color, to)
        if paint.mode == "RGBA":
            mask = ImageChops.multiply(mask, paint.getchannel("A"))
            paint = paint.convert("RGB")
        self.lay(paint, at, mask)

    def _touch(self, box: Box) -> bool:
        """Note where is painted; tell whether any of it lies on the canvas."""
        shown = _clipped(box, self.size)
        if shown is not None:
            self._touched.append(shown)
        return shown is not None


def rounded(width: int, height: int, radius: int) -> Image.Image:
    """Return the mask of a rectangle with round corners of a radius."""
    mask = Image.new("L", (width, height), 255)
    radius = min(radius, width // 2, height // 2)
    if radius > 0:
        corner = _corner(radius)
        flipped = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        mask.paste(corner, (0, 0))
        mask.paste(flipped, (width - radius, 0))
        mask.paste(corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - radius))
        mask.paste(
            flipped.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (width - radius, height - radius)
        )
    return mask


def frame(width: int, height: int, radius: int, border: int) -> Image.Image:
    """Return the mask of a border that lies inside a rounded rectangle."""
    mask = rounded(width, height, radius)
    inner = (width - 2 * border, height - 2 * border)
    if inner[0] > 0 and inner[1] > 0:
        hole = rounded(*inner, max(0, radius - border))
        mask.paste(0, (border, border), hole)
    return mask


def disc(diameter: int) -> Image.Image:
    """Return the mask of a disc; an empty one below a pixel."""
    return rounded(max(0, diameter), max(0, diameter), diameter // 2)


def polygon(
    points: Sequence[tuple[float, float]], within: tuple[int, int]
) -> tuple[Image.Image, tuple[int, int]] | None:
    """Return the mask of a polygon and where it goes; None when it lies outside `within`."""
    left = max(0, int(min(x for x, _ in points)) - 1)
    top = max(0, int(min(y for _, y in points)) - 1)
    right = min(within[0], int(max(x for x, _ in points)) + 2)
    bottom = min(within[1], int(max(y for _, y in points)) + 2)
    if right <= left or bottom <= top:
        return None
    width, height = right - left, bottom - top
    fine = _FINE
    while fine > 1 and width * height * fine * fine > _MAX_SAMPLED:
        fine //= 2
    large = Image.new("L", (width * fine, height * fine), 0)
    flat = [axis * fine for x, y in points for axis in (x - left, y - top)]
    ImageDraw.Draw(large).polygon(flat, fill=255)
    return (levelled(large.reduce(fine)) if fine > 1 else large), (left, top)


def _gradient(size: tuple[int, int], color: Color, to: Color) -> Image.Image:
    """Return a vertical gradient: RGB when opaque, else RGBA."""
    first: Sequence[int] = rgba(color)
    last: Sequence[int] = rgba(to)
    height = size[1]
    if first[3] == last[3] == 255:  # noqa: PLR2004  # opaque
        first, last = first[:3], last[:3]
    channels = [
        bytes(round(a + (b - a) * (row + 0.5) / height) for row in range(height))
        for a, b in zip(first, last, strict=True)
    ]
    bands = [Image.frombytes("L", (1, height), channel) for channel in channels]
    column = Image.merge("RGB" if len(bands) == 3 else "RGBA", bands)  # noqa: PLR2004  # bands
    return column.resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=256)
def _corner(radius: int) -> Image.Image:
    """Return the top left quarter of a disc. Shared: never drawn on."""
    if radius > _MOST_AT_ONCE:  # in tiles: at once it would take the square of it in memory
        corner = Image.new("L", (radius, radius), 0)
        if placed := mask_of([Disc((radius, radius), radius)], corner.size):
            corner.paste(*placed)
        return corner
    side = radius * _FINE
    large = Image.new("L", (side, side), 0)
    ImageDraw.Draw(large).ellipse((0, 0, 2 * side - 1, 2 * side - 1), fill=255)
    return levelled(large.reduce(_FINE))


@lru_cache(maxsize=256)
def _thinned(alpha: int) -> list[int]:
    """Return the coverage of each level in a colour that shows what is below."""
    return [level * alpha // 255 for level in range(256)]


def _clipped(box: Box, size: tuple[int, int]) -> Box | None:
    """Return what of a box lies on a canvas; None when nothing does."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[2]), min(size[1], box[3])
    return (left, top, right, bottom) if right > left and bottom > top else None
