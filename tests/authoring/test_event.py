"""A block's `event`, from text to plan, and what it comes to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.authoring import check_block, compile_block
from app.decide.appointing import appoint
from app.decide.clock import Clock
from app.decide.filters import Formatter
from app.decide.ledger import Ledger
from app.model.appointment import Appointment
from app.model.facts import Fact, Known, Missing, Value, Why
from app.model.plan import Plan

BLOCK = "block: x\nsize: 60x20\nzone: {zone}\nevent: {event}\nfallback: {{draw: []}}\n"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


class Told:
    """Facts as they are told."""

    def __init__(self, facts: dict[str, Value]) -> None:
        self._facts = facts

    def known(self, name: str) -> Known:
        """Return a fact that was told."""
        if name not in self._facts:
            return Missing(Why.ABSENT, name)
        return Fact(self._facts[name], "told")

    def answer(self, name: str, args: tuple[Value, ...]) -> Known:  # noqa: ARG002  # Facts'
        """Answer nothing."""
        return Missing(Why.ABSENT, name)


def planned(event: str, zone: str = "brand") -> Plan:
    """Compile a block with an event."""
    return compile_block(BLOCK.format(event=event, zone=zone))


def appointed(event: str, at: datetime = NOON, **facts: Value) -> Appointment | None:
    """Return what a block's event comes to in Berlin."""
    plan = planned(event).event
    assert plan is not None
    told = Told({name.replace("__", "."): value for name, value in facts.items()})
    return appoint(plan, Ledger(told, Clock(at, BERLIN), Formatter("en-GB")), BERLIN)  # type: ignore[arg-type]


def test_an_event_with_a_date_is_nobodys() -> None:
    """By the brand's clock it leaves the block shareable; by the reader's it does not."""
    event = '{title: Sale, starts: "2026-11-27 18:00"}'

    assert not planned(event).personal
    assert planned(event, "reader").personal


@pytest.mark.parametrize("field", ["title", "starts", "ends", "where", "about"])
def test_what_an_event_reads_is_read_by_the_block(field: str) -> None:
    """A fact of the person makes the block personal, in whatever field."""
    fields = {"title": "Sale", "starts": "2026-11-27 18:00", field: "{{ person.first_name }}"}
    event = "{" + ", ".join(f'{name}: "{text}"' for name, text in fields.items()) + "}"

    plan = planned(event)

    assert plan.personal
    assert "person.first_name" in plan.reads


def test_a_block_without_an_event_has_none() -> None:
    """Without the field there is nothing to take."""
    assert compile_block("block: x\nsize: 60x20\nfallback: {draw: []}\n").event is None


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        ('{title: Sale, starts: "soon"}', "no-moment"),
        ('{title: Sale, starts: "18:00"}', "no-moment"),
        ('{title: Sale, starts: "2026-11-27 18:00", ends: "late"}', "no-moment"),
        ('{title: Sale, starts: "{{ stoer.opens }}"}', "unknown-fact"),
        ('{title: "{{ say.nothing }}", starts: "2026-11-27 18:00"}', "unknown-say"),
        ('{title: Sale, starts: "2026-11-27 18:00", when: x}', "unknown-field"),
        ("{title: Sale}", "missing-field"),
        ("[1]", "wrong-type"),
        ("{title: 5, starts: {}}", "wrong-type"),
    ],
)
def test_problems_of_an_event_are_named(event: str, rule: str) -> None:
    """Each is an error with the field's place."""
    assert rule in {p.rule for p in check_block(BLOCK.format(event=event, zone="brand"))}


def test_a_moment_is_of_the_wall() -> None:
    """18:00 in Berlin's winter is 17:00 in UTC; without an end it takes an hour."""
    got = appointed('{title: Sale, starts: "2026-11-27 18:00"}')

    assert got is not None
    assert got.starts == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert got.ends - got.starts == timedelta(hours=1)
    assert got.zone is BERLIN


def test_one_expression_is_its_value() -> None:
    """A moment of a fact is taken as it is, and not read again from words."""
    opens = datetime(2026, 11, 28, 8, 30, tzinfo=UTC)
    got = appointed('{title: Sale, starts: "{{ store.opens }}"}', store__opens=opens)

    assert got is not None
    assert got.starts == opens


@pytest.mark.parametrize("ends", ["2026-11-27 18:00", "2026-11-27 17:00", "{{ store.closes }}"])
def test_an_end_that_is_none_is_not_believed(ends: str) -> None:
    """One that is unknown, or not after the start, counts as not given."""
    got = appointed(f'{{title: Sale, starts: "2026-11-27 18:00", ends: "{ends}"}}')

    assert got is not None
    assert got.ends - got.starts == timedelta(hours=1)


@pytest.mark.parametrize("starts", ["{{ store.opens }}", "{{ person.party }}", "9999-12-31 23:59"])
def test_without_a_start_there_is_nothing(starts: str) -> None:
    """What is unknown, no moment, or at the end of the calendar is not appointed."""
    event = f'{{title: Sale, starts: "{starts}"}}'

    assert appointed(event, person__party="some day") is None


def test_texts_that_are_not_known_are_left_out() -> None:
    """An unknown place is no place; the rest of the entry stays."""
    got = appointed(
        '{title: "Sale", starts: "2026-11-27 18:00", where: "{{ store.name }}", about: "Hi"}'
    )

    assert got is not None
    assert (got.title, got.where, got.about) == ("Sale", "", "Hi")
