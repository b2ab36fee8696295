"""Tests of reading rows: hostile files lose their bad rows and nothing else."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import NotFound, Refused, Unacceptable
from app.feeds.lines import MAX_LINE, BadRow
from app.imports.rows import read_rows
from tests.imports.building import written


def read(path: Path, **how: str) -> tuple[dict[int, tuple[object, ...]], list[BadRow]]:
    """Return the good rows by line, and the bad ones."""
    good, bad = {}, []
    for batch in read_rows(path, **how):
        good.update(zip(batch.lines, map(tuple, batch.rows), strict=True))
        bad += batch.bad
    return good, bad


def test_plain(tmp_path: Path) -> None:
    """Every row comes with the line it stands on."""
    path = written(tmp_path, "id,name\r\n1,Anna\r\n\r\n2,Ben\r\n")

    assert read(path) == ({2: ("1", "Anna"), 4: ("2", "Ben")}, [])


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark is no part of the first column's name."""
    path = written(tmp_path, b"\xef\xbb\xbfid\n1\n")

    assert next(read_rows(path)).columns == ("id",)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("a;b,c;d", ("a", "b,c", "d")),
        ("a\tb", ("a", "b")),
        ("a|b|c", ("a", "b", "c")),
        ('"a;b;c",d', ("a;b;c", "d")),
        ("a", ("a",)),
    ],
)
def test_delimiter(tmp_path: Path, header: str, columns: tuple[str, ...]) -> None:
    """The delimiter is the mark that the header uses most outside of quotes."""
    assert columns == next(read_rows(written(tmp_path, header + "\n"))).columns


def test_invalid_utf8(tmp_path: Path) -> None:
    """A line that is not UTF-8 is lost alone, and its reason names byte and remedy."""
    path = written(tmp_path, b"id,name\n1,Anna\n2,Andr\xe9\n3,Cl\xc3\xa9o\n")

    good, [bad] = read(path)

    assert good == {2: ("1", "Anna"), 4: ("3", "Cléo")}
    assert bad.line == 3
    assert "0xE9 at position 7" in bad.reason
    assert "--encoding windows-1252" in bad.reason


def test_declared_encoding(tmp_path: Path) -> None:
    """A declared encoding is used."""
    path = written(tmp_path, b"id,name\n2,Andr\xe9\n")

    assert read(path, encoding="windows-1252") == ({2: ("2", "André")}, [])


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "rot13"])
def test_unknown_encoding(tmp_path: Path, encoding: str) -> None:
    """An encoding that is not of text is refused with names of some that are."""
    with pytest.raises(Unacceptable) as caught:
        read(written(tmp_path, "id\n"), encoding=encoding)

    assert "windows-1252" in caught.value.remedy


def test_utf16(tmp_path: Path) -> None:
    """What Excel calls Unicode text is recognized by its mark."""
    path = written(tmp_path, "id\tname\r\n1\tÉlodie\r\n".encode("utf-16"), "rows.txt")

    assert read(path) == ({2: ("1", "Élodie")}, [])


def test_old_mac(tmp_path: Path) -> None:
    """Lines may end in carriage returns alone."""
    assert read(written(tmp_path, "id,n\r1,x\r")) == ({2: ("1", "x")}, [])


def test_nul(tmp_path: Path) -> None:
    """A NUL character spoils its line alone."""
    good, [bad] = read(written(tmp_path, b"id\n1\n2\x00\n3\n"))

    assert good == {2: ("1",), 4: ("3",)}
    assert bad.line == 3
    assert "NUL" in bad.reason


@pytest.mark.parametrize("size", [MAX_LINE + 5, 3 * MAX_LINE, 10_000_000])
def test_long_line(tmp_path: Path, size: int) -> None:
    """A line over the limit is reported by number; those around it are read."""
    path = written(tmp_path, b"id,n\n1,a\n2," + b"x" * size + b"\n3,c\n")

    good, [bad] = read(path)

    assert good == {2: ("1", "a"), 4: ("3", "c")}
    assert bad.line == 3
    assert "longer than 1,000,000 bytes" in bad.reason


def test_long_last_line(tmp_path: Path) -> None:
    """A long line without an end is reported too."""
    good, [bad] = read(written(tmp_path, b"id\n1\n" + b"x" * (2 * MAX_LINE + 7)))

    assert good == {2: ("1",)}
    assert bad.line == 3


