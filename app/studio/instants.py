"""Wall times that people choose, as instants."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.errors import Unacceptable
from app.model.zones import is_zone

_FARTHEST: Final = timedelta(days=366)
_WALL: Final = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


def instant_in(zone: str, wall: str, *, now: datetime) -> datetime:
    """Return the instant of `2026-11-27T18:00` on a zone's walls; of two the first.

    Raises Unacceptable when there is no such time, or when it is past or more than a year away.
    """
    if not is_zone(zone):
        raise Unacceptable(
            f"There is no time zone {zone[:60]!r}.", remedy="Choose one, as Europe/Lisbon.",
            field="zone", value=zone[:60],
        )  # fmt: skip
    try:
        local = datetime.fromisoformat(wall) if _WALL.fullmatch(wall) else None
    except ValueError:
        local = None
    if local is None:
        raise Unacceptable(
            f"{wall[:40]!r} is no time.", remedy="Choose a day and a time.", field="at",
            value=wall[:40],
        )  # fmt: skip
    at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise Unacceptable(
            f"The clocks of {zone} skip {local:%H:%M} on that day.",
            remedy="Choose an hour later.", field="at", value=wall,
        )  # fmt: skip
    if not now < at <= now + _FARTHEST:
        raise Unacceptable(
            f"{local:%Y-%m-%d %H:%M} in {zone} is past, or more than a year away.",
            remedy="Choose a time to come.", field="at", value=wall,
        )  # fmt: skip
    return at
