"""Shaping of complex scripts, made available before Pillow's font engine loads.

Pillow's wheel carries Raqm and HarfBuzz but opens FriBiDi from the system, which slim systems lack.
Loading the bundled library first satisfies it by name; everything in this package takes
`ImageFont` from here, so that the order holds.
"""

import ctypes
import platform
from pathlib import Path

from PIL import features

_BUNDLED = (
    Path(__file__).resolve().parents[2] / "static" / "native" / "linux-x86_64" / "libfribidi.so.0"
)


def _preload(library: Path) -> bool:
    """Load the bundled FriBiDi where it can run; False leaves the choice to the system."""
    if platform.system() != "Linux" or platform.machine() not in {"x86_64", "AMD64"}:
        return False
    if platform.libc_ver()[0] != "glibc":
        return False
    try:
        ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


BUNDLED_FRIBIDI = _preload(_BUNDLED)

from PIL import ImageFont  # noqa: E402  # must not load before FriBiDi, see above


def shaping_available() -> bool:
    """Tell whether Arabic, Devanagari and their like come out shaped."""
    return bool(features.check("raqm"))


def versions() -> tuple[str, ...]:
    """Return name and version of every library that decides about pixels."""
    import PIL  # noqa: PLC0415  # the package object only, for its version

    named = ("freetype2", "raqm", "harfbuzz", "fribidi", "libjpeg_turbo", "zlib")
    found = (f"{name} {features.version(name)}" for name in named)
    return (f"pillow {PIL.__version__}", *found)


__all__ = ["BUNDLED_FRIBIDI", "ImageFont", "shaping_available", "versions"]
