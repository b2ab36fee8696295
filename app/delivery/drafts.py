"""A draft as it is edited: compiled once, decided on chosen facts, drawn, with what is where.

What is remembered of drafts is little and apart from what is published: every stroke of a key
makes a new one.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.authoring.block import Examined
from app.authoring.compiling import CompiledBlock, CompiledVariant
from app.context.asking import Ask
from app.delivery.deciding import Decided, DecisionService
from app.delivery.explaining import preview_document
from app.delivery.parts import Part, parts_of
from app.delivery.previewing import PreviewRequest, PreviewService
from app.errors import RenderError
from app.model.brand import Brand
from app.model.keeping import Kept, KeptBytes
from app.model.plan import Plan, Variant
from app.model.ports import Brands
from app.model.problem import Problem, Severity
from app.model.rendering import Format
from app.model.scene import Scene
from app.render import Drawing

MOST_REMEMBERED: Final = 64
"""Drafts, and decisions on them."""
_MOST_BYTES: Final = 8 * 1024 * 1024  # of drawn drafts
_AT_ONCE: Final = 2  # drafts that are drawn

Examine = Callable[[str, str], Awaitable[Examined]]
"""Compiles and checks a document that must be the block of a name."""
Edition = Callable[[], tuple[int, ...]]
"""Numbers that change with whatever a document is compiled and bound against."""
Bind = Callable[[Plan, Brand], Plan]
Draw = Callable[[Scene, Format], Drawing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A draft drawn for chosen facts; without `body` when it does not compile.

    `width` and `height` in CSS pixels; `chosen` is the variant that would be decided, `spent`
    milliseconds by step.
    """

    problems: tuple[Problem, ...]
    width: int = 0
    height: int = 0
    body: bytes = b""
    format: Format = Format.PNG
    parts: tuple[Part, ...] = ()
    layout: str = ""
    chosen: str = ""
    decision: Mapping[str, object] = field(default_factory=dict)
    spent: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What was decided on a draft. `plan` is the whole one, `ask` has the one that was decided."""

    block: CompiledBlock
    plan: Plan
    ask: Ask
    decided: Decided
    chosen: str


class DraftService:
    """Draws drafts for those who edit them; nothing of it is kept or recorded."""

    def __init__(
        self,
        *,
        examine: Examine,
        edition: Edition,
        bind: Bind,
        brands: Brands,
        previewing: PreviewService,
        deciding: DecisionService,
        draw: Draw,
    ) -> None:
        self._examine = examine
        self._edition = edition
        self._bind = bind
        self._brands = brands
        self._previewing = previewing
        self._deciding = deciding.apart(MOST_REMEMBERED)
        self._draw = draw
        self._examined: Kept[tuple[object, ...], Examined] = Kept(MOST_REMEMBERED)
        self._bound: Kept[tuple[object, ...], tuple[CompiledBlock, Plan]] = Kept(MOST_REMEMBERED)
        self._drawn: KeptBytes[tuple[bytes, Format]] = KeptBytes(_MOST_BYTES)
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def examined(self, name: str, document: str) -> Examined:
        """Return a document compiled and checked as the block of that name."""
        key = (name, document, *self._edition())
        held = self._examined.get(key)
        if held is None:
            held = await self._examine(document, name)
            self._examined.put(key, held)
        return held

    async def sketch(self, name: str, document: str, show: str, seen: PreviewRequest) -> Sketch:
        """Draw a draft for chosen facts; raises NotFound for a subscriber who is not there.

        `show`: a variant that is drawn although its condition may not hold; empty: the decided.
        """
        started = time.perf_counter()
        examined = await self.examined(name, document)
        block = examined.sound
        if block is None:
            spent = {"compile": _ms(started, time.perf_counter())}
            return Sketch(problems=examined.problems, spent=spent)
        compiled_at = time.perf_counter()
        shown = await self._shown(block, show, seen)
        decided_at = time.perf_counter()
        body, problems = await self._body(shown.decided, block.plan.format)
        spent = {
            "compile": _ms(started, compiled_at),
            "decide": _ms(compiled_at, decided_at),
            "draw": _ms(decided_at, time.perf_counter()),
        }
        return self._sketched(shown, (*examined.problems, *problems), body, spent)

    async def look(
        self, name: str, document: str, show: str, seen: PreviewRequest
    ) -> tuple[str, bytes] | None:
        """Return the variant and what names its picture, without drawing; None: it has errors."""
        block = (await self.examined(name, document)).sound
        if block is None:
            return None
        decision = (await self._shown(block, show, seen)).decided.decision
        return decision.variant, decision.scene_digest

    async def variants(self, name: str, document: str) -> tuple[str, ...]:
        """Return the names of a document's variants, its fallback last; none if it has errors."""
        block = (await self.examined(name, document)).sound
        return tuple(each.variant.name for each in block.variants) if block is not None else ()

    async def _shown(self, block: CompiledBlock, show: str, seen: PreviewRequest) -> _Shown:
        plan = self._plan(block, seen.brand)
        ask = await self._previewing.ask(replace(seen, plan=plan))
        decided = await self._deciding.decide(ask)
        chosen = decided.decision.variant
        if show and show != chosen:
            ask = replace(ask, plan=self._alone(block, plan, show))
            forced = await self._deciding.decide(ask)
            forced.decision.considered = decided.decision.considered
            decided = forced
        return _Shown(block=block, plan=plan, ask=ask, decided=decided, chosen=chosen)

    def _sketched(
        self,
        shown: _Shown,
        problems: tuple[Problem, ...],
        body: bytes,
        spent: Mapping[str, float],
    ) -> Sketch:
        block, plan, ask, decided = shown.block, shown.plan, shown.ask, shown.decided
        compiled, variant = _named(block, ask.plan, decided.decision.variant)
        return Sketch(
            problems=problems,
            width=plan.width,
            height=plan.height,
            body=body,
            format=block.plan.format,
            parts=parts_of(compiled, variant, self._deciding.computed(ask, decided)),
            layout=compiled.layout or "",
            chosen=shown.chosen,
            decision=preview_document(decided, replace(ask, plan=plan), ""),
            spent=spent,
        )

    def _plan(self, block: CompiledBlock, brand: str) -> Plan:
        """Return the block's plan as it is for a brand."""
        key = (id(block), brand, *self._edition())
        held = self._bound.get(key)
        if held is None:  # the block stands in it too: while it is kept, its id is its own
            held = (block, self._bind(block.plan, self._brands.read(brand)))
            self._bound.put(key, held)
        return held[1]

    def _alone(self, block: CompiledBlock, plan: Plan, show: str) -> Plan:
        """Return a plan of one variant that always holds; the fallback's for a name unknown."""
        key = (id(plan), show)
        held = self._bound.get(key)
        if held is None:
            variants = tuple(replace(v, when=None) for v in plan.variants if v.name == show)
            held = (block, replace(plan, variants=variants))
            self._bound.put(key, held)
        return held[1]

    async def _body(self, decided: Decided, form: Format) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the picture, or what keeps it from being drawn."""
        key = (decided.decision.scene_digest, form)
        body = self._drawn.get(key)
        if body is not None:
            return body, ()
        async with self._room:
            try:
                drawing = await asyncio.to_thread(self._draw, decided.decision.scene, form)
            except RenderError as error:
                return b"", (_undrawable(error),)
        if not drawing.skipped:  # what was missing may soon be there
            self._drawn.put(key, drawing.body)
        return drawing.body, ()


def _named(block: CompiledBlock, plan: Plan, name: str) -> tuple[CompiledVariant, Variant]:
    """Return the variant of a name with what it came from; else the fallback."""
    *variants, fallback = block.variants
    compiled = next((each for each in variants if each.variant.name == name), fallback)
    variant = next((each for each in plan.variants if each.name == name), plan.fallback)
    return compiled, variant


def _undrawable(error: RenderError) -> Problem:
    return Problem(
        rule="cannot-be-drawn",
        message=error.message,
        remedy=error.remedy or "Change the element that is named.",
        severity=Severity.ERROR,
    )


def _ms(start: float, end: float) -> float:
    return round(1000 * (end - start), 2)
