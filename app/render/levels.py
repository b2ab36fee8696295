"""How finely edges are told apart: sixteen levels of coverage.

Between two inks lie sixteen shades, so that a flat picture with a dozen pairs of inks keeps within
the 256 colours of a palette. At two pixels to the CSS pixel nobody sees the difference.
"""

from typing import Any

from PIL import Image

_STEPS = 15
_LEVELS = [(value * _STEPS + 127) // 255 * (255 // _STEPS) for value in range(256)]


def levelled(mask: Image.Image) -> Image.Image:
    """Return a mask of coverage (mode L) in sixteen levels; nothing and all stay as they are."""
    return mask.point(_LEVELS)


def levelled_core(mask: Any) -> Any:
    """Return the same of a mask of Pillow's core, which takes the levels as they are."""
    return mask.point(_LEVELS, None)
