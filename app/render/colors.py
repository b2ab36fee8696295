"""Colours as the scene spells them, and what follows from them."""

from functools import lru_cache

from app.errors import RenderError
from app.model.scene import Color

Rgba = tuple[int, int, int, int]
_LENGTHS = {7, 9}
_DARK_INK: Color = "#16202aff"
_LIGHT_INK: Color = "#ffffffff"
_BRIGHT = 0.36  # relative luminance above which dark ink reads better


@lru_cache(maxsize=1024)
def rgba(color: Color) -> Rgba:
    """Return the channels of `#rrggbb` or `#rrggbbaa`; raises RenderError for anything else."""
    digits = color[1:]
    spelled = color.startswith("#") and len(color) in _LENGTHS and digits.isalnum()
    try:
        values = bytes.fromhex(digits) if spelled else b""
    except ValueError:
        values = b""
    if not values:
        raise RenderError(
            f"Colour {color!r} is not spelled #rrggbb or #rrggbbaa.",
            remedy="Use six or eight hexadecimal digits.",
            value=color[:40],
        )
    red, green, blue = values[:3]
    return red, green, blue, values[3] if len(values) > 3 else 255  # noqa: PLR2004  # has alpha


def luminance(color: Color) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white), without its alpha."""
    red, green, blue = (_linear(channel / 255) for channel in rgba(color)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_ink(ground: Color) -> Color:
    """Return the ink, dark or light, that reads on a ground."""
    return _DARK_INK if luminance(ground) > _BRIGHT else _LIGHT_INK


def mixed(one: Color, other: Color, share: float) -> Color:
    """Return `one` with a share (0 to 1) of `other`; alpha included."""
    pairs = zip(rgba(one), rgba(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def faded(color: Color, opacity: float) -> Color:
    """Return a colour with its alpha multiplied by an opacity (0 to 1)."""
    red, green, blue, alpha = rgba(color)
    return f"#{red:02x}{green:02x}{blue:02x}{round(alpha * opacity):02x}"


def opaque(color: Color) -> str:
    """Return a colour as it looks on white, as `#rrggbb`."""
    return over(color, "#ffffff")


def over(color: Color, ground: str) -> str:
    """Return a colour as it looks on a ground, as `#rrggbb`: mail knows no alpha."""
    *paint, alpha = rgba(color)
    below = rgba(ground)[:3]
    return "#" + "".join(
        f"{round(b + (a - b) * alpha / 255):02x}" for a, b in zip(paint, below, strict=True)
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # the sRGB curve
