"""Of a collection one face is kept: the one that the asset's name means."""

import random
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from struct import pack

import pytest
from fontTools.ttLib import TTCollection, TTFont

from app.errors import Unacceptable
from app.render.font_collections import _opened, one_of
from app.render.font_files import MAX_COLLECTION, accept_font

FONTS = Path(__file__).parents[2] / "static" / "fonts"
FACES = {"Bold": "Fraunces-Bold.ttf", "Regular": "Fraunces-Regular.ttf"}


def collected(*names: str) -> bytes:
    """Return a collection of bundled files."""
    collection, file = TTCollection(), BytesIO()
    collection.fonts = [TTFont(FONTS / name) for name in names]
    collection.save(file)
    return file.getvalue()


BOTH = collected(*FACES.values())


def at_once() -> float:
    """Measure no time at all."""
    return 0.0


@pytest.mark.parametrize(
    ("name", "face"),
    [
        ("Fraunces Bold.ttc", "Bold"),
        ("fraunces-bold.ttc", "Bold"),
        ("Fraunces-Regular.ttc", "Regular"),
        ("house.ttc", "Regular"),
        ("", "Regular"),
    ],
)
def test_the_face_that_is_named_is_kept(name: str, face: str) -> None:
    """By its full or its PostScript name, however spelled; the regular one for any other."""
    upload = accept_font(BOTH, at_once, name)
    found, whole = TTFont(BytesIO(upload.body)), TTFont(FONTS / FACES[face])
    assert upload.media_type == "font/ttf"
    assert found["name"].getDebugName(6) == whole["name"].getDebugName(6)
    assert found.getBestCmap() == whole.getBestCmap()
    assert found.getTableData("glyf") == whole.getTableData("glyf")


def test_a_slip_is_told_with_what_there_is() -> None:
    """A name that begins as the family does and goes on otherwise was meant for a face."""
    with pytest.raises(Unacceptable) as refused:
        accept_font(BOTH, at_once, "Fraunces Blod.ttc")
    assert "no typeface 'Fraunces Blod', but: " in refused.value.message
    assert "Bold" in refused.value.message
    assert "Name the asset like one of them" in refused.value.remedy


def test_what_typefaces_call_themselves_is_told_in_short() -> None:
    """Nothing in their names turns the message around, or fills a page."""
    collection, file = TTCollection(BytesIO(BOTH)), BytesIO()
    for font in collection.fonts:
        for number in (1, 4):
            font["name"].setName("Aa\0\u202e" + "b" * 5_000, number, 3, 1, 0x409)
    collection.save(file)
    with pytest.raises(Unacceptable) as refused:
        one_of(file.getvalue(), "Aa" + "b" * 5_000 + " other")
    said = refused.value.message + refused.value.remedy
    assert said.isprintable()
    assert len(said) < 400


def test_collections_are_bounded() -> None:
    """In bytes, in faces, and in what a face unpacks to."""
    with pytest.raises(Unacceptable, match="bytes") as refused:
        accept_font(BOTH + bytes(MAX_COLLECTION), at_once)
    assert "10 MiB" in refused.value.remedy
    with pytest.raises(Unacceptable, match="65,536 typefaces"):
        one_of(b"ttcf\0\1\0\0\0\1\0\0" + bytes(80), "")


def test_faces_that_share_a_long_list_of_tables_are_not_opened() -> None:
    """A megabyte would become four million tables."""
    starts = pack(">64I", *[12 + 4 * 64] * 64)
    tables = b"".join(pack(">4sIII", pack(">I", n), 0, 0, 0) for n in range(4097))
    head = b"ttcf\0\1\0\0" + pack(">I", 64) + starts + b"\0\1\0\0" + pack(">H6x", 4097)
    with pytest.raises(OverflowError):
        _opened(head + tables, 64)
    with pytest.raises(Unacceptable, match="damaged"):
        one_of(head + tables, "")


def test_damaged_collections_are_refused_or_whole() -> None:
    """Whatever byte is another, an answer is given, and what is kept can be read."""
    fate = random.Random(5)
    for _ in range(20):
        body = bytearray(BOTH)
        for _ in range(3):
            body[fate.randrange(600)] = fate.randrange(256)
        with suppress(Unacceptable):
            assert accept_font(bytes(body), at_once).body[:4] != b"ttcf"
