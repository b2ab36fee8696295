"""The live page shows one brand's events, sources and trouble, as its emails are now."""

from dataclasses import replace

import pytest

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.messages import SqliteMessages
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.worker import Lapse
from tests.adapters.journaling import NOON, OPEN
from tests.studio.live import SOUND, Live, a_report, a_source

HOUSE = Message(key=MessageKey("h" * 26), name="house")
ANNEX = Message(key=MessageKey("a" * 26), name="annex", brand="annex")
BRANDS = ("house", "annex")


@pytest.fixture
async def database(tmp_path):
    """The database of a home with one message of each brand."""
    database = Database(tmp_path)
    await SqliteMessages(database).put([HOUSE, ANNEX])
    yield database
    database.close()


def of(message, **more):
    """Return an open of a message."""
    return replace(OPEN, message=message.key, **more)


async def opens(live, brand):
    """Return the opens of the hour and of the month, and the latest ones' messages."""
    hour, month = await live.service.hour(brand), await live.service.month(brand)
    latest = await live.service.latest(0, brand=brand)
    found = {board["totals"]["opens"] for board in (hour, month)} | {len(latest)}
    assert len(found) == 1
    return found.pop(), {each.message for each in latest}


async def test_each_brand_has_the_events_of_its_messages(database):
    """Those of a message that is gone are the default one's; no name of a brand is its own."""
    live = Live(database, brands=BRANDS, messages=(HOUSE, ANNEX))
    live.happen(of(HOUSE), of(ANNEX), of(ANNEX), replace(OPEN, message="gone"))
    assert await opens(live, "annex") == (2, {ANNEX.key})
    assert await opens(live, "house") == (2, {HOUSE.key, "gone"})
    assert await live.service.hour("no such brand") is await live.service.hour("house")


async def test_one_brand_alone_has_them_all(database):
    """Also those of a brand that is no more."""
    live = Live(database, brands=("house",), messages=(HOUSE, ANNEX))
    live.happen(of(HOUSE), of(ANNEX))
    assert await opens(live, "") == (2, {HOUSE.key, ANNEX.key})


async def test_a_message_takes_its_figures_to_another_brand(database):
    """The month follows at once when it is looked at again."""
    live = Live(database, brands=BRANDS, messages=(HOUSE, ANNEX))
    live.happen(of(HOUSE))
    assert (await live.service.month("annex"))["totals"]["opens"] == 0
    await SqliteMessages(database).put([replace(HOUSE, brand="annex")])
    live.clock.pass_(61)
    assert (await live.service.month("annex"))["totals"]["opens"] == 1


async def test_trouble_is_told_to_the_brand_that_has_it(database):
    """Its own sources, lapses and merge tags; what is nobody's goes to the default one."""
    lapse = Lapse(minute=int(NOON.timestamp() // 60), block="hero", cause="deadline", n=1)
    live = Live(
        database,
        brands=BRANDS,
        health=replace(
            SOUND,
            sources=(
                replace(a_source("rain"), brand="house"),
                replace(a_source("sun"), brand="annex"),
            ),
        ),
        workers=(
            a_report(lapses=(lapse, replace(lapse, n=4, brand="annex")), unmerged={"annex": 5}),
        ),
    )
    house, annex = await live.service.hour("house"), await live.service.hour("annex")
    assert (house["lapses"]["n"], annex["lapses"]["n"]) == (1, 4)
    assert [each["name"] for each in house["health"]["sources"]] == ["rain"]
    assert [each["name"] for each in annex["health"]["sources"]] == ["sun"]
    assert not any("merge tag" in each["says"] for each in house["warnings"])
    assert any(each["says"].startswith("5 opens held") for each in annex["warnings"])
