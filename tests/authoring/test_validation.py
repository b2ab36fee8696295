"""The schema is the law, and its judgement is worded for people."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.authoring import block_schema, check_block
from app.authoring.findings import Findings
from tests.authoring.blocks import NEAREST_STORE

SCHEMA = Path(__file__).parents[2] / "docs" / "block.schema.json"
HEAD = "block: a\nsize: 2x2\nalt: x\n"


def errors(document: str) -> list[tuple[str, str, str]]:
    """Return rule, place and remedy of every error."""
    found = [p for p in check_block(document) if p.severity == "error"]
    return [(p.rule, p.where, p.remedy) for p in found]


def test_the_published_schema_is_the_one_in_use() -> None:
    """The committed copy equals what the code checks against."""
    assert json.loads(SCHEMA.read_text("utf-8")) == block_schema()


def test_the_schema_is_a_schema() -> None:
    """It is valid JSON Schema 2020-12."""
    Draft202012Validator.check_schema(block_schema())


def test_every_field_is_described_with_a_legal_example() -> None:
    """Descriptions and examples stand at every field, and the examples hold."""
    schema = block_schema()
    fields = [
        (name, field)
        for part in _records(schema)
        for name, field in part.get("properties", {}).items()
    ]

    assert len(fields) > 60
    for name, field in fields:
        assert field.get("description"), name
        for example in field.get("examples", []):
            Draft202012Validator({**field, "$defs": schema["$defs"]}).validate(example)


def _records(schema: object) -> list[dict[str, dict[str, dict[str, str]]]]:
    if isinstance(schema, list):
        return [found for part in schema for found in _records(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" else []
    return own + [found for part in schema.values() for found in _records(part)]


@pytest.mark.parametrize(
    ("document", "rule", "where", "remedy"),
    [
        ("size: 2x2\nfallback: {draw: []}", "missing-field", "", "Add it: The block's name"),
        ("block: a\nsize: 2x2", "missing-fallback", "", "Add it: Shown when"),
        (HEAD + "fallback: {draw: []}\nvariant: []", "unknown-field", "variant", "Did you mean `v"),
        (HEAD + "fallback: {draw: []}\nzzzzz: []", "unknown-field", "zzzzz", "There are: block"),
        (HEAD + "fallback: {draw: 1}", "wrong-type", "fallback.draw", "Write a text or a list"),
        (HEAD + "fallback: {}", "missing-field", "fallback", "Add it: A layout's name"),
        (HEAD + "fallback: x", "wrong-type", "fallback", "Write a mapping."),
        (HEAD + "fallback: {draw: []}\nzone: raeder", "unknown-choice", "zone", "Did you mean `r"),
        (HEAD + "fallback: {draw: []}\nzone: 7", "unknown-choice", "zone", "There are: reader, b"),
        (HEAD + "fallback: {draw: []}\nstore: x", "unknown-choice", "store", "There are: nearest"),
        (HEAD + "fallback: {draw: []}\ndensity: 9", "out-of-bounds", "density", "It takes at most"),
        (HEAD + "fallback: {draw: []}\ndensity: true", "wrong-type", "density", "Write a whole nu"),
        (HEAD + "fallback: {draw: []}\nbackground: red", "wrong-form", "background", "What shows"),
        (HEAD + "fallback: {draw: []}\nlayouts: {A_B: []}", "wrong-form", "layouts.A_B", "Names"),
        (
            HEAD + "fallback: {draw: [{fill: {color: }}]}",
            "wrong-type", "fallback.draw[0].fill.color", "If it is a colour, quote it",
        ),
        (
            HEAD + "fallback: {draw: [{fill: {color: '#fff'}, line: {points: [0, 0, 1, 1]}}]}",
            "out-of-bounds", "fallback.draw[0]", "It takes at most this many",
        ),
        (
            HEAD + "fallback: {draw: [{box: {box: [0, 0, 1.5, 99999]}}]}",
            "wrong-type", "fallback.draw[0].box.box[2]", "Write a whole number.",
        ),
        (
            HEAD + "fallback: {draw: [{box: {box: [0, 0, 1]}}]}",
            "out-of-bounds", "fallback.draw[0].box.box", "It takes at least this many entries: 4",
        ),
        (
            HEAD + "fallback: {draw: [{box: {box: [true, 0, 1, {}]}}]}",
            "wrong-type", "fallback.draw[0].box.box[0]", "Write a whole number",
        ),
        (
            HEAD + "fallback: {draw: []}\nparams: {a: {type: text, default: 1}}",
            "param-default", "params.a.default", "Put texts in quotes",
        ),
        (
            HEAD + "fallback: {draw: []}\nparams: {a: {type: number, default: true}}",
            "param-default", "params.a.default", "Put texts in quotes",
        ),
    ],
)  # fmt: skip
def test_problems_are_worded(document: str, rule: str, where: str, remedy: str) -> None:
    """Each problem names the place and what to do."""
    found = [e for e in errors(document) if e[:2] == (rule, where)]

    assert found, errors(document)
    assert found[0][2].startswith(remedy), found


def test_an_avalanche_is_stopped() -> None:
    """A hundred problems are enough."""
    fields = "".join(f"x{number}: 1\n" for number in range(40))
    variants = "".join(f"  - {{name: v{n}, draw: [{{text: {{}}}}, 7, 8]}}\n" for n in range(45))

    assert 80 < len(errors(HEAD + fields + "variants:\n" + variants)) < 200


def test_half_a_document_is_judged_without_failing() -> None:
    """A document that is cut off anywhere has problems or compiles."""
    for cut in range(0, len(NEAREST_STORE), 61):
        check_block(NEAREST_STORE[:cut])


@pytest.mark.parametrize("instead", ["7", "[]", "{}", "~", "zzz"])
def test_a_spoilt_document_is_judged_without_failing(instead: str) -> None:
    """A document with a part replaced has problems or compiles."""
    for word in sorted(set(NEAREST_STORE.replace(":", " ").split())):
        check_block(NEAREST_STORE.replace(word, instead, 1))


def test_many_unknown_fields() -> None:
    """Of many problems a hundred are told, and how many more there are."""
    document = HEAD + "fallback: {draw: []}\n" + "".join(f"key{n}: 1\n" for n in range(15_000))

    *told, last = check_block(document)

    assert [problem.rule for problem in told] == ["unknown-field"] * 100
    assert "14,900 more" in last.message
    assert "check again" in last.remedy


def test_many_broken_parts() -> None:
    """A document with many parts of a wrong form is not looked at to its end, and says so."""
    elements = ", ".join("{fill: {color: 1}}" for _ in range(5_000))
    found = check_block(HEAD + f"fallback: {{draw: [{elements}]}}\n")

    assert len(found) <= 101
    assert found[-1].rule == "more-problems"
    assert "was not looked at" in found[-1].message


def test_many_warnings_hide_no_error() -> None:
    """Errors have room of their own."""
    findings = Findings()
    for number in range(500):
        findings.warn("w", ("w", number), "A warning.", "")
    findings.error("e", (), "An error.", "")

    assert [problem.rule for problem in findings.errors()] == ["e"]
    assert "400 more" in findings.all()[-1].message
