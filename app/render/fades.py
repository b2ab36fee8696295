"""Fades from one colour to another, from top to bottom."""

from collections.abc import Sequence

from PIL import Image

from app.model.scene import Color
from app.render.colors import rgba


def fade(size: tuple[int, int], color: Color, to: Color) -> Image.Image:
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
