"""Encoders keep every pixel where the format can."""

from io import BytesIO

import pytest
from PIL import Image

from app.render.encoding import encode_gif, encode_jpeg, encode_png, exact_palette


def opened(body: bytes) -> Image.Image:
    """Return the decoded RGB pixels."""
    with Image.open(BytesIO(body)) as picture:
        picture.load()
        return picture.convert("RGB")


def ramp(colors: int) -> Image.Image:
    """Return a picture of so many colours."""
    image = Image.new("RGB", (colors, 3))
    for x in range(colors):
        image.paste((x % 256, x * 7 % 256, x // 256), (x, 0, x + 1, 3))
    return image


@pytest.mark.parametrize("colors", [2, 3, 200, 256, 257, 999])
def test_a_png_loses_nothing(colors: int) -> None:
    """A PNG decodes to the very pixels, with or without a palette."""
    image = ramp(colors)
    assert image.tobytes() == opened(encode_png(image)).tobytes()


def test_few_colours_become_a_palette() -> None:
    """Flat pictures are indexed, others are not."""
    assert exact_palette(ramp(64)) is not None
    assert exact_palette(ramp(300)) is None
    flat = Image.new("RGB", (300, 300), (9, 9, 9))
    assert len(encode_png(flat)) < 600


def test_a_gif_of_few_colours_loses_nothing() -> None:
    """Up to 256 colours a GIF is exact; it holds one frame."""
    image = ramp(120)
    body = encode_gif(image)
    assert image.tobytes() == opened(body).tobytes()
    with Image.open(BytesIO(body)) as picture:
        assert getattr(picture, "n_frames", 1) == 1
    assert opened(encode_gif(ramp(900))).size == (900, 3)


def test_a_sharp_jpeg_keeps_colour_edges() -> None:
    """Text is written without thinning out its colours."""
    image = Image.new("RGB", (64, 64), (255, 255, 255))
    for x in range(0, 64, 2):
        image.paste((200, 0, 0), (x, 0, x + 1, 64))
    sharp, soft = encode_jpeg(image, sharp=True), encode_jpeg(image, sharp=False)
    assert opened(sharp).getpixel((30, 30))[0] - opened(sharp).getpixel((30, 30))[1] > 150
    assert len(soft) < len(sharp)
