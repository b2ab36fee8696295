"""Block documents for tests."""

import json

from app.authoring import compile_block
from app.model.plan import Each, Element, Expression, Plan

NEAREST_STORE = """\
block: nearest-store
size: 600x240                     # CSS pixels; drawn at density 2
params: {sku: {type: text, default: NB-1042}}
variants:
  - name: pick-up-tonight
    when: store.known and store.is_open and stock.here > 2 and clock.hour < 20
    say:                          # decided once, formatted per channel
      headline: "{{ person.first_name or 'Good news' }}, it is at {{ store.name }}"
      detail: "{{ store.distance | distance }} away, open until {{ store.closes | time }}"
      link: "https://northbeam.example/stores/{{ store.slug }}?sku={{ params.sku }}"
    draw: store-card
  - name: order-online
    when: stock.total > 0
    say:
      headline: "Order today, there tomorrow"
      link: "https://northbeam.example/p/{{ params.sku }}"
    draw: plain-card
fallback:
  say: {headline: "Find your store", link: "https://northbeam.example/stores"}
  draw: plain-card
layouts:
  store-card:
    - fill: {color: brand.paper}
    - picture: {asset: hero.jpg, box: [0, 0, 240, 240], fit: cover}
    - text:
        {content: "{{ say.headline }}", box: [264, 24, 312, 72], font: heading, size: [28, 18],
         lines: 2, ink: brand.ink}
    - map: {around: store, box: [264, 120, 312, 96]}
  plain-card:
    - text: {content: "{{ say.headline }}", box: [24, 24, 552, 72], font: heading, size: [28, 18]}
"""


def a_block(
    *, when: str = "", say: str = "{}", draw: str = "[]", head: str = "", layouts: str = ""
) -> str:
    """Return a document with one variant; every part is a piece of YAML (JSON fits on a line)."""
    condition = f"\n    when: {when}" if when else ""
    named = f"\nlayouts:\n{layouts}" if layouts else ""
    return f"""\
block: test
size: 600x240
alt: A test
{head}
variants:
  - name: first{condition}
    say: {say}
    draw: {draw}
fallback: {{draw: []}}{named}
"""


def a_plan(**parts: str) -> Plan:
    """Compile a block of the given parts."""
    return compile_block(a_block(**parts))


def a_condition(when: str) -> Expression:
    """Compile a condition."""
    head = "params: {n: {type: number}, t: {type: text}, f: {type: flag}}"
    condition = a_plan(when=f">-\n      {when}", head=head).variants[0].when
    assert condition is not None
    return condition


def a_text(text: str, name: str = "words") -> Expression:
    """Compile a text, as the only thing a variant says."""
    head = "params: {n: {type: number}, t: {type: text}, f: {type: flag}}"
    quoted = text.replace("'", "''")
    ((_, expression),) = a_plan(say=f"{{{name}: '{quoted}'}}", head=head).variants[0].say
    return expression


def drawn(*elements: object, **parts: str) -> list[Element | Each]:
    """Compile the elements as the only layout."""
    return list(a_plan(draw=json.dumps(elements), **parts).variants[0].drawing)


def drawn_one(**element: object) -> Element:
    """Compile a single element."""
    (entry,) = drawn(element)
    assert isinstance(entry, Element)
    return entry
