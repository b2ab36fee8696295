"""The time zone of a coordinate, from zone borders that are loaded when first needed."""

from functools import lru_cache


class Zones:
    """IANA zones by coordinate. The borders cost 33 MB and 75 ms once, at the first question."""

    def __init__(self, *, remembered: int = 8192) -> None:
        self._at = lru_cache(maxsize=remembered)(_zone)

    def zone(self, lat: float, lon: float) -> str:
        """Return the zone's IANA name, empty when the coordinate is none."""
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - NaN fails this too
            return ""
        # Two decimals are a kilometre: nobody's store hours hang on which side of a street.
        return self._at(round(lat, 2), round(lon, 2))


def _zone(lat: float, lon: float) -> str:
    from tzfpy import get_tz  # noqa: PLC0415 - 33 MB that most processes never need

    return str(get_tz(lon, lat))
