"""A font's own table says which characters it has."""

import struct
from io import BytesIO
from pathlib import Path

import pytest

from app.render.coverage import Coverage, read_coverage, read_tables

FONTS = Path(__file__).parents[2] / "static" / "fonts"


def covered(path: Path) -> Coverage:
    """Return what a file covers."""
    with path.open("rb") as file:
        return read_coverage(file)


def an_sfnt(cmap: bytes, magic: bytes = b"\0\1\0\0") -> bytes:
    """Return a font file with nothing but a character map."""
    head = magic + struct.pack(">HHHH", 1, 0, 0, 0)
    return head + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap


def a_cmap(system: int, body: bytes) -> bytes:
    """Return a map with one subtable."""
    return struct.pack(">HHHHI", 0, 1, system, 4, 12) + body


@pytest.mark.parametrize(
    ("file", "has", "lacks"),
    [
        ("NotoSans-Regular", "AäЖΩ€", "م漢😀"),
        ("NotoSansArabic-Regular", "مفڭ", "漢"),
        ("NotoSansSC-Regular", "王瑾，", "م"),
        ("NotoSansJP-Regular", "渡あア", "م"),
        ("NotoSansKR-Regular", "김한", "م"),
        ("NotoColorEmoji-Regular", "😀🎉☕🇩", "م"),
    ],
)
def test_bundled_fonts_cover_their_script(file: str, has: str, lacks: str) -> None:
    """A bundled font has the characters it is bundled for."""
    coverage = covered(FONTS / f"{file}.ttf")
    assert all(ord(char) in coverage for char in has)
    assert not any(ord(char) in coverage for char in lacks)


def test_ranges_are_merged() -> None:
    """Touching ranges are one; a gap stays a gap."""
    coverage = Coverage([(5, 6), (1, 4), (9, 9)])
    assert [point for point in (0, 1, 4, 6, 7, 8, 9, 10) if point in coverage] == [1, 4, 6, 9]


def test_glyph_zero_is_no_coverage(tmp_path: Path) -> None:
    """A character that a format 4 table maps to glyph 0 is not there."""
    segments = (
        struct.pack(">HHHHHHH", 4, 0, 0, 4, 0, 0, 0)
        + struct.pack(">HHHHHHHHH", 0x43, 0xFFFF, 0, 0x41, 0xFFFF, 0, 1, 4, 0)
        + struct.pack(">HHH", 7, 0, 8)
    )
    path = tmp_path / "a.ttf"
    path.write_bytes(an_sfnt(a_cmap(3, segments)))
    coverage = covered(path)
    assert [point for point in range(0x40, 0x46) if point in coverage] == [0x41, 0x43]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not a font at all, really not",
        an_sfnt(b"\0\0\0\1\0"),
        an_sfnt(a_cmap(1, b"\0\4")),
        an_sfnt(a_cmap(3, b"\0\6\0\0")),
        an_sfnt(a_cmap(3, struct.pack(">HHHH", 4, 0, 0, 60000))),
        b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0) + struct.pack(">4sIII", b"glyf", 0, 0, 0),
        b"STARTFONT 2.1 a bitmap font",
    ],
)
def test_a_file_that_is_no_font_covers_nothing(tmp_path: Path, body: bytes) -> None:
    """Malformed files cover nothing and raise nothing."""
    path = tmp_path / "a.ttf"
    path.write_bytes(body)
    assert not covered(path)


def test_a_table_beyond_the_file_spoils_it() -> None:
    """A file that was cut has no tables at all."""
    whole = (FONTS / "Fraunces-Bold.ttf").read_bytes()
    assert b"cmap" in read_tables(BytesIO(whole))
    assert not read_tables(BytesIO(whole[:-1000]))


def test_the_first_points_are_the_lowest() -> None:
    """As many code points as are asked for, or there are."""
    coverage = Coverage([(5, 6), (9, 9)])
    assert (coverage.first(2), coverage.first(9)) == ([5, 6], [5, 6, 9])
