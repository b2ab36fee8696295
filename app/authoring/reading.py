"""Reads a YAML or JSON document into plain values and remembers the line of each.

A closed subset: no anchors, aliases, tags or second documents; keys are texts and occur once;
`yes`, `on` and `12:30` stay the words they look like.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import yaml

from app.authoring.findings import Findings, Path, spelled
from app.authoring.limits import DOCUMENT_BYTES, DOCUMENT_DEPTH

Tree = str | int | float | bool | list["Tree"] | dict[str, "Tree"] | None

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}\Z")
_DECIMAL: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]{1,18}\.[0-9]*)\Z")
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "true": True, "True": True, "false": False, "False": False,
}  # fmt: skip
_SURROGATES: Final = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB]HH)\\u([dD][c-fC-F]HH)".replace("HH", "[0-9a-fA-F]{2}")
)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PLAINLY: Final = "Write the value out where it is needed."
_START: Final = "Start with `block: some-name`, then `size`, `variants`, `fallback` and `layouts`."


@dataclass(frozen=True, slots=True)
class _Stop(Exception):  # control flow inside this module, never seen outside
    rule: str
    path: Path
    message: str
    remedy: str
    line: int


def read_document(
    document: str, findings: Findings, *, start: str = _START
) -> dict[str, Tree] | None:
    """Return the document as plain values; None when it cannot be read (the findings say why).

    `start`: how such a document starts, for whoever sent another.
    """
    document = document.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    size = len(document.encode())
    if size > DOCUMENT_BYTES:
        findings.error(
            "document-too-large",
            (),
            f"The document has {size:,} bytes.",
            f"Keep it under {DOCUMENT_BYTES:,} bytes; pictures belong among the assets.",
        )
        return None
    reading = _Reading(findings)
    try:
        tree = reading.document(_prepared(document))
    except _Stop as stop:
        findings.error(stop.rule, stop.path, stop.message, stop.remedy, line=stop.line)
        return None
    except yaml.YAMLError as error:
        _note_syntax(error, findings)
        return None
    findings.number_lines(reading.lines, reading.columns)
    if not isinstance(tree, dict):
        findings.error(
            "not-a-block",
            (),
            "The document is not a mapping.",
            start,
            line=1,
        )
        return None
    return tree


def _prepared(document: str) -> str:
    if not document.lstrip().startswith("{"):
        return document
    # JSON may be indented by tabs and spells emoji as two escapes; YAML knows neither.
    joined = _SURROGATES.sub(_as_one_character, document)
    return joined.replace("\t", " ")


def _as_one_character(match: re.Match[str]) -> str:
    high, low = int(match[2], 16), int(match[3], 16)
    return match[1] + chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _note_syntax(error: yaml.YAMLError, findings: Findings) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or "it has a character that YAML does not allow"
    findings.error(
        "yaml-syntax",
        (),
        f"This is not YAML: {problem}.",
        "Check indentation, brackets and quotes near this line; quote texts that contain `: `, "
        "`#`, `{` or `[`.",
        line=mark.line + 1 if mark else 1,
    )


class _Reading:
    """One pass over the events of a document."""

    def __init__(self, findings: Findings) -> None:
        self.lines: dict[Path, int] = {}
        self.columns: dict[Path, int] = {}
        self._findings = findings

    def document(self, text: str) -> Tree:
        """Return the value of the only document in the text."""
        events = yaml.parse(text, Loader=_LOADER)
        tree: Tree = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop(
                        "second-document",
                        (),
                        "A second document starts here.",
                        "Keep one block per file and remove the `---`.",
                        _line(event),
                    )
                tree = self._value(next(events), events, ())
        return tree

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Tree:
        line = _line(event)
        if path not in self.lines:
            self.lines[path], self.columns[path] = line, _column(event)
        self._refuse_indirection(event, path, line)
        if len(path) > DOCUMENT_DEPTH:
            raise _Stop(
                "too-deep",
                path[:4],
                f"The document is nested more than {DOCUMENT_DEPTH} levels deep.",
                "Flatten it; layouts can be named and reused.",
                line,
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Tree] = []
            while not isinstance(entry := next(events), yaml.SequenceEndEvent):
                items.append(self._value(entry, events, (*path, len(items))))
            return items
        assert isinstance(event, yaml.ScalarEvent)
        return self._scalar(event, path, line)

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = _line(event)
            self._refuse_indirection(event, path, line)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Stop(
                    "key-not-a-text",
                    path,
                    "A key is a list or a mapping.",
                    "Use a word as the key, and quote texts that start with `{` or `[`.",
                    line,
                )
            key = str(event.value)
            here = (*path, key)
            twice = key in mapping
            if twice:
                self._findings.error(
                    "duplicate-key",
                    here,
                    f"`{spelled(here)}` is given a second time.",
                    f"Remove one; the first is on line {self.lines[here]}.",
                    line=line,
                )
            else:
                self.lines[here], self.columns[here] = line, _column(event)
            value = self._value(next(events), events, here)
            if not twice:
                mapping[key] = value
        return mapping

    def _scalar(self, event: yaml.ScalarEvent, path: Path, line: int) -> Tree:
        text = str(event.value)
        if odd := _UNWRITABLE.search(text):
            self._findings.error(
                "control-character",
                path,
                f"The text contains U+{ord(odd[0]):04X}, which cannot be drawn.",
                "Remove the character.",
                line=line,
            )
            return ""
        if event.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.match(text):
            return int(text)
        return float(text) if _DECIMAL.match(text) else text

    @staticmethod
    def _refuse_indirection(event: yaml.Event, path: Path, line: int) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            message = f"`*{anchor}` refers to another place."
            raise _Stop("yaml-alias", path, message, _PLAINLY, line)
        if anchor:
            message = f"`&{anchor}` names a value for reuse."
            raise _Stop("yaml-anchor", path, message, _PLAINLY, line)
        if tag:
            message = f"`{tag}` is a YAML tag."
            raise _Stop("yaml-tag", path, message, "Write plain texts, numbers and lists.", line)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _column(event: yaml.Event) -> int:
    return event.start_mark.column + 1 if event.start_mark else 1
