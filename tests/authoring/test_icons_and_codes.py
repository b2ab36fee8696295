"""Icons and codes: what is written out is checked, what is live is computed at the open."""

import pytest

from app.model.codes import Symbology
from app.model.facts import Missing, Value, Why
from app.model.nodes.code import Code
from app.model.nodes.icon import Icon
from tests.authoring.askers import answer
from tests.authoring.blocks import drawn_one
from tests.authoring.test_lint_layout import warned

BOX = [0, 0, 200, 200]
UNKNOWN = Missing(Why.ABSENT, "person")


def live(**element: object) -> dict[str, object]:
    """Return the live fields of one element."""
    return dict(drawn_one(**element).live)


def code(**fields: object) -> dict[str, object]:
    """Return a QR code element."""
    return {"code": {"kind": "qr", "value": "NB-1042", "box": BOX, **fields}}


def test_an_icon() -> None:
    """Name and colour arrive in the node; a live name is computed."""
    node = drawn_one(icon={"name": "truck", "box": [0, 0, 24, 24], "color": "#f00"}).node
    name = live(icon={"name": "{{ person.icon }}", "box": [0, 0, 24, 24]})["name"]

    assert Icon(name="truck", box=(0, 0, 24, 24), color="#ff0000ff") == node
    assert answer(name, person__icon="truck") == "truck"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"name": "truck"}, ""),
        ({"name": "{{ person.icon }}"}, ""),
        ({"name": "trukc"}, "unknown-icon"),
        ({"name": "weather-rain", "box": [0, 0, 200, 200]}, "soft-icon"),
    ],
)
def test_icons_are_checked(fields: dict[str, object], rule: str) -> None:
    """A name must exist, and a size must suit what is shipped."""
    found = {r for r, _ in warned({"icon": {"box": [0, 0, 24, 24], **fields}})}

    assert found == ({rule} if rule else set())


def test_a_code() -> None:
    """A value that is written out is coded at once."""
    node = drawn_one(code={"kind": "ean13", "value": "590-1234123457", "box": BOX}).node

    assert isinstance(node, Code)
    assert (node.symbology, node.value, node.quiet) == (Symbology.EAN_13, "5901234123457", 11)


@pytest.mark.parametrize(
    ("known", "value", "note"),
    [
        ("5901234123457", "5901234123457", ""),
        ("5901234123450", "", "Ask at the till"),
        (UNKNOWN, "", "Ask at the till"),
        ("", "", "Ask at the till"),
    ],
)
def test_a_live_code_or_its_note(known: Value | Missing, value: str, note: str) -> None:
    """A value that is unknown or cannot be coded is replaced by the note."""
    fields = {"kind": "ean13", "value": "{{ person.ean }}", "box": BOX}
    found = live(code={**fields, "fallback_text": "Ask at the till"})

    assert answer(found["value"], person__ean=known) == value  # type: ignore[arg-type]
    assert answer(found["note"], person__ean=known) == note  # type: ignore[arg-type]


@pytest.mark.parametrize("known", [UNKNOWN, "5901234123450", "", "abc"])
def test_a_live_code_without_note_is_missing(known: Value | Missing) -> None:
    """Without a note, what cannot be coded is not drawn."""
    found = live(code={"kind": "ean13", "value": "{{ person.ean }}", "box": BOX})

    assert isinstance(answer(found["value"], person__ean=known), Missing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({}, set()),
        ({"kind": "ean13", "value": "5901234123450"}, {"wrong-code"}),
        ({"kind": "code128", "value": "Ünïcödé"}, {"wrong-code"}),
        ({"value": "x" * 301}, {"wrong-code"}),
        ({"ink": "#999999"}, {"pale-code"}),
        ({"ink": "#ffffff", "ground": "#000000"}, {"pale-code"}),
        ({"ink": "#16302b", "ground": "#f4f0e6"}, set()),
        ({"box": [0, 0, 50, 50]}, {"small-code"}),
        ({"value": "https://northbeam.example/{{ person.a }}/{{ person.b }}"}, set()),
        ({"value": "https://northbeam.example/{{ person.a }}", "box": [0, 0, 70, 70]},
         {"small-code"}),
        ({"kind": "code128", "value": "NB-1042-0007", "box": [0, 0, 180, 60]}, {"small-code"}),
        ({"kind": "code128", "value": "NB-1042-0007", "box": [0, 0, 200, 60]}, set()),
    ],
)  # fmt: skip
def test_codes_are_checked(fields: dict[str, object], rules: set[str]) -> None:
    """A code must be readable: its value, its contrast, the size of its modules."""
    assert {rule for rule, _ in warned(code(**fields))} == rules
