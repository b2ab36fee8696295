"""Live fields become nodes; what is not known is left out."""

from app.decide.clock import Clock
from app.decide.deciding import decide
from app.decide.filters import Formatter
from app.model.facts import Fact, Facts, Item, Known, Missing, Value, Why
from app.model.scene import Line, Map, Node, Panel, Picture, Progress, Text
from app.model.zones import UTC_ZONE
from tests.builders import AT, a_plan

NO_FACT = Missing(Why.ABSENT, "test")


class Told(Facts):
    """Facts as a test tells them."""

    def __init__(self, facts: dict[str, Value]) -> None:
        self._facts = facts

    def known(self, name: str) -> Known:
        """Return a fact as told."""
        return Fact(self._facts[name], "told") if name in self._facts else NO_FACT

    def answer(self, name: str, args: tuple[Value, ...]) -> Known:
        """Return a digest for assets that begin with an h."""
        return Fact(f"digest of {args[0]}", name) if str(args[0])[:1] == "h" else NO_FACT


def drawn(elements: str, **facts: Value) -> tuple[Node, ...]:
    """Return the nodes of a fallback with these elements, one line of YAML each."""
    lines = "".join(f"\n    - {line.strip()}" for line in elements.strip().splitlines())
    plan = a_plan(f"fallback:\n  draw:{lines}")
    known = {name.replace("__", "."): value for name, value in facts.items()}
    return decide(plan, Told(known), Clock(AT, UTC_ZONE), Formatter("en-GB")).scene.nodes


def a_row(name: str, **fields: Value | Missing) -> Item:
    """Build a row of a list."""
    return Item(name=name, fields={"name": name, **fields})


def test_a_text_with_an_unknown_part_is_hidden_or_falls_back() -> None:
    """The fallback may itself be unknown; an empty text is not drawn either."""
    nodes = drawn("""
        {text: {content: "a {{ person.x }}", box: [0, 0, 9, 9]}}
        {text: {content: "b {{ person.x }}", fallback_text: "plain", box: [0, 0, 9, 9]}}
        {text: {content: "c {{ person.x }}", fallback_text: "{{ person.y }}", box: [0, 0, 9, 9]}}
        {text: {content: "{{ person.empty }}", fallback_text: "d", box: [0, 0, 9, 9]}}
        {text: {content: "always", box: [0, 0, 9, 9]}}
    """, person__empty="")  # fmt: skip
    assert [node.content for node in nodes if isinstance(node, Text)] == ["plain", "always"]


def test_what_is_ruled_out_or_not_known_to_be_wanted_is_hidden() -> None:
    """A condition has to hold for its element to be drawn."""
    nodes = drawn("""
        {line: {points: [0, 0, 1, 1], when: person.yes}}
        {line: {points: [0, 0, 2, 2], when: person.no}}
        {line: {points: [0, 0, 3, 3], when: person.unknown}}
    """, person__yes=True, person__no=False)  # fmt: skip
    assert [node.points for node in nodes if isinstance(node, Line)] == [(0, 0, 1, 1)]


def test_colors_of_the_brand_are_written_in_full() -> None:
    """A colour that the brand lacks hides its element."""
    nodes = drawn("""
        {box: {box: [0, 0, 9, 9], color: brand.ink}}
        {box: {box: [0, 0, 9, 9], color: brand.nope}}
    """, brand__ink="#ABC")  # fmt: skip
    assert [node.color for node in nodes if isinstance(node, Panel)] == ["#aabbccff"]


def test_pictures_are_named_by_the_digest_of_their_asset() -> None:
    """An asset that is not there leaves its picture out."""
    nodes = drawn("""
        {picture: {asset: hero.jpg, box: [0, 0, 9, 9]}}
        {picture: {asset: "{{ product.image }}", box: [0, 0, 9, 9], alt: "{{ product.name }}"}}
        {picture: {asset: gone.jpg, box: [0, 0, 9, 9]}}
    """, product__image="hat.png", product__name="")  # fmt: skip
    pictures = [(node.asset, node.alt) for node in nodes if isinstance(node, Picture)]
    assert pictures == [("digest of hero.jpg", ""), ("digest of hat.png", "")]


def test_bars_are_filled_by_the_mille_and_never_overflow() -> None:
    """What is no number leaves the bar out, infinity too."""
    values: list[tuple[Value, int | None]] = [
        (0.25, 250), (2, 1000), (-1, 0), (10**400, 1000), (1e300, 1000), (float("inf"), None),
        (float("nan"), None), (True, None), ("x", None),
    ]  # fmt: skip
    for value, expected in values:
        nodes = drawn("{progress: {value: person.share, box: [0, 0, 9, 9]}}", person__share=value)
        filled = [node.value for node in nodes if isinstance(node, Progress)]
        assert filled == ([] if expected is None else [expected]), value


