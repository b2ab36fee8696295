"""Which names an expression may use at its place in the document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.authoring.findings import suggestion
from app.authoring.formula import Node, Read
from app.authoring.limits import NAME
from app.authoring.source_names import SPACE, SourceNames
from app.model.vocabulary import FACTS, LIST_FIELDS, OPEN_NAMESPACES, QUESTIONS, FactName

FACT_NAMES: Final[Mapping[str, FactName]] = {fact.name: fact for fact in FACTS}
QUESTION_ARGUMENTS: Final = {question.name: question.arguments for question in QUESTIONS}
ROW_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    listed: {name: kind for name, kind, _ in fields} for listed, fields in LIST_FIELDS.items()
}
"""The fields of a row and their kinds, by the list."""
LISTS: Final = frozenset(fact.name for fact in FACTS if fact.kind == "list")
NAMESPACES: Final = frozenset(
    {name.partition(".")[0] for name in (*FACT_NAMES, *QUESTION_ARGUMENTS)}
    | set(OPEN_NAMESPACES)
    | {"say", SPACE}
)
_PERSONAL: Final = frozenset(
    [fact.name for fact in FACTS if fact.personal]
    + [question.name for question in QUESTIONS if question.personal]
)


@dataclass(frozen=True, slots=True)
class UnknownName(Exception):  # becomes a Problem where the expression is lowered
    """A name that means nothing here."""

    message: str
    remedy: str
    rule: str = "unknown-fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Names beyond the vocabulary.

    `says` None: out of reach. In a layout they are those of every variant that draws it; what the
    variant at hand does not say is missing. `rows`: the list behind each name given by `each`.
    """

    params: frozenset[str] = frozenset()
    says: frozenset[str] | None = None
    rows: Mapping[str, str] = field(default_factory=dict)
    sources: SourceNames = field(default_factory=SourceNames)

    def namespaces(self) -> frozenset[str]:
        """Return what may stand before a dot."""
        return NAMESPACES.union(self.rows)

    def resolve(self, space: str, name: str) -> Node:
        """Return the fact `space.name`; raise UnknownName with the nearest that exists."""
        if len(name) > NAME or name.startswith("_"):
            raise UnknownName(
                f"`{name[:40]}` cannot be the name of a fact.",
                f"Names start with a letter and have up to {NAME} characters.",
            )
        if space in self.rows:
            return self._field(space, name)
        if space == "say":
            return self._said(name)
        if space == "params" and name not in self.params:
            raise UnknownName(
                f"The block has no parameter `{name}`.",
                suggestion(name, self.params)
                or f"Declare it: `params: {{{name}: {{type: text}}}}`.",
            )
        if space == SPACE:
            raise UnknownName(
                f"`{SPACE}.{name}` is a source, not a value.",
                f"Name one of its fields: `{SPACE}.{name}.known`.",
            )
        dotted = f"{space}.{name}"
        if dotted in FACT_NAMES or space in OPEN_NAMESPACES:
            return Read(dotted)
        if dotted in QUESTION_ARGUMENTS:
            raise UnknownName(
                f"`{dotted}` is a question and needs its arguments.", f"Write `{dotted}(...)`."
            )
        raise UnknownName(f"There is no fact `{dotted}`.", self._nearest(dotted))

    def of_source(self, name: str, wanted: str) -> Node:
        """Return the fact `source.name.wanted`; raise UnknownName with the nearest that exists."""
        problem = self.sources.problem(name, wanted)
        if problem is not None:
            raise UnknownName(*problem, "unknown-source")
        if max(len(name), len(wanted)) > NAME or "_" in (name[:1], wanted[:1]):
            raise UnknownName(
                f"`{SPACE}.{name[:40]}.{wanted[:40]}` cannot be the name of a fact.",
                f"Names start with a letter and have up to {NAME} characters.",
            )
        return Read(f"{SPACE}.{name}.{wanted}")

    def is_list(self, name: str) -> bool:
        """Tell whether `each` can draw it."""
        return name in LISTS or self.sources.is_list(name)

    def lists(self) -> tuple[str, ...]:
        """Return the lists that `each` can draw."""
        return (*LISTS, *self.sources.lists())

    def bare(self, name: str) -> Node:
        """Return the list fact `name`; raise UnknownName for everything else."""
        if name in LISTS:
            return Read(name)
        if name in self.namespaces():
            raise UnknownName(
                f"`{name}` is a group of facts, not a value.", f"Name one of them: `{name}.known`."
            )
        near = suggestion(name, [*self.namespaces(), *LISTS])
        raise UnknownName(
            f"`{name}` is not a name of the language.",
            near or "Put texts in quotes, and name facts as `store.name` or `params.sku`.",
        )

    def _field(self, space: str, name: str) -> Node:
        listed = self.rows[space]
        if listed in ROW_FIELDS or not self.sources.is_list(listed):
            fields: Mapping[str, str] | None = ROW_FIELDS.get(listed, {})
        else:
            fields = self.sources.row_fields(listed)
        if fields is not None and name not in fields:
            near = suggestion(name, fields)
            raise UnknownName(
                f"A row of `{listed}` has no `{name}`.",
                near or f"It has: {', '.join(fields)}.",
            )
        return Read(f"{space}.{name}")

    def _said(self, name: str) -> Node:
        if self.says is None:
            raise UnknownName(
                "`say` cannot be read here.",
                "It is decided after the condition; name the facts themselves.",
            )
        if name in self.says:
            return Read(f"say.{name}")
        raise UnknownName(
            f"No variant that comes here says `{name}`.",
            suggestion(name, self.says) or f"Add `{name}` to its `say`.",
            "unknown-say",
        )

    def _nearest(self, dotted: str) -> str:
        space, _, name = dotted.partition(".")
        siblings = [fact for fact in FACT_NAMES if fact.startswith(f"{space}.")]
        near = suggestion(name, [fact.partition(".")[2] for fact in siblings])
        return near.replace("`", f"`{space}.", 1) if near else f"There are: {', '.join(siblings)}."


def is_personal(name: str, *, readers_clock: bool) -> bool:
    """Tell whether a fact or question (by dotted name) can differ between subscribers."""
    space = name.partition(".")[0]
    if space == "clock":
        return readers_clock
    if name in _PERSONAL:
        return True
    return name not in FACT_NAMES and OPEN_NAMESPACES.get(space, ("", False))[1]
