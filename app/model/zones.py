"""Time zones by IANA name; a name that no database knows is UTC, never an error at open time."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UTC_ZONE = ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """Return the zone of a name, None when no database knows it."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of a name, UTC when unknown."""
    return known_zone(name) or UTC_ZONE


def is_zone(name: str) -> bool:
    """Tell whether a name is known."""
    return known_zone(name) is not None
