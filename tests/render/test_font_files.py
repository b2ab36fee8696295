"""Uploaded typefaces are kept when they can draw, and refused with a remedy when not."""

import random
import time
from contextlib import suppress
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.errors import Unacceptable
from app.model.typefaces import is_font_file
from app.render.font_files import MAX_BYTES, accept_font

FONTS = Path(__file__).parents[2] / "static" / "fonts"
WHOLE = (FONTS / "Fraunces-Bold.ttf").read_bytes()


def at_once() -> float:
    """Measure no time at all."""
    return 0.0


def packed(body: bytes) -> bytes:
    """Return a typeface as WOFF2."""
    font, file = TTFont(BytesIO(body)), BytesIO()
    font.flavor = "woff2"
    font.save(file)
    return file.getvalue()


def without(tag: str) -> bytes:
    """Return a typeface that lacks a table."""
    font, file = TTFont(BytesIO(WHOLE)), BytesIO()
    del font[tag]
    font.save(file)
    return file.getvalue()


def test_a_typeface_is_kept_as_it_is() -> None:
    """A TrueType file stays byte for byte."""
    upload = accept_font(WHOLE, at_once)
    assert (
        upload.body, upload.media_type, upload.width, upload.height,
    ) == (WHOLE, "font/ttf", 0, 0)  # fmt: skip


def test_woff2_is_unpacked() -> None:
    """A WOFF2 file is kept as the TrueType file in it."""
    upload = accept_font(packed(WHOLE), at_once)
    assert upload.media_type == "font/ttf"
    assert upload.body[:4] == WHOLE[:4]
    assert TTFont(BytesIO(upload.body)).getBestCmap() == TTFont(BytesIO(WHOLE)).getBestCmap()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"wOFF" + WHOLE[4:], "WOFF 1"),
        (b"ttcf" + WHOLE[4:], "collection has"),
        (b"ttcf" + bytes(40), "collection is damaged"),
        (b"ttcf", "collection is damaged"),
        (b"%!PS-AdobeFont-1.0: Evil", "Type 1"),
        (b"\x80\x01\x00\x10\x00\x00%!PS", "Type 1"),
        (b"STARTFONT 2.1\nCHARS 4294967295", "BDF"),
        (b"\x01fcp\xff\xff\xff\x7f", "PCF"),
        (WHOLE[:3000], "damaged"),
        (b"\0\1\0\0" + b"x" * 4000, "damaged"),
        (b"wOF2" + b"x" * 4000, "MiB"),
        (packed(WHOLE)[:-500], "damaged"),
        (without("glyf"), "outlines"),
        (without("cmap"), "damaged"),
        (WHOLE + bytes(MAX_BYTES), "bytes"),
    ],
)
def test_what_cannot_be_a_typeface_is_refused(body: bytes, says: str) -> None:
    """Every kind that is not drawn from, every damage and every excess has its own words."""
    assert is_font_file(body)
    with pytest.raises(Unacceptable, match=says) as refused:
        accept_font(body, at_once)
    assert refused.value.remedy


def test_a_typeface_that_is_slow_to_draw_is_refused() -> None:
    """The sample has a fifth of a second of the processor."""
    ticks = count()
    with pytest.raises(Unacceptable, match="too long"):
        accept_font(WHOLE, lambda: float(next(ticks)))


@pytest.mark.parametrize("body", [b"\x89PNG\r\n", b"GIF89a", b"", b"<svg>"])
def test_pictures_are_no_typefaces(body: bytes) -> None:
    """What is no typeface at all is somebody else's to judge."""
    assert not is_font_file(body)


@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_are_kept_or_refused(seed: int) -> None:
    """Bytes changed at random give a typeface that draws or a refusal, nothing else."""
    chance = random.Random(seed)
    for body in (WHOLE, packed(WHOLE)):
        damaged = bytearray(body)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        with suppress(Unacceptable):
            assert accept_font(bytes(damaged), time.process_time).body
