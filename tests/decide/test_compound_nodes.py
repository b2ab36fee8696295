"""Elements of several values become nodes: what is unknown gives way, the rest is exact."""

from datetime import datetime, time

import pytest

from app.model.facts import Item, Value
from app.model.money import Money
from app.model.nodes.badge import Badge, BadgeShape
from app.model.nodes.basics import Align, Fit, VAlign
from app.model.nodes.calendar import Calendar
from app.model.nodes.chart import FULL_SCALE, MOST_VALUES, Chart, ChartStyle, Mark
from app.model.nodes.picture import Mask, Picture
from app.model.nodes.price import Flow, Minor, Price
from app.model.nodes.progress import LabelPlace, Progress
from app.model.nodes.ring import Ends, Ring
from app.model.nodes.sign import Sign
from app.model.nodes.stars import Stars
from app.model.scene import Node
from tests.decide.test_drawing import drawn

CLOSES, OPENS = time(18), datetime(2026, 11, 28, 9)  # noqa: DTZ001  # wall times
CHRISTMAS = datetime(2026, 12, 24)  # noqa: DTZ001  # likewise
DOLLARS = {"product__price": Money(11_999, "USD"), "product__was": Money(14_999, "USD")}


def the_one(element: str, **facts: Value) -> Node:
    """Return the only node that is drawn."""
    (node,) = drawn(element, **facts)
    return node


