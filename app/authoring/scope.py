"""Which names an expression may use at its place in the document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.authoring.findings import suggestion
from app.authoring.formula import Node, Read
from app.authoring.limits import NAME
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
    | {"say"}
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
        dotted = f"{space}.{name}"
        if dotted in FACT_NAMES or space in OPEN_NAMESPACES:
            return Read(dotted)
        if dotted in QUESTION_ARGUMENTS:
            raise UnknownName(
                f"`{dotted}` is a question and needs its arguments.", f"Write `{dotted}(...)`."
            )
        raise UnknownName(f"There is no fact `{dotted}`.", self._nearest(dotted))

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
        fields = ROW_FIELDS.get(listed, {})
        if name not in fields:
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
