"""Files without end and files of nothing are told about early, in words."""

import gzip
import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from app.errors import Unacceptable
from app.feeds.lines import Splitter
from app.feeds.records import Records
from app.imports.layouts import Kind
from app.imports.looking import look
from app.imports.mapping import listed
from app.imports.rows import read_rows
from tests.imports.building import MemoryProfiles, run

HEAD = b"external_id,name\n"


def looked(path):
    """Look at a file of subscribers."""
    now = datetime(2026, 11, 27, tzinfo=UTC)
    return look(Kind.SUBSCRIBERS, path, encoding="utf-8", mapping={}, gazetteer=None, now=now)


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("a.csv.gz", b"\n" * 400_000, "Every line before it is blank"),
        ("a.jsonl.gz", b"\n" * 400_000, "begins with more than 100,000 blank lines"),
        ("a.csv.gz", b" " * 20_000_000, "Its first 16 MB hold no line"),
        ("a.jsonl.gz", b"\0" * 20_000_000, "Its first 16 MB hold no line"),
        ("a.csv", b'"external_id,name\nc,open\n' + b"c,d\n" * 100_000, "closes nowhere near"),
        ("a.jsonl", b"oops\n", "Line 1: The line is not JSON"),
    ],
)
def test_a_file_of_nothing_is_told_from_its_beginning(tmp_path, name, body, says):
    """However far it goes on."""
    path = tmp_path / name
    path.write_bytes(gzip.compress(body, 1) if name.endswith(".gz") else body)
    with pytest.raises(Unacceptable) as refused:
        looked(path)
    assert says in refused.value.message


def test_a_look_stops_where_nothing_good_comes(tmp_path):
    """The columns are shown, and what is wrong with the first rows."""
    path = tmp_path / "a.csv"
    path.write_bytes(HEAD + b'c,"o\n' * 50_000)
    sheet = looked(path)
    assert [column.name for column in sheet.columns] == ["external_id", "name"]
    assert sheet.bad[0] == (2, "A quote stands inside a quoted value: write it twice.")
    assert len(sheet.bad) < 20_000


def test_a_good_row_after_many_bad_ones_is_taken(tmp_path):
    """However many they are: a row is lost by what is wrong with it alone."""
    path, sink = tmp_path / "a.csv", MemoryProfiles()
    path.write_bytes(HEAD + b"c\n" * 120_000 + b"d,e\n")
    assert run(Kind.SUBSCRIBERS, path, sink).bad == 120_000
    assert len(sink.rows) == 1


def test_blank_lines_say_nothing_of_the_delimiter():
    """It is the header's, also where that stands far down."""
    blocks = Splitter("utf-8", remedy="").blocks([b"\n" * 20_000 + b"a;b\n1;2\n"])
    rows = [row for _, part, _ in Records(blocks) for row in part if row]
    assert rows == [["a", "b"], ["1", "2"]]


def test_many_columns_are_counted(tmp_path):
    """The first are named; a long name is cut."""
    path = tmp_path / "a.csv"
    path.write_text(",".join(f"c{n}" for n in range(5_000)) + "\n1\n")
    problem = looked(path).problem
    assert "c0, c1, c2" in problem
    assert "and 4,980 more" in problem
    assert len(problem) < 300
    path.write_text(",".join(["a", "b"] * 3_000))
    with pytest.raises(Unacceptable, match="names a column twice: a, b"):
        looked(path)
    assert listed(["n" * 1_000]) == "n" * 60 + "…"


def test_a_missing_column_is_looked_for_among_the_first_of_many(tmp_path):
    """Every one of them is compared with every name that the column could have."""
    path = tmp_path / "a.csv"
    for place, remedy in ((900, "--map externalid1=external_id"), (1_100, "COLUMN")):
        names = [f"c{n}" for n in range(2_000)]
        names[place] = "externalid1"
        path.write_text(",".join(names) + "\n1\n")
        with pytest.raises(Unacceptable) as refused:
            run(Kind.SUBSCRIBERS, path, MemoryProfiles())
        assert remedy in refused.value.remedy.replace('"', "")


def workbook():
    """Return a small workbook."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["external_id"])
    book.save(out)
    return out.getvalue()


def test_a_look_that_stops_in_a_sheet_calls_it_sound(tmp_path):
    """Its columns are shown, however many blank rows come before the first one of use."""
    path, book = tmp_path / "a.xlsx", openpyxl.Workbook()
    book.active.append(["external_id"])
    book.active.cell(20_000, 1, "C1")
    book.save(path)
    sheet = looked(path)
    assert ([column.name for column in sheet.columns], sheet.rows) == (["external_id"], 0)


def rebuilt(change):
    """Return it with parts changed, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = change(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"", "is not a workbook"),
        (lambda: b"external_id,name\n", "is text and no workbook"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "is an old workbook (.xls), or protected"),
        (lambda: workbook()[:-400], "is cut off or damaged"),
        (lambda: rebuilt(lambda name, body: body[:90] if "sheet1" in name else body), "has parts"),
        (lambda: rebuilt(lambda name, body: None if "sheet1" in name else body), "has no sheet"),
        (lambda: rebuilt(lambda name, body: body if name.endswith("k") else None), "has parts"),
    ],
)
def test_what_is_wrong_with_a_workbook_is_said_in_words(tmp_path, make, says):
    """With a remedy, and without the names of what a programmer catches."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    with pytest.raises(Unacceptable) as refused:
        list(read_rows(path))
    assert f'"a.xlsx" {says}' in refused.value.message
    assert refused.value.remedy
    assert "Error" not in refused.value.message
