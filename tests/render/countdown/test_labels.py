"""The names of units in the languages of readers."""

from itertools import product

import pytest

from app.model.nodes.countdown import NUMERALS, Labels
from app.render.countdown.labels import label, left_in_words, likely_labels

LANGUAGES = (
    "", "en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "cs", "ru", "uk", "el", "tr", "lt",
    "ar", "he", "fa", "hi", "bn", "ta", "th", "ja", "ko", "zh", "zh-Hant", "sr-Latn", "ga", "xx",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "unit", "expected"),
    [
        ("en", "d", ["days", "day", "days", "days", "days"]),
        ("de", "m", ["Minuten", "Minute", "Minuten", "Minuten", "Minuten"]),
        ("pl", "s", ["sekund", "sekunda", "sekundy", "sekund", "sekund"]),
        ("ru", "d", ["дней", "день", "дня", "дней", "день"]),
        ("ja", "h", ["時間"] * 5),
        ("zh-Hant", "h", ["小時"] * 5),
        ("zh", "h", ["小时"] * 5),
        ("he", "s", ["שניות", "שניה", "שניות", "שניות", "שניות"]),
    ],
)
def test_a_name_has_the_form_of_its_amount(language: str, unit: str, expected: list[str]) -> None:
    """One day, two days; in Polish and Russian there are more forms."""
    assert expected == [label(unit, n, Labels.LONG, language) for n in (0, 1, 2, 5, 21)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_has_a_name_without_a_number(language: str) -> None:
    """Of each length, in each language; a word for two is not said beside a 2."""
    for unit, labels, amount in product("dhms", Labels, (0, 1, 2, 3, 5, 11, 21, 59, 100)):
        name = label(unit, amount, labels, language)
        assert bool(name) == (labels is not Labels.NONE), (unit, labels, amount)
        assert not any(char.isdigit() for char in name)
        assert "duration" not in name


def test_likely_labels_are_those_of_most_amounts() -> None:
    """So that room can be made for all of them before one is drawn."""
    likely = set(likely_labels("dhms", Labels.LONG, "pl"))
    assert likely >= {label(unit, n, Labels.LONG, "pl") for unit in "dhms" for n in range(60)}


@pytest.mark.parametrize(
    ("language", "amounts", "expected"),
    [
        ("en", (("d", 2), ("h", 3), ("m", 14)), "2 days 3 hr 14 min"),
        ("en", (("d", 0), ("h", 3), ("m", 0)), "3 hr"),
        ("en", (("h", 0), ("m", 0)), "0 min"),
        ("de", (("d", 1), ("h", 0), ("m", 5)), "1 Tg. 5 Min."),
    ],
)
def test_what_is_left_in_words(
    language: str, amounts: tuple[tuple[str, int], ...], expected: str
) -> None:
    """Without units of nothing, unless nothing is left."""
    assert expected == left_in_words(amounts, language, NUMERALS)


def test_words_have_the_readers_digits() -> None:
    """As in the cells."""
    assert left_in_words((("h", 12),), "fa", "۰۱۲۳۴۵۶۷۸۹").startswith("۱۲")
