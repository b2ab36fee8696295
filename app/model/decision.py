"""What was decided, why, until when, and what was read on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.model.facts import Reading
from app.model.scene import Scene


class Reason(StrEnum):
    """Why this variant."""

    MATCHED = "matched"  # the first variant whose condition holds
    FALLBACK = "fallback"  # none held
    DEGRADED = "degraded"  # one held but could not be filled; a later rung of the ladder answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """One variant that was looked at."""

    variant: str
    held: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome of one open. `digest` is that of the scene, not yet keyed."""

    block: str
    version: int
    variant: str
    reason: Reason
    scene: Scene
    scene_digest: bytes
    say: Mapping[str, str]
    link: str
    alt: str
    text: str
    valid_until: datetime | None  # aware UTC; None: until something is written
    personal: bool
    readings: tuple[Reading, ...]
    considered: tuple[Considered, ...]
    degraded_by: str = ""  # name of the missing fact that cost a rung, for X-Opentime-Fallback
