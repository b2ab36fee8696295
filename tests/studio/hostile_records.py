"""Records full of hostile texts: one of every kind that a page of the studio shows."""

from dataclasses import replace
from datetime import UTC, datetime

from app.adapters.sqlite.assets import content_digest
from app.model.account import Account, Deed, Role
from app.model.keys import MessageKey, SubscriberKey, new_key
from app.model.message import Message
from app.model.money import Money
from app.model.ports import Asset
from app.model.product import Product
from app.model.store import StockLevel, Store
from app.model.subscriber import Home, Subscriber
from tests.studio.hostile import CORPUS, MARK, a_text, full_of

AT = datetime(2026, 11, 27, 17, tzinfo=UTC)
BLOCK = "hostile"
SKU = "NB-1"
TIMES = len(CORPUS)


async def seeded(studio):
    """Fill every table; returns what pages may be asked for by."""
    storage = studio.services.storage
    where = {"lat": 52.5, "lon": 13.4, "tz": "Europe/Berlin"}
    stores = [full_of(Store, hours=None, **where) for _ in range(TIMES)]
    stores.append(full_of(Store, external_id="S1", **where))
    await storage.stores.put(stores)
    await storage.products.put(
        [full_of(Product, price=Money(100, "EUR"), picture="") for _ in range(TIMES)]
        + [full_of(Product, sku=SKU, picture="")]
    )
    levels = [StockLevel(store="S1", sku=SKU, quantity=3, as_of=AT)]
    await storage.stock.put(levels, by=a_text("stock"))
    people = [
        full_of(
            Subscriber,
            key=SubscriberKey(new_key()),
            tz="UTC",
            home=full_of(Home),
            attributes={"first_name": a_text("attribute"), a_text("attribute"): a_text("name")},
        )
        for _ in range(TIMES)
    ]
    await storage.subscribers.put(people)
    blocks = (BLOCK, a_text("message"))
    emails = [
        full_of(Message, key=MessageKey(new_key()), brand="default", blocks=blocks)
        for _ in range(TIMES)
    ]
    await storage.messages.put(emails)
    await seed_blocks(storage)
    await seed_people(storage)
    await seed_brand(storage)
    return ["S1", SKU, BLOCK, people[0].key, emails[0].key, "default"]


async def seed_blocks(storage):
    """One block live with a hostile note, and a draft of it that cannot be read."""
    said = a_text("block").replace("{{", "").replace("{%", "")
    document = (
        f"block: {BLOCK}\nsize: 100x40\ntitle: {quoted(a_text('title'))}\n"
        f"fallback: {{say: {{headline: {quoted(said)}}}, draw: []}}\n"
    )
    await storage.blocks.save_draft(BLOCK, document)
    await storage.blocks.publish(BLOCK, document, a_text("version"))
    await storage.blocks.save_draft(BLOCK, "\n".join(CORPUS))


async def seed_people(storage):
    """Colleagues, keys, and deeds of both."""
    await storage.accounts.add(full_of(Account, role=Role.ANALYST, created_at=AT))
    for _ in range(TIMES):
        await storage.audit.write(full_of(Deed))
    for text in CORPUS:
        if text.isprintable():
            await storage.api_keys.create(f"{text}{MARK}key", ["read"])


async def seed_brand(storage):
    """A brand with a hostile title, link and palette, and a picture of a hostile name."""
    brand = (await storage.brands.all())[0]
    changed = replace(
        brand, title=a_text("brand"), link=a_text("brand"), logo=a_text("brand"),
        colors={"ink": a_text("brand")}, fonts={"body": a_text("brand")},
    )  # fmt: skip
    await storage.brands.put(changed)
    for _ in range(5):
        of = {"digest": content_digest(b"x"), "media_type": "image/png", "size": 1}
        await storage.assets.put(full_of(Asset, width=1, height=1, **of), b"x")


def quoted(text):
    """Write a text into YAML."""
    escaped = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text.replace("\\", ""))
    return '"' + escaped.replace('"', '\\"') + '"'
