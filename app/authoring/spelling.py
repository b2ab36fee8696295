"""Expressions written out again: text that parses to the very same tree."""

import re
from typing import Final

from app.authoring.formula import (
    Among,
    Arithmetic,
    Ask,
    Both,
    Choice,
    Compared,
    Computed,
    Constant,
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
from app.authoring.lowering import SUBSCRIPTED
from app.authoring.source_names import SPACE
from app.model.vocabulary import PLURAL_FORMS

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORDS: Final = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false", "none"})
_ESCAPED: Final = {chr(code): f"\\x{code:02x}" for code in (*range(32), 127)} | {
    "\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t",
}  # fmt: skip
_WHOLE: Final = 1e15


def spelled_out(node: Node) -> str:  # noqa: PLR0911  # one arm per node
    """Return an expression as it is written in a document."""
    match node:
        case Literal():
            return constant_text(node.value)
        case Read():
            return fact_text(node.name)
        case Nothing():
            raise ValueError(node)  # only where an `if` has no `else`: written there
        case Ask() | Computed():
            return f"{node.name}({', '.join(map(spelled_out, node.args))})"
        case Default():
            return f"{_operand(node.value)} | default({spelled_out(node.otherwise)})"
        case Filtered():
            return _filtered(node)
        case Negative():
            return f"-{_operand(node.value)}"
        case Arithmetic():
            return f"{_operand(node.left)} {node.op} {_operand(node.right)}"
        case Joined():
            return " ~ ".join(map(_operand, node.parts))
        case _:
            return _decided(node)


def _decided(node: Both | Either | Not | Known | Compared | Among | Choice) -> str:  # noqa: PLR0911  # as above
    """Return what tests something, as it is written."""
    match node:
        case Both():
            return _joined("and", node.left, node.right, Either)
        case Either():
            return _joined("or", node.left, node.right, Both)
        case Not(value=Known(value=unknown)):
            return f"{_operand(unknown)} is undefined"
        case Not():
            return f"not {_operand(node.value)}"
        case Known():
            return f"{_operand(node.value)} is defined"
        case Compared():
            rest = (f" {op} {_operand(value)}" for op, value in node.rest)
            return _operand(node.first) + "".join(rest)
        case Among():
            options = ", ".join(map(constant_text, node.options))
            return f"{_operand(node.value)} {'not in' if node.negated else 'in'} [{options}]"
        case Choice():
            chosen = f"{_operand(node.then)} if {_operand(node.test)}"
            if isinstance(node.otherwise, Nothing):
                return chosen
            return f"{chosen} else {_operand(node.otherwise)}"


def constant_text(value: Constant) -> str:
    """Return a constant as it is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + "".join(_ESCAPED.get(letter, letter) for letter in value) + "'"
    if isinstance(value, float) and value.is_integer() and abs(value) <= _WHOLE:
        return f"{value:.1f}"
    return repr(value)


def fact_text(name: str) -> str:
    """Return a fact as it is written; raises ValueError for a name that none can have."""
    space, _, rest = name.partition(".")
    parts = name.split(".")
    if all(_NAME.fullmatch(part) and part not in _WORDS for part in parts) and (
        len(parts) <= 2 or space == SPACE  # noqa: PLR2004  # space and name
    ):
        return name
    if space in SUBSCRIPTED and rest:
        return f"{space}[{constant_text(rest)}]"
    raise ValueError(name)


def _joined(word: str, left: Node, right: Node, other: type[Both | Either]) -> str:
    """Write a conjunction or a disjunction; the other kind in it stands in parentheses."""
    first = _operand(left) if isinstance(left, other | Choice) else spelled_out(left)
    is_plain = not isinstance(right, Both | Either | Choice)
    second = spelled_out(right) if is_plain else _operand(right)
    return f"{first} {word} {second}"


def _filtered(node: Filtered) -> str:
    args = [spelled_out(arg) for arg in node.args]
    if node.name == "plural" and len(args) == len(PLURAL_FORMS):
        args = [
            f"{form}={text}" for form, text in zip(PLURAL_FORMS, args, strict=True)
            if form == "other" or text != "''"
        ]  # fmt: skip
    called = f"{node.name}({', '.join(args)})" if args else node.name
    return f"{_operand(node.value)} | {called}"


def _operand(node: Node) -> str:
    text = spelled_out(node)
    is_bare = isinstance(node, Read | Ask | Computed | Literal)
    is_negative = isinstance(node, Literal) and text.startswith("-")
    return text if is_bare and not is_negative else f"({text})"
