"""Answers to opens: little work is done beside the loop, much of it in a process apart."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.adapters.sources.asked_rows import AskedReader
from app.adapters.sources.weighing import LIGHT, weight
from app.errors import SourceMalformed
from app.model.source import FeedKind, FeedShape, FieldSpec
from tests.adapters.sources.homes import PRODUCTS
from tests.adapters.sources.stubs import rows

SIZE = 256 * 1024


def shaped(kind: FeedKind, *paths: str, at: str = "") -> FeedShape:
    """Return a shape with a field for each path."""
    fields = tuple(FieldSpec(name=f"f{n}", path=path) for n, path in enumerate(paths))
    return FeedShape(kind=kind, fields=fields, rows=at)


@pytest.mark.parametrize(
    ("shape", "part"),
    [
        (shaped(FeedKind.JSON, "$.a", at="$[*]"), b"{},"),
        (shaped(FeedKind.JSON, "$[0]"), b"[[]],"),
        (shaped(FeedKind.CSV, "a"), b"1\n"),
        (shaped(FeedKind.CSV, "a"), b'"\n'),
        (shaped(FeedKind.TSV, "a"), b"1\n"),
        (shaped(FeedKind.XML, "b", at="a"), b"<a/>"),
        (shaped(FeedKind.XML, "@b", at="a"), b"<a b=''/>"),
        (shaped(FeedKind.RSS, "title"), b"<item/>"),
        (shaped(FeedKind.MERCHANT, "title"), b"1\t1\n"),
    ],
)
def test_a_body_of_many_parts_is_much_work(shape: FeedShape, part: bytes) -> None:
    """However it is parted: 256 KiB of nothing but parts is not read beside the loop."""
    assert weight(part * (SIZE // len(part)), shape, "") > LIGHT


def test_an_answer_of_a_hundred_products_is_little_work() -> None:
    """What an open asks for is read without a process."""
    fields = tuple(replace(PRODUCTS.fields[0], name=f"f{n}") for n in range(12))
    assert weight(rows(100), replace(PRODUCTS, fields=fields), "") <= LIGHT


def test_a_long_text_is_little_work() -> None:
    """Its bytes are not its parts."""
    assert weight(b'{"a":"' + b"x" * SIZE + b'"}', PRODUCTS, "") <= LIGHT


def test_a_body_whose_signs_are_other_bytes_is_weighed_by_its_bytes() -> None:
    """An encoding without ASCII hides no parts."""
    body = ("[" + "{}," * 20_000 + "{}]").encode("cp037")
    assert weight(body, PRODUCTS, "application/json; charset=cp037") > LIGHT


def left_in(folder: Path) -> list[str]:
    """Return what a folder holds."""
    return [path.name for path in folder.iterdir()]


async def test_both_ways_read_the_same(tmp_path: Path) -> None:
    """A process apart reads the rows that the thread does, and leaves no file."""
    body, apart = rows(3), AskedReader(tmp_path, light=0)
    here = await AskedReader(tmp_path).read(body, PRODUCTS, "application/json")
    there = await apart.read(body, PRODUCTS, "application/json")
    assert [dict(row) for row in here.rows] == [dict(row) for row in there.rows]
    assert {key: dict(row) for key, row in here.by_key.items()} == {
        key: dict(row) for key, row in there.by_key.items()
    }
    assert left_in(tmp_path) == []


async def test_an_answer_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    """They would all be in memory; the remedy is to pull them."""
    reader = AskedReader(tmp_path, light=0, most=2)
    with pytest.raises(SourceMalformed, match="3 rows to an open"):
        await reader.read(rows(3), PRODUCTS, "application/json")
