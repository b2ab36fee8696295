"""Uploads are kept clean, or refused with a remedy."""

from io import BytesIO

import pytest
from PIL import Image

from app.errors import Unacceptable
from app.pictures.accepting import MAX_FRAMES, accept
from app.pictures.decoding import MAX_BYTES
from app.pictures.stripping import Malformed, gif_frames, stripped
from tests.pictures.uploads import (
    SECRET,
    a_gif,
    a_png,
    a_profile,
    an_animation,
    noise,
    pixels,
    tagged,
)
from tests.render.scenes import encoded

KINDS = ["PNG", "JPEG", "GIF", "WEBP"]


def refused(body: bytes) -> Unacceptable:
    """Return why a picture is refused."""
    with pytest.raises(Unacceptable) as caught:
        accept(body)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_a_clean_picture_is_kept_as_it_came(kind: str, mode: str) -> None:
    """Without metadata nothing changes, not a byte."""
    image = noise((40, 30)).convert(
        "RGB" if (kind, mode) in {("JPEG", "P"), ("JPEG", "RGBA")} else mode
    )
    body = encoded(image, kind)

    upload = accept(body)

    assert (f"image/{kind.lower()}", 40, 30) == (upload.media_type, upload.width, upload.height)
    assert body == upload.body


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("profile", [b"", a_profile()])
def test_metadata_is_left_out(kind: str, profile: bytes) -> None:
    """Places, texts, profiles and what follows the end are gone; the pixels are the same."""
    body = tagged(kind, profile=profile)
    kept = accept(body).body

    assert SECRET in body
    assert SECRET not in kept
    assert pixels(body) == pixels(kept)
    with Image.open(BytesIO(kept)) as opened:
        opened.load()
        assert not {"exif", "xmp", "icc_profile", "comment", "Author"} & opened.info.keys()
        assert not opened.getexif()


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}, {}])
def test_every_way_of_jpeg_is_stripped(options: dict[str, object]) -> None:
    """Scans, restarts and fill bytes are walked over."""
    body = encoded(noise((64, 64)), "JPEG", comment=SECRET, **options)
    filled = body.replace(b"\xff\xda", b"\xff\xff\xff\xda", 1)

    assert pixels(body) == pixels(stripped(filled, "JPEG"))
    assert SECRET not in stripped(filled, "JPEG")


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_keeps_its_frames(kind: str) -> None:
    """Up to fifty frames are kept, with their times and loops; one more is refused."""
    body = an_animation(kind, MAX_FRAMES)
    with Image.open(BytesIO(accept(body).body)) as opened:
        assert opened.n_frames == MAX_FRAMES

    assert f"{MAX_FRAMES + 1} frames" in refused(an_animation(kind, MAX_FRAMES + 1)).message


def test_many_frames_are_counted_without_decoding() -> None:
    """A GIF of 200,000 frames is counted block by block."""
    assert gif_frames(a_gif(200_000)) == 200_000
    assert "200 frames" in refused(a_gif(200)).message


def test_a_photograph_on_its_side_is_kept_upright() -> None:
    """What the camera said about its position goes into the pixels."""
    exif = Image.Exif()
    exif[0x0112] = 6
    upload = accept(encoded(noise((40, 20)), "JPEG", exif=exif))

    assert (upload.width, upload.height) == (20, 40)
    with Image.open(BytesIO(upload.body)) as opened:
        assert opened.size == (20, 40)


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_other_colours_are_kept_as_srgb(mode: str) -> None:
    """A photograph in another profile, or for print, is converted."""
    profile = a_profile("LAB") if mode == "RGB" else b""
    upload = accept(encoded(noise((40, 20)).convert(mode), "JPEG", icc_profile=profile))

    with Image.open(BytesIO(upload.body)) as opened:
        assert opened.mode == "RGB"
        assert "icc_profile" not in opened.info


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"x" * (MAX_BYTES + 1), "bytes"),
        (b"", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (a_png(4_001, 4_000, bits=8), "4,001 x 4,000"),
        (a_png(20_000, 20_000), "pixels"),
        (encoded(noise((64, 64)), "JPEG")[:1500], "damaged"),
        (encoded(noise((64, 64)), "PNG")[:600], "damaged"),
        (a_gif(2).replace(b";", b"?"), "no readable structure"),
    ],
)
def test_a_refusal_says_why(body: bytes, says: str) -> None:
    """Bytes, pixels, frames, damage: the message names it, with the remedy."""
    assert says in refused(body).message


@pytest.mark.parametrize("kind", KINDS)
def test_a_structure_cut_anywhere_is_refused_or_walked(kind: str) -> None:
    """No cut makes the walk run on, or fail otherwise."""
    body = tagged(kind)
    for end in range(0, len(body), 3):
        try:
            kept = stripped(body[:end], kind)
        except Malformed:
            continue
        assert SECRET not in kept
