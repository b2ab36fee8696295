"""Expressions as a closed tree: what is not a node here cannot be said in the language."""

from collections.abc import Iterator
from dataclasses import dataclass

Constant = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: Constant


@dataclass(frozen=True, slots=True)
class Nothing:
    """A name that is known to have no value here, e.g. a `say` of another variant."""

    source: str


@dataclass(frozen=True, slots=True)
class Read:
    """A fact by its dotted name."""

    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with arguments."""

    name: str
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Filtered:
    """A value formatted for the reader's locale."""

    name: str
    value: "Node"
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """One of our functions of numbers: min, max, round, abs, len."""

    name: str
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Default:
    """The value, or the other one when it is missing or an empty text."""

    value: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Known:
    """Whether there is a value."""

    value: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    value: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """Conjunction: the right side is read only when the left is not false."""

    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Either:
    """Disjunction: the right side is read only when the left does not hold."""

    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Choice:
    """`then if test else otherwise`; without `otherwise` there is no value."""

    test: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Compared:
    """A chain of comparisons: `first op value op value ...`."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Among:
    """Whether the value is one of some constants."""

    value: "Node"
    options: tuple[Constant, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * / // %` of two numbers."""

    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negative:
    """The number with the other sign."""

    value: "Node"


@dataclass(frozen=True, slots=True)
class Joined:
    """Values as one text."""

    parts: tuple["Node", ...]


Node = (
    Literal | Nothing | Read | Ask | Filtered | Computed | Default | Known | Not | Both | Either
    | Choice | Compared | Among | Arithmetic | Negative | Joined
)  # fmt: skip


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911  # one arm per node
    """Return the nodes directly below, left to right."""
    match node:
        case Literal() | Nothing() | Read():
            return ()
        case Ask() | Computed():
            return node.args
        case Filtered():
            return (node.value, *node.args)
        case Default():
            return (node.value, node.otherwise)
        case Known() | Not() | Negative() | Among():
            return (node.value,)
        case Both() | Either() | Arithmetic():
            return (node.left, node.right)
        case Choice():
            return (node.test, node.then, node.otherwise)
        case Compared():
            return (node.first, *(value for _, value in node.rest))
        case Joined():
            return node.parts


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def names_read(node: Node) -> frozenset[str]:
    """Return the dotted names of the facts and questions in the expression."""
    return frozenset(n.name for n in walk(node) if isinstance(n, Read | Ask))
