"""Compiled plans of published blocks: compiled on first use, off the loop, and kept.

What a block reads of sources is compiled anew when sources are configured otherwise: what they are
asked with decides whether its picture is one reader's alone.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from app.model.brand import Brand
from app.model.keeping import Kept
from app.model.plan import Plan
from app.model.ports import Blocks, BlockVersion

Compile = Callable[[BlockVersion], Plan]
Bind = Callable[[Plan, Brand], Plan]
_UNKNOWN = "unknown"


class ChangeNumbers(Protocol):
    """A number per kind of record that grows with each change, cheap enough to ask per open."""

    def number(self, kind: str) -> int:
        """Return the present number."""
        ...


class Plans:
    """The plans of one process; all are looked up again after a change to any block.

    A plan is bound to a brand (its colours, the assets by name) until brands or assets change.
    """

    def __init__(
        self,
        blocks: Blocks,
        compile_version: Compile,
        bind: Bind,
        changes: ChangeNumbers,
        *,
        most: int = 8192,
    ) -> None:
        self._blocks = blocks
        self._compile = compile_version
        self._bind = bind
        self._changes = changes
        self._number = -1
        self._bound_at = (-1, -1)
        self._by_name: Kept[str, Plan | str] = Kept(most)
        # With the number of the sources that it was compiled with.
        self._by_version: Kept[tuple[str, int, datetime], tuple[int, Plan]] = Kept(most)
        self._flights: dict[tuple[str, int, datetime, int], asyncio.Future[Plan]] = {}
        # The plan stands in the value too: while it is kept, its id is its own.
        self._bound: Kept[tuple[int, str], tuple[Plan, Plan]] = Kept(most)

    def ready(self, name: str) -> Plan | None:
        """Return the published plan if it is compiled and current."""
        self._refresh()
        plan = self._by_name.get(name)
        return plan if isinstance(plan, Plan) else None

    def bound(self, plan: Plan, brand: Brand) -> Plan:
        """Return the plan with all that is fixed for a brand already computed."""
        now = (self._changes.number("brands"), self._changes.number("assets"))
        if now != self._bound_at:
            self._bound.clear()
            self._bound_at = now
        key = (id(plan), brand.name)
        held = self._bound.get(key)
        if held is None:
            held = (plan, self._bind(plan, brand))
            self._bound.put(key, held)
        return held[1]

    async def get(self, name: str) -> Plan | None:
        """Return the published plan, compiling it when needed; None: no such block."""
        self._refresh()
        held = self._by_name.get(name)
        if held is not None:
            return held if isinstance(held, Plan) else None
        number = self._number
        version = self._blocks.published(name)
        plan = await self._compiled(version) if version is not None else None
        if number == self._number:
            self._by_name.put(name, plan or _UNKNOWN)
        return plan

    async def _compiled(self, version: BlockVersion) -> Plan:
        # The time too: a block that was deleted and made again starts over at version 1.
        key = (version.name, version.version, version.published_at)
        # To configure a source counts as a change to blocks, so that only then this is asked.
        number = self._changes.number("sources")
        held = self._by_version.get(key)
        if held is not None and (held[0] == number or not _reads_sources(held[1])):
            return held[1]
        flight = self._flights.get((*key, number))
        if flight is None:
            # One compilation however many ask; it goes on when the one who asked first gives up.
            flight = asyncio.ensure_future(asyncio.to_thread(self._compile, version))
            self._flights[*key, number] = flight
            flight.add_done_callback(lambda _: self._flights.pop((*key, number), None))
        plan = await asyncio.shield(flight)
        self._by_version.put(key, (number, plan))
        return plan

    def _refresh(self) -> None:
        number = self._changes.number("blocks")
        if number != self._number:
            self._by_name.clear()
            self._number = number


def _reads_sources(plan: Plan) -> bool:
    return any(name.startswith("source.") for name in plan.outside)