def test_wrong_width(tmp_path: Path) -> None:
    """Rows of another width are reported with both counts."""
    good, bad = read(written(tmp_path, "a,b\n1,2\n1,2,3\n1\n3,4\n"))

    assert good == {2: ("1", "2"), 5: ("3", "4")}
    assert [each.line for each in bad] == [3, 4]
    assert "has 3 columns, the header 2" in bad[0].reason


def test_quoted_newlines(tmp_path: Path) -> None:
    """A quoted value may hold line ends, and lines are still counted right."""
    path = written(tmp_path, 'id,note\n1,"a\nb\n\nc"\n2,"x ""y"""\n3,z\n')

    expected = {2: ("1", "a\nb\n\nc"), 6: ("2", 'x "y"'), 7: ("3", "z")}
    assert (expected, []) == read(path)


def test_quoted_newline_across_blocks(tmp_path: Path) -> None:
    """A quoted value may cross the border of what is read at once."""
    filler = "".join(f"{n},{'x' * 90}\n" for n in range(10_810))
    rest = MAX_LINE - len(filler) - len("id,note\n") - 4
    path = written(tmp_path, f'id,note\n{filler}a,"{"y" * max(rest, 1)}\nend"\nb,c\n')

    good, bad = read(path)

    assert bad == []
    assert good[max(good)] == ("b", "c")
    assert str(good[10_812][1]).endswith("y\nend")


@pytest.mark.parametrize("lines", [3, 60_000])
def test_open_quote(tmp_path: Path, lines: int) -> None:
    """A quote that never closes costs its own line only."""
    rest = "".join(f"{n},ok\n" for n in range(lines))
    good, bad = read(written(tmp_path, f'id,note\n1,"open\n{rest}'))

    assert [each.line for each in bad] == [2]
    assert lines == len(good)
    assert good[3] == ("0", "ok")


def test_stray_quote(tmp_path: Path) -> None:
    """A quote that is not doubled costs its own row only."""
    good, [bad] = read(written(tmp_path, 'id,note\n1,"5" disk"\n2,ok\n'))

    assert good == {3: ("2", "ok")}
    assert bad.line == 2
    assert "twice" in bad.reason


@pytest.mark.no_cover
def test_endless_record(tmp_path: Path) -> None:
    """A record that never ends is given up, and the lines after it are read on their own."""
    path = written(tmp_path, 'id,n\n1,"' + '\n","' * 500_000 + "\nlast,row\n")

    good, bad = read(path)

    assert bad
    assert ("last", "row") in good.values()


@pytest.mark.no_cover
@pytest.mark.timeout(60)  # minutes if the work grew with the square of the file, else two seconds
@pytest.mark.parametrize("damage", ['a","', '","', '{},"ok', "x", '"""', 'a"",""'])
def test_damaged_file(tmp_path: Path, damage: str) -> None:
    """However lines are damaged after an open quote, reading them ends, and good ones are kept."""
    rest = "".join(damage.format(n) + "\n" for n in range(150_000))

    good, bad = read(written(tmp_path, f'id,note\n1,"open\n{rest}last,row\n'))

    assert bad
    assert ("last", "row") in good.values()


@pytest.mark.no_cover
def test_record_after_a_long_one(tmp_path: Path) -> None:
    """A record that is given up costs none of those of several lines that follow it closely."""
    rest = "a,b\n" * (MAX_LINE // 3 - 10) + '2,"x\ny"\n' * 40
    good, [bad] = read(written(tmp_path, f'id,note\n1,"open\n{rest}'))

    assert bad.line == 2
    assert [*good.values()].count(("2", "x\ny")) == 40


def test_bad_bytes_inside_quotes(tmp_path: Path) -> None:
    """Bad bytes in a record of several lines cost that record."""
    good, [bad] = read(written(tmp_path, b'id,n\n1,"a\nb\xff\nc"\n2,d\n'))

    assert good == {5: ("2", "d")}
    assert bad.line == 2


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b",,\n1,2,3\n", b"a,b,a\n", b"\xff,b\n1,2\n", b'"a,b\n', b"\x00\n"]
)
def test_no_header(tmp_path: Path, content: bytes) -> None:
    """A file whose first row does not name its columns is refused at once, with a remedy."""
    with pytest.raises(Unacceptable) as caught:
        read(written(tmp_path, content))

    assert "first row" in caught.value.remedy


def test_header_only(tmp_path: Path) -> None:
    """A file of a header alone has columns and no rows."""
    assert read(written(tmp_path, "id,name\n")) == ({}, [])


