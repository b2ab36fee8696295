"""Compiles the texts and conditions of one document, within its budget."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final

from app.authoring.codegen import Part, text_function, value_function
from app.authoring.findings import Findings, Path
from app.authoring.formula import Ask, Both, Filtered, Joined, Literal, Node, Read, names_read, walk
from app.authoring.limits import TREE_NODES
from app.authoring.links import link_problems, quoted_literals
from app.authoring.parsing import Parsed, parse_condition, parse_text
from app.authoring.refusing import Refusal
from app.authoring.scope import Scope
from app.model.facts import Item, Missing, Value, Why
from app.model.plan import Expression


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
        return self.run(_NOBODY)

    def is_plain(self) -> bool:
        """Tell whether there is no expression in it at all."""
        return all(isinstance(part, str) for part in self.parts)


class Formulas:
    """Compiles on demand; a formula that several variants share counts once."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._costs: dict[Path, int] = {}

    def condition(self, source: str, path: Path, scope: Scope) -> Formula | None:
        """Compile one expression; None when it is refused."""
        return self._compiled(
            source, path, lambda: parse_condition(source, scope), lambda p: _value(p.parts)
        )

    def text(self, source: str, path: Path, scope: Scope) -> Formula | None:
        """Compile a text for readers; None when it is refused."""
        return self._compiled(
            source, path, lambda: parse_text(source, scope), lambda p: _text(p.parts, Part.SHOWN)
        )

    def link(self, source: str, path: Path, scope: Scope) -> Formula | None:
        """Compile an address; None when it is refused."""
        return self._compiled(
            source,
            path,
            lambda: _checked_link(parse_text(source, scope)),
            lambda p: _text(quoted_literals(p.parts), Part.LINK),
        )

    def _compiled(
        self,
        source: str,
        path: Path,
        parse: Callable[[], Parsed],
        generate: Callable[[Parsed], Expression],
    ) -> Formula | None:
        try:
            parsed = parse()
            self._spend(path, parsed.cost)
        except Refusal as refusal:
            self._findings.error(refusal.rule, path, refusal.message, refusal.remedy)
            return None
        return Formula(source=source, parts=parsed.parts, run=generate(parsed), path=path)

    def _spend(self, path: Path, cost: int) -> None:
        self._costs[path] = cost
        if sum(self._costs.values()) > TREE_NODES:
            message = f"The block's expressions have more than {TREE_NODES:,} parts together."
            raise Refusal("too-complex", message, "Split it into several blocks.")


def conjunction(conditions: tuple[Node, ...]) -> Expression | None:
    """Compile what holds when all of the conditions hold; None for none."""
    return value_function(reduce(Both, conditions)) if conditions else None


def _value(parts: tuple[str | Node, ...]) -> Expression:
    (node,) = parts
    assert not isinstance(node, str)
    return value_function(node)


def _text(parts: tuple[str | Node, ...], written: Part) -> Expression:
    literal = [p.value if isinstance(p, Literal) and isinstance(p.value, str) else p for p in parts]
    return text_function(literal if written is Part.SHOWN else parts, written)


def _checked_link(parsed: Parsed) -> Parsed:
    problem = link_problems(parsed.parts)
    if problem:
        raise Refusal("link", *problem)
    return parsed


class _Nobody:
    """Answers nothing: constants ask nobody."""

    def fact(self, name: str) -> Missing:
        """Return that there is none."""
        return Missing(Why.ABSENT, name)

    def ask(self, name: str, *_args: Value) -> Missing:
        """Return that there is none."""
        return Missing(Why.ABSENT, name)

    def format(self, _name: str, value: Value | Missing, *_args: Value) -> str | Missing:
        """Write numbers as Python does; a constant has no locale."""
        return value if isinstance(value, Missing) else str(value)

    def scoped(self, _name: str, _item: Item) -> "_Nobody":
        """Return itself."""
        return self


_NOBODY: Final = _Nobody()
