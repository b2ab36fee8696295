"""Which clicks no human made: judged when they come, and again when others come after them.

Gateways follow the links of an email in ordinary browsers' clothes. They give themselves away by
haste, and by the one link that no human can see.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.model.event import Event, EventKind
from app.model.keeping import Kept

TRAP: Final = "about_us"
"""Stands where a block does, in a link that readers cannot see; no block can have this name."""

_LINKS: Final = 3  # different ones
_HASTE: Final = timedelta(seconds=5)
_REACH: Final = timedelta(seconds=10)
_MOST_TRAILS: Final = 16_384
_LONGEST_TRAIL: Final = 64

Who = tuple[str, str]
"""Message and subscriber, or the address of somebody who is nobody."""


class Why(StrEnum):
    """What gave a machine away."""

    READER = "reader"  # its class: a scanner, a program, too soon after sending
    HASTE = "haste"  # three different links of a message within five seconds
    TRAP = "trap"  # the link that no human can see


@dataclass(slots=True)
class _Trail:
    clicks: list[tuple[str, Event]] = field(default_factory=list)  # link's block, not yet judged
    until: datetime | None = None  # what comes before this is the same machine's


class ClickWatch:
    """Remembers, for ten seconds, who clicked what in the messages of one process."""

    def __init__(self) -> None:
        self._trails: Kept[Who, _Trail] = Kept(_MOST_TRAILS)
        self.found: Counter[str] = Counter()
        """Automated clicks by what gave them away."""

    def judge(self, who: Who, block: str, click: Event, *, is_machine: bool) -> list[Event]:
        """Return the verdicts that a click brings about: on itself, and on those before it."""
        trail = self._trail(who)
        trail.clicks = [each for each in trail.clicks if _is_near(each[1], click.at, _REACH)]
        trail.clicks = [*trail.clicks[-_LONGEST_TRAIL:], (block, click)]
        if is_machine:
            return self._condemned(trail, Why.READER)
        hasty = {block for block, each in trail.clicks if _is_near(each, click.at, _HASTE)}
        is_followed_up = trail.until is not None and click.at < trail.until
        if len(hasty) < _LINKS and not is_followed_up:
            return []
        trail.until = click.at + _REACH
        return self._condemned(trail, Why.HASTE)

    def spring(self, who: Who, click: Event) -> list[Event]:
        """Return the verdicts on a click into the trap and on those around it."""
        trail = self._trail(who)
        trail.clicks = [each for each in trail.clicks if _is_near(each[1], click.at, _REACH)]
        trail.clicks.append((TRAP, click))
        trail.until = click.at + _REACH
        return self._condemned(trail, Why.TRAP)

    def _trail(self, who: Who) -> _Trail:
        trail = self._trails.get(who)
        if trail is None:
            trail = _Trail()
            self._trails.put(who, trail)
        return trail

    def _condemned(self, trail: _Trail, why: Why) -> list[Event]:
        verdicts = [replace(each, kind=EventKind.AUTOMATED, link="") for _, each in trail.clicks]
        trail.clicks.clear()
        self.found[why] += len(verdicts)
        return verdicts


def _is_near(event: Event, at: datetime, reach: timedelta) -> bool:
    return at - event.at <= reach
