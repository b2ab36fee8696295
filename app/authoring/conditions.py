"""Conditions as trees that people build of rows, exactly the expression underneath.

A tree is `{"all": [...]}`, `{"any": [...]}`, `{"not": tree}`, `{"fact", "op", "value"}` or, for
what has no words, `{"text": expression}`; `{"all": []}` holds always. Trees come from outside:
every shape that is not one of these is a BadTree.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Final, TypeGuard

from app.authoring.formula import (
    Among,
    Ask,
    Both,
    Compared,
    Constant,
    Either,
    Known,
    Literal,
    Negative,
    Node,
    Not,
    Read,
)
from app.authoring.limits import OPTIONS
from app.authoring.spelling import fact_text, spelled_out

Tree = Mapping[str, object]

ALWAYS: Final[Tree] = {"all": []}
_DEEPEST, _MOST = 16, 200
_COMPARED: Final = {
    "is": "==", "is not": "!=", "more than": ">", "at least": ">=", "less than": "<",
    "at most": "<=",
}  # fmt: skip
_SPOKEN: Final = {sign: op for op, sign in _COMPARED.items()}
_TURNED: Final = {"==": "==", "!=": "!=", ">": "<", ">=": "<=", "<": ">", "<=": ">="}
_CLOCK, _BETWEEN = "clock.time", "clock.between"


class BadTree(Exception):  # becomes a problem in words where it was sent
    """A tree that no condition is written from."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def node_of(tree: object, parse: Callable[[str], Node]) -> Node | None:
    """Return a tree as an expression; None: it holds always. Raises BadTree.

    `parse` reads the leaves that are text.
    """
    if tree is None or tree == ALWAYS:
        return None
    return _Building(parse).node(tree, 0)


def tree_of(node: Node) -> Tree:  # noqa: C901, PLR0911  # one arm per shape
    """Return an expression as a tree."""
    match node:
        case Both():
            return {"all": _flat(node, Both, "all")}
        case Either():
            return {"any": _flat(node, Either, "any")}
        case Not(value=Known(value=Read(name=name))):
            return {"fact": name, "op": "is unknown"}
        case Not(value=Read(name=name)):
            return {"fact": name, "op": "does not hold"}
        case Not():
            return {"not": tree_of(node.value)}
        case Known(value=Read(name=name)):
            return {"fact": name, "op": "is known"}
        case Read():
            return {"fact": node.name, "op": "holds"}
        case Among(value=Read(name=name)):
            op = "is none of" if node.negated else "is one of"
            return {"fact": name, "op": op, "value": list(node.options)}
        case Ask(name=name, args=args) if name == _BETWEEN:
            ends = [_value(arg) for arg in args]
            if None not in ends:
                return {"fact": _CLOCK, "op": "is between", "value": ends}
        case Compared():
            return _compared(node)
        case _:
            pass
    return {"text": spelled_out(node)}


class _Building:
    """Builds one expression, within bounds."""

    def __init__(self, parse: Callable[[str], Node]) -> None:
        self._parse = parse
        self._left = _MOST

    def node(self, tree: object, depth: int) -> Node:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            raise BadTree("The condition has too many parts.", "Split it into several variants.")
        match tree:
            case {"all": list(parts)} if parts:
                return reduce(Both, [self.node(part, depth + 1) for part in parts])
            case {"any": list(parts)} if parts:
                return reduce(Either, [self.node(part, depth + 1) for part in parts])
            case {"not": inner}:
                return Not(self.node(inner, depth + 1))
            case {"text": str(text)}:
                return self._parse(text)
            case {"fact": str(fact), "op": str(op), **rest}:
                return _row(fact, op, rest.get("value"))
            case _:
                message = "A part of the condition is empty."
                raise BadTree(message, "Complete it, or take it away.")


