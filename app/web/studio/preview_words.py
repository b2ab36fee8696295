"""Why a preview is as it is, in words and rows for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from babel.numbers import get_currency_precision

from app.delivery.explaining import Tested, Why, written
from app.model.facts import Fact, Missing, Reading, Trust
from app.model.facts import Why as WhyNot
from app.model.money import Money
from app.model.vocabulary import FACTS
from app.model.zones import zone_of
from app.web.studio.chosen import By

_MEANS: Final[Mapping[str, str]] = {fact.name: fact.says for fact in FACTS}
_TRUSTED: Final = {
    Trust.ASSERTED: "stated",
    Trust.OBSERVED: "observed",
    Trust.INFERRED: "concluded",
}
_WHY_NOT: Final = {
    WhyNot.ABSENT: "there is none",
    WhyNot.TIMEOUT: "the answer came too late",
    WhyNot.REFUSED: "the source could not be reached, or said no",
    WhyNot.MALFORMED: "the answer could not be read",
    WhyNot.WITHHELD: "withheld: no consent for it",
    WhyNot.STALE: "too old to be believed",
}
_SOURCES: Final = {
    "preview": "supposed here",
    "place.preview": "chosen here",
    "request": "the reader",
    "params": "a parameter of the block or message",
    "place.profile": "the place in the profile",
    "place.home": "the home in the profile",
    "place.ip": "the internet address",
    "place.relay": "the relay's region",
    "place.brand": "the brand's default",
}
_STAGES: Final = (
    ("prepare", "find block and person"),
    ("decide", "gather facts and decide"),
    ("draw", "draw, or take it drawn"),
)
READ_BY: Final[Mapping[By, str]] = {
    By.PERSON: "Fetched as the email is opened, from the person's own address: the time is now, "
    "and the address may tell the place.",
    By.GMAIL: "Fetched as the email is opened, by Gmail's proxy: the time is now, but the address "
    "is Google's, so the place comes from the profile, or is the brand's default.",
    By.APPLE: "Fetched ahead and shown for up to a week: the first variant that stays true that "
    "long is chosen, and the address tells nothing.",
    By.OUTLOOK: "Fetched as the email is opened. Outlook on Windows shows the first frame of a "
    "moving picture and never the next.",
    By.SCANNER: "Fetched by a machine that looks for malice before anybody reads: it is answered, "
    "and counts as nobody's open.",
}
_PLACED: Final = (
    " The place is taken as chosen here; at an open through this reader their profile alone tells."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact that was read, in words. `state`: known, missing or supposed."""

    name: str
    means: str
    value: str
    source: str
    trust: str
    age: str
    until: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedRow:
    """One variant in order. `state`: shown, no, passed (it holds), unknown or left."""

    variant: str
    state: str
    says: str
    condition: str = ""
    read: Sequence[FactRow] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyRows:
    """Everything that the page says of why."""

    tested: Sequence[TestedRow]
    facts: Sequence[FactRow]
    stages: Sequence[tuple[str, str]]
    read_by: str


def why_rows(why: Why, *, variant: str, by: By, zone: str) -> WhyRows:
    """Return the rows of a preview's reasons; `variant` is the one that is shown."""

    def row(reading: Reading) -> FactRow:
        return _fact(reading, why, zone)

    tested = [_tested(each, variant, [row(r) for r in each.read]) for each in why.tested]
    if variant not in {each.variant for each in tested if each.state == "shown"}:
        says = "Shown, because none of the others could be."
        tested.append(TestedRow(variant=why.fallback, state="shown", says=says))
    tested += [TestedRow(variant=name, state="left", says="") for name in why.left]
    read_by = READ_BY[by]
    if by is By.APPLE and not why.ask.plan.steady:
        read_by = "Fetched ahead and shown for up to a week; this block says it need not stay true."
    if why.ask.place is not None and not why.ask.reader.ip_is_user:
        read_by += _PLACED
    return WhyRows(
        tested=tested,
        facts=[row(reading) for reading in why.readings],
        stages=[(says, _spent(why.spent[name])) for name, says in _STAGES],
        read_by=read_by,
    )


