"""How long opens take, stage by stage: measured only while somebody looks.

What is measured stands in the way of opens only while the watch runs: then it takes the place of
what it measures.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from app.context.asking import Ask
from app.delivery.deciding import Decided
from app.model.buckets import bucket_of


class Stage(StrEnum):
    """What takes time."""

    ANSWERING = "answering"  # from the head of the request to the whole answer
    DECIDING = "deciding"  # facts, and the decision on them
    DRAWING = "drawing"  # of pictures that nobody had


class Deciding(Protocol):
    """What decides opens."""

    def decide_now(self, ask: Ask) -> Decided | None:
        """Decide, if nothing has to be waited for."""
        ...

    async def decide(self, ask: Ask) -> Decided:
        """Decide."""
        ...


Times = Mapping[str, Mapping[int, int]]
"""By stage: how many were in each bucket."""


class Stopwatch:
    """The times of one process, of the last half minute to minute. `monotonic` counts seconds."""

    def __init__(self, monotonic: Callable[[], float], *, span_s: float = 30.0) -> None:
        self.monotonic = monotonic
        self._span_s = span_s
        self._since = -math.inf
        self._young: dict[Stage, Counter[int]] = {stage: Counter() for stage in Stage}
        self._old: dict[Stage, Counter[int]] = {stage: Counter() for stage in Stage}

    def note(self, stage: Stage, began: float) -> None:
        """Count what began at an instant of the watch and ends now. Any thread."""
        self._young[stage][bucket_of(self.monotonic() - began)] += 1

    def times(self) -> Times:
        """Return what was measured lately; forgets what is older. Loop thread only."""
        now = self.monotonic()
        if now - self._since > 2 * self._span_s:
            self._young = {stage: Counter() for stage in Stage}
        if now - self._since > self._span_s:
            self._since = now
            self._old, self._young = self._young, {stage: Counter() for stage in Stage}
        return {stage.value: self._old[stage] + self._young[stage] for stage in Stage}


class TimedDeciding:
    """Decides as another does, under a watch."""

    def __init__(self, deciding: Deciding, watch: Stopwatch) -> None:
        self.plain = deciding
        self._watch = watch

    def decide_now(self, ask: Ask) -> Decided | None:
        """Decide, if nothing has to be waited for."""
        began = self._watch.monotonic()
        decided = self.plain.decide_now(ask)
        if decided is not None:
            self._watch.note(Stage.DECIDING, began)
        return decided

    async def decide(self, ask: Ask) -> Decided:
        """Decide."""
        began = self._watch.monotonic()
        decided = await self.plain.decide(ask)
        self._watch.note(Stage.DECIDING, began)
        return decided
