"""Filters write values as the reader's locale does, and never raise."""

from datetime import UTC, datetime, time
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.decide.filters import LONGEST, Formatter, locale_of
from app.model.facts import Item, Missing, Value, Why
from app.model.money import Money
from app.model.vocabulary import FILTERS

LOCALES = (
    "en", "en-GB", "de", "de-CH", "fr", "ar", "hi", "ja", "tr", "pl", "zh-Hant-TW", "pt-BR", "xx",
    "ru", "ar-EG", "ar-AE", "fa", "bn", "my",
)  # fmt: skip
FORMATTERS = {locale: Formatter(locale) for locale in LOCALES}
WALL = datetime(2026, 11, 27, 18, 5, tzinfo=UTC)
MALFORMED = Missing(Why.MALFORMED, "filter")


def written(locale: str, name: str, value: Value, *args: Value) -> Value | Missing:
    """Apply a filter; no-break spaces are written as spaces."""
    text = FORMATTERS[locale].format(name, value, args)
    return text.replace("\xa0", " ").replace("\u202f", " ") if isinstance(text, str) else text


@pytest.mark.parametrize(
    ("locale", "name", "value", "args", "expected"),
    [
        ("en", "money", Money(123_456, "USD"), (), "$1,234.56"),
        ("de", "money", Money(123_456, "EUR"), (), "1.234,56 €"),
        ("de-CH", "money", Money(123_456, "CHF"), (), "CHF 1’234.56"),
        ("fr", "money", Money(-5, "EUR"), (), "-0,05 €"),
        ("ja", "money", Money(1999, "JPY"), (), "￥1,999"),
        ("hi", "money", Money(12_345_678_900, "INR"), (), "₹12,34,56,789.00"),
        ("en", "money", Money(9_007_199_254_740_993, "EUR"), (), "€90,071,992,547,409.93"),
        ("de", "number", 1234.5678, (), "1.234,568"),
        ("de", "number", 1234.5678, (1,), "1.234,6"),
        ("en", "number", -0.04, (1,), "0.0"),
        ("en", "number", -0.0, (), "0"),
        ("en", "number", 3, (9,), "3.000000"),
        ("en", "percent", 0.256, (), "26%"),
        ("en", "percent", -0.001, (), "0%"),
        ("fr", "percent", 0.256, (1,), "25.6%".replace(".", ",")),
        ("en", "distance", 3.2, (), "2 mi"),
        ("en-GB", "distance", 16.1, (), "10 mi"),
        ("de", "distance", 3.24, (), "3,2 km"),
        ("de", "distance", 32.4, (), "32 km"),
        ("fr", "distance", -0.01, (), "0 km"),
        ("ar", "distance", 3.2, (), "3.2 كم"),
        ("en", "temperature", 21.4, (), "71°F"),
        ("en-GB", "temperature", 21.4, (), "21°C"),
        ("de", "temperature", 20.5, (), "21 °C"),
        ("de", "temperature", -0.4, (), "0 °C"),
        ("en", "temperature", -17.8, ("short",), "0°"),
        ("en", "speed", 18.0, (), "11 mph"),
        ("de", "speed", 18.4, (), "18 km/h"),
        ("en", "date", "2026-11-27", (), "November 27, 2026"),
        ("en-GB", "date", WALL, ("full",), "Friday, 27 November 2026"),
        ("de", "date", "2026-11-27", ("short",), "27.11.26"),
        ("ja", "date", WALL, ("nonsense",), "2026年11月27日"),
        ("en", "time", WALL, (), "6:05 PM"),
        ("de", "time", time(18, 5), (), "18:05"),
        ("de", "time", time(18, 5, tzinfo=ZoneInfo("Asia/Tokyo")), (), "18:05"),
        ("en", "countdown", 134, (), "2 hr 14 min"),
        ("de", "countdown", 60 * 24 * 2 + 5, (), "2 Tg."),
        ("en", "countdown", 60 * 24 + 61, (), "1 day 1 hr"),
        ("en", "countdown", -3, (), "0 min"),
        ("en", "plural", 1.0, ("item", "items"), "item"),
        ("fr", "plural", 0, ("article", "articles"), "article"),
        ("pl", "plural", 3, ("sztuka", "sztuk"), "sztuk"),
        ("ar", "plural", 2, ("one", "other"), "other"),
        ("ja", "plural", 1, ("one", "other"), "other"),
        ("pl", "plural", 1, ("", "sztuka", "", "sztuki", "sztuk", "sztuki"), "sztuka"),
        ("pl", "plural", 3, ("", "sztuka", "", "sztuki", "sztuk", "sztuki"), "sztuki"),
        ("pl", "plural", 5, ("", "sztuka", "", "sztuki", "sztuk", "sztuki"), "sztuk"),
        ("pl", "plural", 1.5, ("", "sztuka", "", "few", "many", "other"), "other"),
        ("ar", "plural", 0, ("صفر", "واحد", "اثنان", "قليل", "كثير", "آخر"), "صفر"),
        ("ar", "plural", 2, ("صفر", "واحد", "اثنان", "قليل", "كثير", "آخر"), "اثنان"),
        ("en", "plural", 0, ("none", "one", "", "", "", "other"), "other"),
        ("ru", "plural", 21, ("", "пара", "", "пары", "", "пар"), "пара"),
        ("ru", "plural", 5, ("", "пара", "", "пары", "", "пар"), "пар"),
        ("ar-EG", "number", 1234567.5, (), "١٬٢٣٤٬٥٦٧٫٥"),
        ("ar-EG", "percent", 0.256, (), "٢٦٪"),
        ("ar-AE", "number", 1234.5, (), "1,234.5"),
        ("fa", "time", WALL, (), "۱۸:۰۵"),
        ("bn", "date", "2026-11-27", (), "২৭ নভেম্বর, ২০২৬"),
        ("my", "distance", 3.2, (), "၃.၂ km"),
        ("hi", "number", 1234567.5, (), "12,34,567.5"),
        ("bn", "plural", 1, ("1", "2"), "1"),
        ("tr", "upper", "istanbul", (), "İSTANBUL"),
        ("de", "upper", "straße", (), "STRASSE"),
        ("tr", "title", "izmir'in IŞIĞI", (), "İzmir'in Işiği"),
        ("en", "title", "don't (re)think USA-wide", (), "Don't (Re)think Usa-Wide"),
        ("en", "truncate", "abcdef", (4,), "abc…"),
        ("en", "truncate", "abc  def", (5,), "abc…"),
        ("en", "truncate", "abcd", (4,), "abcd"),
        ("en", "truncate", "abcd", (0,), "…"),
        ("hi", "truncate", "नमस्ते दुनिया", (4,), "नमस्ते…"),
        ("en", "truncate", "e\u0301e\u0301e\u0301", (2,), "e\u0301…"),
        ("en", "truncate", "e\u0301e\u0301", (2,), "e\u0301e\u0301"),
        ("en", "truncate", "👨‍👩‍👧‍👦👍🏽🇩🇪🇫🇷x", (4,), "👨‍👩‍👧‍👦👍🏽🇩🇪…"),
        ("ja", "truncate", "각각각", (2,), "각…"),
        ("ja", "truncate", "\u1100\u1161\u11a8\u1100\uac00x漢", (2,), "\u1100\u1161\u11a8…"),
        ("ja", "truncate", "\u1100\uac00x漢字", (3,), "\u1100\uac00x…"),
        ("hi", "truncate", "क्\u200dषक्षab", (3,), "क्\u200dषक्ष…"),
        ("en", "truncate", "é\u200d👩x🇩y\u0301z", (4,), "é\u200d👩x🇩…"),
        ("de", "text", 12345, (), "12345"),
        ("de", "text", 1234.5, (), "1.234,5"),
        ("de", "text", Money(5, "EUR"), (), "0,05 €"),
        ("de", "text", time(9), (), "09:00"),
        ("de", "text", WALL, (), "27.11.2026, 18:05:00"),
        ("de", "text", "as it is", (), "as it is"),
        ("de", "default", "", ("x",), "x"),
        ("de", "default", 0, ("x",), 0),
    ],
)  # fmt: skip
def test_values_are_written_as_the_locale_does(
    locale: str, name: str, value: Value, args: tuple[Value, ...], expected: Value
) -> None:
    """By Unicode CLDR, and by what a reader takes for one character."""
    assert written(locale, name, value, *args) == expected


