"""Bind a plan to what does not change between opens: the brand's colours, assets by name.

A live field that reads nothing else is computed once and becomes part of the prototype, so an
open computes only what can differ. What is bound holds until the brand or the assets change.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.decide.fields import Field, converted
from app.model.facts import Fact, Item, Known, Missing, Value
from app.model.nodes.text import Text
from app.model.plan import Asker, Each, Element, Expression, Flow, Plan, Variant

FixedFact = Callable[[str], Known | None]
"""A fact that is the same at every open, or None when it is not such a fact."""

_FONTS = ("font", "label_font")  # fields that name a family, or a role of the brand

FixedAsset = Callable[[str], str | None]
"""The content digest behind an asset's name."""


def bind(plan: Plan, fact: FixedFact, asset: FixedAsset, fonts: Mapping[str, str]) -> Plan:
    """Return the plan with every live field computed that needs no more than the fixed facts.

    `fonts`: the brand's family by role (heading, body); other names stay as they are.
    """
    asker = _Binder(fact, asset, fonts)
    return replace(
        plan,
        variants=tuple(_bound_variant(variant, asker) for variant in plan.variants),
        fallback=_bound_variant(plan.fallback, asker),
    )


def fixed_text(expression: Expression | None) -> str:
    """Return the text that an expression is at every open; empty when it can differ."""
    if expression is None:
        return ""
    try:
        value = expression(_Binder(lambda _: None, lambda _: None, {}))
    except _NotFixedError:
        return ""
    return value if isinstance(value, str) else ""


class _NotFixedError(Exception):
    """The expression asks for something that can differ between opens."""


class _Binder:
    """Answers fixed facts and refuses everything else."""

    __slots__ = ("_asset", "_fact", "fonts")

    def __init__(self, fact: FixedFact, asset: FixedAsset, fonts: Mapping[str, str]) -> None:
        self._fact = fact
        self._asset = asset
        self.fonts = fonts

    def fact(self, name: str) -> Value | Missing:
        """Return a fixed fact."""
        known = self._fact(name)
        if known is None:
            raise _NotFixedError
        return known.value if isinstance(known, Fact) else known

    def ask(self, name: str, *args: Value) -> Value | Missing:
        """Return an asset's digest; one that is missing may be uploaded later."""
        digest = self._asset(str(args[0])) if name == "asset" and args else None
        if digest is None:
            raise _NotFixedError
        return digest

    def format(self, name: str, value: Value | Missing, *args: Value) -> Value | Missing:  # noqa: ARG002  # Asker's
        """Refuse: what is formatted depends on the reader's locale."""
        raise _NotFixedError

    def scoped(self, name: str, item: Item) -> Asker:  # noqa: ARG002  # Asker's
        """Refuse: rows are facts of an open."""
        raise _NotFixedError


def _bound_variant(variant: Variant, asker: _Binder) -> Variant:
    drawing = tuple(_bound(entry, asker) for entry in variant.drawing)
    return replace(variant, drawing=drawing, flows=_closing(variant.flows, drawing))


def _bound(entry: Element | Each, asker: _Binder) -> Element | Each:
    if isinstance(entry, Each):
        elements = tuple(_bound_element(element, asker) for element in entry.elements)
        return replace(entry, elements=elements, flows=_closing(entry.flows, elements))
    return _bound_element(entry, asker)


def _closing(flows: tuple[Flow, ...], drawing: tuple[Element | Each, ...]) -> tuple[Flow, ...]:
    """Return the flows that can still close up, now that so much of a drawing is known."""
    return tuple(flow for flow in flows if flow.may_close(drawing))


def _bound_element(element: Element, asker: _Binder) -> Element:
    fixed: dict[str, Field] = {}
    for name in _FONTS:
        if (font := getattr(element.node, name, "")) in asker.fonts:
            fixed[name] = asker.fonts[font]
    if isinstance(element.node, Text) and element.node.styles:
        fixed["styles"] = tuple(
            replace(style, font=asker.fonts.get(style.font, style.font))
            for style in element.node.styles
        )
    for field, expression in element.live:
        try:
            value = expression(asker)
        except _NotFixedError:
            continue
        shown = None if isinstance(value, Missing) else converted(type(element.node), field, value)
        if shown is not None:
            fixed[field] = shown
    if not fixed:
        return element
    live = tuple(entry for entry in element.live if entry[0] not in fixed)
    return replace(element, node=replace(element.node, **fixed), live=live)  # type: ignore[arg-type]  # authoring checked the fields
