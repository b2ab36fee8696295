"""Northbeam's colours as the pictures use them, and gradients made of them."""

from PIL import Image

Rgb = tuple[int, int, int]


def rgb(color: str) -> Rgb:
    """Return `#rrggbb` as three numbers of 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """Return the colour `share` (0 to 1) of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def vertical(size: tuple[int, int], stops: tuple[Rgb, ...]) -> Image.Image:
    """Return a picture that runs through evenly spaced colours from top to bottom."""
    height = size[1]
    column = Image.new("RGB", (1, height))
    for y in range(height):
        at = y / max(1, height - 1) * (len(stops) - 1)
        below = min(int(at), len(stops) - 2)
        column.putpixel((0, y), mix(stops[below], stops[below + 1], at - below))
    return column.resize(size)


def glow(size: tuple[int, int], center: tuple[int, int], radius: int) -> Image.Image:
    """Return a mask that fades from full at the centre to nothing at the radius, in pixels."""
    spot = Image.eval(Image.radial_gradient("L"), lambda value: max(0, 255 - value * 2))
    spot = Image.eval(spot.resize((radius * 4, radius * 4)), lambda value: value * value // 255)
    mask = Image.new("L", size, 0)
    mask.paste(spot, (center[0] - radius * 2, center[1] - radius * 2))
    return mask
