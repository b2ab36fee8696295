"""Facts are gathered at once under one deadline; what is late or failed is missing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from app.context.asking import Ask
from app.context.gathering import GatheredFacts, Gatherer
from app.errors import SourceMalformed, SourceTimeout, SourceUnavailable
from app.model.facts import Fact, Known, Missing, Trust, Value, Why
from app.model.money import Money
from app.model.place import Place, PlaceSource
from app.model.plan import Plan, Zone
from app.model.product import Product
from app.model.reader import ReaderKind
from tests.builders import (
    AT,
    BERLIN,
    a_brand,
    a_message,
    a_plan,
    a_reader,
    a_store,
    a_subscriber,
    an_ask,
    at_berlin,
    some_shelves,
)

SOON = timedelta(milliseconds=20)
LONG = timedelta(seconds=60)
RETRY = AT + timedelta(hours=1)


class Scripted:
    """A source that does what a test says."""

    def __init__(self, name: str, fetch: Callable[[], Awaitable[object]]) -> None:
        self.name = name
        self._fetch = fetch
        self.cancelled = asyncio.Event()

    async def fetch(self, _ask: Ask) -> Mapping[str, Known]:
        """Do as the script says."""
        try:
            return cast("Mapping[str, Known]", await self._fetch())
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


def a_reading_plan(*names: str) -> Plan:
    """Build a plan that reads these facts."""
    return a_plan(reads=frozenset(names), personal=True)


async def gathered(
    *sources: Scripted, reads: tuple[str, ...] = ("tides.temp",), deadline: timedelta = LONG
) -> GatheredFacts:
    """Gather from these sources."""
    by_name = {source.name: source for source in sources}
    gatherer = Gatherer(some_shelves(), sources=by_name, deadline=deadline)
    return await gatherer.gather(an_ask(a_reading_plan(*reads)))


def answers(**facts: object) -> Callable[[], Awaitable[object]]:
    """Return a script that answers at once; `__` stands for a dot."""

    async def script() -> object:
        return {name.replace("__", "."): known for name, known in facts.items()}

    return script


def fails(error: BaseException) -> Callable[[], Awaitable[object]]:
    """Return a script that raises."""

    async def script() -> object:
        raise error

    return script


async def test_sources_are_asked_at_once() -> None:
    """Each waits for the other to have begun: one after the other would never end."""
    began = {"tides": asyncio.Event(), "traffic": asyncio.Event()}

    def script(name: str, other: str) -> Callable[[], Awaitable[object]]:
        async def run() -> object:
            began[name].set()
            await began[other].wait()
            return {f"{name}.level": Fact(1, name)}

        return run

    facts = await gathered(
        Scripted("tides", script("tides", "traffic")),
        Scripted("traffic", script("traffic", "tides")),
        reads=("tides.level", "traffic"),
    )
    assert facts.known("tides.level") == Fact(1, "tides")
    assert facts.known("traffic.level") == Fact(1, "traffic")


async def test_a_late_source_is_missing_and_given_up() -> None:
    """The others' answers are kept."""
    late = Scripted("tides", asyncio.Event().wait)
    prompt = Scripted("traffic", answers(traffic__level=Fact(2, "traffic")))
    facts = await gathered(late, prompt, reads=("tides.temp", "traffic.level"), deadline=SOON)

    assert facts.known("tides.temp") == Missing(Why.TIMEOUT, "tides")
    assert facts.known("traffic.level") == Fact(2, "traffic")
    await late.cancelled.wait()


async def test_an_open_that_is_given_up_gives_its_sources_up() -> None:
    """Nothing goes on for nobody."""
    began = asyncio.Event()

    async def script() -> object:
        began.set()
        return await asyncio.Event().wait()

    source = Scripted("tides", script)
    gathering = asyncio.ensure_future(gathered(source))
    await began.wait()
    gathering.cancel()
    await source.cancelled.wait()
    with pytest.raises(asyncio.CancelledError):
        await gathering


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (SourceTimeout("late"), Why.TIMEOUT),
        (TimeoutError(), Why.TIMEOUT),
        (SourceMalformed("garbled"), Why.MALFORMED),
        (SourceUnavailable("down"), Why.REFUSED),
        (ConnectionResetError(), Why.REFUSED),
        (KeyError("temp"), Why.MALFORMED),
        (asyncio.CancelledError(), Why.REFUSED),
    ],
)
async def test_a_source_that_fails_is_missing(error: BaseException, why: Why) -> None:
    """Whatever it raises, even when it gives itself up."""
    facts = await gathered(Scripted("tides", fails(error)))
    assert facts.known("tides.temp") == Missing(why, "tides")


