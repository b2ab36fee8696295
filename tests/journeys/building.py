"""Blocks, people and stores that single journeys need."""

from dataclasses import replace
from typing import Any

from app.model.brand import Brand, Tracking
from app.model.subscriber import Subscriber
from tests.serving import Running

SAYING = """
block: {name}
size: 300x100
{params}
variants:
  - name: said
    when: {when}
    say: {{headline: "{headline}", link: "{link}"}}
    draw: card
fallback:
  say: {{headline: "{otherwise}", link: "https://northbeam.example/fallback"}}
  draw: card
layouts:
  card:
    - fill: {{color: "#ffffff"}}
    - text: {{content: "{{{{ say.headline }}}}", box: [10, 10, 280, 60]}}
"""


def a_document(name: str, **said: str) -> str:
    """Build a block of one variant; `when`, `headline`, `link`, `otherwise` and `params`."""
    plain = {
        "when": "1 == 1", "headline": "Hello", "otherwise": "Otherwise", "params": "",
        "link": "https://northbeam.example/said",
    }  # fmt: skip
    return SAYING.format(name=name, **{**plain, **said})


async def publish(demo: Running, name: str, document: str = "", **said: str) -> None:
    """Publish a block."""
    blocks = demo.services.storage.blocks
    await blocks.publish(name, document or a_document(name, **said), "for a test")


async def change_brand(demo: Running, **said: Any) -> Brand:
    """Change the demo's brand."""
    brand = replace(demo.services.storage.brands.read("northbeam"), **said)
    await demo.services.storage.brands.put(brand)
    return brand


async def track(demo: Running, tracking: Tracking) -> None:
    """Set what opens and clicks leave behind."""
    privacy = demo.services.storage.brands.read("northbeam").privacy
    await change_brand(demo, privacy=replace(privacy, tracking=tracking))


async def change_person(demo: Running, person: Subscriber, **said: Any) -> Subscriber:
    """Change a profile through the port."""
    changed = replace(person, **said)
    await demo.services.storage.subscribers.put([changed])
    return changed
