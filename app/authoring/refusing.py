"""What the language does not have, and how that is said."""

from dataclasses import dataclass
from typing import Final, NoReturn

from jinja2 import nodes

from app.authoring import limits
from app.authoring.formula import Constant

_WITHOUT: Final = {
    "Pow": ("`**` is not part of the language", "Multiply instead."),
    "List": (
        "A list can only stand after `in`",
        "Write `x in ['a', 'b']`, or draw rows by `each`.",
    ),
    "Tuple": ("A list can only stand after `in`", "Write `x in ['a', 'b']`."),
    "Dict": ("A mapping is not part of the language", "Name facts, numbers and texts."),
    "Slice": ("Slices are not part of the language", "Use `| truncate(20)` to shorten a text."),
}


@dataclass(slots=True)
class Budget:
    """What the expressions of one document may still cost together."""

    tokens: int = limits.TOKENS
    nodes: int = limits.TREE_NODES

    def is_spent(self) -> bool:
        """Tell whether nothing more is read."""
        return self.tokens <= 0 or self.nodes <= 0

    def spend(self, *, tokens: int = 0, nodes: int = 0) -> None:
        """Take from the budget; raise Refusal when that was the last."""
        self.tokens -= tokens
        self.nodes -= nodes
        if self.is_spent():
            raise Refusal(
                "too-complex",
                f"The block's expressions have more than {limits.TREE_NODES:,} parts together.",
                "Split it into several blocks, or say less in each variant.",
            )


class Refusal(Exception):  # becomes a Problem where the expression is parsed
    """A part of an expression that the language does not have."""

    def __init__(self, rule: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.remedy = rule, message, remedy


def constant(node: nodes.Const) -> Constant:
    """Return the value of a literal; raise Refusal when it is out of bounds."""
    value = node.value
    if isinstance(value, str):
        if len(value) > limits.STRING:
            message = f"A text in quotes has {len(value):,} characters."
            remedy = f"Keep it under {limits.STRING:,}."
            raise Refusal("constant", message, remedy)
        if any((c < " " and c not in "\t\n") or "\ud800" <= c <= "\udfff" for c in value):
            message = "A text in quotes contains a character that cannot be drawn."
            raise Refusal("constant", message, "Remove the escape.")
        return value
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if not -limits.NUMBER <= value <= limits.NUMBER:
            message = "A number is larger than 1,000,000,000,000,000."
            raise Refusal("constant", message, "Use a smaller one.")
        return value
    raise Refusal(
        "constant",
        "`none` is not a value of the language.",
        "Test with `is defined`, or give a value with `| default('...')`.",
    )


def refuse_foreign(node: nodes.Node) -> NoReturn:
    """Raise the Refusal of a construct that has no place in the language."""
    kind = type(node).__name__
    message, remedy = _WITHOUT.get(
        kind, (f"`{kind}` is not part of the language", "See the page about expressions.")
    )
    raise Refusal("not-in-language", f"{message}.", remedy)


def is_number(value: Constant) -> bool:
    """Tell a number from a text and a flag."""
    return isinstance(value, int | float) and not isinstance(value, bool)
