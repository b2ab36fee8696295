"""What a block will show and has shown: from one change to the next, without drawing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.context.asking import Ask
from app.delivery.deciding import DecisionService
from app.delivery.previewing import PreviewRequest, PreviewService

MOST_STEPS: Final = 240
"""Decisions that one look ahead or back may take."""
_AT_ONCE: Final = 8  # decisions before others have their turn
_BACK: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 4320, 10080)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time in which a block shows the same picture."""

    begins: datetime  # aware UTC
    ends: datetime | None  # None: nothing that is known ends it
    digest: str  # of the scene
    variant: str
    says: str
    zone: str


class Unfound(StrEnum):
    """Why no change is told."""

    NONE = "none"  # there was none in a week
    UNKNOWN = "unknown"  # it would take too many decisions to tell


class ForeseeingService:
    """Decides at one instant after another, each the end of what held at the one before."""

    def __init__(self, *, previewing: PreviewService, deciding: DecisionService) -> None:
        self._previewing = previewing
        self._deciding = deciding

    async def course(
        self, request: PreviewRequest, *, lasts: timedelta, most: int
    ) -> tuple[Span, ...]:
        """Return up to `most` spans from the chosen time on; equal neighbours are one."""
        ask = await self._previewing.ask(request)
        return tuple(await self._course(ask, ask.at + lasts, most, _Steps(MOST_STEPS)))

    async def changed_before(self, request: PreviewRequest) -> datetime | Unfound:
        """Return the last change of the picture before the chosen time, of the week before it."""
        ask = await self._previewing.ask(request)
        steps = _Steps(MOST_STEPS)
        for back in _BACK:
            spans = await self._course(_at(ask, ask.at - back), ask.at, MOST_STEPS, steps)
            if steps.cut:
                return Unfound.UNKNOWN
            if len(spans) > 1:
                return spans[-1].begins
        return Unfound.NONE

    async def seen(self, requests: Sequence[PreviewRequest]) -> tuple[Span, ...]:
        """Return what each of some requests shows at its time."""
        steps, spans = _Steps(len(requests)), []
        for each in requests:
            await steps.take()
            spans.append(await self._span(await self._previewing.ask(each)))
        return tuple(spans)

    async def _course(self, ask: Ask, end: datetime, most: int, steps: "_Steps") -> list[Span]:
        spans: list[Span] = []
        at = ask.at
        while await steps.take():
            span = await self._span(_at(ask, at))
            if spans and spans[-1].digest == span.digest:
                spans[-1] = replace(spans[-1], ends=span.ends)
            elif len(spans) == most:
                break
            else:
                spans.append(span)
            if span.ends is None or span.ends >= end or span.ends <= at:
                break
            at = span.ends
        return spans

    async def _span(self, ask: Ask) -> Span:
        decided = await self._deciding.decide(ask)
        decision = decided.decision
        return Span(
            begins=ask.at,
            ends=decision.valid_until,
            digest=decision.scene_digest.hex(),
            variant=decision.variant,
            says=decision.text,
            zone=decided.facts.wall_zone(),
        )


class _Steps:
    """Decisions that may still be taken. `cut`: one more was wanted than there were."""

    def __init__(self, left: int) -> None:
        self._left = left
        self.cut = False

    async def take(self) -> bool:
        """Take one, if any is left; now and then others have their turn before it."""
        self.cut = self._left == 0
        if self.cut:
            return False
        self._left -= 1
        if self._left % _AT_ONCE == 0:
            await asyncio.sleep(0)
        return True


def _at(ask: Ask, at: datetime) -> Ask:
    return replace(ask, at=at)
