"""Masks grown and blurred: what outlines and shadows of letters are made of."""

from math import ceil, cos, pi, sin

from PIL import Image, ImageFilter

_APART = 1.5  # pixels between the places on a ring
_LEAST, _MOST = 8, 40  # places on a ring
_BUDGET = 30_000_000  # pixels pasted for one outline; larger ones are grown coarser
_SMOOTH = 0.8  # pixels: places are whole ones, edges are not
_STEEP = [max(0, min(255, round((value - 128) * 1.9 + 128))) for value in range(256)]
_COARSEST = 8  # pixels of a mask that one of a blurred mask may stand for


def spread(mask: Image.Image, radius: float) -> Image.Image:
    """Return a mask (L) in which everything reaches `radius` pixels farther, round at corners."""
    places = [place for ring in _rings(radius) for place in ring]
    if mask.width * mask.height * len(places) > _BUDGET and min(mask.size) > 1:
        return spread(mask.reduce(2), radius / 2).resize(mask.size, Image.Resampling.BICUBIC)
    grown = mask.copy()
    for place in places:
        grown.paste(255, place, mask)
    return grown.filter(ImageFilter.GaussianBlur(_SMOOTH)).point(_STEEP)


def blurred(mask: Image.Image, radius: float) -> Image.Image:
    """Return a mask (L) blurred as CSS blurs a shadow, coarser where nobody can tell."""
    coarse = max(1, min(_COARSEST, int(radius / 4)))
    small = mask.reduce(coarse) if coarse > 1 else mask
    soft = small.filter(ImageFilter.GaussianBlur(radius / 2 / coarse))
    return soft.resize(mask.size, Image.Resampling.BICUBIC) if coarse > 1 else soft


def _rings(radius: float) -> list[set[tuple[int, int]]]:
    """Return rings from the rim inwards, so near to each other that no letter falls between."""
    found = []
    left = radius
    while left >= 0.5:  # noqa: PLR2004  # half a pixel shows nothing
        count = min(_MOST, max(_LEAST, ceil(2 * pi * left / _APART)))
        angles = [2 * pi * step / count for step in range(count)]
        found.append({(round(left * cos(angle)), round(left * sin(angle))) for angle in angles})
        left -= max(1.0, radius / 4)
    return found
