"""What was decided, why, until when, and what was read on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.model.facts import Known, Reading
from app.model.scene import Scene


class Reason(StrEnum):
    """Why this variant."""

    MATCHED = "matched"  # the first variant whose condition holds
    FALLBACK = "fallback"  # none held
    DEGRADED = "degraded"  # one held but could not be filled; a later rung of the ladder answered


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True)
class Considered:
    """One variant that was looked at."""

    variant: str
    held: bool
    because: str


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
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
    alt_said: str  # what the block says of itself for those who do not see it; may be empty
    valid_until: datetime | None  # aware UTC; None: until something is written
    personal: bool
    read: Iterable[tuple[str, Known]]  # what was read, in order: name and what it was then
    considered: tuple[Considered, ...]
    degraded_by: str = ""  # name of the missing fact that cost a rung, for X-Opentime-Fallback

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The ledger: what was read, in order."""
        return tuple(map(Reading._make, self.read))

    @property
    def text(self) -> str:
        """One line that says it all: `say.text`, else everything that is said, as sentences."""
        return self.say.get("text") or " ".join(sentences(self.say))

    @property
    def alt(self) -> str:
        """The block's alt text, else `say.alt`, else the line."""
        return self.alt_said or self.say.get("alt") or self.text


def sentences(say: Mapping[str, str]) -> list[str]:
    """Return what is said in words, each ending like a sentence when another follows."""
    words = (value.strip() for name, value in say.items() if not name.endswith(_NOT_WORDS))
    said = [value for value in words if value]
    return [s if s.rstrip(_CLOSING)[-1:] in _ENDS else f"{s}." for s in said[:-1]] + said[-1:]


_NOT_WORDS: Final = ("link", "url", "alt", "text", "image")
_ENDS: Final = frozenset(".!?…:;,。！？：；，、؟؛،۔।॥።·")
_CLOSING: Final = "\"'”’»›)]}」』）】"