def plain(text: str) -> str:
    """Return a text with its no-break spaces as spaces."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_every_field_of_a_badge_arrives() -> None:
    """Texts are computed, colours written in full."""
    element = """
        badge: {content: "Only {{ stock.here }} left", box: [8, 8, 120, 26], shape: tag,
        color: "#a00", to: "#c00", ink: "#fff", font: heading, weight: 600, size: [16, 12],
        align: end, border: 1, border_color: "#000"}
    """
    expected = Badge(
        content="Only 3 left", box=(8, 8, 120, 26), shape=BadgeShape.TAG, color="#aa0000ff",
        to="#cc0000ff", ink="#ffffffff", font="heading", weight=600, size=16, min_size=12,
        align=Align.END, border=1, border_color="#000000ff",
    )  # fmt: skip

    assert expected == the_one("{" + " ".join(element.split()) + "}", stock__here=3)


def test_a_badge_with_an_unknown_part_is_hidden_or_falls_back() -> None:
    """As a text is."""
    element = '{{badge: {{content: "{{{{ person.tier }}}}", box: [0, 0, 90, 20]{}}}}}'

    assert drawn(element.format("")) == ()
    node = the_one(element.format(", fallback_text: New"))
    assert isinstance(node, Badge)
    assert node.content == "New"


def test_every_field_of_a_ring_arrives() -> None:
    """The value is a share of `of`, in per mille."""
    element = """
        ring: {value: person.points, of: person.goal, box: [0, 0, 96, 96], color: "#123",
        to: "#456", track: "#eee", thick: 9, start: -120, sweep: 240, ends: square,
        label: "{{ person.points }}", caption: points, ink: "#111", muted: "#777", font: body,
        weight: regular, size: 22}
    """
    expected = Ring(
        box=(0, 0, 96, 96), value=820, color="#112233ff", to="#445566ff", track="#eeeeeeff",
        thick=9, start=-120, sweep=240, ends=Ends.SQUARE, content="820", caption="points",
        ink="#111111ff", muted="#777777ff", font="body", weight=400, size=22,
    )  # fmt: skip

    node = the_one("{" + " ".join(element.split()) + "}", person__points=820, person__goal=1000)
    assert expected == node


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        (0.25, "", 250), (3, 4, 750), (9, 4, 1000), (-1, 4, 0), (3, 0, None), (3, "x", None),
        ("3", 4, None), (True, 4, None), (None, 4, None),
    ],
)  # fmt: skip
def test_how_far_a_ring_is_filled(value: Value, of: Value, expected: int | None) -> None:
    """Never beyond its ends; hidden when the share is unknown."""
    element = (
        f"{{ring: {{value: person.a{', of: person.b' if of != '' else ''}, box: [0, 0, 9, 9]}}}}"
    )
    nodes = drawn(element, person__a=value, person__b=of)

    assert [node.value for node in nodes if isinstance(node, Ring)] == (
        [] if expected is None else [expected]
    )


def test_a_ring_of_unknown_numbers_is_hidden() -> None:
    """Neither the part nor the whole may be unknown."""
    element = "{ring: {value: person.a, of: person.b, box: [0, 0, 9, 9]}}"

    assert drawn(element, person__a=3) == drawn(element, person__b=3) == ()


def test_a_ring_with_an_unknown_text_is_drawn_without_it() -> None:
    """The ring still says how far."""
    node = the_one('{ring: {value: 0.5, label: "{{ person.x }}", box: [0, 0, 9, 9]}}')

    assert isinstance(node, Ring)
    assert (node.value, node.content) == (500, "")


def test_every_field_of_a_picture_arrives() -> None:
    """Its asset by content, its words even when a part of them is unknown."""
    element = """
        picture: {asset: "{{ product.image }}", box: [0, 0, 90, 90], alt: "{{ person.x }}",
        fit: contain, focus: [10, 20], mask: circle, radius: 4, ground: "#123", opacity: 80,
        tint: "#456", strength: 30}
    """
    expected = Picture(
        asset="digest of hat.png", box=(0, 0, 90, 90), fit=Fit.CONTAIN, focus=(10, 20), radius=4,
        mask=Mask.CIRCLE, opacity=80, tint="#445566ff", strength=30, ground="#112233ff",
    )  # fmt: skip

    assert expected == the_one("{" + " ".join(element.split()) + "}", product__image="hat.png")


@pytest.mark.parametrize("image", ["gone.png", "", None])
def test_a_missing_picture_falls_back(image: str | None) -> None:
    """When the asset is missing, and when its name is; without a fallback it is left out."""
    element = '{{picture: {{asset: "{{{{ product.image }}}}"{}, box: [0, 0, 9, 9]}}}}'
    facts = {"product__image": image} if image is not None else {}
    node = the_one(element.format(", fallback: hero.jpg"), **facts)

    assert isinstance(node, Picture)
    assert node.asset == "digest of hero.jpg"
    assert drawn(element.format(""), **facts) == ()
    assert drawn(element.format(", fallback: gone.jpg"), **facts) == ()


def test_every_field_of_a_bar_arrives() -> None:
    """An unknown text is left out of it, an unknown value hides it."""
    element = """
        progress: {value: person.points, of: 1000, box: [0, 0, 200, 20], color: "#123", to: "#456",
        track: "#eee", radius: 4, ends: square, segments: 5, gap: 6, label: "{{ person.points }}",
        place: above, ink: "#111", font: heading, weight: regular, size: 12}
    """
    expected = Progress(
        box=(0, 0, 200, 20), value=820, color="#112233ff", to="#445566ff", track="#eeeeeeff",
        radius=4, ends=Ends.SQUARE, segments=5, gap=6, content="820", place=LabelPlace.ABOVE,
        ink="#111111ff", font="heading", weight=400, size=12,
    )  # fmt: skip

    assert expected == the_one("{" + " ".join(element.split()) + "}", person__points=820)
    bare = the_one('{progress: {value: 0.5, label: "{{ person.x }}", box: [0, 0, 200, 20]}}')
    assert isinstance(bare, Progress)
    assert (bare.value, bare.content) == (500, "")


@pytest.mark.parametrize(
    ("rating", "options", "tenths", "spoken"),
    [
        (4.3, "", 45, "4.3/5"),
        (4.2, "", 40, "4.2/5"),
        (4.3, ", step: tenth", 43, "4.3/5"),
        (4.5, ", step: whole", 50, "4.5/5"),
        (4, "", 40, "4.0/5"),
        (9, "", 50, "5.0/5"),
        (-2, "", 0, "0.0/5"),
        (7.7, ", count: 10", 75, "7.7/10"),
    ],
)
def test_a_rating_in_stars_and_in_words(
    rating: float, options: str, tenths: int, spoken: str
) -> None:
    """Rounded to half stars unless asked otherwise; words keep the tenth."""
    node = the_one(
        f"{{stars: {{value: message.rating, box: [0, 0, 99, 20]{options}}}}}",
        message__rating=rating,
    )

    assert isinstance(node, Stars)
    assert (node.value, node.spoken) == (tenths, spoken)


@pytest.mark.parametrize("rating", [None, "good", True, float("nan")])
def test_a_rating_that_is_no_number_is_hidden(rating: Value) -> None:
    """Nobody sees stars for what is not known."""
    element = "{stars: {value: message.rating, box: [0, 0, 99, 20]}}"

    assert drawn(element, message__rating=rating) == ()
    assert drawn(element) == ()


def test_every_field_of_a_price_arrives() -> None:
    """Amounts are written for the reader."""
    element = """
        price: {value: product.price, was: product.was, box: [0, 0, 300, 60], direction: down,
        cents: raised, ink: "#111", was_ink: "#777", saving_ink: "#a00", saving_color: "#fee",
        font: body, weight: 500, size: [40, 20], align: center, valign: top}
    """
    expected = Price(
        amount="US$119.99", was="US$149.99", saving="-20%", box=(0, 0, 300, 60), ink="#111111ff",
        was_ink="#777777ff", saving_ink="#aa0000ff", saving_color="#ffeeeeff", font="body",
        weight=500, size=40, min_size=20, minor=Minor.RAISED, flow=Flow.DOWN, align=Align.CENTER,
        valign=VAlign.TOP,
    )  # fmt: skip

    assert expected == the_one("{" + " ".join(element.split()) + "}", **DOLLARS)


@pytest.mark.parametrize(
    ("price", "was", "options", "expected"),
    [
        (Money(1000, "EUR"), Money(1599, "EUR"), "", ("€10.00", "€15.99", "-37%")),  # 37.46
        (
            Money(1000, "EUR"),
            Money(1599, "EUR"),
            ", saving: amount",
            ("€10.00", "€15.99", "-€5.99"),
        ),
        (Money(1000, "EUR"), Money(1599, "EUR"), ", saving: none", ("€10.00", "€15.99", "")),
        (Money(1000, "EUR"), Money(1001, "EUR"), "", ("€10.00", "€10.01", "")),  # under one percent
        (Money(1000, "EUR"), Money(1000, "EUR"), "", ("€10.00", "", "")),
        (Money(1000, "EUR"), Money(900, "EUR"), "", ("€10.00", "", "")),
        (Money(1000, "EUR"), Money(1599, "USD"), "", ("€10.00", "", "")),
        (Money(1000, "EUR"), None, "", ("€10.00", "", "")),
        (Money(0, "EUR"), Money(500, "EUR"), "", ("€0.00", "€5.00", "-100%")),
        (19.9, 25, ", currency: USD", ("US$19.90", "US$25.00", "-20%")),
    ],
)
def test_what_a_price_says(
    price: Value, was: Value, options: str, expected: tuple[str, ...]
) -> None:
    """A former price is shown when it is higher; what is saved is never rounded up."""
    node = the_one(
        f"{{price: {{value: product.price, was: product.was, box: [0, 0, 99, 20]{options}}}}}",
        product__price=price,
        product__was=was,
    )

    assert isinstance(node, Price)
    assert expected == tuple(map(plain, (node.amount, node.was, node.saving)))


@pytest.mark.parametrize("price", [None, "cheap", 19.9])
def test_a_price_that_is_no_amount_is_hidden(price: Value) -> None:
    """A number without a currency says nothing."""
    element = "{price: {value: product.price, box: [0, 0, 99, 20]}}"

    assert drawn(element, product__price=price) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("3,5,8", (375_000_000, 625_000_000, FULL_SCALE)),
        ("4; -8 2.5", (500_000_000, -FULL_SCALE, 312_500_000)),
        ("0,0", (0, 0)),
        (7, (FULL_SCALE,)),
        (",".join(map(str, range(500))), None),
    ],
)
def test_numbers_of_a_chart(values: Value, expected: tuple[int, ...] | None) -> None:
    """A text of numbers or one; of many the last ones."""
    node = the_one("{chart: {values: person.walks, box: [0, 0, 99, 20]}}", person__walks=values)

    assert isinstance(node, Chart)
    assert len(node.values) <= MOST_VALUES
    assert expected in (None, node.values)
    assert node.values[-1] == FULL_SCALE or expected is not None


@pytest.mark.parametrize("values", ["", "many", "1,x", "1e400", "nan", True, None])
def test_what_is_no_series_of_numbers_is_hidden(values: Value) -> None:
    """A single word spoils all: a chart must not invent."""
    element = "{chart: {values: person.walks, box: [0, 0, 99, 20]}}"

    assert drawn(element, person__walks=values) == ()


def test_a_chart_of_a_list() -> None:
    """A field of its rows; rows without it are left out."""
    rows = tuple(
        Item(name=str(far), fields={"distance": far} if far else {}) for far in (2.0, 0.0, 4.0)
    )
    node = the_one("{chart: {values: stores, field: distance, box: [0, 0, 99, 20]}}", stores=rows)

    assert isinstance(node, Chart)
    assert node.values == (500_000_000, FULL_SCALE)


def test_options_of_a_chart_arrive() -> None:
    """Style, marks and measures."""
    node = the_one(
        '{chart: {values: "1", box: [0, 0, 99, 20], style: bars, color: "#123", '
        'marks: [last, max], mark_color: "#456", width: 3, smooth: false, gap: 5, radius: 4, '
        'base: "#789", alt: Walks}}'
    )

    assert node == Chart(
        box=(0, 0, 99, 20), values=(FULL_SCALE,), style=ChartStyle.BARS, color="#112233ff",
        marks=(Mark.LAST, Mark.MOST), mark_color="#445566ff", width=3, gap=5, radius=4,
        base="#778899ff", smooth=False, alt="Walks",
    )  # fmt: skip


def test_the_sign_of_an_open_store() -> None:
    """The state, until when, and today's hours where they are asked for."""
    hours = {"store__is_open": True, "store__closes": CLOSES, "store__hours_today": "09:00–18:00"}
    node = the_one("{sign: {around: store, box: [0, 0, 200, 40], hours: true}}", **hours)

    assert isinstance(node, Sign)
    assert (node.is_open, node.content) == (True, "Open")
    assert (node.detail, node.hours) == ("until 18:00", "Today 09:00 – 18:00")