def test_gzip(tmp_path: Path) -> None:
    """Compressed files are read, and progress counts compressed bytes."""
    path = written(tmp_path, gzip.compress(b"id\n1\n"), "rows.csv.gz")
    told: list[tuple[int, int]] = []

    batches = list(read_rows(path, on_progress=lambda done, total: told.append((done, total))))

    assert batches[-1].rows == [["1"]]
    size = path.stat().st_size
    assert (size, size) == told[-1]


@pytest.mark.no_cover
def test_damaged_gzip(tmp_path: Path) -> None:
    """A compressed file cut short gives what is left of it and says that it is damaged."""
    body = gzip.compress(b"id,n\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(500_000)))
    path = written(tmp_path, body[: len(body) // 2], "rows.csv.gz")

    good, bad = read(path)

    assert good
    assert "damaged from here on" in bad[-1].reason


@pytest.mark.parametrize("name", ["rows.pdf", "rows"])
def test_unknown_kind(tmp_path: Path, name: str) -> None:
    """A file of another kind is refused with the kinds there are."""
    with pytest.raises(Unacceptable) as caught:
        read(written(tmp_path, "id\n", name))

    assert ".jsonl" in caught.value.remedy


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(NotFound):
        read(tmp_path / "none.csv")


def test_json_lines(tmp_path: Path) -> None:
    """Each line is an object; nested ones become columns; bad lines are reported."""
    lines = [
        '{"external_id": "1", "home": {"city": "Graz"}, "attributes": {"vip": true}}',
        "[1]",
        "{",
        "",
        '{"external_id": 2}',
        "[" * 100_000,
    ]
    good, bad = read(written(tmp_path, "\n".join(lines), "rows.jsonl"))

    assert good == {1: ("1", "Graz", True), 5: (2, None, None)}
    assert [each.line for each in bad] == [2, 3, 6]


def test_json_lines_spoiled(tmp_path: Path) -> None:
    """Bad bytes and long lines of JSON are reported, too many members as well."""
    wide = b"{" + b",".join(b'"c%d":1' % n for n in range(1_001)) + b"}"
    content = b'{"a": "\xff"}\n' + b"x" * (MAX_LINE + 1) + b"\n" + wide + b'\n{"a": 1}\n'
    good, bad = read(written(tmp_path, content, "rows.ndjson"))

    assert good == {4: (1,)}
    assert [each.line for each in bad] == [1, 2, 3]


def test_workbook(tmp_path: Path) -> None:
    """The first sheet of a workbook is read with the types of its cells."""
    book = Workbook()
    assert book.active is not None
    for row in [("id", "n", None), (1, "007"), (), (2, 1.5, None, None), (3, 4, 5, 6)]:
        book.active.append(row)
    book.save(tmp_path / "rows.xlsx")

    good, [bad] = read(tmp_path / "rows.xlsx")

    assert good == {2: (1, "007"), 4: (2, 1.5)}
    assert bad.line == 5


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"id,name\n"])
def test_broken_workbook(tmp_path: Path, content: bytes) -> None:
    """What is no workbook is refused with the way out."""
    with pytest.raises(Unacceptable) as caught:
        read(written(tmp_path, content, "rows.xlsx"))

    assert "CSV" in caught.value.remedy


@settings(max_examples=80, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='ab1,;"\n\r\t|\x00é{}[]:', max_size=200).map(str.encode),
    ),
    suffix=st.sampled_from(["csv", "tsv", "jsonl", "csv.gz", "xlsx"]),
    encoding=st.sampled_from(["utf-8", "latin-1", "utf-16", "utf-7", "cp037"]),
)
def test_no_bytes_raise(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str, encoding: str
) -> None:
    """Whatever a file holds, it is read or refused with a remedy."""
    path = tmp_path_factory.mktemp("any") / f"rows.{suffix}"
    path.write_bytes(content)

    try:
        good, bad = read(path, encoding=encoding)
    except Refused as refusal:
        assert refusal.remedy  # noqa: PT017  # either outcome is right
    else:
        assert all(each.reason and each.line > 0 for each in bad)
        assert not {each.line for each in bad} & good.keys()


@settings(max_examples=50, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.text(alphabet='ab,;"\n é', min_size=1), st.text(alphabet='a"\n,')), max_size=20
    )
)
def test_written_rows_come_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Rows as a CSV writer writes them come back as they were."""
    path = tmp_path_factory.mktemp("csv") / "rows.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join(["id,note", *quoted]), encoding="utf-8", newline="")

    good, bad = read(path)

    assert ([*rows], []) == ([*good.values()], bad)
