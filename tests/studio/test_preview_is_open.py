"""A preview is an open: the page's picture is what a reader with those facts is sent."""

import random
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.demo.brand import BLOCKS
from app.model.account import Role
from app.model.keys import SubscriberKey
from app.model.subscriber import Home
from tests.serving import NOON

CASES = 200
ADDRESSES = ("8.8.8.8", "193.0.6.139", "203.0.113.7")  # two that are found somewhere, one nowhere
CITIES = (
    (48.8566, 2.3522), (52.52, 13.405), (40.7253, -73.9987), (35.6617, 139.7041), (30.04, 31.24),
    (-31.95, 115.86), (51.5, -0.12), (0.0, -150.0), (78.2, 15.6), (37.79, -122.41),
)  # fmt: skip


def chosen(people):
    """Yield what is chosen: block, person, place (None: their own), address, time."""
    chance = random.Random(11)
    for number in range(CASES):
        place = None if number % 3 == 0 else chance.choice(CITIES)
        if place is not None:
            place = tuple(round(at + chance.uniform(-0.2, 0.2), 4) for at in place)
        yield (
            chance.choice(BLOCKS),
            chance.choice(people),
            place,
            "" if place else chance.choice(ADDRESSES),
            NOON + timedelta(seconds=chance.randrange(10 * 86_400)),
        )


def there(person, place, number, cities):
    """Return the same person, who asked to be served where the preview takes them to be."""
    city = cities.nearest(*place) if place else None
    names = {"city": city.city, "region": city.region, "country": city.country} if city else {}
    return replace(
        person,
        key=SubscriberKey(""),  # a new one is made
        external_id=f"there-{number}",
        place=Home(lat=place[0], lon=place[1], **names) if place else person.place,
    )  # fmt: skip


async def previewed(browser, message, cases):
    """Return the pictures that the block's page shows."""
    await browser.sign_in(Role.ADMIN)
    pictures = []
    for block, person, place, address, at in cases:
        where = f"{place[0]}, {place[1]}" if place else address
        asked = {"as": person.external_id, "at": at.isoformat(), "from": where, "message": message}
        answer = await browser.get(f"/studio/blocks/{block}/as?{urlencode(asked)}")
        assert answer.status_code == 200, (block, person.external_id)
        pictures.append((answer.headers["content-type"], answer.content))
    return pictures


@pytest.mark.no_cover
async def test_two_hundred_previews_are_the_opens(browser, studio):
    """Byte for byte, for random blocks, people, places and times."""
    cases = list(chosen(studio.people))
    cities = EmbeddedGazetteer(cache=studio.home / "cache" / "geo")
    twins = [there(case[1], case[2], number, cities) for number, case in enumerate(cases)]
    subscribers = studio.services.storage.subscribers
    await subscribers.put(twins)
    stored = await subscribers.known([twin.external_id for twin in twins])
    pictures = await previewed(browser, studio.message.name, cases)
    assert len({body for _, body in pictures}) > CASES / 4
    for (block, person, place, address, at), twin, seen in zip(cases, twins, pictures, strict=True):
        studio.clock.at = at
        extension = seen[0].removeprefix("image/")
        path = studio.open_path(block, stored[twin.external_id].key, extension)
        opened = await studio.ask(path, peer=address or "203.0.113.7")
        assert opened["content-type"] == seen[0]
        assert opened.body == seen[1], (block, person.external_id, place, address, at)
