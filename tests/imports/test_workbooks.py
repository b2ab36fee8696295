"""Tests of workbooks: what is too large in them costs its row, and bounded memory."""

import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import repeat
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import Refused, TooLarge, Unacceptable
from app.feeds.lines import BadRow
from app.imports.rows import read_rows
from app.imports.sheet_xml import CUT, MAX_CELL, MAX_ROW, BoundedPart, Rows
from app.imports.spreadsheet import MAX_ROWS

MIB = 1_048_576
HEAD = b"<row><c t='inlineStr'><is><t>id</t></is></c><c t='inlineStr'><is><t>n</t></is></c></row>"
SHARED = (
    b"<Override PartName='/xl/sharedStrings.xml' ContentType='application/"
    b"vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml'/>"
)
GOOD = b"<row><c><v>1</v></c><c><v>2</v></c></row>"


def read(path: Path) -> tuple[dict[int, tuple[object, ...]], list[BadRow]]:
    """Return the good rows by line, and the bad ones."""
    good, bad = {}, []
    for batch in read_rows(path):
        good.update(zip(batch.lines, map(tuple, batch.rows), strict=True))
        bad += batch.bad
    return good, bad


def a_workbook(
    path: Path, sheet: Iterable[bytes], *, prefix: bytes = b"", strings: Iterable[bytes] = ()
) -> Path:
    """Write a workbook whose sheet has these rows as XML, and these shared texts."""
    Workbook().save(path.with_suffix(".made"))
    with zipfile.ZipFile(path.with_suffix(".made")) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"</Types>", SHARED + b"</Types>")
    parts["xl/sharedStrings.xml"] = b""
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    name = b"xmlns:" + prefix[:-1] if prefix else b"xmlns"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            with archive.open(part, "w") as out:
                if part == "xl/worksheets/sheet1.xml":
                    _write(
                        out,
                        b"<%bworksheet %b='%b'><%bsheetData>" % (prefix, name, namespace, prefix),
                    )
                    _write(out, *sheet)
                    _write(out, b"</%bsheetData><%bmergeCells/></%bworksheet>" % ((prefix,) * 3))
                elif part == "xl/sharedStrings.xml":
                    _write(out, b"<sst xmlns='%b'>" % namespace, *strings, b"</sst>")
                else:
                    out.write(content)
    return path


def _write(out: IO[bytes], *pieces: bytes) -> None:
    for piece in pieces:
        out.write(piece)


def _inline(*text: bytes) -> list[bytes]:
    return [b"<row><c t='inlineStr'><is><t>", *text, b"</t></is></c></row>"]


