"""The part of JSONPath that names places, and nothing that searches or computes.

    path  = ["$" | "@"] step*             "" and "$" are the whole
    step  = "." name | "[" index "]" | "['" any text "']" | "[*]" | ".*"
    name  = any characters but . [ ] ' " and space
    index = ["-"] digits                  -1 is the last

The first step may leave out its point: `price.amount`, `[0].sku`. Inside quotes a backslash
quotes a quote.
`[*]` is every element of a list, or every member of an object. Filters, slices, `..` and scripts
are refused: a path is followed 200,000 times a pull, and its cost must be plain to see.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from app.errors import Unacceptable
from app.feeds.cells import Cell

MAX_STEPS = 32
_STEP = re.compile(
    r"""\.?(?P<name>[^.\[\]'"\s*]+)
      | \[\s*(?P<index>-?[0-9]{1,9})\s*\]
      | \[\s*'(?P<single>(?:[^'\\]|\\.)*)'\s*\]
      | \[\s*"(?P<double>(?:[^"\\]|\\.)*)"\s*\]
      | (?P<every>\[\s*\*\s*\]|\.\*)
    """,
    re.VERBOSE,
)
_MAX_SHOWN = 80


class Every(Enum):
    """The step to all elements."""

    ONE = auto()


EVERY = Every.ONE
Step = str | int | Every


@dataclass(frozen=True, slots=True)
class JsonPath:
    """Steps from a document to places in it."""

    text: str
    steps: tuple[Step, ...]

    def cell(self, document: object) -> Cell:
        """Return what stands at a path without `[*]`, None where it leads nowhere."""
        for step in self.steps:
            if isinstance(document, dict):
                document = document.get(step)
            elif isinstance(document, list) and isinstance(step, int):
                document = document[step] if -len(document) <= step < len(document) else None
            else:
                return None
        return document


def parse_path(text: str) -> JsonPath:
    """Parse a path; raises Unacceptable naming where it stops being one."""
    plain = text.strip()
    at = 1 if plain[:1] in {"$", "@"} else 0
    steps: list[Step] = []
    while at < len(plain):
        found = _STEP.match(plain, at)
        has_point = plain[at] in ".["
        if found is None or not (has_point or at == 0) or len(steps) == MAX_STEPS:
            raise Unacceptable(
                f'"{plain[:_MAX_SHOWN]}" is not a path: '
                f'it cannot be followed from "{plain[at : at + 20]}".',
                remedy="Write e.g. $.items[*], price.amount, images[0].url or ['full name'].",
                field="path",
                value=plain[:_MAX_SHOWN],
            )
        steps.append(_step(found))
        at = found.end()
    return JsonPath(plain, tuple(steps))


def parse_cell_path(text: str) -> JsonPath:
    """Parse the path of a field, which names one place; raises Unacceptable."""
    path = parse_path(text)
    if EVERY in path.steps:
        raise Unacceptable(
            f'"{text[:_MAX_SHOWN]}" names many places, and a field has one value.',
            remedy="Write [0] for the first, or put [*] into the path of the rows.",
            field="path",
            value=text[:_MAX_SHOWN],
        )
    return path


def _step(found: "re.Match[str]") -> Step:
    if found["every"]:
        return EVERY
    if found["index"]:
        return int(found["index"])
    quoted = found["single"] if found["single"] is not None else found["double"]
    return found["name"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
