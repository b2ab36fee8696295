"""Compiled plans of published blocks: compiled on first use, off the loop, and kept."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from app.model.keeping import Kept
from app.model.plan import Plan
from app.model.ports import Blocks, BlockVersion

Compile = Callable[[BlockVersion], Plan]
_UNKNOWN = "unknown"


class ChangeNumbers(Protocol):
    """A number per kind of record that grows with each change, cheap enough to ask per open."""

    def number(self, kind: str) -> int:
        """Return the present number."""
        ...


class Plans:
    """The plans of one process; all are looked up again after a change to any block."""

    def __init__(
        self, blocks: Blocks, compile_version: Compile, changes: ChangeNumbers, *, most: int = 8192
    ) -> None:
        self._blocks = blocks
        self._compile = compile_version
        self._changes = changes
        self._number = -1
        self._by_name: Kept[str, Plan | str] = Kept(most)
        self._by_version: Kept[tuple[str, int], Plan] = Kept(most)

    def ready(self, name: str) -> Plan | None:
        """Return the published plan if it is compiled and current."""
        self._refresh()
        plan = self._by_name.get(name)
        return plan if isinstance(plan, Plan) else None

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
        key = (version.name, version.version)
        plan = self._by_version.get(key)
        if plan is None:
            plan = await asyncio.to_thread(self._compile, version)
            self._by_version.put(key, plan)
        return plan

    def _refresh(self) -> None:
        number = self._changes.number("blocks")
        if number != self._number:
            self._by_name.clear()
            self._by_version.clear()
            self._number = number
