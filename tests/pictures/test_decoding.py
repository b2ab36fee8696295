"""Pictures are decoded within limits, upright and in sRGB."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from app.pictures.decoding import MAX_BYTES, decode
from tests.pictures.uploads import a_png, halves
from tests.render.scenes import ASSETS, encoded


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_four_formats_are_decoded(kind: str) -> None:
    """PNG, JPEG, GIF and WebP are pictures."""
    picture = decode(encoded(halves(), kind))
    assert picture is not None
    assert picture.size == (40, 20)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA", "PCX", "AVIF"])
def test_other_formats_are_not(kind: str) -> None:
    """A format that is not on the list is not even looked at."""
    assert decode(encoded(halves(), kind)) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"GIF89a",
        ASSETS["broken"],
        a_png(65500, 65500),
        a_png(5000, 4000),
        a_png(10_000, 10_000),
        b"\xff\xd8\xff" + b"x" * 300,
        b"x" * (MAX_BYTES + 1),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_bombs_and_rubbish_are_not_decoded(body: bytes) -> None:
    """Too many pixels, too many bytes, cut or unknown: no picture, no exception."""
    assert decode(body) is None


@given(
    st.integers(min_value=0, max_value=2000),
    st.binary(min_size=1, max_size=8),
    st.sampled_from(["photo", "logo"]),
)
@settings(max_examples=80, deadline=None)
def test_mutated_pictures_never_raise(place: int, noise: bytes, asset: str) -> None:
    """A picture with flipped bytes is drawn or skipped."""
    body = ASSETS[asset]
    at = place % len(body)
    picture = decode(body[:at] + noise + body[at + len(noise) :], (50, 50))
    assert picture is None or picture.mode in {"RGB", "RGBA"}


def test_a_picture_that_lies_on_its_side_is_put_upright() -> None:
    """The camera's orientation is applied."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = decode(encoded(halves(), "JPEG", exif=exif))
    assert picture is not None
    assert picture.size == (20, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    """Grey, indexed, 16 bits: all come out as RGB or RGBA."""
    image = Image.new(mode, (8, 8), 200 * 256 if mode.startswith("I") else 0)
    picture = decode(encoded(image, "PNG"))
    assert picture is not None
    if mode.startswith("I"):
        assert picture.getpixel((1, 1)) == (200, 200, 200)


def test_a_cmyk_photograph_becomes_rgb() -> None:
    """A print photograph is converted."""
    picture = decode(encoded(halves().convert("CMYK"), "JPEG"))
    assert picture is not None
    assert picture.mode == "RGB"


def test_a_colour_profile_is_applied_and_a_broken_one_ignored() -> None:
    """Numbers are converted to sRGB, or taken as sRGB."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"rubbish", srgb):
        assert decode(encoded(halves(), "JPEG", icc_profile=icc)) is not None
