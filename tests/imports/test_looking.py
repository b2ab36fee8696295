"""The beginning of a file, before anything is stored."""

from datetime import UTC, datetime

import pytest

from app.errors import Unacceptable
from app.imports.field_words import WORDS
from app.imports.layouts import Kind, fields_of
from app.imports.looking import look
from app.studio.importing import KINDS

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def looked(path, kind, text, **mapping):
    """Look at a file of these lines."""
    path.write_text(text, encoding="utf-8")
    return look(kind, path, encoding="utf-8", mapping=mapping, gazetteer=None, now=NOW)


def test_columns_are_taken_for_what_their_names_say(tmp_path):
    """Others become attributes where there are such, or are left out."""
    sheet = looked(
        tmp_path / "a.csv", Kind.SUBSCRIBERS, "Customer ID,First Name,Shoe size\n1,Ann,40\n"
    )
    assert [column.target for column in sheet.columns] == [
        "external_id", "attributes.first_name", "attributes.shoe_size"
    ]  # fmt: skip
    sheet = looked(tmp_path / "b.csv", Kind.STOCK, "store,sku,qty,note\nS1,A,3,x\n")
    assert [column.target for column in sheet.columns] == ["store", "sku", "quantity", ""]


def test_what_is_chosen_wins(tmp_path):
    """And is shown as chosen."""
    sheet = looked(tmp_path / "a.csv", Kind.STOCK, "store,sku,a,b\nS1,A,3,4\n", a="", b="quantity")
    assert [column.target for column in sheet.columns] == ["store", "sku", "", "quantity"]
    assert sheet.problem == ""


def test_what_is_needed_and_missing_is_said_without_the_command_line(tmp_path):
    """The sheet is shown nevertheless, so that a column can be chosen."""
    sheet = looked(tmp_path / "a.csv", Kind.STOCK, "store,sku\nS1,A\n")
    assert "need quantity" in sheet.problem
    assert "--map" not in sheet.remedy
    assert sheet.columns[0].samples == ("S1",)


def test_the_first_rows_are_tried(tmp_path):
    """With the reasons of bad ones."""
    sheet = looked(tmp_path / "a.csv", Kind.STOCK, "store,sku,quantity\nS1,A,3\nS1,B,many\n")
    assert (sheet.rows, [line for line, _ in sheet.bad]) == (2, [3])


def test_what_is_no_table_is_refused(tmp_path):
    """By the reason of the reader."""
    with pytest.raises(Unacceptable):
        looked(tmp_path / "a.pdf", Kind.STOCK, "%PDF")


def test_every_field_is_described():
    """And every kind can be imported by the studio."""
    assert tuple(KINDS) == tuple(Kind)
    for kind in Kind:
        assert set(WORDS[kind]) == set(fields_of(kind).aliases)
