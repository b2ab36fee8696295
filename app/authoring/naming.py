"""Facts, filters and operators in plain words, for people who never write an expression."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.authoring.examples import Example, example_of
from app.authoring.lint_expressions import CHOICES
from app.authoring.reference import FILTER_WORDS
from app.authoring.source_names import OWN, KnownSource
from app.model.vocabulary import FACTS, FactName

_OWNERS: Final = {
    "person": "the person’s", "place": "the reader’s", "store": "the nearest store’s",
    "product": "the product’s", "weather": "the weather’s", "message": "the message’s",
    "brand": "the brand’s", "clock": "the reader’s",
}  # fmt: skip
_NAMED: Final = {
    "person.known": "the person is known",
    "place.known": "the reader’s place is known",
    "place.tz": "the reader’s time zone",
    "place.lat": "the reader’s latitude",
    "place.lon": "the reader’s longitude",
    "place.source": "how the place is known",
    "place.accuracy_km": "how exactly the place is known, in km",
    "store.known": "a store is near",
    "store.is_open": "the nearest store is open",
    "store.distance": "kilometres to the nearest store",
    "store.bearing": "degrees from north to the nearest store",
    "store.closes": "the time at which the nearest store closes",
    "store.opens": "when the nearest store opens next",
    "store.hours_today": "the nearest store’s hours today",
    "store.stock": "units in the nearest store",
    "stores": "the nearest stores",
    "stock.here": "units in the nearest store",
    "stock.total": "units anywhere",
    "stock.online": "units online",
    "stock.alternative": "where else it is to be had",
    "stock.alternative_kind": "what kind of place has it else",
    "stock.alternative_distance": "kilometres to where it is to be had",
    "product.known": "the product is known",
    "product.was": "the product’s former price",
    "product.substitute": "a similar product’s name",
    "clock.hour": "the hour of the day",
    "clock.weekday": "the day of the week",
    "clock.date": "the date",
    "clock.daypart": "the time of day",
    "clock.time": "the time on the clock",
    "weather.known": "the weather is known",
    "weather.condition": "the weather",
    "weather.sky": "the sky",
    "weather.temperature": "the temperature in °C",
    "weather.feels_like": "the temperature as it feels, in °C",
    "weather.high": "today’s highest temperature in °C",
    "weather.low": "today’s lowest temperature in °C",
    "weather.rain_chance": "the chance of rain today in %",
    "weather.wind": "the wind in km/h",
    "weather.is_day": "the sun is up",
    "weather.icon": "the weather’s icon",
    "weather.age": "minutes since the weather was fetched",
    "weather.next": "the next hours’ weather",
    "weather.tomorrow_condition": "tomorrow’s weather",
    "weather.tomorrow_high": "tomorrow’s highest temperature in °C",
    "weather.tomorrow_low": "tomorrow’s lowest temperature in °C",
    "weather.tomorrow_rain_chance": "the chance of rain tomorrow in %",
    "weather.tomorrow_icon": "tomorrow’s weather icon",
    "picture.moves": "the picture can move",
    "picture.is_kept": "the picture is kept for days",
    "reader.kind": "what opens the email",
}  # fmt: skip
_TYPES: Final = {
    "minutes": "number", "flag": "yes-no",
}  # fmt: skip
_DATES: Final = {"clock.date": "date"}
_UNITS: Final = {
    "store.distance": "km", "stock.alternative_distance": "km", "place.accuracy_km": "km",
    "weather.wind": "km/h", "weather.rain_chance": "%", "weather.tomorrow_rain_chance": "%",
    "weather.age": "min",
}  # fmt: skip
_WRITTEN: Final = {
    "money": "money", "time": "time", "moment": "moment", "minutes": "countdown",
    "km": "distance", "°C": "temperature", "km/h": "speed", "%": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A fact for people: `words` name it, `token` writes it into a text as a reader expects it."""

    name: str
    words: str
    type: str  # text, number, money, yes-no, date, time, moment, list or choice
    says: str
    example: Example
    token: str
    choices: tuple[str, ...] = ()
    unit: str = ""


def named_facts(
    attributes: Mapping[str, str], sources: Mapping[str, KnownSource]
) -> tuple[Named, ...]:
    """Return every fact; with those of profiles, kind by attribute, and of sources."""
    known = {fact.name for fact in FACTS}
    person = [
        FactName(f"person.{name}", kind, "an attribute of the profile")
        for name, kind in sorted(attributes.items())
        if f"person.{name}" not in known
    ]
    return tuple(_named(fact) for fact in (*person, *FACTS, *_of_sources(sources)))


def words_for(name: str) -> str:
    """Return what a fact is called in a sentence."""
    if name in _NAMED:
        return _NAMED[name]
    space, _, rest = name.partition(".")
    if space == "source":
        source, _, field = rest.partition(".")
        name = _spoken(source)
        return f"{name} is known" if field == "known" else f"{_whose(name)} {_spoken(field)}"
    if space == "params":
        return f"the parameter {rest}"
    return f"{_OWNERS.get(space, _whose(space))} {_spoken(rest)}"


def named_filters() -> tuple[tuple[str, str, str], ...]:
    """Return every filter: its name, what comes out, and an example."""
    return tuple((name, says, example.strip("`")) for name, (example, says) in FILTER_WORDS.items())


def _of_sources(sources: Mapping[str, KnownSource]) -> Iterator[FactName]:
    for source, known in sorted(sources.items()):
        for field, kind in (*OWN.items(), *known.fields.items()):
            yield FactName(f"source.{source}.{field}", kind, f"from the source {source}")


def _named(fact: FactName) -> Named:
    choices = CHOICES.get(fact.name, ())
    unit = _UNITS.get(fact.name, "")
    if not unit and "degrees Celsius" in fact.says:
        unit = "°C"
    written = _WRITTEN.get(unit or fact.kind, "")
    return Named(
        name=fact.name,
        words=words_for(fact.name),
        type="choice" if choices else _DATES.get(fact.name) or _TYPES.get(fact.kind, fact.kind),
        says=fact.says,
        example=choices[0] if choices else example_of(fact),
        token=f"{fact.name} | {written}" if written else fact.name,
        choices=tuple(choices),
        unit=unit,
    )


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _whose(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
