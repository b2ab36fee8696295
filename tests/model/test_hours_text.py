"""Opening hours are read as people write them and written in one form."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unacceptable
from app.model.hours import Hours, Span
from app.model.hours_text import DAYS, hours_document, parse_hours

NINE_TO_SIX = ((540, 1080),)


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    """Draw the spans of a day, apart from each other, the last one perhaps into the night."""
    marks = draw(st.lists(st.integers(240, 1439), max_size=6, unique=True).map(sorted))
    spans = list(zip(marks[::2], marks[1::2], strict=False))
    if spans and draw(st.booleans()):
        spans[-1] = spans[-1][0], draw(st.integers(1440, 1440 + 239))
    return tuple(spans)


HOURS = st.builds(
    lambda week, dates: Hours(week=week, exceptions=tuple(sorted(dates.items()))),
    st.tuples(*[days()] * 7),
    st.dictionaries(st.dates(), days(), max_size=3),
)


def hours_line(hours):
    """Write hours as a line, a rule for each day."""
    document = hours_document(hours)
    rules = {day[:2].title(): document[day] for day in DAYS} | document.get("exceptions", {})
    return "; ".join(f"{day} {','.join(spans) or 'off'}" for day, spans in rules.items())


@given(HOURS)
def test_both_forms_come_back(hours):
    """What is written, as a document, as JSON or as a line, is read as the same hours."""
    assert parse_hours(hours_document(hours)) == hours
    assert parse_hours(json.dumps(hours_document(hours))) == hours
    assert parse_hours(hours_line(hours)) == hours


def test_a_document_is_read():
    """Days, split hours, nights and exceptions of a document arrive as minutes."""
    hours = parse_hours(
        {
            "mon": ["09:00-12:30", "13:30-18:00"],
            "fri": ["20:00-02:00"],
            "exceptions": {"2026-12-25": [], "2026-12-24": ["09:00-14:00"]},
        }
    )

    assert hours.week[0] == ((540, 750), (810, 1080))
    assert hours.week[4] == ((1200, 1560),)
    assert hours.week[1] == ()
    assert hours.exceptions == ((date(2026, 12, 24), ((540, 840),)), (date(2026, 12, 25), ()))


@pytest.mark.parametrize(
    ("line", "week"),
    [
        ("Mo-Fr 09:00-18:00; Sa 10:00-16:00; Su off", [NINE_TO_SIX] * 5 + [((600, 960),), ()]),
        ("mo-su 9:00–18:00; tuesday closed", [NINE_TO_SIX, (), *[NINE_TO_SIX] * 5]),
        ("09:00-18:00", [NINE_TO_SIX] * 7),
        ("24/7", [((0, 1440),)] * 7),
        ("24/7; Su off", [((0, 1440),)] * 6 + [()]),
        ("Mo,We 24/7", [((0, 1440),), (), ((0, 1440),), (), (), (), ()]),
        ("Sa-Mo 09:00-18:00", [NINE_TO_SIX, (), (), (), (), NINE_TO_SIX, NINE_TO_SIX]),
        ("Mo 13:00-18:00, 09:00-12:00", [((540, 720), (780, 1080)), *[()] * 6]),
        ("Mo 20:00-00:00", [((1200, 1440),), *[()] * 6]),
        ("off", [()] * 7),
    ],
)
def test_a_line_is_read(line, week):
    """Days, lists, ranges over the week's end, and later rules over earlier ones are read."""
    assert list(parse_hours(line).week) == week


def test_a_line_names_dates():
    """Exceptions of a line are dates, alone or listed."""
    hours = parse_hours("24/7; 2026-12-25,2026-12-26 off; 2026-12-24 09:00-14:00")

    assert dict(hours.exceptions) == {
        date(2026, 12, 24): ((540, 840),),
        date(2026, 12, 25): (),
        date(2026, 12, 26): (),
    }


@pytest.mark.parametrize(
    ("value", "named", "remedy"),
    [
        ("", "are empty", "Mo-Fr"),
        ("PH off", "PH", "exception"),
        ("Mo-Fr 09:00-18:00; SH 10:00-12:00", "SH", "2026-12-25 off"),
        ("Dienstag 09:00-18:00", "Dienstag", "mon, tue"),
        ("Mo-Fr nine to five", "nine to five", "Mo-Fr"),
        ("Mo[1] 09:00-18:00", "Mo[1]", "Mo-Fr"),
        ("Mo 9:00am-6:00pm", "9:00am-6:00pm", "09:00-18:00"),
        ("Mo 20:00-26:00", "26:00", "20:00-02:00"),
        ("Mo 09:60-18:00", "09:60", "24:00"),
        ("Mo 24:00-02:00", "24:00", "next day"),
        ("Mo 09:00-09:00", "09:00-09:00", "00:00-24:00"),
        ("Mo 09:00-13:00,12:00-18:00", "13:00", "join"),
        ("Mo 20:00-04:00; Tu 03:00-12:00", "Mo 20:00-04:00", "03:00"),
        ("2026-02-30 off", "2026-02-30", "year-month-day"),
        ("{nothing", "JSON", "JSON"),
        ({}, "no day", "mon"),
        ({"mon": "09:00-18:00"}, "mon", "list"),
        ({"mon": [9]}, "mon", "list"),
        ({"monn": []}, "monn", "mon, tue"),
        ({"exceptions": []}, "exceptions", "2026-12-25"),
        ({"exceptions": {"Christmas": []}}, "Christmas", "2026-12-25"),
    ],
)
def test_what_cannot_be_read_is_named(value, named, remedy):
    """The refusal names the bad part and how to write it."""
    with pytest.raises(Unacceptable) as refusal:
        parse_hours(value)

    assert named in refusal.value.message
    assert remedy in refusal.value.remedy
    assert refusal.value.field == "hours"
