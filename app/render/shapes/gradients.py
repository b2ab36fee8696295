"""Gradients as pictures: along a line at any angle, or from a middle outwards.

Colours are mixed with their alpha premultiplied, as CSS has it: a fade to nothing keeps its hue.
Every pixel gets the nearest of 256 shades per channel; nothing is dithered, so that the same
gradient packs well and is the same everywhere.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

from PIL import Image, ImageMath

from app.model.scene import Color
from app.render.colors import Rgba, rgba

Size = tuple[int, int]
_OPAQUE = 255
_FINE = 2  # samples of the ramp per device pixel
_LONGEST = 32_768  # samples of a ramp
_LEVELS = 65_536  # squared distances told apart around a middle
_RAMP = 256  # shades from the middle outwards


def linear(size: Size, colors: Sequence[Color], angle: int) -> Image.Image:
    """Return a gradient along a line; RGB when every colour is opaque, else RGBA.

    `angle` in degrees as in CSS: 180 runs down, 90 to the right. The first and the last colour
    lie in corners. Colours are evenly spaced.
    """
    width, height = size
    turned = angle % 360
    if turned % 180 == 0:
        return _strip(_ordered(colors, back=turned == 0), height).resize(size, _NEAREST)
    if turned % 90 == 0:
        ramp = _strip(_ordered(colors, back=turned > 180), width)  # noqa: PLR2004  # to the left
        return ramp.transpose(Image.Transpose.ROTATE_90).resize(size, _NEAREST)
    across, down = sin(angle * pi / 180), -cos(angle * pi / 180)
    length = abs(width * across) + abs(height * down)
    count = max(2, min(_LONGEST, round(length * _FINE)))
    # The place along the ramp: 0 to `count` from corner to corner, through the middle of pixels.
    scale = count / length
    start = count / 2 - (width / 2 * across + height / 2 * down) * scale
    ramp = _strip(colors, count)
    return ramp.transform(
        size,
        Image.Transform.AFFINE,
        (0, 0, 0.5, across * scale, down * scale, start),
        resample=_NEAREST,
    )


def radial(size: Size, colors: Sequence[Color], at: tuple[int, int] = (50, 50)) -> Image.Image:
    """Return a gradient from a middle to the farthest corner, as an ellipse like the box.

    `at`: the middle, in percent of width and height.
    """
    squares = [_squares(side, share) for side, share in zip(size, at, strict=True)]
    across = Image.frombytes("I", (size[0], 1), squares[0]).resize(size, _NEAREST)
    down = Image.frombytes("I", (1, size[1]), squares[1]).resize(size, _NEAREST)
    away = ImageMath.lambda_eval(lambda args: args["x"] + args["y"], x=across, y=down)
    places = away.point(_roots(), "L")
    return _merged([places.point(list(band)) for band in ramp_of(colors, _RAMP)])


def ramp_of(colors: Sequence[Color], count: int) -> list[bytes]:
    """Return the channels of `count` shades from the first colour to the last, evenly spaced.

    Red, green, blue, and alpha unless every colour is opaque.
    """
    stops = [rgba(color) for color in colors]
    spans = len(stops) - 1
    parts: list[list[bytes]] = []
    done = 0
    for number, (one, other) in enumerate(pairwise(stops), start=1):
        end = count * number // spans
        places = [(row + 0.5) * spans / count - (number - 1) for row in range(done, end)]
        parts.append(_mixed(one, other, places))
        done = end
    channels = [b"".join(part) for part in zip(*parts, strict=True)]
    return channels[:3] if all(stop[3] == _OPAQUE for stop in stops) else channels


_NEAREST = Image.Resampling.NEAREST


def _mixed(one: Rgba, other: Rgba, places: Sequence[float]) -> list[bytes]:
    """Return the channels of the mixtures of two colours, 0 (the one) to 1 (the other)."""
    first, last = one[3], other[3]
    alphas = [first + (last - first) * place for place in places]
    if first == last:
        weights = places
    else:
        weights = [
            place * last / alpha if alpha > 0 else 0.0
            for place, alpha in zip(places, alphas, strict=True)
        ]
    return [
        *(
            bytes([round(a + (b - a) * weight) for weight in weights])
            for a, b in zip(one[:3], other[:3], strict=True)
        ),
        bytes(map(round, alphas)),
    ]


def _strip(colors: Sequence[Color], count: int) -> Image.Image:
    """Return a column of so many shades, the first colour on top."""
    bands = [Image.frombytes("L", (1, count), channel) for channel in ramp_of(colors, count)]
    return _merged(bands)


def _merged(bands: Sequence[Image.Image]) -> Image.Image:
    return Image.merge("RGB" if len(bands) == 3 else "RGBA", bands)  # noqa: PLR2004  # bands


@lru_cache(maxsize=1)
def _roots() -> list[int]:
    """Return the place along a ramp for every squared distance."""
    return [int((level / _LEVELS) ** 0.5 * _RAMP) for level in range(_LEVELS)]


def _ordered(colors: Sequence[Color], *, back: bool) -> Sequence[Color]:
    return colors[::-1] if back else colors


def _squares(side: int, share: int) -> bytes:
    """Return the squared distances of pixels from the middle, of `_LEVELS` in the far corner."""
    middle = side * share / 100
    reach = max(middle, side - middle)
    most = (_LEVELS - 1) // 2
    found = (min(most, int(((x + 0.5 - middle) / reach) ** 2 * most)) for x in range(side))
    return b"".join(value.to_bytes(4, "little") for value in found)
