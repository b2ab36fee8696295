"""Wall time and instants: when a wall time comes next, and when a zone's offset changes.

A wall time inside a gap comes at the jump; inside a fold it comes twice. Whoever needs to know
until when a wall-time answer holds asks `hold_until`, which never steps over a jump. No zone is
taken to change its offset twice within a day.
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
        for offset in range(3)  # the day after tomorrow: tomorrow's may be in a gap
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
    # Jumps fall on whole seconds, and only one of those is in the second that is left.
    return high.replace(microsecond=0)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant at which the wall shows `wall` (naive); in a gap, the jump's.

    Raises OverflowError for a wall time at an end of the calendar that has no instant.
    """
    shown = _instants(wall, zone)
    if shown:
        return shown[0]
    # In a gap the old offset leads beyond the jump, the new one to before it.
    beyond = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return before_jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), beyond, zone)


def _instants(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return when the wall shows `wall`: once, twice in a fold, in a gap never."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return (first,)
    return (first, second) if first < second else ()


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
