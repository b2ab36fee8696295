"""A made-up world of any size in a home directory, the same for the same numbers."""

import asyncio
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.adapters.sqlite.documents import profile_document
from app.composition.storage import Storage, open_storage, system_now
from app.model.brand import Brand, Privacy, Tracking
from app.model.hours import Hours
from app.model.keys import MessageKey, SubscriberKey, new_key
from app.model.message import Message
from app.model.place import Place
from app.model.product import Product
from app.model.store import StockLevel, Store
from app.model.subscriber import Consent, Home, Subscriber
from app.settings import read_settings

SEED = 5
SKU = "SKU-0001"
CITIES = (
    (40.71, -74.01, "America/New_York"), (34.05, -118.24, "America/Los_Angeles"),
    (41.88, -87.63, "America/Chicago"), (51.51, -0.13, "Europe/London"),
    (52.52, 13.40, "Europe/Berlin"), (48.86, 2.35, "Europe/Paris"),
    (40.42, -3.70, "Europe/Madrid"), (35.68, 139.69, "Asia/Tokyo"),
    (-33.87, 151.21, "Australia/Sydney"), (45.46, 9.19, "Europe/Rome"),
    (52.37, 4.90, "Europe/Amsterdam"), (43.65, -79.38, "America/Toronto"),
)  # fmt: skip
OPENINGS = (480, 540, 570, 600, 660)
CLOSINGS = (1080, 1140, 1200, 1260, 1320, 1439)

BLOCK = """
block: {name}
size: 600x200
params: {{sku: {{type: text, default: SKU-0001}}}}
store: nearest-open-with-stock
alt: Your nearest store
variants:
  - name: tonight
    when: store.known and stock.here > 40 and clock.hour >= 17 and person.tier == 'gold'
    say: {{headline: "Gold: tonight at {{{{ store.name }}}}", link: "https://shop.example/t"}}
    draw: card
  - name: plenty
    when: store.known and stock.here > 40
    say: {{headline: "Plenty at {{{{ store.name }}}}", link: "https://shop.example/p"}}
    draw: card
  - name: some
    when: store.known and stock.here > 0
    say: {{headline: "Today at {{{{ store.name }}}}", link: "https://shop.example/s"}}
    draw: card
  - name: online
    when: stock.total > 0
    say: {{headline: "Order online", link: "https://shop.example/o"}}
    draw: card
fallback: {{say: {{headline: "Our stores", link: "https://shop.example/"}}, draw: card}}
layouts:
  card:
    - fill: {{color: "#f4efe6"}}
    - box: {{box: [24, 24, 552, 152], color: "#ffffff", radius: 12}}
    - text: {{content: "{{{{ say.headline }}}}", box: [48, 48, 504, 44], font: heading, weight: bold, size: [30, 18], ink: "#1c2b27"}}
    - text: {{content: "{{{{ store.city | default('Find a store') }}}}", box: [48, 104, 504, 30], size: 18, ink: "#5b6b64"}}
"""  # noqa: E501  # a document


def stores(count: int) -> Iterator[Store]:
    """Yield stores clustered in cities, with some thirty schedules."""
    chance = random.Random(SEED)
    for number in range(count):
        lat, lon, tz = CITIES[number % len(CITIES)]
        spread = 0.6 if chance.random() < 0.8 else 4.0  # degrees
        week = (((chance.choice(OPENINGS), chance.choice(CLOSINGS)),),) * 7
        yield Store(
            external_id=f"S{number:06d}",
            name=f"Store {number % 97}",
            city=f"City {number % 13}",
            lat=max(-89.0, min(89.0, chance.gauss(lat, spread))),
            lon=chance.gauss(lon, spread),
            tz=tz,
            hours=Hours(week=week),
        )


