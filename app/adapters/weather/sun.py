"""When the sun rises and sets, to a few minutes: enough for a demonstration."""

from datetime import UTC, datetime, timedelta
from math import acos, asin, cos, degrees, pi, radians, sin

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_HORIZON = radians(-0.833)  # the sun's upper edge, seen through air
_DAY_S = 86400.0


def rise_and_set(lat: float, lon: float, noon: datetime) -> tuple[datetime, datetime] | None:
    """Return sunrise and sunset of the day whose noon (aware UTC) is given; None: neither."""
    days = (noon - _J2000).total_seconds() / _DAY_S
    mean = radians((357.5291 + 0.98560028 * days) % 360)
    centre = 1.9148 * sin(mean) + 0.02 * sin(2 * mean) + 0.0003 * sin(3 * mean)
    along = radians((degrees(mean) + centre + 180 + 102.9372) % 360)  # of the ecliptic
    declination = asin(sin(along) * sin(radians(23.44)))
    north = radians(lat)
    arc = (sin(_HORIZON) - sin(north) * sin(declination)) / (cos(north) * cos(declination))
    if not -1 < arc < 1:
        return None
    # Equation of time, in days.
    late = 0.0053 * sin(mean) - 0.0069 * sin(2 * along)
    start = noon.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    transit = start + timedelta(days=0.5 - lon / 360 + late)
    # Far from Greenwich the transit of this date may be a day off the noon that is meant.
    transit += timedelta(days=round((noon - transit).total_seconds() / _DAY_S))
    half = timedelta(days=acos(arc) / (2 * pi))
    return _whole(transit - half), _whole(transit + half)


def _whole(instant: datetime) -> datetime:
    """Return an instant to the minute."""
    return instant.replace(second=0, microsecond=0)
