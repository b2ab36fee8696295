"""Warns of what is legal in a block but probably not meant."""

from collections.abc import Container, Iterator, Mapping
from typing import Final

from app.authoring.certainty import assured_by, unsure_text
from app.authoring.compiling import CompiledBlock, CompiledVariant
from app.authoring.drawing import plain
from app.authoring.findings import Findings, suggestion
from app.authoring.formula import Node, Read, walk
from app.authoring.formulas import Formula
from app.authoring.links import is_link
from app.authoring.lint_expressions import lint_expression
from app.authoring.lint_layout import lint_drawing

_FIXED: Final = frozenset({"params", "message", "brand"})
_DEFAULT: Final = "Add `| default('...')`, or ask for it in `when`"
_READ_BY_SOURCES: Final = frozenset({"sku"})  # stock.* and product.* are about this parameter


def lint(block: CompiledBlock, findings: Findings, assets: Container[str] | None) -> None:
    """Note every warning about a compiled block."""
    _lint_reach(block, findings)
    _lint_unused(block, findings)
    _lint_alt(block, findings)
    for variant in block.variants:
        for path, node in _expressions(variant):
            lint_expression(node, path, findings)
        _lint_certainty(variant, findings)
        _lint_assets(variant, findings, assets)
        lint_drawing(variant, block.plan, findings)


def _lint_reach(block: CompiledBlock, findings: Findings) -> None:
    always = ""
    seen: dict[tuple[str | Node, ...], str] = {}
    for compiled in block.variants[:-1]:
        name, path, when = compiled.variant.name, (*compiled.path, "when"), compiled.when
        earlier = always or (seen.get(when.parts) if when else "")
        if earlier:
            findings.warn(
                "unreachable-variant",
                compiled.path,
                f"`{name}` is never shown: `{earlier}` above it always comes first.",
                "Move it up, or give the one above a narrower condition.",
            )
        if when is None:
            always = always or name
            continue
        seen.setdefault(when.parts, name)
        if when.is_constant():
            if when.constant():
                always = always or name
            else:
                message = f"The condition of `{name}` never holds."
                findings.warn("never-holds", path, message, "Name a fact in it.")


def _lint_unused(block: CompiledBlock, findings: Findings) -> None:
    drawn = {variant.layout for variant in block.variants}
    for layout in block.layouts:
        if layout not in drawn:
            message = f"No variant draws the layout `{layout}`."
            findings.warn("unused-layout", ("layouts", layout), message, "Remove it, or draw it.")
    for param in block.plan.params:
        if f"params.{param.name}" in block.plan.reads or param.name in _READ_BY_SOURCES:
            continue
        message = f"Nothing reads the parameter `{param.name}`."
        remedy = f"Remove it, or read it as `params.{param.name}`."
        findings.warn("unused-param", ("params", param.name), message, remedy)


def _lint_alt(block: CompiledBlock, findings: Findings) -> None:
    if block.alt is None:
        if not any("alt" in variant.say for variant in block.variants):
            message = "The block has no `alt`, so readers without pictures get all its texts."
            findings.warn("missing-alt", (), message, "Add `alt:` with the picture in words.")
        return
    for variant in block.variants:
        for name in sorted(_read_through(block.alt, variant.say)):
            if name.partition(".")[0] not in _FIXED:
                findings.warn(
                    "alt-changes",
                    ("alt",),
                    f"`alt` reads `{name}`, which can change after the email is sent.",
                    "Describe what holds for everybody: the alt text stands in the sent email.",
                )


def _read_through(formula: Formula, say: Mapping[str, Formula]) -> frozenset[str]:
    """Return the facts behind a text, those behind what it quotes included."""
    names: set[str] = set()
    for name in formula.reads():
        space, _, said = name.partition(".")
        if space != "say":
            names.add(name)
        elif said in say:
            # A `say` reads only earlier ones, so this ends.
            names |= _read_through(say[said], say)
    return frozenset(names)


def _lint_certainty(compiled: CompiledVariant, findings: Findings) -> None:
    assured = _assured(compiled.when)
    said: dict[str, str | None] = {}
    for name, formula in compiled.say.items():
        said[name] = unsure_text(formula, assured, said)
        if is_link(name) and said[name]:
            findings.warn(
                "link-may-be-missing",
                formula.path,
                f"The link is missing when `{said[name]}` is unknown; clicks then go to the "
                "brand's link.",
                f"{_DEFAULT}.",
            )
    for drawn in compiled.drawn:
        content = drawn.said.get("content")
        if content is None or "fallback_text" in drawn.said:
            continue
        here = assured.union(*(assured_by(node) for node in drawn.when))
        unknown = unsure_text(content, here, said)
        if unknown and not _tests_what_it_says(drawn.when):
            findings.warn(
                "text-may-be-missing",
                content.path,
                f"In `{compiled.variant.name}` the text is hidden when `{unknown}` is unknown.",
                f"{_DEFAULT}, or give the element a `fallback_text`.",
            )


def _tests_what_it_says(conditions: tuple[Node, ...]) -> bool:
    return any(
        isinstance(node, Read) and node.name.startswith("say.")
        for condition in conditions
        for node in walk(condition)
    )


def _assured(when: Formula | None) -> frozenset[str]:
    nodes = [part for part in when.parts if not isinstance(part, str)] if when else []
    return frozenset().union(*(assured_by(node) for node in nodes))


def _lint_assets(
    compiled: CompiledVariant, findings: Findings, assets: Container[str] | None
) -> None:
    if assets is None:
        return
    named = (drawn.said.get(field) for drawn in compiled.drawn for field in ("asset", "fallback"))
    for asset in named:
        if asset is None or not asset.is_plain() or (name := plain(asset)) in assets:
            continue
        near = suggestion(name, assets) if isinstance(assets, frozenset | set | dict) else ""
        message = f"There is no asset `{name}`, so the picture is left out."
        findings.warn("unknown-asset", asset.path, message, near or "Upload it.")


def _expressions(compiled: CompiledVariant) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    formulas = [compiled.when, *compiled.say.values()]
    for drawn in compiled.drawn:
        formulas += drawn.said.values()
        for condition in drawn.when:
            yield (*drawn.path, "when"), condition
    for formula in formulas:
        if formula is not None:
            for part in formula.parts:
                if not isinstance(part, str):
                    yield formula.path, part
