"""Turns expressions into Python functions of an `Asker`, once, when a block is published.

The generated source consists of our own words only: every name, number and text of the author is
a constant bound beside it. Missing spreads as in Kleene's logic, and what a decided `and`, `or` or
`if` does not need is not read.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import FunctionType
from typing import Final, cast

from app.authoring import operations
from app.authoring.formula import (
    Among,
    Arithmetic,
    Ask,
    Both,
    Choice,
    Compared,
    Computed,
    Default,
    Either,
    Filtered,
    Joined,
    Known,
    Literal,
    Negative,
    Node,
    Not,
    Nothing,
    Read,
)
from app.authoring.limits import STRING
from app.model.facts import Missing, Why
from app.model.plan import Expression

_COMPARE: Final = {
    "==": "equal", "!=": "unequal", ">": "above", ">=": "at_least", "<": "below", "<=": "at_most",
}  # fmt: skip
_COMPUTE: Final = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "//": "divide_whole",
    "%": "remainder",
}  # fmt: skip
_FUNCTIONS: Final = {
    "min": "smallest", "max": "largest", "round": "rounded", "abs": "magnitude", "len": "length",
}  # fmt: skip
_OPERATIONS: Final[Mapping[str, Callable[..., object]]] = {
    name: getattr(operations, name)
    for name in (
        *_COMPARE.values(), *_COMPUTE.values(), *_FUNCTIONS.values(), "negative", "among", "asked",
        "filtered", "joined", "as_text", "as_link_part",
    )
}  # fmt: skip


class Part(StrEnum):
    """How the values in a text are written."""

    SHOWN = "as_text"  # for the reader's locale
    LINK = "as_link_part"  # percent-encoded


def value_function(node: Node) -> Expression:
    """Compile an expression whose value is handed on as it is."""
    writer = _Writer()
    writer.line(f"return {writer.value(node)}")
    return writer.function()


def text_function(parts: Sequence[str | Node], written: Part) -> Expression:
    """Compile a text; the whole text is missing when one of its parts is.

    A shown text is cut at 2,000 characters; a longer link is Missing(MALFORMED).
    """
    writer = _Writer()
    names: list[str] = []
    for part in parts:
        if isinstance(part, str):
            names.append(writer.constant(part))
            continue
        name = writer.assign(f"{written}(asker, {writer.value(part)})")
        writer.line(f"if {name}.__class__ is Missing: return {name}")
        names.append(name)
    whole = writer.assign(" + ".join(names) or "''")
    if written is Part.SHOWN:
        writer.line(f"return {whole}[:{STRING}]")
    else:
        too_long = writer.constant(operations.MALFORMED)
        writer.line(f"return {whole} if len({whole}) <= {STRING} else {too_long}")
    return writer.function()


class _Writer:
    """Writes the body of one function, statement by statement."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._indent = 1
        self._names = 0
        self._bound: dict[str, object] = {"Missing": Missing, "__builtins__": {"len": len}}
        self._bound.update(_OPERATIONS)

    def function(self) -> Expression:
        """Return the function that was written."""
        source = "def expression(asker):\n" + "\n".join(self._lines)
        module = compile(source, "<block expression>", "exec", dont_inherit=True)
        code = next(c for c in module.co_consts if hasattr(c, "co_code"))
        return cast("Expression", FunctionType(code, self._bound, "expression"))

    def line(self, text: str) -> None:
        """Write one statement."""
        self._lines.append("    " * self._indent + text)

    def constant(self, value: object) -> str:
        """Bind a constant and return its name."""
        name = f"c{len(self._bound)}"
        self._bound[name] = value
        return name

    def assign(self, text: str) -> str:
        """Assign an expression to a new name and return it."""
        self._names += 1
        name = f"t{self._names}"
        self.line(f"{name} = {text}")
        return name

    def value(self, node: Node) -> str:  # noqa: C901, PLR0911, PLR0912  # one arm per node
        """Write what computes the node and return the name that holds it."""
        match node:
            case Literal():
                return self.constant(node.value)
            case Nothing():
                return self.constant(Missing(Why.ABSENT, node.source))
            case Read():
                return self.assign(f"asker.fact({self.constant(node.name)})")
            case Ask():
                return self._call("asked", node.args, "asker", self.constant(node.name))
            case Filtered():
                args = (node.value, *node.args)
                return self._call("filtered", args, "asker", self.constant(node.name))
            case Computed():
                return self._call(_FUNCTIONS[node.name], node.args)
            case Joined():
                return self._call("joined", node.parts, "asker")
            case Negative():
                return self._call("negative", (node.value,))
            case Arithmetic():
                return self._call(_COMPUTE[node.op], (node.left, node.right))
            case Among():
                options = frozenset((isinstance(o, bool), o) for o in node.options)
                found = self.assign(f"among({self.value(node.value)}, {self.constant(options)})")
                return self._negated(found) if node.negated else found
            case Not():
                return self._negated(self.value(node.value))
            case Known():
                name = self.value(node.value)
                return self.assign(f"{name}.__class__ is not Missing and {name} is not None")
            case Both():
                return self._both(self.value(node.left), lambda: self.value(node.right))
            case Either():
                return self._either(node)
            case Default():
                return self._default(node)
            case Choice():
                return self._choice(node)
            case Compared():
                return self._compared(node)

    def _call(self, function: str, args: Sequence[Node], *first: str) -> str:
        names = [*first, *(self.value(arg) for arg in args)]
        return self.assign(f"{function}({', '.join(names)})")

    def _negated(self, name: str) -> str:
        return self.assign(f"{name} if {name}.__class__ is Missing else not {name}")

    def _both(self, left: str, right: Callable[[], str]) -> str:
        result = self.assign(left)
        self.line(f"if {result} or {result}.__class__ is Missing:")
        self._indent += 1
        other = right()
        self.line(f"if {result} or (not {other} and {other}.__class__ is not Missing):")
        self.line(f"    {result} = {other}")
        self._indent -= 1
        return result

    def _either(self, node: Either) -> str:
        result = self.assign(self.value(node.left))
        self.line(f"if not {result}:")
        self._indent += 1
        other = self.value(node.right)
        self.line(f"if {other} or {result}.__class__ is not Missing:")
        self.line(f"    {result} = {other}")
        self._indent -= 1
        return result

    def _default(self, node: Default) -> str:
        result = self.assign(self.value(node.value))
        empty = self.constant("")
        self.line(f"if {result}.__class__ is Missing or {result} is None or {result} == {empty}:")
        self._indent += 1
        self.line(f"{result} = {self.value(node.otherwise)}")
        self._indent -= 1
        return result

    def _choice(self, node: Choice) -> str:
        result = self.assign(self.value(node.test))
        self.line(f"if {result}.__class__ is not Missing:")
        self._indent += 1
        self.line(f"if {result}:")
        self._indent += 1
        self.line(f"{result} = {self.value(node.then)}")
        self._indent -= 1
        self.line("else:")
        self._indent += 1
        self.line(f"{result} = {self.value(node.otherwise)}")
        self._indent -= 2
        return result

    def _compared(self, node: Compared) -> str:
        left = self.value(node.first)
        (op, second), *more = node.rest
        right = self.value(second)
        result = self.assign(f"{_COMPARE[op]}({left}, {right})")
        if not more:
            return result
        rest = tuple(more)
        return self._both(result, lambda: self._linked(right, rest))

    def _linked(self, left: str, rest: tuple[tuple[str, Node], ...]) -> str:
        (op, node), *more = rest
        right = self.value(node)
        result = self.assign(f"{_COMPARE[op]}({left}, {right})")
        return self._both(result, lambda: self._linked(right, tuple(more))) if more else result
