"""Set Northbeam up in an empty home, through the same ports that a brand of one's own uses."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from app.demo.brand import brand, messages
from app.demo.letters import letter_blocks, letter_email, letter_products
from app.demo.products import products, stock
from app.demo.stores import stores
from app.demo.subscribers import subscribers
from app.model.message import Message
from app.model.plan import Plan
from app.model.ports import (
    Asset,
    Assets,
    Blocks,
    Brands,
    Messages,
    Products,
    StockTable,
    Stores,
    Subscribers,
)

MediaSize = Callable[[bytes], tuple[int, int]]
DemoPlans = Mapping[str, Plan]
SENT_AGO = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPorts:
    """Where the demo is written."""

    brands: Brands
    assets: Assets
    stores: Stores
    products: Products
    stock: StockTable
    subscribers: Subscribers
    blocks: Blocks
    messages: Messages


async def install(
    ports: DemoPorts,
    *,
    secret: str,
    at: datetime,
    root: Path,
    plans: DemoPlans,
    media_size: MediaSize,
) -> tuple[Message, ...]:
    """Write the brand, its records, blocks and messages; `plans` are those of the blocks."""
    await ports.brands.put(brand())
    for asset, body in pictures(root / "static" / "demo", media_size):
        await ports.assets.put(asset, body)
    everything, shops = products(), stores()
    await ports.products.put(everything)
    await ports.stores.put(shops)
    await ports.stock.put(stock(shops, everything, at))
    await ports.subscribers.put(subscribers(secret=secret))
    for name, document in documents(root / "templates" / "demo" / "blocks"):
        await ports.blocks.save_draft(name, document)
        await ports.blocks.publish(name, document, "The demo's first version")
    sent = tuple(
        replace(message, html=letter_html(message, root / "templates", plans))
        for message in messages(at - SENT_AGO, secret=secret)
    )
    await ports.messages.put(sent)
    return sent


def letter_html(message: Message, templates: Path, plans: DemoPlans) -> str:
    """Return the email as it is sent, with `{base}`, `{message}`, `{subscriber}` for its keys."""
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=select_autoescape(["html"])
    )
    return environment.get_template("demo/email.html").render(
        email=letter_email(message),
        blocks=letter_blocks(message, plans),
        products=letter_products(),
        static_url="{base}/static/",
    )


def documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the demo's blocks: name and document."""
    for path in sorted(folder.glob("*.yaml")):
        yield path.stem, path.read_text(encoding="utf-8")


def pictures(folder: Path, media_size: MediaSize) -> Iterator[tuple[Asset, bytes]]:
    """Yield the demo's pictures: scenes and products."""
    for path in sorted([*folder.glob("scenes/*.jpg"), *folder.glob("products/*.jpg")]):
        body = path.read_bytes()
        width, height = media_size(body)
        asset = Asset(
            name=path.name,
            digest=sha256(body).hexdigest(),
            media_type="image/jpeg",
            size=len(body),
            width=width,
            height=height,
        )
        yield asset, body
