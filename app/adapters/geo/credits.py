"""Whose data the geo tables are, for the pages that must say so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A line that a page shows as a link when it shows results from the data."""

    text: str
    link: str
    licence: str  # SPDX
    data: str


CREDITS = (
    Credit(
        text="IP Geolocation by DB-IP",
        link="https://db-ip.com",
        licence="CC-BY-4.0",
        data="DB-IP City Lite",
    ),
    Credit(
        text="Place data by GeoNames",
        link="https://www.geonames.org",
        licence="CC-BY-4.0",
        data="GeoNames cities and postal codes",
    ),
)
