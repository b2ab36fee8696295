"""Wall time and instants: when a wall time comes next, and when a zone's offset changes.

A wall time inside a gap comes at the jump; inside a fold it comes twice. Whoever needs to know
until when a wall-time answer holds asks `hold_until`, which never steps over a jump.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
_RESOLUTION = timedelta(seconds=1)


def hold_until(at: datetime, zone: ZoneInfo, walls: tuple[time, ...]) -> datetime:
    """Return the first instant after `at` at which the wall shows one of `walls`, or jumps.

    `walls` may not be empty; the answer is aware UTC and at most two days away.
    """
    day = at.astimezone(zone).date()
    candidates = [
        instant
        for offset in range(3)
        for wall in walls
        for instant in _instants(datetime.combine(day + offset * DAY, wall), zone)
        if instant > at
    ]
    return before_jump(at, min(candidates), zone)


def before_jump(at: datetime, until: datetime, zone: ZoneInfo) -> datetime:
    """Return `until`, or the instant in (at, until] at which the zone's offset changes."""
    low, high = at, until
    here = _offset(low, zone)
    if _offset(high, zone) == here:
        return until
    while high - low > _RESOLUTION:
        middle = low + (high - low) / 2
        if _offset(middle, zone) == here:
            low = middle
        else:
            high = middle
    # Transitions fall on whole seconds: the first one at which the offset is the new one.
    whole = high.replace(microsecond=0)
    return whole if whole > at and _offset(whole, zone) != here else high


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant at which the wall shows `wall` (naive); in a gap, the jump's."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    return before_jump(first - DAY / 4, first + DAY / 4, zone)


def _instants(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return (
        wall.replace(tzinfo=zone, fold=0).astimezone(UTC),
        wall.replace(tzinfo=zone, fold=1).astimezone(UTC),
    )


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
