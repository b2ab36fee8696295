"""The last rung is a valid picture of each format."""

from io import BytesIO

import pytest
from PIL import Image

from app.model.rendering import Format
from app.render import builtin, builtin_of_extension


@pytest.mark.parametrize("kind", list(Format))
def test_each_format_has_a_picture_of_four_pixels(kind: Format) -> None:
    """It decodes, is 2x2 and what its format says."""
    with Image.open(BytesIO(builtin(kind))) as picture:
        picture.load()
        assert picture.size == (2, 2)
        assert kind.media_type == Image.MIME[picture.format or ""]


@pytest.mark.parametrize(
    "extension", ["png", "JPEG", "jpg", "gif", "webp", "avif", "bmp", "apng", "tiff"]
)
def test_hostile_extensions_have_one_too(extension: str) -> None:
    """Any extension gets a valid picture and its media type; PNG when unknown."""
    body, media_type = builtin_of_extension(extension)
    with Image.open(BytesIO(body)) as picture:
        picture.load()
        assert picture.size == (2, 2)
    assert media_type.startswith("image/")
