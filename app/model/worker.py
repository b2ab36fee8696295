"""What a serving process says of itself, for whoever watches all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Answers of a lower rung within one minute. An empty block: of no block of ours."""

    minute: int  # since the epoch
    block: str
    cause: str  # as `X-Opentime-Fallback` says it
    n: int
    brand: str = ""  # of the message it was asked for; empty: it could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerReport:
    """One process at an instant (aware UTC); `since` is when it began.

    `times`: by stage, how many opens were in each bucket of the stopwatch during the last minute.
    `caches`: where pictures came from since the start, by name. `lag_ms`: how late its loop was.
    """

    pid: int
    at: datetime
    since: datetime
    lag_ms: float = 0.0
    times: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    caches: Mapping[str, int] = field(default_factory=dict)
    lapses: tuple[Lapse, ...] = ()  # of the last hour
    unmerged: Mapping[str, int] = field(default_factory=dict)
    """By brand: opens with a merge tag where a subscriber belongs, since the start."""
