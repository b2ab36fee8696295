"""Compiles a validated document: variants, layouts and what they read become a `Plan`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from app.authoring.appointments import FIELD, compile_event
from app.authoring.choosing import choose_format
from app.authoring.colors import normal
from app.authoring.drawing import Drawn, Frame, Workshop, facts_of
from app.authoring.findings import Findings, Path, suggestion
from app.authoring.formulas import Formula, Formulas
from app.authoring.layouts import draw_layout
from app.authoring.links import is_link
from app.authoring.remembering import Remembered
from app.authoring.scope import Scope, is_personal
from app.authoring.source_names import SourceNames
from app.model.plan import Each, Element, Param, ParamKind, Plan, StoreChoice, Variant, Zone
from app.model.rendering import SAFE, Format

FALLBACK: Final = "fallback"
NO_SOURCES: Final = SourceNames()
_EMPTY: Final[Mapping[ParamKind, str | int | bool]] = {
    ParamKind.TEXT: "", ParamKind.NUMBER: 0, ParamKind.FLAG: False,
}  # fmt: skip
_DEFAULTS: Final[Mapping[ParamKind, tuple[type, ...]]] = {
    ParamKind.TEXT: (str,), ParamKind.NUMBER: (int, float), ParamKind.FLAG: (bool,),
}  # fmt: skip

Drawing = tuple[tuple[Element | Each, ...], Workshop]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledVariant:
    """A variant with the formulas it came from, for the checks of the whole."""

    path: Path
    variant: Variant
    when: Formula | None
    say: Mapping[str, Formula]
    drawn: tuple[Drawn, ...]
    frames: tuple[Frame, ...]
    layout: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledBlock:
    """A plan with the formulas it came from."""

    plan: Plan
    variants: tuple[CompiledVariant, ...]  # the fallback last
    alt: Formula | None
    layouts: tuple[str, ...]
    background: str
    fixed: Format | None  # by the document; the plan's format is one that is drawn


class BlockCompiler:
    """Compiles one document; what cannot be compiled is noted and left out."""

    def __init__(
        self,
        tree: Mapping[str, Any],
        findings: Findings,
        brand_colors: Mapping[str, str],
        formats: Collection[Format] = SAFE,
        sources: SourceNames = NO_SOURCES,
        *,
        remembered: Remembered | None = None,
    ) -> None:
        self._tree = tree
        self._findings = findings
        self._formulas = Formulas(findings, remembered)
        self._brand_colors = brand_colors
        self._formats = formats
        width, _, height = str(tree.get("size") or "600x240").partition("x")
        self._canvas = (int(width), int(height))
        self._params = tuple(self._declared())
        self._scope = Scope(params=frozenset(param.name for param in self._params), sources=sources)
        self._layouts: Mapping[str, Any] = tree.get("layouts") or {}
        self._drawings: dict[str, Drawing] = {}

    def compile(self, *, name: str, version: int) -> CompiledBlock:
        """Return the plan with what it came from; meaningful when no error was noted."""
        tree = self._tree
        variants = tuple(self._variants())
        quoting = self._quoting(variants)
        alt = self._formulas.text(tree["alt"], ("alt",), quoting) if tree.get("alt") else None
        event = compile_event(tree.get(FIELD), self._formulas, quoting, self._findings)
        zone = Zone(tree.get("zone", Zone.READER))
        reads = event.reads.union(*(v.variant.reads for v in variants))
        if alt is not None:
            reads |= facts_of(alt.reads(), self._scope)
        reads |= self._scope.sources.asked_with(reads, self._scope.params, self._findings)
        store, within = self._store()
        fixed = Format.of_extension(str(tree.get("format", "auto")))
        chosen = self._format(fixed, variants)
        plan = Plan(
            block=str(tree.get("block") or name),
            version=version,
            width=self._canvas[0],
            height=self._canvas[1],
            density=int(tree.get("density", 2)),
            params=self._params,
            variants=tuple(v.variant for v in variants[:-1]),
            fallback=variants[-1].variant,
            reads=reads,
            personal=any(is_personal(n, readers_clock=zone is Zone.READER) for n in reads),
            store=store,
            within_km=within,
            zone=zone,
            alt=alt.run if alt else None,
            event=event.event,
            background=normal(str(tree.get("background", "#ffffff"))),
            format=chosen[0],
            format_why=chosen[1],
            steady=tree.get("prefetch", "steady") == "steady",
        )
        return CompiledBlock(
            plan=plan, variants=variants, alt=alt, layouts=tuple(self._layouts),
            background=plan.background, fixed=fixed,
        )  # fmt: skip

    def _format(
        self, fixed: Format | None, variants: tuple[CompiledVariant, ...]
    ) -> tuple[Format, str]:
        """Return the format of the block, and why; one that is not drawn here is not chosen."""
        drawn = [variant.drawn for variant in variants]
        density = int(self._tree.get("density", 2))
        allowed = fixed if fixed in self._formats else None
        return choose_format(allowed, drawn, self._canvas, density)

    def _declared(self) -> list[Param]:
        params = []
        for name, spec in (self._tree.get("params") or {}).items():
            kind = ParamKind(spec["type"])
            default: Any = spec.get("default", _EMPTY[kind])
            if not isinstance(default, _DEFAULTS[kind]) or (
                isinstance(default, bool) and kind is not ParamKind.FLAG
            ):
                self._findings.error(
                    "param-default",
                    ("params", name, "default"),
                    f"The default of `{name}` is {default!r}, which is no {kind}.",
                    'Put texts in quotes: "1042"; write numbers and true or false without.',
                )
                continue
            assert isinstance(default, str | int | float)
            params.append(Param(name=name, kind=kind, default=default))
        return params

    def _store(self) -> tuple[StoreChoice, float | None]:
        store = self._tree.get("store", StoreChoice.NEAREST)
        if not isinstance(store, dict):
            return StoreChoice(store), None
        within = store.get("within_km")
        choice = StoreChoice(store.get("choose", StoreChoice.NEAREST))
        return choice, None if within is None else float(within)

    def _variants(self) -> list[CompiledVariant]:
        specs: list[tuple[Path, Mapping[str, Any]]] = [
            (("variants", number), spec)
            for number, spec in enumerate(self._tree.get("variants") or [])
            if isinstance(spec, dict)
        ]
        self._refuse_repeated(specs)
        fallback = self._tree.get(FALLBACK)
        specs.append(((FALLBACK,), fallback if isinstance(fallback, dict) else {}))
        shared: dict[str, set[str]] = {}
        for _, spec in specs:
            if isinstance(spec.get("draw"), str):
                shared.setdefault(spec["draw"], set()).update(spec.get("say") or {})
        return [self._variant(path, spec, shared) for path, spec in specs]

    def _refuse_repeated(self, specs: list[tuple[Path, Mapping[str, Any]]]) -> None:
        seen = {FALLBACK}
        for path, spec in specs:
            name = spec.get("name")
            if name in seen:
                message = f"The name `{name}` is taken."
                remedy = "Give each variant its own name; `fallback` is the fallback's."
                self._findings.error("repeated-name", (*path, "name"), message, remedy)
            seen.add(str(name))

    def _variant(
        self, path: Path, spec: Mapping[str, Any], shared: Mapping[str, set[str]]
    ) -> CompiledVariant:
        when = None
        if spec.get("when"):
            when = self._formulas.condition(spec["when"], (*path, "when"), self._scope)
        say = self._said(path, spec.get("say") or {})
        draw = spec.get("draw") or []
        if isinstance(draw, str):
            drawing, workshop = self._layout(path, draw, frozenset(shared[draw]))
        else:
            says = frozenset(spec.get("say") or {})
            drawing, workshop = self._draw((*path, "draw"), draw, says)
        when_reads = facts_of(when.reads(), self._scope) if when else frozenset()
        said = frozenset().union(*(facts_of(f.reads(), self._scope) for f in say.values()))
        variant = Variant(
            name=str(spec.get("name") or FALLBACK),
            when=when.run if when else None,
            when_text=str(spec.get("when") or ""),
            when_reads=when_reads,
            reads=when_reads | said | workshop.reads,
            say=tuple((name, formula.run) for name, formula in say.items()),
            drawing=drawing,
            flows=tuple(workshop.flows),
        )
        return CompiledVariant(
            path=path, variant=variant, when=when, say=say, drawn=tuple(workshop.drawn),
            frames=tuple(workshop.frames), layout=draw if isinstance(draw, str) else None,
        )  # fmt: skip

    def _said(self, path: Path, spec: Mapping[str, str]) -> dict[str, Formula]:
        say: dict[str, Formula] = {}
        earlier: list[str] = []
        for name, source in spec.items():
            scope = replace(self._scope, says=frozenset(earlier))
            compile_text = self._formulas.link if is_link(name) else self._formulas.text
            formula = compile_text(source, (*path, "say", name), scope)
            if formula is not None:
                say[name] = formula
            earlier.append(name)
        return say

    def _layout(self, path: Path, name: str, says: frozenset[str]) -> Drawing:
        if name not in self._layouts:
            near = suggestion(name, self._layouts)
            message = f"There is no layout `{name}`."
            remedy = near or f"Add it: `layouts: {{{name}: [...]}}`."
            self._findings.error("unknown-layout", (*path, "draw"), message, remedy)
            return self._draw((), [], says)
        if name not in self._drawings:
            entries = self._layouts[name] or []
            self._drawings[name] = self._draw(("layouts", name), entries, says)
        return self._drawings[name]

    def _draw(self, path: Path, entries: list[Any], says: frozenset[str]) -> Drawing:
        workshop = Workshop(
            findings=self._findings, formulas=self._formulas, brand_colors=self._brand_colors
        )
        scope = replace(self._scope, says=says)
        drawing = draw_layout(entries, path, scope, canvas=self._canvas, workshop=workshop)
        return drawing, workshop

    def _quoting(self, variants: tuple[CompiledVariant, ...]) -> Scope:
        """Return the scope of what may quote the `say` of any variant."""
        return replace(self._scope, says=frozenset().union(*(v.say for v in variants)))
