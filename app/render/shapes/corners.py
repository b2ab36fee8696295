"""Rectangles whose corners are each as round as they should be, as masks."""

from PIL import Image

from app.render.shapes.rounding import disc, rounded

Radii = tuple[int, int, int, int]
"""Upper left, upper right, lower right, lower left, in device pixels."""


def cornered(width: int, height: int, radii: Radii) -> Image.Image:
    """Return the mask of a rectangle; radii that do not fit beside each other shrink together."""
    radii = fitting(width, height, radii)
    if len(set(radii)) == 1:
        return rounded(width, height, radii[0])
    mask = Image.new("L", (width, height), 255)
    for radius, right, low in zip(radii, (0, 1, 1, 0), (0, 0, 1, 1), strict=True):
        if radius > 0:
            quarter = (right * radius, low * radius, (right + 1) * radius, (low + 1) * radius)
            at = ((width - radius) * right, (height - radius) * low)
            mask.paste(disc(2 * radius).crop(quarter), at)
    return mask


def framed(width: int, height: int, radii: Radii, border: int) -> Image.Image:
    """Return the mask of a border that lies inside such a rectangle."""
    radii = fitting(width, height, radii)
    mask = cornered(width, height, radii)
    inner = (width - 2 * border, height - 2 * border)
    if min(inner) > 0:
        rest = tuple(max(0, radius - border) for radius in radii)
        mask.paste(0, (border, border), cornered(*inner, (rest[0], rest[1], rest[2], rest[3])))
    return mask


def fitting(width: int, height: int, radii: Radii) -> Radii:
    """Return radii of which no two overlap on a side, shrunk in proportion as in CSS."""
    first, second, third, fourth = (max(0, radius) for radius in radii)
    sides = (
        (width, first + second),
        (height, second + third),
        (width, third + fourth),
        (height, fourth + first),
    )
    if all(taken <= side for side, taken in sides):
        return first, second, third, fourth
    side, taken = min((one for one in sides if one[1]), key=lambda one: one[0] / one[1])
    shrunk = [radius * side // taken for radius in (first, second, third, fourth)]
    return shrunk[0], shrunk[1], shrunk[2], shrunk[3]
