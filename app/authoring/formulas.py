"""Compiles the texts and conditions of one document, within its budget."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import cast

from app.authoring.codegen import Part, text_function, value_function
from app.authoring.findings import Findings, Path
from app.authoring.formula import Ask, Both, Filtered, Joined, Node, Read, names_read, walk
from app.authoring.links import link_problems, quoted_literals
from app.authoring.parsing import Parts, parse_condition, parse_text
from app.authoring.refusing import Budget, Refusal
from app.authoring.remembering import Learned, Remembered
from app.authoring.scope import Scope
from app.model.facts import Missing, Value
from app.model.plan import Asker, Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A compiled text or condition, with the tree that it came from."""

    source: str
    parts: tuple[str | Node, ...]
    run: Expression
    path: Path

    def nodes(self) -> Iterator[Node]:
        """Yield every node of every expression."""
        for part in self.parts:
            if not isinstance(part, str):
                yield from walk(part)

    def reads(self) -> frozenset[str]:
        """Return the dotted names in it, `say.*` and rows included."""
        expressions = [part for part in self.parts if not isinstance(part, str)]
        return frozenset().union(*map(names_read, expressions))

    def is_constant(self) -> bool:
        """Tell whether the value is the same for everybody at all times."""
        return not any(isinstance(n, Read | Ask | Filtered | Joined) for n in self.nodes())

    def constant(self) -> Value | Missing:
        """Return the value of a constant formula."""
        return self.run(cast("Asker", None))  # a constant asks nobody

    def is_plain(self) -> bool:
        """Tell whether there is no expression in it at all."""
        return all(isinstance(part, str) for part in self.parts)


class Formulas:
    """Compiles on demand, within one budget; what is `remembered` is not compiled again."""

    def __init__(self, findings: Findings, remembered: Remembered | None = None) -> None:
        self._findings = findings
        self._budget = Budget()
        self._remembered = Remembered(1) if remembered is None else remembered

    def condition(self, source: str, path: Path, scope: Scope) -> Formula | None:
        """Compile one expression; None when it is refused."""
        return self._compiled(source, path, scope, parse_condition, _value)

    def text(self, source: str, path: Path, scope: Scope) -> Formula | None:
        """Compile a text for readers; None when it is refused."""
        return self._compiled(source, path, scope, parse_text, _shown)

    def link(self, source: str, path: Path, scope: Scope) -> Formula | None:
        """Compile an address; None when it is refused."""
        return self._compiled(source, path, scope, _parse_link, _encoded)

    def _compiled(
        self,
        source: str,
        path: Path,
        scope: Scope,
        parse: Callable[[str, Scope, Budget], Parts],
        generate: Callable[[Parts], Expression],
    ) -> Formula | None:
        if self._budget.is_spent():
            return None  # said once, and what follows need not be read
        try:
            learned = self._learned(source, scope, parse, generate)
        except Refusal as refusal:
            self._findings.error(refusal.rule, path, refusal.message, refusal.remedy)
            return None
        return Formula(source=source, parts=learned.parts, run=learned.run, path=path)

    def _learned(
        self,
        source: str,
        scope: Scope,
        parse: Callable[[str, Scope, Budget], Parts],
        generate: Callable[[Parts], Expression],
    ) -> Learned:
        """Return an expression, compiled now or before; it costs the same. Raises Refusal."""
        kind = generate.__name__
        learned = self._remembered.get(kind, source, scope)
        if learned is not None:
            self._budget.spend(tokens=learned.tokens, nodes=learned.nodes)
            return learned
        had = replace(self._budget)
        parts = parse(source, scope, self._budget)
        learned = Learned(
            parts=parts,
            run=generate(parts),
            tokens=had.tokens - self._budget.tokens,
            nodes=had.nodes - self._budget.nodes,
        )
        self._remembered.put(kind, source, scope, learned)
        return learned


def conjunction(conditions: tuple[Node, ...]) -> Expression | None:
    """Compile what holds when all of the conditions hold; None for none."""
    return value_function(reduce(Both, conditions)) if conditions else None


def _value(parts: Parts) -> Expression:
    (node,) = parts
    assert not isinstance(node, str)
    return value_function(node)


def _shown(parts: Parts) -> Expression:
    return text_function(parts, Part.SHOWN)


def _encoded(parts: Parts) -> Expression:
    return text_function(quoted_literals(parts), Part.LINK)


def _parse_link(source: str, scope: Scope, budget: Budget) -> Parts:
    parts = parse_text(source, scope, budget)
    problem = link_problems(parts)
    if problem:
        raise Refusal("link", *problem)
    return parts