@pytest.mark.parametrize(
    ("name", "value", "args"),
    [
        ("money", 19.99, ()), ("number", "12", ()), ("number", True, ()), ("date", 20261127, ()),
        ("number", float("nan"), ()), ("percent", float("inf"), ()), ("countdown", "1 h", ()),
        ("number", 1, (True,)), ("time", "18:00", ()), ("date", "tomorrow", ()), ("upper", 1, ()),
        ("truncate", "x", ("1",)), ("truncate", "x", ()), ("text", None, ()), ("text", True, ()),
        ("text", (Item(name="S1", fields={}),), ()), ("nonsense", 1, ()), ("default", 1, ()),
        ("number", 1, ((Item(name="S1", fields={}),),)),
        pytest.param("text", 10**5000, (), id="huge"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_malformed(
    name: str, value: Value, args: tuple[Value, ...]
) -> None:
    """Never an error, never a guess."""
    assert Formatter("de").format(name, value, args) == MALFORMED


def test_what_is_missing_stays_missing() -> None:
    """But for `default`."""
    missing = Missing(Why.TIMEOUT, "weather")
    formatter = Formatter("de")
    assert formatter.format("upper", missing, ()) == missing
    assert formatter.format("default", missing, ("mild",)) == "mild"


def test_what_is_equal_but_not_alike_is_written_apart() -> None:
    """Equal instants in two zones, true and 1: what was written before has no influence."""
    formatter = Formatter("de")
    for zone, wall in (("Europe/Berlin", "19:05"), ("America/New_York", "13:05")):
        there = WALL.astimezone(ZoneInfo(zone))
        assert formatter.format("time", there, ()) == wall
    assert formatter.format("number", 1, (True,)) == MALFORMED
    assert formatter.format("number", 1, (1,)) == "1,0"
    assert formatter.format("text", True, ()) == MALFORMED  # noqa: FBT003  # a value
    assert formatter.format("text", 1, ()) == "1"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de-CH", "de_CH"), ("pt-br", "pt_BR"), ("zh-TW", "zh_Hant_TW"), ("en_US", "en_US"),
        ("de-DE-1996", "de_DE"), ("fr-XX", "fr"), ("xx-YY", "en"), ("", "en"), ("../x", "en"),
    ],
)  # fmt: skip
def test_a_locale_is_found_for_any_tag(tag: str, expected: str) -> None:
    """The language alone when its region is not known, English when nothing is."""
    assert str(locale_of(tag)) == expected


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.times(),
    st.datetimes(), st.datetimes(timezones=st.just(UTC)), st.timedeltas(),
    st.builds(Money, st.integers(), st.sampled_from(["EUR", "JPY", "XYZ", "", "?"])),
    st.just((Item(name="S1", fields={"name": "x"}),)),
    st.sampled_from(["2026-11-27", "éé", "\U0001f468\u200d\U0001f469", "\r\n\u0301"]),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(LOCALES),
    st.sampled_from(["text", *FILTERS]),
    values,
    st.lists(values, max_size=2),
)
def test_a_filter_never_raises(locale: str, name: str, value: Value, args: list[Value]) -> None:
    """Whatever the value, the arguments and the locale; texts stay bounded."""
    for length in {len(args), min(len(args), FILTERS.get(name, (0, 0))[1])}:
        result = FORMATTERS[locale].format(name, value, tuple(args[:length]))
        if name == "text":
            assert isinstance(result, str | Missing)
        if isinstance(result, str) and result is not value and result not in args:
            assert len(result) <= LONGEST


clusters = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301\u0323",
        "न",
        "स्ते",
        "👍🏽",
        "👨‍👩‍👧",
        "🇩🇪",
        "한",
        "각",
        "\r\n",
        "漢",
        " ",
        "ก็",
    ]
)


@given(st.lists(clusters, max_size=8), st.integers(1, 8))
def test_a_text_is_cut_between_characters(parts: list[str], most: int) -> None:
    """As a reader counts them; blanks at the end give way to the ellipsis."""
    text = "".join(parts)
    kept = cast("str", Formatter("en").format("truncate", text, (most,)))
    if len(parts) <= most:
        assert kept == text
    else:
        assert kept == "".join(parts[: most - 1]).rstrip() + "…"
