"""The file that calendars read: true in every zone, and broken by no text."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from app.adapters.calendar import EntryWriter
from app.delivery.calendar import Entry
from app.model.appointment import Appointment

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
WRITE = EntryWriter(secret=b"s" * 32, base_url="https://opentime.example")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC")


def an_entry(
    starts: datetime = AT, zone: ZoneInfo = BERLIN, hours: float = 1, **said: str
) -> Entry:
    """Return an entry with the given texts."""
    appointment = Appointment(
        title=said.pop("title", "Sale"),
        starts=starts,
        ends=starts + timedelta(hours=hours),
        zone=zone,
        where=said.pop("where", ""),
        about=said.pop("about", ""),
    )
    named = {"message": "m" * 26, "subscriber": "anonymous", "block": "hero"} | said
    return Entry(appointment=appointment, at=AT, **named)


def read(body: bytes):
    """Return the one event of a file."""
    (event,) = Calendar.from_ical(body).events
    return event


@pytest.mark.parametrize(
    ("starts", "wall"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "20260329T013000"),  # before the wall jumps
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "20260329T033000"),  # after it did
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "20261025T023000"),  # the first 02:30
    ],
)
def test_the_nights_in_which_the_wall_jumps(starts, wall):
    """Such an hour stands on the wall, and is the instant that was meant."""
    body = WRITE(an_entry(starts))

    assert f"DTSTART;TZID=Europe/Berlin:{wall}".encode() in body
    assert read(body).start.astimezone(UTC) == starts


def test_the_hour_that_the_wall_shows_again_is_written_in_utc():
    """The second 02:30 cannot be told on a wall."""
    starts = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert b"DTSTART:20261025T013000Z" in WRITE(an_entry(starts))


def test_an_event_over_the_jump_takes_as_long_as_it_takes():
    """From one in the morning to five there are five hours in the night of October."""
    event = read(WRITE(an_entry(datetime(2026, 10, 24, 23, tzinfo=UTC), hours=5)))

    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(hours=5)
    assert event.end.hour == 5


@given(
    starts=st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001  # made aware below
        max_value=datetime(2090, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    zone=st.sampled_from(ZONES),
)
def test_every_instant_comes_back(starts, zone):
    """What a calendar reads is the second that was written, in every zone."""
    event = read(WRITE(an_entry(starts, ZoneInfo(zone))))

    assert event.start.astimezone(UTC) == starts.replace(microsecond=0)


def test_the_rules_of_the_zone_are_in_the_file():
    """A calendar that knows no zones finds both offsets of Berlin in it."""
    body = WRITE(an_entry())

    assert b"TZID:Europe/Berlin" in body
    assert {b"+0100", b"+0200"} <= {
        line.partition(b":")[2] for line in body.split(b"\r\n") if line.startswith(b"TZOFFSETTO")
    }


@pytest.mark.parametrize("name", [*ZONES[:4], "Europe/Dublin", "Africa/Casablanca"])
def test_the_rules_begin_at_the_second_at_which_the_wall_jumps(name):
    """Each onset, told on the wall of before, is a jump of the zone; and none is left out."""
    zone = ZoneInfo(name)
    (rules,) = Calendar.from_ical(WRITE(an_entry(zone=zone))).timezones
    first, *jumps = sorted(
        (
            (onset["dtstart"].dt - onset["tzoffsetfrom"].td).replace(tzinfo=UTC),
            onset["tzoffsetfrom"].td,
            onset["tzoffsetto"].td,
        )
        for onset in rules.subcomponents
    )
    hours = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=h) for h in range(3 * 365 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]

    assert first[0] == hours[0]
    assert first[2] == offsets[0]
    assert len(jumps) == sum(a != b for a, b in pairwise(offsets))
    for instant, before, after in jumps:
        assert (instant - timedelta(seconds=1)).astimezone(zone).utcoffset() == before
        assert instant.astimezone(zone).utcoffset() == after


def test_utc_needs_no_rules():
    """An instant in UTC says so itself."""
    assert b"VTIMEZONE" not in WRITE(an_entry(zone=ZoneInfo("UTC")))


@pytest.mark.parametrize(
    "text",
    [
        "Sale\r\nURL:https://evil.example", "Sale\rEND:VEVENT", "a, b; c: d \\ e \\n f",
        "🎉 Grüße, 東京 " * 12, "x" * 199, "\x00\x07bell\x7f\x85", "line\u2028line",
        "\ud83d lone", 'quo"ted', "END:VCALENDAR",
    ],
)  # fmt: skip
def test_no_text_breaks_a_line(text):
    """Whatever is said stays within its own property."""
    body = WRITE(an_entry(title=text, where=text, about=text))
    event = read(body)

    assert sorted(event) == sorted(
        ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL"]
    )
    assert str(event["url"]).startswith("https://opentime.example/c/")
    assert str(event["summary"]) == str(event["location"]) == str(event["description"])


@given(text=st.text(max_size=300))
def test_any_text_comes_back_as_one_property(text):
    """Lines are at most 75 bytes, ended by CRLF, and hold one event however a text reads."""
    body = WRITE(an_entry(about=text))
    lines = body.split(b"\r\n")

    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert body.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert "url" in read(body)


def test_commas_and_semicolons_are_told_from_syntax():
    """They are escaped in the file and come back as they were."""
    body = WRITE(an_entry(where="Mitte, first floor; left"))

    assert rb"LOCATION:Mitte\, first floor\; left" in body
    assert str(read(body)["location"]) == "Mitte, first floor; left"


def test_a_name_is_of_message_subscriber_and_block():
    """Each of the three makes another name, and nothing else does."""
    names = {
        str(read(WRITE(an_entry(**said)))["uid"])
        for said in (
            {}, {"title": "Other"}, {"message": ""}, {"subscriber": "s" * 26}, {"block": "x"}
        )
    }  # fmt: skip

    assert len(names) == 4


def test_a_name_is_keyed():
    """Without the home's secret nobody can tell whose entry it is."""
    other = EntryWriter(secret=b"t" * 32, base_url="https://opentime.example")

    assert read(other(an_entry()))["uid"] != read(WRITE(an_entry()))["uid"]


def test_the_same_entry_is_the_same_bytes():
    """A file is made of the entry alone."""
    assert WRITE(an_entry()) == WRITE(an_entry())
