"""What the demo's email templates are filled with."""

from collections.abc import Mapping

from app.demo.products import products
from app.model.message import Message
from app.model.plan import Plan

SHELF = ("NB-1042", "NB-1201", "NB-1301")
ALTS = {
    "greeting": "A greeting from Northbeam",
    "hero": "This season's boots, out where they belong",
    "nearest-store": "Your nearest Northbeam store and what it has for you",
    "stock-alert": "How many are left near you",
    "weather": "The weather where you are, and what to wear for it",
    "points-progress": "Your Northbeam points",
    "last-order": "When to order for delivery tomorrow",
}


def letter_email(message: Message) -> Mapping[str, str]:
    """Return the email's own fields, with placeholders for keys."""
    return {
        "key": message.key,
        "name": message.name,
        "title": message.title,
        "preheader": "What you see below is decided when you open it.",
        "view_url": "{base}/v/{message}/{subscriber}",
        "preferences_url": "https://northbeam.example/preferences",
        "shop_url": "https://northbeam.example/",
    }


def letter_blocks(message: Message, plans: Mapping[str, Plan]) -> list[dict[str, object]]:
    """Return the live blocks with placeholders for keys, in the message's order."""
    return [
        {
            "name": name,
            "image_url": f"{{base}}/o/{{message}}/{{subscriber}}/{name}.{plans[name].format}",
            "click_url": f"{{base}}/c/{{message}}/{{subscriber}}/{name}",
            "width": plans[name].width,
            "height": plans[name].height,
            "alt": ALTS.get(name, name),
        }
        for name in message.blocks
    ]


def letter_products() -> list[dict[str, str]]:
    """Return the three products of the email's static shelf."""
    by_sku = {product.sku: product for product in products()}
    shown = [by_sku[sku] for sku in SHELF if sku in by_sku]
    return [
        {
            "name": product.name,
            "price": _euros(product.price.minor) if product.price else "",
            "was": _euros(product.was.minor) if product.was else "",
            "image_url": f"{{base}}/static/demo/products/{product.image}",
            "url": product.url,
        }
        for product in shown
    ]


def _euros(minor: int) -> str:
    return f"€{minor / 100:,.2f}"