def wall(at: datetime, zone: str, beside: datetime) -> str:
    """Return a time on a wall, with its day when that is another than that of `beside`."""
    local, other = at.astimezone(zone_of(zone)), beside.astimezone(zone_of(zone))
    form = "%H:%M:%S" if local.second else "%H:%M"
    if local.date() == other.date():
        return local.strftime(form)
    year = "" if local.year == other.year else " %Y"
    return local.strftime(f"%a {local.day} %b{year}, {form}")


def day_and_time(at: datetime, zone: str) -> str:
    """Return a time on a wall with its day and year."""
    local = at.astimezone(zone_of(zone))
    return local.strftime(f"%A {local.day} %B %Y, %H:%M")


def means(name: str) -> str:
    """Return what a fact says, as the vocabulary has it."""
    if name in _MEANS:
        return _MEANS[name]
    group, _, field = name.partition(".")
    return {
        "person": f"attribute {field!r} of the profile",
        "message": f"parameter {field!r} of the message",
        "params": f"parameter {field!r} of the block",
        "source": "a field of a source",
    }.get(group, "")


def _tested(tested: Tested, variant: str, read: Sequence[FactRow]) -> TestedRow:
    is_unknown = tested.because.startswith("unknown")
    if tested.held and tested.variant == variant:
        state = "shown"
    else:
        is_passed = tested.because.startswith("held")
        state = "unknown" if is_unknown else ("passed" if is_passed else "no")
    return TestedRow(
        variant=tested.variant,
        state=state,
        says=_because(tested, is_unknown=is_unknown),
        condition=tested.condition,
        read=read,
    )


def _because(tested: Tested, *, is_unknown: bool) -> str:
    if is_unknown:
        missing = [r.name for r in tested.read if isinstance(r.known, Missing)]
        return f"Cannot be told: {', '.join(missing) or 'something it asks'} is not known."
    words = tested.because
    return f"{words[:1].upper()}{words[1:]}."


def _fact(reading: Reading, why: Why, zone: str) -> FactRow:
    name, known = reading
    group = ".".join(name.split(".")[: 2 if name.startswith("source.") else 1])
    source = _SOURCES.get(known.source, known.source)
    if isinstance(known, Missing):
        state = "supposed" if known.source == "preview" else "missing"
        until = wall(known.retry_at, zone, why.ask.at) if known.retry_at else ""
        return FactRow(
            name=name, means=means(name), value=_WHY_NOT[known.why], source=source, trust="",
            age="", until=until, state=state,
        )  # fmt: skip
    age = "" if group not in why.ages or known.source == "preview" else _age(why.ages[group])
    return FactRow(
        name=name,
        means=means(name),
        value=_value(reading, known, zone, why.ask.at),
        source=source,
        trust="" if known.source == "preview" else _TRUSTED[known.trust],
        age=age,
        until=wall(known.valid_until, zone, why.ask.at) if known.valid_until else "",
        state="supposed" if known.source == "preview" else "known",
    )


def _value(reading: Reading, known: Fact, zone: str, beside: datetime) -> str:
    value = known.value
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"  # noqa: PLR2004
        case datetime():
            # A time without a zone is one on the wall already.
            return wall(value, zone, beside) if value.tzinfo else f"{value:%d %b, %H:%M}"
        case time():
            return f"{value:%H:%M}"
        case Money():
            digits = get_currency_precision(value.currency)
            return f"{value.minor / 10**digits:.{digits}f} {value.currency}"
        case _:
            return "there" if reading.name.startswith("asset(") else written(reading)


def _age(minutes: int) -> str:
    return "just fetched" if minutes < 1 else f"{minutes} min old"


def _spent(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"
