"""Pictures are decoded within limits, upright, in sRGB, and fitted as asked."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from app.model.scene import Fit, Picture
from app.render.canvas import Canvas
from app.render.pictures import MAX_BYTES, Gallery, decode
from tests.render.scenes import ASSETS, encoded


def halves(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Return a picture that is red on the left and blue on the right."""
    image = Image.new("RGB", size, (255, 0, 0))
    image.paste((0, 0, 255), (size[0] // 2, 0, *size))
    return image


def a_bomb(width: int, height: int) -> bytes:
    """Return a small PNG that claims a huge size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


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
        a_bomb(65500, 65500),
        a_bomb(5000, 4000),
        a_bomb(10_000, 10_000),
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


def drawn(node: Picture, body: bytes, size: tuple[int, int] = (40, 40)) -> Image.Image:
    """Return a black canvas with a picture on it."""
    canvas = Canvas(*size, "#000000ff", 1)
    assert Gallery({"a": body}.get).draw(canvas, node)
    return canvas.image


def test_cover_fills_the_box_and_keeps_the_focus() -> None:
    """The focused side stays visible."""
    body = encoded(halves(), "PNG")
    for focus, expected in (((0, 50), (255, 0, 0)), ((100, 50), (0, 0, 255))):
        image = drawn(Picture(asset="a", box=(0, 0, 40, 40), focus=focus), body)
        assert expected == image.getpixel((8, 20))


def test_contain_shows_the_whole_picture() -> None:
    """What the picture does not fill keeps the ground."""
    image = drawn(Picture(asset="a", box=(0, 0, 40, 40), fit=Fit.CONTAIN), encoded(halves(), "PNG"))
    assert [image.getpixel(at) for at in ((5, 2), (5, 20), (35, 20))] == [
        (0, 0, 0),
        (255, 0, 0),
        (0, 0, 255),
    ]


def test_fill_stretches() -> None:
    """The picture takes the box's shape."""
    image = drawn(Picture(asset="a", box=(0, 0, 40, 40), fit=Fit.FILL), encoded(halves(), "PNG"))
    assert [image.getpixel(at) for at in ((2, 2), (37, 37))] == [(255, 0, 0), (0, 0, 255)]


def test_corners_are_round_and_alpha_shows_the_ground() -> None:
    """Rounded corners and transparency let the ground through."""
    image = drawn(Picture(asset="a", box=(0, 0, 40, 40), radius=10), ASSETS["logo"])
    assert image.getpixel((0, 0)) == (0, 0, 0)
    opaque = drawn(Picture(asset="a", box=(0, 0, 40, 40), radius=10), ASSETS["photo"])
    assert opaque.getpixel((0, 0)) == (0, 0, 0)
    assert opaque.getpixel((20, 1)) != (0, 0, 0)


def test_a_fitted_picture_is_kept() -> None:
    """The second drawing does not read the asset again; what is too large is not kept."""
    asked: list[str] = []

    def read(digest: str) -> bytes:
        asked.append(digest)
        return ASSETS["photo"]

    for keep_bytes, times in ((10_000_000, 1), (10, 2)):
        asked.clear()
        gallery = Gallery(read, keep_bytes=keep_bytes)
        for _ in range(2):
            gallery.draw(Canvas(40, 40, "#000000ff", 1), Picture(asset="a", box=(0, 0, 40, 40)))
        assert times == len(asked)


def test_a_missing_asset_is_told() -> None:
    """Nothing is drawn, and the caller knows; an empty box wants no asset."""
    gallery = Gallery({}.get)
    canvas = Canvas(40, 40, "#000000ff", 1)
    assert not gallery.draw(canvas, Picture(asset="a", box=(0, 0, 40, 40)))
    assert gallery.draw(canvas, Picture(asset="a", box=(0, 0, 0, 40)))
    assert BytesIO(canvas.image.tobytes()).read() == bytes(40 * 40 * 3)
