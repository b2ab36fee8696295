"""Compiles a block's `event`: what its readers may put into a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.authoring.drawing import facts_of, plain
from app.authoring.elements.deadlines import is_moment, single
from app.authoring.findings import Findings, Path
from app.authoring.formulas import Formula, Formulas
from app.authoring.schema_parts import TEXT, Schema, record
from app.authoring.scope import Scope
from app.model.plan import Expression, PlannedEvent

FIELD: Final = "event"
_MOMENTS: Final = ("starts", "ends")
_QUESTION: Final = frozenset({"clock.moment"})

EVENT: Final[Schema] = record(
    "What readers may put into their calendars, from `/k/`.",
    required=("title", "starts"),
    title={**TEXT, "description": "What it is called.", "examples": ["Late shopping"]},
    starts={
        **TEXT,
        "description": "When it begins: a moment of the block's wall clock, or one expression.",
        "examples": ["2026-11-27 18:00"],
    },
    ends={
        **TEXT,
        "description": "When it ends; without it after an hour.",
        "examples": ["{{ store.closes }}"],
    },
    where={**TEXT, "description": "Where it is.", "examples": ["{{ store.name }}"]},
    about={**TEXT, "description": "A few words about it.", "examples": ["Bring the email."]},
)


@dataclass(frozen=True, slots=True)
class CompiledEvent:
    """What an event became, and the dotted names of what it reads."""

    event: PlannedEvent | None = None
    reads: frozenset[str] = frozenset()


def compile_event(
    spec: Mapping[str, Any] | None, formulas: Formulas, scope: Scope, findings: Findings
) -> CompiledEvent:
    """Compile the `event` of a document; problems are noted, and what has some is left out."""
    if not spec:
        return CompiledEvent()
    path: Path = (FIELD,)
    written: dict[str, Formula] = {}
    for name in EVENT["properties"]:
        source = spec.get(name)
        formula = formulas.text(source, (*path, name), scope) if source else None
        if formula is not None:
            written[name] = formula
    for name in _MOMENTS:
        if name in written and written[name].is_plain():
            _check(plain(written[name]), (*path, name), findings)
    if "title" not in written or "starts" not in written:
        return CompiledEvent()
    runs: dict[str, Expression] = {
        name: (single(formula) if name in _MOMENTS else None) or formula.run
        for name, formula in written.items()
    }
    reads = frozenset().union(*(formula.reads() for formula in written.values()))
    return CompiledEvent(PlannedEvent(**runs), facts_of(reads | _QUESTION, scope))


def _check(written: str, path: Path, findings: Findings) -> None:
    if not is_moment(written):
        findings.error(
            "no-moment",
            path,
            f"`{written[:60]}` cannot be read as a time.",
            'Write it like "2026-11-27 18:00", in quotes.',
        )
