"""The libraries that decide about pixels."""

from importlib.metadata import version

from PIL import features

from app.render.encoding.png import PACKER

_PACKAGES = ("pillow", "uharfbuzz", "icu4py", "babel")
_BUILT_IN = ("libjpeg_turbo", "zlib", "webp", "freetype2")


def versions() -> tuple[str, ...]:
    """Return name and version of every library that decides about pixels."""
    found = (f"{name} {features.version(name)}" for name in _BUILT_IN)
    packer = PACKER.partition(".")[0]
    packages = _PACKAGES if packer == "zlib" else (*_PACKAGES, packer)
    return (*(f"{name} {version(name)}" for name in packages), *found)
