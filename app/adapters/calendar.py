"""Entries for calendars as iCalendar (RFC 5545), with the rules of the zone they stand in."""

import re
from bisect import bisect
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
)

from app.delivery.calendar import Entry

_MAKER: Final = "-//Opentime//Opentime//EN"
_UID_BYTES: Final = 16
_DAY: Final = timedelta(days=1)
_LONGEST: Final = {"summary": 200, "location": 500, "description": 4000}  # characters
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class EntryWriter:
    """Writes entries; `secret` keys their names, so that they tell nothing and stay the same."""

    def __init__(self, *, secret: bytes, base_url: str) -> None:
        self._secret = secret
        self._base_url = base_url

    def __call__(self, entry: Entry) -> bytes:
        """Return the file, UTF-8: one event, published, with a link to where a click leads."""
        calendar = Calendar()
        calendar.add("prodid", _MAKER)
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        event = self._event(entry)
        zone, starts = entry.appointment.zone, entry.appointment.starts
        if any(event[name].params.get("TZID") for name in ("dtstart", "dtend")):
            calendar.add_component(_rules(zone, starts.year, entry.appointment.ends.year))
        calendar.add_component(event)
        return bytes(calendar.to_ical())

    def _event(self, entry: Entry) -> Event:
        appointment = entry.appointment
        event = Event()
        event.add("uid", self._name(entry))
        event.add("dtstamp", entry.at.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", _written(appointment.starts, appointment.zone))
        event.add("dtend", _written(appointment.ends, appointment.zone))
        for name, text in (
            ("summary", appointment.title),
            ("location", appointment.where),
            ("description", appointment.about),
        ):
            if shown := _shown(text, _LONGEST[name]):
                event.add(name, shown)
        if entry.message:
            event.add("url", f"{self._base_url}/c/{entry.message}/{entry.subscriber}/{entry.block}")
        return event

    def _name(self, entry: Entry) -> str:
        named = f"{entry.message}/{entry.subscriber}/{entry.block}".encode()
        return blake2b(
            named, key=self._secret, person=b"calendar", digest_size=_UID_BYTES
        ).hexdigest()


def _written(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant on the wall of its zone; in UTC where the wall cannot tell it.

    An hour that the wall shows twice means the first of them to calendars.
    """
    wall = instant.astimezone(zone).replace(microsecond=0)
    is_plain = zone.key and zone.key != "UTC" and not wall.fold
    return wall if is_plain else instant.astimezone(UTC).replace(microsecond=0)


@lru_cache(maxsize=256)
def _rules(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """Return when a zone's wall jumps in the years around an entry; never to be changed.

    `Timezone.from_tzinfo` begins summer an hour late: an onset is told on the wall of before.
    """
    rules = Timezone()
    rules.add("tzid", zone.key)
    day, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC)
    rules.add_component(_onset(day, zone, _offset(day, zone)))
    while day < end:
        before = _offset(day, zone)
        if _offset(day + _DAY, zone) != before:
            rules.add_component(_onset(_jump(day, zone), zone, before))
        day += _DAY
    return rules


def _jump(day: datetime, zone: ZoneInfo) -> datetime:
    """Return the second of a day from which its offset is another."""
    seconds = range(int(_DAY.total_seconds()))
    before = _offset(day, zone)
    late = bisect(seconds, 0, key=lambda s: _offset(day + timedelta(seconds=s + 1), zone) != before)
    return day + timedelta(seconds=late + 1)


def _onset(instant: datetime, zone: ZoneInfo, before: timedelta) -> Component:
    wall = instant.astimezone(zone)
    rule = TimezoneDaylight() if wall.dst() else TimezoneStandard()
    rule.add("dtstart", (instant + before).replace(tzinfo=None))
    rule.add("tzname", wall.tzname())
    rule.add("tzoffsetfrom", before)
    rule.add("tzoffsetto", _offset(instant, zone))
    return rule


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _shown(text: str, most: int) -> str:
    """Return a text by which no line of the file can be broken, its own lines kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(" ", lines).strip()[:most]
