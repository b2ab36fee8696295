"""The bytes of a drawn scene."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """Formats that every mail client shows; the extension in the URL is the format."""

    PNG = "png"
    JPG = "jpg"
    GIF = "gif"

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return "image/jpeg" if self is Format.JPG else f"image/{self.value}"

    @classmethod
    def of_extension(cls, extension: str) -> "Format | None":
        """Return the format of an extension in any case (`jpeg` is `jpg`), None for others."""
        return _BY_EXTENSION.get(extension.lower())


_BY_EXTENSION = {"png": Format.PNG, "jpg": Format.JPG, "jpeg": Format.JPG, "gif": Format.GIF}


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
