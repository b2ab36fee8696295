"""Whatever bytes come, reading gives rows of the types asked for or refuses in words."""

import csv
import io
import json
from contextlib import suppress
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import SourceMalformed, Unacceptable
from app.feeds import read_feed
from app.feeds.jsonpath import EVERY, parse_path
from app.model.facts import Missing
from app.model.money import Money
from app.model.source import FeedKind, FieldType

from .shapes import a_field, a_shape

_TYPES = {
    FieldType.TEXT: str,
    FieldType.NUMBER: int | float,
    FieldType.FLAG: bool,
    FieldType.MONEY: Money,
    FieldType.MOMENT: datetime,
}
_FIELDS = tuple(a_field(kind.value, "a", kind, currency="EUR") for kind in FieldType)
_LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_TREE = st.recursive(
    _LEAF, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner)
)
_ROOT = {FeedKind.JSON: "$[*]", FeedKind.XML: "a"}


@given(st.sampled_from(FeedKind), st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_are_rows_or_refused(kind: FeedKind, body: bytes) -> None:
    """Noise never raises anything but SourceMalformed."""
    with suppress(SourceMalformed):
        read_feed(body, a_shape(kind, *_FIELDS, rows=_ROOT.get(kind, "")))


@given(_LEAF | st.lists(_LEAF), st.sampled_from(FieldType))
def test_values_have_the_type_of_their_field(leaf: object, kind: FieldType) -> None:
    """A field is of its type or missing, whatever JSON holds there."""
    body = json.dumps([{"a": leaf, "b": "x"}]).encode("utf-8", "surrogatepass")
    field = a_field("a", "a", kind, currency="EUR")
    try:
        read = read_feed(body, a_shape(FeedKind.JSON, field, a_field("b"), rows="$[*]"))
    except SourceMalformed:
        return
    value = read.rows[0]["a"]
    assert isinstance(value, Missing | _TYPES[kind])
    assert not isinstance(value, datetime) or value.utcoffset() is not None


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 10**6)), max_size=20))
def test_tables_come_back_as_they_were_written(rows: list[tuple[str, int]]) -> None:
    """Any text survives CSV, quoted as needed, apart from spaces around it."""
    clean = [
        (name, count)
        for name, count in rows
        if name.strip() and name.isprintable() and not any(map(str.isspace, name))
    ]
    out = io.StringIO()
    csv.writer(out).writerows([("name", "count"), *clean])
    fields = (a_field("name"), a_field("count", kind=FieldType.NUMBER))
    read = read_feed(out.getvalue().encode(), a_shape(FeedKind.CSV, *fields))
    assert clean == [(row["name"], row["count"]) for row in read.rows]


def _places(
    tree: object, steps: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], object]]:
    inner = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    below = [place for step, part in inner for place in _places(part, (*steps, step))]
    return [(steps, tree), *below]


def _quoted(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    escaped = step.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"


@given(_TREE, st.data())
def test_every_place_has_a_path(tree: object, data: st.DataObject) -> None:
    """A quoted path leads to the place that it was made of."""
    steps, expected = data.draw(st.sampled_from(_places(tree)))
    path = parse_path("$" + "".join(map(_quoted, steps)))
    assert steps == path.steps
    assert expected == path.cell(tree)


@given(st.text(max_size=60))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    """A path parses to steps, or is refused."""
    with suppress(Unacceptable):
        path = parse_path(text)
        assert all(step is EVERY or isinstance(step, str | int) for step in path.steps)