def test_the_sign_of_a_closed_store() -> None:
    """When it opens, as seen from the reader's day."""
    node = the_one(
        "{sign: {around: store, box: [0, 0, 200, 40]}}", store__is_open=False, store__opens=OPENS
    )

    assert isinstance(node, Sign)
    assert (node.is_open, node.content, node.detail) == (False, "Closed", "opens Sat 09:00")
    assert node.hours == ""


def test_a_sign_says_no_more_than_is_known() -> None:
    """A store that never closes is open; one whose hours are unknown has no sign."""
    always = the_one("{sign: {around: store, box: [0, 0, 200, 40]}}", store__is_open=True)

    assert isinstance(always, Sign)
    assert (always.content, always.detail) == ("Open", "")
    assert drawn("{sign: {around: store, box: [0, 0, 200, 40]}}") == ()


def test_a_sign_stands_in_each_row() -> None:
    """Around the row of a list, not around the chosen store."""
    rows = tuple(
        Item(name=name, fields={"is_open": is_open, "closes": CLOSES})
        for name, is_open in (("a", True), ("b", False))
    )
    nodes = drawn(
        "{each: {of: stores, as: shop, box: [0, 0, 200, 20], step: [0, 20], "
        "draw: [{sign: {around: shop, box: [0, 0, 200, 20], until: false}}]}}",
        stores=rows,
    )

    assert [(node.content, node.box[1]) for node in nodes if isinstance(node, Sign)] == [
        ("Open", 0),
        ("Closed", 20),
    ]


@pytest.mark.parametrize("date", ["2026-12-24", "2026-12-24T18:00:00+01:00", CHRISTMAS])
def test_a_leaf_of_the_calendar(date: Value) -> None:
    """Month, day and weekday, and the whole date in words."""
    node = the_one("{calendar: {date: message.day, box: [0, 0, 80, 90]}}", message__day=date)

    assert isinstance(node, Calendar)
    assert (node.month, node.day, node.weekday) == ("December", "24", "Thursday")
    assert node.content == "Thursday, 24 December 2026"


def test_a_leaf_without_weekday_and_with_a_short_month() -> None:
    """As asked for."""
    node = the_one(
        "{calendar: {date: clock.date, box: [0, 0, 80, 90], weekday: false, month: short}}"
    )

    assert isinstance(node, Calendar)
    assert (node.month, node.weekday) == ("Nov", "")


def test_a_leaf_of_an_unknown_date_is_hidden() -> None:
    """A calendar without a date says nothing."""
    assert drawn("{calendar: {date: message.day, box: [0, 0, 80, 90]}}", message__day="soon") == ()
    assert drawn("{calendar: {date: message.day, box: [0, 0, 80, 90]}}") == ()