def test_maps_show_direction_and_distance_in_round_figures() -> None:
    """Kilometres become hundreds of metres, directions whole degrees; both are bounded."""
    cases: list[tuple[Value, Value, tuple[int, int] | None]] = [
        (3.14, 359.7, (0, 3100)), (0.04, 12.2, (12, 0)), (1e300, -90.0, (270, 20_040_000)),
        ("far", 0.0, None), (1.0, "north", None), (float("nan"), 0.0, None),
    ]  # fmt: skip
    for distance, bearing, expected in cases:
        nodes = drawn(
            "{map: {around: store, box: [0, 0, 9, 9]}}",
            store__distance=distance, store__bearing=bearing,
        )  # fmt: skip
        shown = [(node.bearing, node.distance_m) for node in nodes if isinstance(node, Map)]
        # A label that cannot be written leaves the map out as well.
        assert shown == ([] if expected is None or distance == 1e300 else [expected]), distance


def test_rows_are_drawn_one_step_apart_up_to_the_limit() -> None:
    """Boxes and lines move; what a row lacks is left out of that row alone."""
    rows = (a_row("A", city="Porto"), a_row("B", city=NO_FACT), a_row("C", city="Faro"))
    nodes = drawn(
        "{each: {of: stores, as: shop, limit: 2, box: [10, 20, 90, 30], step: [5, 40], draw: ["
        '{text: {content: "{{ shop.name }} {{ params.n or 1 }}", box: [0, 0, 9, 9]}},'
        '{text: {content: "{{ shop.city }}", box: [1, 1, 9, 9]}},'
        '{text: {content: "{{ shop.phone }}", box: [1, 1, 9, 9]}},'
        "{line: {points: [0, 0, 4, 4]}}]}}".replace("{{ params.n or 1 }}", "{{ brand.n or 1 }}"),
        stores=rows,
    )
    texts = [(node.content, node.box) for node in nodes if isinstance(node, Text)]
    assert texts == [
        ("A 1", (10, 20, 9, 9)), ("Porto", (11, 21, 9, 9)), ("B 1", (15, 60, 9, 9)),
    ]  # fmt: skip
    assert [n.points for n in nodes if isinstance(n, Line)] == [(10, 20, 14, 24), (15, 60, 19, 64)]


def test_a_list_that_is_not_known_draws_nothing() -> None:
    """Neither does one without rows."""
    each = "{each: {of: stores, as: s, box: [0, 0, 9, 9], step: [0, 9], draw: [{line: {points: [0, 0, 1, 1]}}]}}"  # noqa: E501  # one element
    assert drawn(each) == drawn(each, stores=()) == ()


LISTED = """
variants:
  - name: list
    draw:
      - fill: {color: "#fff"}
      - each: {of: stores, as: shop, box: [0, 0, 9, 9], step: [0, 9], draw: [
          {text: {content: "{{ shop.phone }}", box: [0, 0, 9, 9]}}]}
"""


def test_a_list_counts_among_what_a_variant_says() -> None:
    """With no row of it known the variant is passed over, with one it is shown."""
    plan = a_plan(LISTED)
    lists: list[tuple[dict[str, Value], str]] = [
        ({}, "fallback"),
        ({"stores": (a_row("A"),)}, "fallback"),
        ({"stores": (a_row("A"), a_row("B", phone="1"))}, "list"),
    ]
    for facts, variant in lists:
        decision = decide(plan, Told(facts), Clock(AT, UTC_ZONE), Formatter("en"))
        assert decision.variant == variant


def test_a_list_without_texts_says_nothing_either_way() -> None:
    """A variant that only draws is not passed over for want of a list."""
    plan = a_plan(LISTED.replace('{text: {content: "{{ shop.phone }}", box:', "{box: {box:"))
    decision = decide(plan, Told({}), Clock(AT, UTC_ZONE), Formatter("en"))
    assert decision.variant == "list"


def test_rows_flow_in_columns() -> None:
    """So many side by side, then the next line; a limit ends them."""
    rows = tuple(a_row(name) for name in "abcdefg")
    nodes = drawn("""
        {each: {of: stores, as: s, limit: 5, columns: 2, gap: 4, box: [10, 0, 90, 20], draw: [{text: {content: "{{ s.name }}", box: [1, 2, 80, 16]}}]}}
    """, stores=rows)  # fmt: skip  # noqa: E501  # one line of YAML

    assert [(node.content, node.box[:2]) for node in nodes if isinstance(node, Text)] == [
        ("a", (11, 2)),
        ("b", (105, 2)),
        ("c", (11, 26)),
        ("d", (105, 26)),
        ("e", (11, 50)),
    ]
