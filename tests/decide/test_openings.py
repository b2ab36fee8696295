"""Signs and calendars say things as people do where they are read."""

from datetime import datetime, time

import pytest

from app.decide.filters import Formatter
from app.decide.opening_words import OPENING_WORDS, opening_words
from app.model.facts import Missing, Value, Why

FRIDAY = datetime(2026, 11, 27, 9, 0)  # noqa: DTZ001  # a wall time
HOURS = "09:00–12:30, 14:00–24:00"
MALFORMED = Missing(Why.MALFORMED, "filter")


def said(locale: str, name: str, value: Value, *args: Value) -> Value | Missing:
    """Apply a filter; no-break spaces are written as spaces."""
    text = Formatter(locale).format(name, value, args)
    return text.replace("\xa0", " ").replace("\u202f", " ") if isinstance(text, str) else text


@pytest.mark.parametrize(
    ("locale", "name", "value", "args", "expected"),
    [
        ("en", "opening", True, (), "Open"),
        ("de", "opening", False, (), "Geschlossen"),
        ("nn-NO", "opening", True, (), "Åpent"),
        ("zh-TW", "opening", True, (), "營業中"),
        ("zh-Hans", "opening", True, (), "营业中"),
        ("xx", "opening", False, (), "Closed"),
        ("en-US", "open_until", time(18), (), "until 6:00 PM"),
        ("fr", "open_until", FRIDAY.replace(hour=18), (), "jusqu’à 18:00"),
        ("en-US", "opens", FRIDAY, ("2026-11-27",), "opens at 9:00 AM"),
        ("en-US", "opens", FRIDAY, ("2026-11-26",), "opens Fri 9:00 AM"),
        ("de", "opens", FRIDAY, ("2026-11-26",), "öffnet Fr., 09:00"),
        ("en-US", "opens", FRIDAY, ("2026-11-02",), "opens Nov 27"),
        ("en-US", "opens", FRIDAY, (None,), "opens Fri 9:00 AM"),
        ("en-US", "opening_hours", HOURS, (), "Today 9:00 AM – 12:30 PM, 2:00 PM – 12:00 AM"),
        ("ja", "opening_hours", "10:00–20:00", (), "本日 10:00 – 20:00"),
        ("en", "opening", "yes", (), MALFORMED),
        ("en", "opens", "09:00", (), MALFORMED),
        ("en", "opens", FRIDAY, ("soon",), MALFORMED),
        ("en", "open_until", "18:00", (), MALFORMED),
        ("en", "opening_hours", 9, (), MALFORMED),
    ],
)
def test_what_a_sign_says(
    locale: str, name: str, value: Value, args: tuple[Value, ...], expected: object
) -> None:
    """State, until when, from when and today's hours, in the words of the language."""
    assert expected == said(locale, name, value, *args)


@pytest.mark.parametrize("language", OPENING_WORDS)
def test_every_language_has_a_place_for_what_is_said(language: str) -> None:
    """One place in each phrase, none in the two words."""
    words = OPENING_WORDS[language]

    assert [phrase.count("{}") for phrase in words] == [0, 0, 1, 1, 1, 1]
    assert all(phrase.strip() == phrase and phrase for phrase in words)


def test_the_languages_of_the_demo_have_their_own_words() -> None:
    """Nobody with a common language reads English on a sign."""
    for tag in ("de", "fr", "es", "it", "pt", "nl", "ar", "he", "hi", "th", "ja", "ko", "zh", "ru"):
        assert tag == "en" or opening_words(Formatter(tag).locale) != OPENING_WORDS["en"]


@pytest.mark.parametrize(
    ("locale", "part", "expected"),
    [
        ("en", "month", "December"),
        ("en", "short-month", "Dec"),
        ("en", "day", "24"),
        ("en", "weekday", "Thursday"),
        ("en-GB", "whole", "Thursday, 24 December 2026"),
        ("ru", "month", "декабрь"),  # alone, not декабря
        ("pl", "month", "grudzień"),
        ("ja", "month", "12月"),
        ("he", "month", "דצמבר"),
        ("ar-EG", "month", "ديسمبر"),
        ("pt-BR", "month", "dezembro"),
        ("hi", "month", "दिसंबर"),
        ("en", "year", MALFORMED),
    ],
)
def test_the_parts_of_a_date(locale: str, part: str, expected: object) -> None:
    """In the language's own form; what other locales were asked before changes nothing."""
    for value in ("2026-12-24", "2026-12-24 18:00", datetime(2026, 12, 24)):  # noqa: DTZ001  # a wall time
        assert expected == said(locale, "leaf", value, part)


@pytest.mark.parametrize("value", ["soon", "", 24, None, "2026-13-01"])
def test_what_is_no_date_has_no_parts(value: Value) -> None:
    """It is malformed, never an exception."""
    assert said("en", "leaf", value, "day") == MALFORMED


def test_backwards_names_the_languages_that_run_from_the_right() -> None:
    """Others are not told apart: their pictures are the same."""
    found = {tag: said(tag, "backwards", "") for tag in ("ar-EG", "he", "fa", "en", "ja")}

    assert found == {"ar-EG": "ar", "he": "he", "fa": "fa", "en": "", "ja": ""}


def test_a_number_is_money_in_a_currency_that_is_given() -> None:
    """An amount with its own currency keeps it."""
    assert said("en", "money", 19.9, "USD") == "$19.90"
    assert said("en", "money", "a lot", "USD") == MALFORMED
