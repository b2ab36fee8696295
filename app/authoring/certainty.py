"""What an expression is sure to have a value for, given a condition that holds."""

from collections.abc import Mapping
from typing import Final

from app.authoring.formula import (
    Among,
    Ask,
    Both,
    Choice,
    Compared,
    Computed,
    Default,
    Either,
    Known,
    Literal,
    Node,
    Not,
    Nothing,
    Read,
    children,
)
from app.authoring.formulas import Formula

_FULL_SPACES: Final = frozenset({"params", "brand", "reader", "clock", "place", "picture"})
_FULL_FACTS: Final = frozenset({"message.name", "message.title", "stores"})
_OFTEN_EMPTY: Final = frozenset(
    {"phone", "url", "closes", "opens", "stock", "was", "category", "group", "image", "region"}
    | {"substitute"}
    | {f"substitute_{name}" for name in ("sku", "price", "was", "image", "url")}
)
_ALWAYS_IN_WEATHER: Final = frozenset(
    {"condition", "sky", "temperature", "is_day", "icon", "age", "next"}
)
_ANSWERED_BY_HOURS: Final = frozenset({"store.closes", "store.opens"})


def assured_by(node: Node) -> frozenset[str]:  # noqa: PLR0911  # one arm per node
    """Return the facts that are known whenever the condition holds."""
    match node:
        case Both():
            return assured_by(node.left) | assured_by(node.right)
        case Either():
            return assured_by(node.left) & assured_by(node.right)
        case Read():
            return frozenset({node.name})
        case Known() | Among():
            return _needed(node.value)
        case Not():
            return frozenset() if isinstance(node.value, Known) else _needed(node.value)
        case Compared():
            return _needed(node)
        case _:
            return frozenset()


def unsure_text(
    formula: Formula, assured: frozenset[str], said: Mapping[str, str | None]
) -> str | None:
    """Return the first name for want of which the text can be missing, or None."""
    for part in formula.parts:
        if not isinstance(part, str) and (name := unsure(part, assured, said)):
            return name
    return None


def unsure(  # noqa: PLR0911  # one arm per node
    node: Node, assured: frozenset[str], said: Mapping[str, str | None]
) -> str | None:
    """Return the first name for want of which the expression can be missing, or None.

    `said`: for each `say`, the name for want of which it can be missing.
    """
    match node:
        case Literal() | Known() | Nothing():  # what is never known is left out on purpose
            return None
        case Read():
            return _unsure_fact(node.name, assured, said)
        case Ask() if not node.name.startswith("clock."):
            return None if node.name in assured else node.name
        case Default():
            return unsure(node.otherwise, assured, said)
        case Either():
            if isinstance(node.right, Literal) and node.right.value:
                return None
            return unsure(node.right, assured, said) or unsure(node.left, assured, said)
        case Both():
            left = unsure(node.left, assured, said)
            return left or unsure(node.right, assured | assured_by(node.left), said)
        case Choice():
            test = unsure(node.test, assured, said)
            then = unsure(node.then, assured | assured_by(node.test), said)
            return test or then or unsure(node.otherwise, assured, said)
        case _:
            return next(
                (name for child in children(node) if (name := unsure(child, assured, said))), None
            )


def _needed(node: Node) -> frozenset[str]:
    """Return the facts without which the expression has no value."""
    match node:
        case Default() | Known() | Either() | Both() | Choice():
            return frozenset()
        case Read():
            return frozenset({node.name})
        case Ask() | Computed():
            own = frozenset({node.name}) if isinstance(node, Ask) else frozenset[str]()
            return own.union(*(_needed(arg) for arg in node.args))
        case _:
            return frozenset().union(*(_needed(child) for child in children(node)))


def _unsure_fact(  # noqa: PLR0911  # one arm per group of facts
    name: str, assured: frozenset[str], said: Mapping[str, str | None]
) -> str | None:
    space, _, field = name.partition(".")
    if space == "say":
        return said.get(field)
    if name in assured or name in _FULL_FACTS or name.endswith(".known") or space in _FULL_SPACES:
        return None
    if name in _ANSWERED_BY_HOURS:
        return None if "store.is_open" in assured else name
    if space in ("store", "product"):
        found = any(fact.startswith((f"{space}.", "stock.here")) for fact in assured)
        return None if found and field not in _OFTEN_EMPTY else name
    if space == "weather":
        always = field in _ALWAYS_IN_WEATHER and any(f.startswith("weather.") for f in assured)
        return None if always else name
    if space == "source":
        of_it = f"source.{field.partition('.')[0]}."
        return None if any(fact.startswith(of_it) for fact in assured) else name
    if space in ("person", "message", "stock"):
        return name
    return name if field in _OFTEN_EMPTY else None  # a row of `each`
