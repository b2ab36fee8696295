"""Documents as an integration sends them."""

from io import BytesIO
from typing import Any

from PIL import Image

STORE: dict[str, Any] = {"name": "Köln Süd", "lat": 50.92, "lon": 6.96, "city": "Köln"}
PRODUCT: dict[str, Any] = {"name": "Jacket", "price": {"amount": "19.99", "currency": "EUR"}}

SHELF = """\
block: shelf
size: 300x100
params: {sku: {type: text, default: NB-1}}
variants:
  - name: here
    when: store.known and stock.here > 0
    say: {headline: "{{ stock.here }} in {{ store.name }}", link: "https://shop.example/here"}
    draw: line
fallback: {say: {headline: "Find your store", link: "https://shop.example/"}, draw: line}
layouts:
  line:
    - text: {content: "{{ say.headline }}", box: [10, 10, 280, 80], size: [24, 12], ink: "#000000"}
"""

HELLO = """\
block: hello
size: 300x100
variants:
  - name: named
    when: person.first_name is defined
    say: {headline: "Hello {{ person.first_name }}", link: "https://shop.example/you"}
    draw: line
fallback: {say: {headline: "Hello", link: "https://shop.example/"}, draw: line}
layouts:
  line:
    - text: {content: "{{ say.headline }}", box: [10, 10, 280, 80], size: [24, 12], ink: "#000000"}
"""


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2)) -> bytes:
    """Return a picture."""
    held = BytesIO()
    Image.new("RGB", size, "#336699").save(held, kind)
    return held.getvalue()
