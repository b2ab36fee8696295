"""Masks of digits and short words, cut once."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops

from app.model.nodes.basics import Align, VAlign
from app.model.nodes.text import Text
from app.render.canvas import Canvas
from app.render.lettering import Letterer
from app.render.levels import levelled

REFERENCE = 100  # device pixels: the size at which proportions are measured
_BLACK, _WHITE = "#000000ff", "#ffffffff"
_TRACKING = 0.05  # ems between digits


@dataclass(frozen=True, slots=True)
class Digits:
    """The ten digits of a face at a size, each as wide as the widest and as high as the highest."""

    masks: dict[str, Image.Image]
    width: int  # device pixels, likewise
    height: int
    pitch: int  # from one digit to the next


@lru_cache(maxsize=64)
def digits(letterer: Letterer, font: str, weight: int, size: int, numerals: str) -> Digits:
    """Return the ten digits of a face at a size. Shared: never drawn on."""
    side = 2 * size
    drawn = {
        digit: mask(letterer, _centered(digit, font, weight, size, (side, side)), (side, side))
        for digit in numerals
    }
    boxes = [box for each in drawn.values() if (box := each.getbbox())]
    if not boxes:
        return Digits(drawn, side, side, side)
    reach = max(max(size - box[0], box[2] - size) for box in boxes)
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    crop = (size - reach, top, size + reach, bottom)
    return Digits(
        masks={digit: each.crop(crop) for digit, each in drawn.items()},
        width=2 * reach,
        height=bottom - top,
        pitch=2 * reach + max(1, round(size * _TRACKING)),
    )


@lru_cache(maxsize=2048)
def word(  # noqa: PLR0917  # the key of the cache
    letterer: Letterer, content: str, font: str, weight: int, size: int, room: tuple[int, int]
) -> Image.Image:
    """Return the mask of a word in the middle of a room in device pixels. Shared."""
    return mask(letterer, _centered(content, font, weight, size, room), room)


@lru_cache(maxsize=2048)
def width_of(letterer: Letterer, content: str, font: str, size: int) -> float:
    """Return how wide a word is in device pixels."""
    node = _centered(content, font, 400, size, (100 * size, 2 * size))
    return letterer.extent(node, 1)[0]


def mask(letterer: Letterer, node: Text, room: tuple[int, int]) -> Image.Image:
    """Return a black text's mask, its box in device pixels."""
    canvas = Canvas(*room, _WHITE, 1)
    letterer.draw(canvas, node)
    return levelled(ImageChops.invert(canvas.picture.getchannel("R")))


def _centered(content: str, font: str, weight: int, size: int, room: tuple[int, int]) -> Text:
    return Text(
        content=content, box=(0, 0, *room), ink=_BLACK, font=font, weight=weight, size=size,
        min_size=max(1, size // 2), align=Align.CENTER, valign=VAlign.MIDDLE, line_height=1.2,
    )  # fmt: skip
