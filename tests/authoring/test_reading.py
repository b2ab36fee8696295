"""Documents are read as plain values, with lines, from a closed subset of YAML."""

import pytest

from app.authoring.findings import Findings
from app.authoring.reading import read_document


def rules(document: str) -> list[tuple[str, int]]:
    """Return rule and line of every problem."""
    findings = Findings("f.yaml")
    read_document(document, findings)
    return [(problem.rule, problem.line) for problem in findings.all()]


def test_plain_words_stay_words() -> None:
    """Only true, false, null and decimal numbers are anything but texts."""
    tree = read_document(
        "a: yes\nb: 12:30\nc: 0x1f\nd: 1_000\ne: 2026-11-27\nf: -7\ng: 2.5\nh: 'true'\ni: true\n"
        "j: ~\nk:\nl: .5\nm: off\nn: .inf\no: 1e3",
        Findings(),
    )

    assert tree == {
        "a": "yes", "b": "12:30", "c": "0x1f", "d": "1_000", "e": "2026-11-27", "f": -7, "g": 2.5,
        "h": "true", "i": True, "j": None, "k": None, "l": 0.5, "m": "off", "n": ".inf", "o": "1e3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("document", "rule", "line"),
    [
        ("a: 1\nb: &x 1", "yaml-anchor", 2),
        ("a: *x", "yaml-alias", 1),
        ("a: 1\nb: !!python/object:os.system x", "yaml-tag", 2),
        ("*x : 1", "yaml-alias", 1),
        ("a: 1\n---\nb: 2", "second-document", 2),
        ("- a", "not-a-block", 1),
        ("", "not-a-block", 1),
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3),
        ("a: {b: 1,\n  b: 2}", "duplicate-key", 2),
        ("a: [1, 2", "yaml-syntax", 2),
        ("a: b: c", "yaml-syntax", 1),
        ("a: 'x", "yaml-syntax", 1),
        ("a: \x01", "yaml-syntax", 1),
        ("? [a]\n: 1", "key-not-a-text", 1),
        ("[" * 50, "too-deep", 1),
        ('a: "\\0"', "control-character", 1),
        ("x" * 300_000, "document-too-large", 0),
        ("\ud800", "not-a-block", 1),
        ('{"a": "\\ud83d"}', "yaml-syntax", 1),
        ('{"a": "\\udg00\\udc00"}', "yaml-syntax", 1),
    ],
)
def test_what_is_not_read(document: str, rule: str, line: int) -> None:
    """References, tags, odd keys and characters, repetition and depth are refused."""
    assert (rule, line) in rules(document)


def test_repeated_keys_keep_the_first() -> None:
    """After a repeated key the first value stands, so that reading goes on."""
    assert read_document("a: 1\na: [2]", Findings()) == {"a": 1}


def test_json_escapes() -> None:
    """Pairs of escapes are one character, escaped backslashes stay."""
    assert read_document('{"a": "\\ud83d\\ude00", "b": "\\\\ud83d\\\\ude00"}', Findings()) == {
        "a": "😀",
        "b": "\\ud83d\\ude00",
    }
