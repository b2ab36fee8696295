"""A bound plan decides what the plan itself decides, having less to compute."""

from dataclasses import replace

from app.context.gathering import brand_fact
from app.decide.binding import bind
from app.model.facts import Known
from app.model.plan import Each, Element, Plan
from app.model.scene import Countdown, Text
from tests.builders import (
    a_brand,
    a_plan,
    a_store,
    a_subscriber,
    an_ask,
    at_berlin,
    decided,
    some_shelves,
)

BRAND = a_brand(colors={"paper": "#f8f3ea", "ink": "#16302b"}, fonts={"heading": "Lora"})
BLOCK = """
params: {sku: {type: text, default: NB-1}}
variants:
  - name: near
    when: store.known
    say: {headline: "{{ person.first_name | default('Hello') }}", link: "https://shop.example/"}
    draw: card
fallback: {say: {headline: "Stores"}, draw: card}
layouts:
  card:
    - fill: {color: brand.paper}
    - picture: {asset: hero.jpg, box: [0, 0, 100, 100]}
    - picture: {asset: not-yet.jpg, box: [100, 0, 100, 100]}
    - picture: {asset: "{{ product.image }}", box: [200, 0, 100, 100]}
    - text: {content: "{{ say.headline }}", box: [0, 100, 300, 40], font: heading, ink: brand.ink}
    - text: {content: "Fixed", box: [0, 140, 300, 40], ink: brand.ink}
    - each:
        of: stores
        as: shop
        limit: 2
        box: [300, 0, 300, 40]
        step: [0, 50]
        draw:
          - text: {content: "{{ shop.name }}", box: [0, 0, 300, 40], ink: brand.ink}
"""


def bound(plan: Plan, **fonts: str) -> Plan:
    """Bind to the brand, with one asset known."""

    def fixed(name: str) -> Known | None:
        return brand_fact(BRAND, name[6:]) if name.startswith("brand.") else None

    return bind(plan, fixed, {"hero.jpg": "d1"}.get, fonts)


def elements(plan: Plan) -> list[Element]:
    """Return the elements of the first variant, those of lists included."""
    found: list[Element] = []
    for entry in plan.variants[0].drawing:
        found += entry.elements if isinstance(entry, Each) else [entry]
    return found


def test_a_bound_plan_decides_the_same_scene() -> None:
    """Whatever is known of the reader."""
    plan = a_plan(BLOCK)
    shelves = some_shelves(a_store("S1"), a_store("S2", name="Two"), assets={"hero.jpg": "d1"})
    for place in (None, at_berlin()):
        for person in (None, a_subscriber(attributes={"first_name": "Ada"})):
            ask = an_ask(plan, brand=BRAND, place=place, subscriber=person)
            same = decided(replace(ask, plan=bound(plan)), shelves)
            plain = decided(ask, shelves)
            assert (same.scene, same.scene_digest, same.say, same.valid_until) == (
                plain.scene,
                plain.scene_digest,
                plain.say,
                plain.valid_until,
            )


def test_colours_and_assets_that_are_known_need_no_open() -> None:
    """What is left to compute reads the person, the product or the stores."""
    live = {field for element in elements(bound(a_plan(BLOCK))) for field, _ in element.live}
    assert live == {"asset", "content"}
    assets = [e for e in elements(bound(a_plan(BLOCK))) for field, _ in e.live if field == "asset"]
    assert len(assets) == 2  # the one of the product, and the one that is not uploaded yet


def test_a_brands_fonts_take_the_place_of_roles() -> None:
    """And only of roles that the brand names."""
    texts = [e.node for e in elements(bound(a_plan(BLOCK), heading="Lora"))]
    fonts = [node.font for node in texts if isinstance(node, Text)]
    assert fonts == ["Lora", "body", "body"]


def test_every_font_of_an_element_is_the_brands() -> None:
    """The digits of a countdown, and the names of its units."""
    plan = a_plan("fallback: {draw: [{countdown: {box: [0, 0, 300, 80]}}]}")
    (element,) = bound(plan, heading="Lora", body="Karla").fallback.drawing
    assert isinstance(element, Element)
    assert isinstance(element.node, Countdown)
    assert (element.node.font, element.node.label_font) == ("Lora", "Karla")


def test_han_characters_are_drawn_as_the_reader_writes_them() -> None:
    """The language is part of the scene where it changes pixels, and nowhere else."""
    plan = a_plan(BLOCK.replace("Fixed", "直"))
    shelves = some_shelves()
    scenes = [
        decided(
            an_ask(plan, brand=BRAND, subscriber=a_subscriber(language=language)), shelves
        ).scene
        for language in ("ja", "zh")
    ]
    languages = [[n.language for n in s.nodes if isinstance(n, Text)] for s in scenes]
    assert languages == [["", "ja"], ["", "zh"]]


STACKS = """
fallback:
  draw:
    - stack: {box: [0, 0, 90, 90], children: [
        {draw: [{fill: {color: brand.paper}}]}, {draw: [{fill: {color: brand.ink}}]}]}
    - grid: {box: [0, 0, 90, 90], columns: 2, children: [
        {draw: [{fill: {color: brand.paper}}]}, {draw: [{fill: {color: brand.unheard_of}}]}]}
    - each: {of: stores, as: s, box: [0, 0, 90, 90], draw: [{
        stack: {box: [0, 0, 90, 90], children: [{draw: [{fill: {color: brand.paper}}]}]}}]}
"""


def test_what_the_brand_settles_needs_no_closing_up() -> None:
    """A stack of its colours is placed for good; one with a colour that it lacks is not."""
    plan = bound(a_plan(STACKS))
    assert [flow.cells[0].first for flow in plan.fallback.flows] == [2]
    assert [each.flows for each in plan.fallback.drawing if isinstance(each, Each)] == [()]
