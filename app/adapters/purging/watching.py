"""What changed since it was last looked, as tags: by the numbers that every write raises.

So a publication, an import and a change through the API are seen alike, whoever made them and
whether or not anybody was looking.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping
from typing import Protocol, TypeVar

from app.model.cdn import SHARED_TAG, tag
from app.model.ports import Blocks, Brands, Messages, Page

_PAGE = 200
_WHOLE = ("stock", "stores", "products")  # whose every reader is purged
_PIECEMEAL = ("blocks", "brands", "messages")

T = TypeVar("T")
Numbers = Callable[[str], int]
_States = Mapping[str, Hashable]


class _Paged(Protocol[T]):
    def __call__(self, *, cursor: str, limit: int) -> Awaitable[Page[T]]: ...


class Watch:
    """Compares what is stored now with what was when it was last looked."""

    def __init__(
        self, numbers: Numbers, *, blocks: Blocks, brands: Brands, messages: Messages
    ) -> None:
        self._numbers = numbers
        self._blocks = blocks
        self._brands = brands
        self._messages = messages
        self._states: dict[str, _States] = {}

    def numbers(self) -> dict[str, int]:
        """Return the numbers of the last changes."""
        return {kind: self._numbers(kind) for kind in (*_WHOLE, *_PIECEMEAL, "assets")}

    async def changes(self, seen: Mapping[str, int] | None, now: Mapping[str, int]) -> set[str]:
        """Return the tags of what changed between two sets of numbers; raises AppError.

        `seen` None: nothing was ever looked at, so nothing can be said to have changed.
        """
        tags: set[str] = set()
        for kind in _PIECEMEAL:
            changed = seen is not None and seen.get(kind) != now[kind]
            if kind in self._states and not changed:
                continue
            before, self._states[kind] = self._states.get(kind), await self._read(kind)
            if changed:
                tags |= _differences(kind, before, self._states[kind])
        if seen is not None:
            tags |= {tag(kind) for kind in _WHOLE if seen.get(kind) != now[kind]}
            if seen.get("assets") != now["assets"]:
                tags.add(SHARED_TAG)
        return tags

    async def _read(self, kind: str) -> _States:
        match kind:
            case "blocks":
                return {each.name: each.published async for each in _all(self._blocks.page)}
            case "brands":
                return {each.name: repr(each) for each in await self._brands.all()}
            case _:
                return {each.key: hash(repr(each)) async for each in _all(self._messages.page)}


def _differences(kind: str, before: _States | None, after: _States) -> set[str]:
    if before is None:
        return {SHARED_TAG}  # it changed while nobody looked, and what it was is not known
    names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    return {tag(kind.removesuffix("s"), name) for name in names}


async def _all(page: _Paged[T]) -> AsyncIterator[T]:
    cursor = ""
    while True:
        found = await page(cursor=cursor, limit=_PAGE)
        for each in found.items:
            yield each
        cursor = found.cursor
        if not cursor:
            return