def peak(work: Callable[[], object]) -> int:
    """Return the bytes of memory that some work takes at most."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", [b"x", "é".encode(), b"&amp;", "😀".encode()])
def test_large_cell(tmp_path: Path, text: bytes) -> None:
    """A cell over the limit costs its row, says so with line and remedy, and little memory."""
    large = _inline(*repeat(text * (MIB // len(text)), 64))
    path = a_workbook(tmp_path / "rows.xlsx", [HEAD, GOOD, *large, GOOD])

    good, [bad] = read(path)

    assert good == {2: (1, 2), 4: (1, 2)}
    assert bad.line == 3
    assert f"{MAX_CELL:,} bytes" in bad.reason
    assert "shorten it" in bad.reason
    assert peak(lambda: read(path)) < 16 * MIB


def test_large_cell_of_another_prefix(tmp_path: Path) -> None:
    """Tags may have a prefix."""
    rows = b"".join([HEAD, GOOD, *_inline(b"x" * MIB), GOOD])
    rows = rows.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")

    good, [bad] = read(a_workbook(tmp_path / "rows.xlsx", [rows], prefix=b"x:"))

    assert good == {2: (1, 2), 4: (1, 2)}
    assert bad.line == 3


def test_large_shared_text(tmp_path: Path) -> None:
    """A shared text over the limit costs the rows that show it."""
    strings = [b"<si><t>id</t></si><si><t>", *repeat(b"x" * MIB, 32), b"</t></si>"]
    rows = [b"<row><c t='s'><v>%d</v></c></row>" % n for n in (0, 1, 0)]
    path = a_workbook(tmp_path / "rows.xlsx", rows, strings=strings)

    good, [bad] = read(path)

    assert good == {3: ("id",)}
    assert bad.line == 2
    assert peak(lambda: read(path)) < 16 * MIB


@pytest.mark.no_cover
@pytest.mark.parametrize("cell", [b"<c/>", b"<c><v>1</v></c>", b"<c t='inlineStr'><is/></c>"])
def test_large_row(tmp_path: Path, cell: bytes) -> None:
    """A row of too many cells costs itself, and bounded memory."""
    many = repeat(cell * (MIB // len(cell)), 24)
    path = a_workbook(tmp_path / "rows.xlsx", [HEAD, GOOD, b"<row>", *many, b"</row>", GOOD])

    good, [bad] = read(path)

    assert good == {2: (1, 2), 4: (1, 2)}
    assert bad.line == 3
    assert f"{MAX_ROW:,}" in bad.reason


@pytest.mark.no_cover
def test_large_row_without_cells(tmp_path: Path) -> None:
    """A row that cannot be cut ends the reading with a remedy."""
    path = a_workbook(
        tmp_path / "rows.xlsx", [HEAD, b"<row>", *repeat(b"<y/>" * MIB, 8), b"</row>"]
    )

    with pytest.raises(TooLarge) as caught:
        read(path)

    assert "CSV" in caught.value.remedy


def test_large_header(tmp_path: Path) -> None:
    """A name of a column that is too long is refused with the line."""
    with pytest.raises(Unacceptable, match="on line 1"):
        read(a_workbook(tmp_path / "rows.xlsx", [*_inline(b"x" * MIB), GOOD]))


def test_dates(tmp_path: Path) -> None:
    """A number that is formatted as a date is one."""
    book = Workbook()
    sheet = book.create_sheet("First", 0)
    sheet.append(["id", "on"])
    sheet.append([1, datetime(2026, 11, 27)])  # noqa: DTZ001  # sheets have no zones
    book.save(tmp_path / "rows.xlsx")

    assert read(tmp_path / "rows.xlsx") == ({2: (1, datetime(2026, 11, 27))}, [])  # noqa: DTZ001


@pytest.mark.no_cover
def test_far_row(tmp_path: Path) -> None:
    """A row that claims a number beyond those of sheets ends the reading there."""
    far = b"<row r='99999999999'><c><v>1</v></c></row>"

    good, [bad] = read(a_workbook(tmp_path / "rows.xlsx", [HEAD, GOOD, far]))

    assert good == {2: (1, 2)}
    assert bad.line == MAX_ROWS + 1


def test_large_styles(tmp_path: Path) -> None:
    """A part that is read whole has a limit of its own."""
    path = a_workbook(tmp_path / "rows.xlsx", [HEAD, GOOD])
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/styles.xml"] += b" " * (24 * MIB)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    with pytest.raises(TooLarge):
        read(path)


def test_damage_behind_the_rows(tmp_path: Path) -> None:
    """A checksum that does not fit is found although what follows the rows is not parsed."""
    path = a_workbook(tmp_path / "rows.xlsx", [HEAD, GOOD])
    with zipfile.ZipFile(path) as archive:
        check = archive.getinfo("xl/worksheets/sheet1.xml").CRC.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(check, b"\0\0\0\0"))

    with pytest.raises(Refused, match="is damaged"):
        read(path)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))),
    sizes=st.lists(st.integers(1, 40), min_size=1),
)
def test_small_parts_are_left_alone(rows: list[list[str]], sizes: list[int]) -> None:
    """What is within limits comes out as it went in, however it is read."""
    cells = [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in row] for row in rows]
    xml = "".join("<row>" + "".join(f"<c>{c}</c>" for c in row) + "</row>" for row in cells)
    content = f"<worksheet><sheetData>{xml}</sheetData></worksheet>".encode()

    part = BoundedPart(_Dripping(content, sizes))

    assert content == b"".join(iter(lambda: part.read(16), b""))


class _Dripping:
    """A stream that gives few bytes at a time."""

    def __init__(self, content: bytes, sizes: list[int]) -> None:
        self._content = content
        self._sizes = sizes

    def read(self, _size: int) -> bytes:
        """Return the next few bytes."""
        size = self._sizes[len(self._content) % len(self._sizes)]
        given, self._content = self._content[:size], self._content[size:]
        return given


def test_cut_marks_are_no_text() -> None:
    """A row cut between cells gets a last cell that says so."""
    rows = Rows(b"")
    filler = b"<row>" + b"<c/>" * 60_000
    for _ in range(MAX_ROW // len(filler) + 1):
        cut = rows.bounded(filler.removeprefix(b"<row>"))

    assert CUT.encode() in cut
    assert rows.bounded(b"<c/></row><row><c/>") == b"</row><row><c/>"