async def test_a_source_speaks_for_itself_alone() -> None:
    """Names of others and what is no fact are not taken; what it says is missing stays so."""
    stale = Missing(Why.STALE, "tides", RETRY)
    odd = answers(
        tides__temp="warm", tides__wind=stale, traffic__level=Fact(9, "tides"),
        tidess=Fact(9, "tides"), tides=Fact("fine", "tides"),
    )  # fmt: skip
    facts = await gathered(Scripted("tides", odd))

    assert facts.known("tides.temp") == Missing(Why.MALFORMED, "tides")
    assert facts.known("tides.wind") == stale
    assert facts.known("tides.else") == Fact("fine", "tides")
    for name in ("traffic.level", "tidess", "tidess.x", "nothing"):
        assert facts.known(name) == Missing(Why.ABSENT, "vocabulary")
    nothing = await gathered(Scripted("tides", answers()))
    assert nothing.known("tides.temp") == Missing(Why.ABSENT, "vocabulary")


async def test_an_answer_that_is_no_mapping_is_malformed() -> None:
    """A defect in a source costs its facts, not the open."""

    async def script() -> object:
        return None

    facts = await gathered(Scripted("traffic.jams", script), reads=("traffic.jams.items",))
    assert facts.known("traffic.jams.items") == Missing(Why.MALFORMED, "traffic.jams")


async def test_what_a_block_does_not_read_is_not_fetched() -> None:
    """And the shelves are brought up to date for every open."""
    refreshed: list[int] = []
    shelves = some_shelves()
    object.__setattr__(shelves, "refresh", lambda: refreshed.append(1))
    sources = {"tides": Scripted("tides", fails(AssertionError()))}
    gatherer = Gatherer(shelves, sources=sources, deadline=LONG)
    facts = await gatherer.gather(an_ask(a_reading_plan("tidess.x")))
    assert facts.known("tides.temp") == Missing(Why.ABSENT, "vocabulary")
    assert refreshed == [1]


HAT = Product(sku="NB-1", name="Hat", price=Money(1999, "EUR"), online=5)
PARAMS: dict[str, str | int | bool] = {"sku": "NB-1", "none": "", "zero": 0}


def facts_of(**said: object) -> GatheredFacts:
    """Gather for an open of a block about a hat."""
    shelves = some_shelves(a_store(), products=[HAT], assets={"hero.jpg": "d1"})
    ask = an_ask(**{"params": PARAMS, "place": at_berlin(), **said})  # type: ignore[arg-type]
    return GatheredFacts(ask, shelves, {})


def test_facts_that_the_process_holds() -> None:
    """Under their names, each from its own source; what is empty is absent."""
    message = a_message(title="Autumn", params={"season": "fall", "html": "x"})
    reader = a_reader(ReaderKind.MAIL_PROXY)
    brand = a_brand(colors={"ink": "#111111"}, link="https://a.example")
    facts = facts_of(message=message, reader=reader, brand=brand, subscriber=a_subscriber())
    expected: dict[str, Value] = {
        "person.known": True, "place.city": "Berlin", "place.source": "preview",
        "place.tz": "Europe/Berlin", "store.name": "Store S1", "product.name": "Hat",
        "product.known": True, "product.price": Money(1999, "EUR"), "stock.online": 5,
        "message.name": "autumn", "message.title": "Autumn", "message.season": "fall",
        "message.html": "x", "params.sku": "NB-1", "params.zero": 0, "brand.title": "Northbeam",
        "brand.ink": "#111111", "brand.link": "https://a.example", "reader.kind": "mail_proxy",
    }  # fmt: skip
    for name, value in expected.items():
        known = facts.known(name)
        assert isinstance(known, Fact), name
        assert (known.value, type(known.value)) == (value, type(value)), name
    absent = {
        "product.was": "products", "product.else": "products", "message.sent_at": "message",
        "message.blocks": "message", "params.none": "params", "params.else": "params",
        "brand.else": "brand", "reader.name": "request", "place.region": "place",
        "place.else": "place", "person.name": "profile", "stock.else": "stock",
    }  # fmt: skip
    for name, source in absent.items():
        assert facts.known(name) == Missing(Why.ABSENT, source), name
    assert facts.known("reader.kind") == Fact("mail_proxy", "request", None, Trust.OBSERVED)