def _row(fact: str, op: str, value: object) -> Node:  # noqa: PLR0911  # one arm per operator
    read = _read(fact)
    match op:
        case "holds":
            return read
        case "does not hold":
            return Not(read)
        case "is known":
            return Known(read)
        case "is unknown":
            return Not(Known(read))
        case "is one of" | "is none of":
            return Among(read, tuple(_constants(value, fact)), op == "is none of")
        case "is between":
            return _between(read, list(_constants(value, fact)))
        case _:
            pass
    if op in _COMPARED:
        return Compared(read, ((_COMPARED[op], _literal(_constant(value, fact))),))
    raise BadTree(
        f"`{op[:40]}` cannot be asked of `{fact}`.", f"Ask one of {', '.join(_COMPARED)}."
    )


def _between(read: Read, ends: list[Constant]) -> Node:
    if len(ends) != 2:  # noqa: PLR2004  # a least and a most
        raise BadTree(f"`{read.name}` lies between two values.", "Give the least and the most.")
    start, end = (_literal(each) for each in ends)
    if read.name == _CLOCK:
        return Ask(_BETWEEN, (start, end))
    return Compared(start, (("<=", read), ("<=", end)))


def _read(name: str) -> Read:
    try:
        fact_text(name)
    except ValueError:
        message = f"`{name[:60]}` cannot be the name of a fact."
        raise BadTree(message, "Choose one of the list.") from None
    return Read(name)


def _constants(value: object, fact: str) -> Iterator[Constant]:
    if not isinstance(value, list) or not 1 <= len(value) <= OPTIONS:
        raise BadTree(f"`{fact}` is compared with nothing.", f"Give 1 to {OPTIONS} values.")
    for each in value:
        yield _constant(each, fact)


def _constant(value: object, fact: str) -> Constant:
    if not _is_constant(value) or value == "":
        raise BadTree(f"`{fact}` is compared with nothing.", "Give a value.")
    return value


def _is_constant(value: object) -> TypeGuard[Constant]:
    return isinstance(value, str | int | float | bool)


def _literal(value: Constant) -> Node:
    """Return a constant as the parser has it: a number below zero is a negated one."""
    is_negative = not isinstance(value, str | bool) and value < 0
    return Negative(Literal(-value)) if is_negative else Literal(value)  # type: ignore[operator]  # a number


def _value(node: Node) -> Constant | None:
    """Return what a literal says; None for anything else, and for an empty text."""
    match node:
        case Literal(value=value):
            return value if value != "" else None
        case Negative(value=Literal(value=value)) if not isinstance(value, str | bool):
            return -value
    return None


def _compared(node: Compared) -> Tree:
    sides = [node.first, *(value for _, value in node.rest)]
    signs = [sign for sign, _ in node.rest]
    match sides, signs:
        case [first, Read(name=name), last], ["<=", "<="] if name != _CLOCK:
            start, end = _value(first), _value(last)
            if start is not None and end is not None:
                return {"fact": name, "op": "is between", "value": [start, end]}
        case _:
            pass
    rows = [
        _pair(sign, left, right)
        for sign, left, right in zip(signs, sides[:-1], sides[1:], strict=True)
    ]
    whole = [row for row in rows if row is not None]
    if len(whole) < len(rows):
        return {"text": spelled_out(node)}
    return whole[0] if len(whole) == 1 else {"all": whole}


def _pair(sign: str, left: Node, right: Node) -> Tree | None:
    if isinstance(right, Read):
        sign, left, right = _TURNED[sign], right, left
    value = _value(right)
    if not isinstance(left, Read) or value is None:
        return None
    return {"fact": left.name, "op": _SPOKEN[sign], "value": value}


def _flat(node: Node, kind: type[Both | Either], word: str) -> list[Tree]:
    """Return what a conjunction (or disjunction) of any nesting joins, from left to right."""
    if isinstance(node, Both | Either) and isinstance(node, kind):
        return [*_flat(node.left, kind, word), *_flat(node.right, kind, word)]
    tree = tree_of(node)
    inner = tree.get(word)  # a chain of comparisons is a conjunction of its own
    return inner if isinstance(inner, list) else [tree]
