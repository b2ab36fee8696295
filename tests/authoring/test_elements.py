"""Every kind of element becomes a node, with live fields."""

from app.authoring import compile_block
from app.model.facts import Missing, Why
from app.model.plan import Element
from app.model.scene import Align, Fill, Fit, Line, Map, Panel, Picture, Progress, Text, VAlign
from tests.authoring.askers import DictAsker, answer
from tests.authoring.blocks import a_block, drawn, drawn_one


def test_every_kind_has_a_node() -> None:
    """Fields and defaults of each kind of element arrive in its node."""
    box = [10, 20, 300, 40]
    placed = (10, 20, 300, 40)

    assert (
        Fill(color="#ffffffff", to="#11223344")
        == drawn_one(fill={"color": "#FFF", "to": "#1234"}).node
    )
    assert (
        Panel(box=placed, color="#aabbccff", radius=4, border=2, border_color="#1a1a1aff")
        == drawn_one(box={"box": box, "color": "#aabbcc", "radius": 4, "border": 2}).node
    )
    assert (
        Line(points=(1, 2, 3, 4), color="#000000ff", width=3)
        == drawn_one(line={"points": [1, 2, 3, 4], "color": "#000", "width": 3}).node
    )
    assert (
        Text(
            content="hi",
            box=placed,
            ink="#1a1a1aff",
            font="heading",
            weight=700,
            size=28,
            min_size=18,
            lines=2,
            align=Align.END,
            valign=VAlign.MIDDLE,
            line_height=1.5,
            strike=True,
        )
        == drawn_one(
            text={
                "content": "hi",
                "box": box,
                "font": "heading",
                "weight": "bold",
                "size": [18, 28],
                "lines": 2,
                "align": "end",
                "valign": "middle",
                "line_height": 1.5,
                "strike": True,
            }
        ).node
    )
    assert (
        Picture(asset="", box=placed, fit=Fit.CONTAIN, focus=(10, 90), radius=8, alt="A shoe")
        == drawn_one(
            picture={
                "asset": "a.png",
                "box": box,
                "fit": "contain",
                "focus": [10, 90],
                "radius": 8,
                "alt": "A shoe",
            }
        ).node
    )
    assert (
        Progress(box=placed, value=0, color="#0b6bcbff", track="#e5e5e5ff")
        == drawn_one(progress={"value": "0.5", "box": box}).node
    )
    assert Map(
        box=placed, bearing=0, distance_m=0, label="", ink="#1a1a1aff", ground="#f2f2f2ff",
        accent="#0b6bcbff",
    ) == drawn_one(map={"around": "store", "box": box}).node  # fmt: skip


def test_text_with_one_size_and_a_number_as_weight() -> None:
    """A single size is both sizes; weights may be numbers."""
    text = drawn_one(text={"content": "x", "box": [0, 0, 9, 30], "size": 20, "weight": 600}).node

    assert isinstance(text, Text)
    assert (text.size, text.min_size, text.weight) == (20, 20, 600)


def test_live_fields_ask_at_open_time() -> None:
    """Texts, assets, values and maps are computed from facts."""
    text = drawn_one(text={"content": "{{ store.name }}", "box": [0, 0, 9, 30]})
    picture = drawn_one(
        picture={"asset": "{{ product.image }}", "box": [0, 0, 9, 9], "alt": "{{ product.name }}"}
    )
    static = drawn_one(picture={"asset": "hero.jpg", "box": [0, 0, 9, 9]})
    bar = drawn_one(progress={"value": "stock.here / 20", "box": [0, 0, 9, 9]})
    around = drawn_one(map={"around": "store", "box": [0, 0, 9, 9]})
    facts = {
        "store.name": "Porto", "product.image": "nb.png", "product.name": "NB",
        "asset(nb.png)": "d1", "asset(hero.jpg)": "d2", "stock.here": 5, "store.bearing": 41.5,
        "store.distance": 3.21,
    }  # fmt: skip

    def live(element: Element) -> dict[str, object]:
        return {name: run(DictAsker(facts)) for name, run in element.live}

    assert live(text) == {"content": "Porto"}
    assert live(picture) == {"asset": "d1", "alt": "NB"}
    assert live(static) == {"asset": "d2"}
    assert live(bar) == {"value": 0.25, "language": "backwards()"}
    assert {"bearing": 41.5, "distance_m": 3.21, "label": "distance(3.21)"}.items() <= live(
        around
    ).items()
    assert Missing(Why.ABSENT, "product.image") == answer(picture.live[0][1])


def test_brand_colors_are_asked_at_open_time() -> None:
    """A colour of the brand is live; the one known now is the prototype."""
    document = a_block(draw='[{fill: {color: brand.paper, to: "#000"}}]')
    (unknown,) = compile_block(document).variants[0].drawing
    (known,) = compile_block(document, brand_colors={"paper": "#fefefe"}).variants[0].drawing
    assert isinstance(unknown, Element)
    assert isinstance(known, Element)

    assert Fill(color="#00000000", to="#000000ff") == unknown.node
    assert Fill(color="#fefefeff", to="#000000ff") == known.node
    ((name, run),) = unknown.live
    assert name == "color"
    assert answer(run, brand__paper="#ABC") == "#aabbccff"
    assert Missing(Why.ABSENT, "brand.paper") == answer(run)
    for odd in ("red", "#12345", "#ggg", 7):
        assert Missing(Why.MALFORMED, "expression") == answer(run, brand__paper=odd)


def test_fallback_text_and_condition() -> None:
    """An element carries what to show instead and when to show it."""
    element = drawn(
        {
            "text": {
                "content": "{{ person.a }}", "box": [0, 0, 9, 30],
                "fallback_text": "{{ params.x }}!", "when": "store.known",
            }
        },
        head="params: {x: {type: text}}",
    )[0]  # fmt: skip
    assert isinstance(element, Element)
    assert element.fallback_text is not None
    assert element.when is not None

    assert answer(element.fallback_text, params__x="y") == "y!"
    assert answer(element.when, store__known=True) is True
