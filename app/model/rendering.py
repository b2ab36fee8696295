"""The bytes of a drawn scene."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Format(StrEnum):
    """Formats of pictures; the extension in the URL is the format."""

    PNG = "png"
    JPG = "jpg"
    GIF = "gif"
    WEBP = "webp"
    AVIF = "avif"

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return "image/jpeg" if self is Format.JPG else f"image/{self.value}"

    @property
    def spelled(self) -> str:
        """What people call it."""
        return _SPELLED[self]

    @classmethod
    def of_extension(cls, extension: str) -> "Format | None":
        """Return the format of an extension in any case (`jpeg` is `jpg`), None for others."""
        return _BY_EXTENSION.get(extension.lower())


SAFE: Final = frozenset({Format.PNG, Format.JPG, Format.GIF})
"""Formats that every mail client shows."""
EXTRA: Final = frozenset(Format) - SAFE
"""Formats that some show, drawn only where the operator said so."""
_SPELLED: Final = {
    Format.PNG: "PNG", Format.JPG: "JPEG", Format.GIF: "GIF", Format.WEBP: "WebP",
    Format.AVIF: "AVIF",
}  # fmt: skip
_BY_EXTENSION: Final = {each.value: each for each in Format} | {"jpeg": Format.JPG}


def drawn_formats(extra: Collection[Format] = ()) -> dict[str, Format]:
    """Return the formats that are drawn, by extension: the safe ones and the `extra`."""
    drawn = SAFE | frozenset(extra)
    return {extension: each for extension, each in _BY_EXTENSION.items() if each in drawn}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One picture: `digest` is the keyed digest of scene and renderer, the same for each format."""

    digest: str
    format: Format
    body: bytes
    width: int  # device pixels
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded picture as it is kept: checked, without metadata."""

    media_type: str
    width: int  # pixels, as shown
    height: int
    body: bytes
