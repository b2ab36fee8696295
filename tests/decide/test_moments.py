"""Moments as readers write them, and the language that names units."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.decide.filters import Formatter
from app.model.facts import Missing

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("locale", "zone", "expected"),
    [
        ("en-GB", BERLIN, "Friday 27 November, 18:00 CET"),
        ("en-US", NEW_YORK, "Friday, November 27, 6:00\u202fPM EST"),
        ("en-US", BERLIN, "Friday, November 27, 6:00\u202fPM GMT+1"),
        ("en-GB", NEW_YORK, "Friday 27 November, 18:00 GMT-5"),
        ("en-GB", ZoneInfo("Asia/Kolkata"), "Friday 27 November, 18:00 GMT+05:30"),
        ("de", BERLIN, "Freitag, 27. November, 18:00 MEZ"),
        ("fr", BERLIN, "vendredi 27 novembre, 18:00 UTC+1"),
        ("ru", BERLIN, "пятница, 27 ноября, 18:00 GMT+1"),
        ("he", BERLIN, "יום שישי, 27 בנובמבר, 18:00 GMT+1"),
        ("ja", BERLIN, "11月27日(金曜日) 18:00 GMT+1"),
        ("hu", BERLIN, "november 27., péntek 18:00 CET"),
    ],
)
def test_a_moment_names_its_day_and_zone(locale: str, zone: ZoneInfo, expected: str) -> None:
    """In the language's own order, spelled out, without the year."""
    moment = datetime(2026, 11, 27, 18, tzinfo=zone)
    assert expected == Formatter(locale).format("moment", moment, ())


def test_equal_instants_in_two_zones_are_written_apart() -> None:
    """What is remembered of one is not taken for the other."""
    formatter = Formatter("en-GB")
    here = datetime(2026, 11, 27, 18, tzinfo=BERLIN)
    there = here.astimezone(NEW_YORK)
    assert here == there
    written = [formatter.format("moment", each, ()) for each in (here, there, here)]
    assert written[0] == written[2] != written[1]


def test_a_moment_without_a_zone_is_written_without() -> None:
    """And what is no moment is not written at all."""
    naive = datetime(2026, 11, 27, 18)  # noqa: DTZ001  # on purpose
    assert Formatter("en-GB").format("moment", naive, ()) == "Friday 27 November, 18:00"
    assert isinstance(Formatter("en").format("moment", "2026-11-27", ()), Missing)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en-GB", "en"), ("zh-TW", "zh-Hant"), ("sr-Latn-RS", "sr-Latn"), ("pt-BR", "pt")],
)
def test_a_tongue_is_a_language_with_its_script(locale: str, expected: str) -> None:
    """The country does not change the names of units, the script does."""
    assert expected == Formatter(locale).format("tongue", "", ())
