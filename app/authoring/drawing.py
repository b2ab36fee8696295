"""One element in hand: its fields, what of them is live, and what they read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.authoring.codegen import value_function
from app.authoring.colors import BRAND, UNKNOWN, brand_color, normal
from app.authoring.findings import Findings, Path, suggestion
from app.authoring.formula import Ask, Literal, Node
from app.authoring.formulas import Formula, Formulas
from app.authoring.scope import Scope
from app.model.facts import Missing, Value
from app.model.plan import Asker, Expression, Flow
from app.model.scene import Box, Color, Text
from app.model.scene import Node as SceneNode

_WEIGHTS: Final = {"regular": 400, "bold": 700}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The rectangle that elements are placed in, and the conditions that hold there."""

    box: Box
    whole: bool = False  # the canvas itself
    when: tuple[Node, ...] = ()

    def placed(self, box: list[int]) -> Box:
        """Return a box of the cell in coordinates of the canvas."""
        x, y, width, height = (int(number) for number in box)
        return (self.box[0] + x, self.box[1] + y, width, height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One drawn element, for the checks of the finished layout."""

    path: Path
    node: SceneNode
    scope: Scope
    when: tuple[Node, ...]
    said: Mapping[str, Formula]  # its texts by field
    texts: tuple[Text, ...]  # as its kind sees them, see `Kind`
    ground: Color | None  # likewise
    settled_colors: frozenset[str]  # fields whose colour is known before anything is opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A stack, a grid, one of their cells or an `each`: what holds elements."""

    path: Path
    kind: str
    box: Box  # of an `each`: that of its first row
    flow: Flow | None = None  # how it closes up


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What all elements of a variant share: where problems, formulas and readings go."""

    findings: Findings
    formulas: Formulas
    brand_colors: Mapping[str, str]
    reads: set[str] = field(default_factory=set)
    drawn: list[Drawn] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)  # those of rows are in their `each`

    def noted(self, formula: Formula | None, scope: Scope) -> Formula | None:
        """Remember what the formula reads."""
        if formula is not None:
            self.reads.update(facts_of(formula.reads(), scope))
        return formula

    def condition(self, source: str, path: Path, scope: Scope) -> Node | None:
        """Return an element's `when` as a tree."""
        formula = self.noted(self.formulas.condition(source, path, scope), scope)
        if formula is None:
            return None
        (node,) = formula.parts
        assert not isinstance(node, str)
        return node


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields of one element; asking for a live one adds it to `live`."""

    workshop: Workshop
    spec: Mapping[str, Any]
    path: Path
    cell: Cell
    scope: Scope
    live: list[tuple[str, Expression]] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    said: dict[str, Formula] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)  # how many rows of `stores` it shows

    def box(self) -> Box:
        """Return the element's box on the canvas."""
        return self.cell.placed(self.spec["box"])

    def whole(self, name: str, default: int) -> int:
        """Return a whole number."""
        return int(self.spec.get(name, default))

    def sizes(self, *default: int) -> tuple[int, int]:
        """Return the largest and the smallest size of the font."""
        size = self.spec.get("size", default)
        sizes = [size] if isinstance(size, int) else size
        return int(max(sizes)), int(min(sizes))

    def weight(self, default: int = 400) -> int:
        """Return the weight of the font."""
        weight = self.spec.get("weight", default)
        return int(_WEIGHTS.get(weight, weight))

    def words(self, name: str) -> Formula | None:
        """Return the text of a field; None when it is absent or refused."""
        if name not in self.spec:
            return None
        formulas, path = self.workshop.formulas, (*self.path, name)
        words = self.workshop.noted(formulas.text(self.spec[name], path, self.scope), self.scope)
        if words is not None:
            self.said[name] = words
        return words

    def content(self, name: str) -> str:
        """Return a text that never changes; one that does becomes live."""
        words = self.words(name)
        if words is None:
            return ""
        if words.is_plain():
            return plain(words)
        self.live.append((name, words.run))
        return ""

    def number(self, name: str) -> None:
        """Make the field live by its expression."""
        path, source = (*self.path, name), str(self.spec[name])
        formula = self.workshop.formulas.condition(source, path, self.scope)
        if self.workshop.noted(formula, self.scope) is not None:
            assert formula is not None
            self.live.append((name, formula.run))

    def is_store(self, name: str) -> bool:
        """Tell whether a name is a store's: `store`, or a row of `stores`."""
        return name == "store" or self.scope.rows.get(name) == "stores"

    def color(self, name: str, default: str = "") -> str:
        """Return a colour; one of the brand becomes live, the known one is its prototype."""
        written = self.spec.get(name)
        if written is None or not written.startswith(BRAND):
            self.settled.add(name)
            return default if written is None else normal(written)
        token = written.removeprefix(BRAND)
        brand_colors = self.workshop.brand_colors
        known = normal(brand_colors.get(token, ""))
        if known:
            self.settled.add(name)
        elif brand_colors:
            self.workshop.findings.warn(
                "unknown-brand-color",
                (*self.path, name),
                f"The brand has no colour `{token}`.",
                suggestion(token, brand_colors) or "Add it to the brand's colours.",
            )
        self.workshop.reads.add(written)
        self.live.append((name, brand_color(written)))
        return known or UNKNOWN


def facts_of(names: frozenset[str], scope: Scope) -> frozenset[str]:
    """Return the facts behind the names: a row's fields are its list's, what is said is not one."""
    spaces = {name: name.partition(".")[0] for name in names}
    return frozenset(
        scope.rows.get(space, name) for name, space in spaces.items() if space != "say"
    )


def plain(words: Formula) -> str:
    """Return the text of a formula without expressions."""
    return "".join(str(part) for part in words.parts)


_ASSET: Final = "asset"


def digest_of(words: Formula) -> Expression:
    """Return the content digest behind an asset's name."""
    if words.is_plain():
        return value_function(Ask(_ASSET, (Literal(plain(words)),)))
    named = words.run

    def digest(asker: Asker) -> Value | Missing:
        name = named(asker)
        return name if isinstance(name, Missing) else asker.ask(_ASSET, name)

    return digest