def test_without_message_place_or_product_there_is_nothing_to_say() -> None:
    """But whether they are known."""
    facts = GatheredFacts(an_ask(), some_shelves(), {})
    assert facts.known("message.name") == Missing(Why.ABSENT, "message")
    assert facts.known("place.city") == Missing(Why.ABSENT, "place")
    assert facts.known("place.known") == Fact(value=False, source="place")
    assert facts.known("product.known") == Fact(value=False, source="products")
    assert facts.known("product.name") == Missing(Why.ABSENT, "products")
    assert facts.known("stock.online") == Missing(Why.ABSENT, "stock")


def test_questions_of_assets_and_stock() -> None:
    """Assets are answered by digest; other questions are not for these facts."""
    facts = facts_of()
    assert facts.answer("asset", ("hero.jpg",)) == Fact("d1", "assets")
    assert facts.answer("asset", ("gone.jpg",)) == Missing(Why.ABSENT, "assets")
    assert facts.answer("stock.at", ("S1",)) == Missing(Why.ABSENT, "stock")
    assert facts.answer("clock.until", ("18:00",)) == Missing(Why.ABSENT, "vocabulary")


FARAWAY = Place(lat=40.7, lon=-74.0, source=PlaceSource.PREVIEW)
NOWHERE = Place(lat=-40.0, lon=10.0, source=PlaceSource.PREVIEW)
DEFAULT = Place(lat=40.7, lon=-74.0, tz="America/New_York", source=PlaceSource.BRAND)


@pytest.mark.parametrize(
    ("personal", "tz", "place", "expected"),
    [
        (True, "Asia/Tokyo", BERLIN, "Asia/Tokyo"),
        (True, "", at_berlin(), "Europe/Berlin"),
        (True, "", FARAWAY, "America/New_York"),
        (True, "", NOWHERE, "Asia/Kathmandu"),
        (True, "", DEFAULT, "Asia/Kathmandu"),
        (True, "", None, "Asia/Kathmandu"),
        (False, "Asia/Tokyo", BERLIN, "Asia/Kathmandu"),
    ],
)
def test_the_readers_zone_is_the_profiles_the_places_or_the_brands(
    personal: bool,  # noqa: FBT001  # a case
    tz: str,
    place: Place | None,
    expected: str,
) -> None:
    """A shared block has the brand's, whoever asks; so has one that asks for it."""
    brand = a_brand(tz="Asia/Kathmandu")
    said = {"brand": brand, "subscriber": a_subscriber(tz=tz), "place": place}
    reads = an_ask(a_plan(personal=personal), **said)
    facts = GatheredFacts(reads, some_shelves(), {})
    assert facts.zone() == facts.wall_zone() == expected
    asks_brand = an_ask(a_plan(personal=personal, zone=Zone.BRAND), **said)
    assert GatheredFacts(asks_brand, some_shelves(), {}).wall_zone() == "Asia/Kathmandu"


def test_the_locale_is_the_profiles_or_the_brands() -> None:
    """A shared block speaks the brand's."""
    brand, french = a_brand(locale="de"), a_subscriber(language="fr")
    for personal, subscriber, expected in (
        (True, french, "fr"), (True, a_subscriber(), "de"), (True, None, "de"),
        (False, french, "de"),
    ):  # fmt: skip
        ask = an_ask(a_plan(personal=personal), brand=brand, subscriber=subscriber)
        assert GatheredFacts(ask, some_shelves(), {}).locale() == expected


def test_when_a_message_was_sent_is_told_by_the_blocks_wall() -> None:
    """The same instant, as a time there."""
    sent = datetime(2026, 11, 27, 8, tzinfo=UTC)
    facts = facts_of(message=a_message(sent_at=sent), brand=a_brand(tz="Asia/Tokyo"))
    known = facts.known("message.sent_at")
    assert isinstance(known, Fact)
    assert isinstance(known.value, datetime)
    assert known.value == sent
    assert known.value.hour == 17
