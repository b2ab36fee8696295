"""Northbeam's shops: real cities, plausible streets, hours with lunch breaks, nights, holidays."""

from datetime import date

from app.demo.tables import rows
from app.model.hours import Hours, Span
from app.model.store import Store

ALWAYS = ((0, 1440),)  # a shop that never closes keeps no holidays either


def stores() -> tuple[Store, ...]:
    """Return all stores, by external id."""
    holidays = _holidays()
    return tuple(_store(row, holidays) for row in rows("stores"))


def spans(text: str) -> tuple[Span, ...]:
    """Return `10:00-13:00 14:00-19:30` as spans in minutes; empty text: closed.

    A closing at or before the opening is on the next day: `20:00-02:00` is `(1200, 1560)`.
    """
    return tuple(_span(part) for part in text.split())


def _span(text: str) -> Span:
    opens, closes = (_minutes(wall) for wall in text.split("-"))
    return opens, closes if closes > opens else closes + 1440


def _minutes(wall: str) -> int:
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def _holidays() -> dict[str, tuple[tuple[date, tuple[Span, ...]], ...]]:
    """Return the dates with other hours by country, sorted by date."""
    by_country: dict[str, list[tuple[date, tuple[Span, ...]]]] = {}
    for row in rows("exceptions"):
        day = (date.fromisoformat(row["date"]), spans(row["hours"]))
        by_country.setdefault(row["country"], []).append(day)
    return {country: tuple(sorted(days)) for country, days in by_country.items()}


def _store(
    row: dict[str, str], holidays: dict[str, tuple[tuple[date, tuple[Span, ...]], ...]]
) -> Store:
    weekdays = spans(row["weekdays"])
    hours = Hours(
        week=(*((weekdays,) * 5), spans(row["saturday"]), spans(row["sunday"])),
        exceptions=() if weekdays == ALWAYS else holidays.get(row["country"], ()),
    )
    return Store(
        external_id=row["external_id"],
        name=row["name"],
        slug=row["slug"],
        street=row["street"],
        city=row["city"],
        region=row["region"],
        postcode=row["postcode"],
        country=row["country"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        tz=row["tz"],
        hours=hours,
        url=f"https://northbeam.example/stores/{row['slug']}",
    )