def stock(count: int, rows: int, at: datetime) -> Iterator[StockLevel]:
    """Yield stock levels: the wished SKU in two stores of three, others until `rows`."""
    chance = random.Random(SEED + 1)
    made = 0
    for number in range(count):
        if number % 3:
            made += 1
            yield StockLevel(
                store=f"S{number:06d}", sku=SKU, quantity=chance.randrange(60), as_of=at
            )
    sku = 2
    while made < rows:
        for number in range(0, count, max(1, count // 2000)):
            yield StockLevel(
                store=f"S{number:06d}",
                sku=f"SKU-{sku:04d}",
                quantity=chance.randrange(60),
                as_of=at,
            )
            made += 1
            if made >= rows:
                return
        sku += 1


def profile(number: int) -> Subscriber:
    """Return one person living in or near a city."""
    lat, lon, tz = CITIES[number % len(CITIES)]
    return Subscriber(
        key=SubscriberKey(""),
        external_id=f"c{number:08d}",
        language="en",
        tz=tz if number % 2 else "",
        # Two of three are placed by their IP address, the others by their home.
        home=Home(lat=round(lat + (number * 7 % 100) / 200, 2), lon=lon, city="Home")
        if number % 3 == 0
        else Home(),
        consent=Consent(tracking=number % 3 > 0, personalization=True),
        attributes={
            "first_name": f"Name{number % 500}",
            "tier": ("gold", "silver", "none")[number % 3],
            "points": number % 2000,
            "favourite": "boots",
        },
    )


async def make(home: Path, *, subscribers: int, shops: int, stock_rows: int, blocks: int) -> str:
    """Fill an empty home; return the message's key. A full home of the same numbers is kept."""
    storage = open_storage(read_settings(given={"home": home}), system_now)
    try:
        return await _filled(storage, subscribers, shops, stock_rows, blocks)
    finally:
        storage.database.close()


async def _filled(storage: Storage, subscribers: int, shops: int, levels: int, blocks: int) -> str:
    at = datetime.now(UTC)
    await storage.brands.put(
        Brand(
            name="bench",
            title="Bench",
            tz="America/New_York",
            link="https://shop.example/",
            place=Place(lat=40.7, lon=-74.0, tz="America/New_York"),
            privacy=Privacy(tracking=Tracking.IDENTIFIED),
        )
    )
    known = await storage.messages.get("bench")
    key = known.key if known else MessageKey(new_key())
    for number in range(blocks):
        name = f"card-{number}"
        if await storage.blocks.get(name) is None:
            document = BLOCK.format(name=name)
            await storage.blocks.publish(name, document, "")
    await storage.messages.put(
        [
            Message(
                key=key,
                name="bench",
                brand="bench",
                sent_at=at - timedelta(hours=2),
                params={"sku": SKU},
            )
        ]
    )
    skus = {SKU} | {level.sku for level in stock(shops, levels, at)}
    await storage.products.put([Product(sku=sku, name=sku) for sku in sorted(skus)])
    await asyncio.to_thread(storage.stores.load, stores(shops))
    await asyncio.to_thread(storage.stock.load, stock(shops, levels, at))
    have = await storage.subscribers.count()
    rows = (
        (person.external_id, profile_document(person))
        for person in map(profile, range(have, subscribers))
    )
    await asyncio.to_thread(storage.subscribers.load, rows)
    return key


async def keys(home: Path, count: int) -> list[str]:
    """Return the keys of `count` subscribers spread over the whole table."""
    storage = open_storage(read_settings(given={"home": home}), system_now)
    try:
        found = await storage.database.query(
            lambda c: c.execute(
                "SELECT key FROM subscribers ORDER BY key LIMIT ?", (count,)
            ).fetchall()
        )
        return [row[0] for row in found]
    finally:
        storage.database.close()


if __name__ == "__main__":
    home, *numbers = sys.argv[1:]
    people, shops, levels, blocks = map(int, numbers)
    sys.stdout.write(
        asyncio.run(
            make(Path(home), subscribers=people, shops=shops, stock_rows=levels, blocks=blocks)
        )
    )
