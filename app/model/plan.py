"""A block compiled at publish time: what it reads, what it tests, what it draws.

Expressions are functions of an `Asker`, which hands out facts and keeps the ledger of what was
read. They never raise: what cannot be known is `Missing`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.model.facts import Item, Missing, Value
from app.model.rendering import Format
from app.model.scene import Box, Node
from app.model.vocabulary import outside


class Asker(Protocol):
    """What a compiled expression may ask; the implementation records each answer."""

    def fact(self, name: str) -> Value | Missing:
        """Return a fact by its dotted name, e.g. `store.is_open`."""
        ...

    def ask(self, name: str, *args: Value) -> Value | Missing:
        """Return the answer of a question, e.g. `ask("clock.between", "09:00", "18:00")`."""
        ...

    def format(self, name: str, value: Value | Missing, *args: Value) -> Value | Missing:
        """Apply a filter for the reader's locale, e.g. `format("money", Money(1999, "EUR"))`."""
        ...

    def scoped(self, name: str, item: Item) -> "Asker":
        """Return an asker that also knows one row of a list under a name, for `each`."""
        ...


Expression = Callable[[Asker], Value | Missing]


class ParamKind(StrEnum):
    """Types of block parameters."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"


class StoreChoice(StrEnum):
    """Which store `store.*` is."""

    NEAREST = "nearest"
    NEAREST_OPEN = "nearest-open"
    NEAREST_WITH_STOCK = "nearest-with-stock"
    NEAREST_OPEN_WITH_STOCK = "nearest-open-with-stock"
    PREFERRED = "preferred"  # the profile's, else the nearest


class Zone(StrEnum):
    """Whose wall clock `clock.*` shows."""

    READER = "reader"
    BRAND = "brand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A declared parameter of a block; message parameters and the query may set it."""

    name: str
    kind: ParamKind
    default: str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of a layout.

    `node` is the prototype; `live` names fields that an expression computes at open time.
    A live field of a Text that is missing hides the text, or shows `fallback_text`.
    Any other node with a missing live field is left out.
    """

    node: Node
    live: tuple[tuple[str, Expression], ...] = ()
    when: Expression | None = None
    fallback_text: Expression | None = None
    rows: int = 0  # of the list `stores` that it shows at most


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCell:
    """A cell: the entries of its drawing from `first` up to `end`, which is outside.

    `box` is where it lies while all cells are shown; `filled` names the entries as large as it.
    """

    box: Box
    first: int
    end: int
    filled: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A stack or grid that closes up where a cell shows nothing.

    `boxes` says where the cells lie that are shown: by number, with the pixels along `axis`
    (0 across, 1 down) that the rows of a shorter list leave. Without an axis rows leave none.
    """

    cells: tuple[FlowCell, ...]
    boxes: Callable[[Mapping[int, int]], Sequence[Box]]
    axis: int | None = None

    def may_close(self, drawing: Sequence["Element | Each"]) -> bool:
        """Tell whether a cell of its drawing can show nothing, or lack rows of a list.

        A cell that never shows anything is there for its room.
        """
        inside = [drawing[cell.first : cell.end] for cell in self.cells]
        if self.axis is not None and any(
            isinstance(each, Each) for cell in inside for each in cell
        ):
            return True
        return any(cell and all(map(_may_be_hidden, cell)) for cell in inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """Draw `elements` for each row of a list, moved by `step` pixels (x, y) per row.

    With `columns` rows flow: so many across, then the next line.
    """

    of: Expression
    name: str  # what the row is called in expressions
    limit: int
    step: tuple[int, int]
    elements: tuple["Element", ...]
    columns: int = 0
    flows: tuple[Flow, ...] = ()  # of each row

    def offset(self, number: int) -> tuple[int, int]:
        """Return how far a row, counted from 0, is from the first: pixels across and down."""
        down, across = divmod(number, self.columns) if self.columns else (number, number)
        return self.step[0] * across, self.step[1] * down


def _may_be_hidden(entry: Element | Each) -> bool:
    return isinstance(entry, Each) or entry.when is not None or bool(entry.live)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Condition, content and layout. `when` None: always holds."""

    name: str
    when: Expression | None
    when_text: str
    when_reads: frozenset[str]  # dotted names of facts in the condition
    reads: frozenset[str]  # dotted names of all facts the variant can read
    say: tuple[tuple[str, Expression], ...]
    drawing: tuple[Element | Each, ...]
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEvent:
    """What readers may put into a calendar. `starts` and `ends` are moments, the rest texts."""

    title: Expression
    starts: Expression
    ends: Expression | None = None
    where: Expression | None = None
    about: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One published (or draft: version 0) block, ready to be decided.

    `reads` is the union over variants, fallback and event, by dotted name; from it follow which
    facts are gathered and whether an answer is personal.
    """

    block: str
    version: int
    width: int
    height: int
    density: int
    params: tuple[Param, ...]
    variants: tuple[Variant, ...]
    fallback: Variant
    reads: frozenset[str]
    personal: bool
    store: StoreChoice = StoreChoice.NEAREST
    within_km: float | None = None  # stores farther away are not considered
    zone: Zone = Zone.READER
    alt: Expression | None = None
    event: PlannedEvent | None = None
    background: str = "#ffffffff"
    format: Format = Format.PNG  # it is embedded in; an open's extension decides the bytes
    format_why: str = ""
    steady: bool = True  # a reader that keeps the picture is shown what stays true meanwhile
    outside: tuple[str, ...] = field(init=False)
    """What it reads from outside the process, e.g. `source.reviews` and `weather`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "outside", outside(self.reads))

    def rows(self) -> int:
        """Return how many rows of the list `stores` are drawn at most; 0 when none is."""
        drawn = (entry for variant in self.variants for entry in variant.drawing)
        limits = (
            entry.limit if isinstance(entry, Each) else entry.rows
            for entry in (*drawn, *self.fallback.drawing)
        )
        return max(limits, default=0)
