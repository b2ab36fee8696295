"""What stands in for a SKU: another store, then the warehouse, then a product of its group."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.context.gathering import GatheredFacts, Shelves
from app.model.facts import Fact, Known, Missing, Why
from app.model.money import Money
from app.model.product import Product
from app.model.store import Hold, StockLevel
from tests.builders import AT, a_level, a_plan, a_store, an_ask, at_berlin, some_shelves

NEAR = a_store("S1")
FAR = a_store("S2", lat=52.6)
SOON = AT + timedelta(minutes=10)
CAP = Product(sku="NB-1", name="Cap", price=Money(2000, "EUR"), group="CAPS")
DEAR = Product(
    sku="NB-2", name="Fine cap", price=Money(9000, "EUR"), was=Money(9900, "EUR"), group="CAPS",
    image="fine.jpg", url="https://x.example/2",
)  # fmt: skip
CHEAP = Product(sku="NB-3", name="Plain cap", price=Money(1900, "EUR"), group="CAPS")
KINDS = ("stock.alternative", "stock.alternative_kind", "stock.alternative_distance")


def level(sku: str, quantity: int = 5, store: str = "S1") -> StockLevel:
    """Return a level."""
    return replace(a_level(store), sku=sku, quantity=quantity)


def facts_of(*levels: StockLevel, products: tuple[Product, ...] = (CAP, DEAR, CHEAP),
             holds: tuple[Hold, ...] = (), **said: object) -> GatheredFacts:  # fmt: skip
    """Gather for an open near Berlin of a block about NB-1."""
    shelves: Shelves = replace(
        some_shelves(NEAR, FAR, levels=levels),
        products={product.sku: product for product in products}.get,
        group=lambda name: [product for product in products if product.group == name],
    )
    shelves.stores.stock.hold(holds)
    asked = {"params": {"sku": "NB-1"}, "place": at_berlin(), **said}
    return GatheredFacts(an_ask(a_plan(), **asked), shelves, {})


def said(facts: GatheredFacts) -> list[object]:
    """Return the values of the alternative's facts."""
    found = [facts.known(name) for name in KINDS]
    return [known.value if isinstance(known, Fact) else None for known in found]


def test_another_store_comes_first() -> None:
    """A store within reach that has it is the alternative, whatever is online."""
    facts = facts_of(level("NB-1", store="S2"), products=(replace(CAP, online=9), DEAR))
    name, kind, distance = said(facts)
    assert (name, kind) == ("Store S2", "store")
    assert isinstance(distance, float)


def test_then_the_warehouse() -> None:
    """Without such a store it is online, as long as there is some, less what is held there."""
    products = (replace(CAP, online=2), DEAR)
    assert said(facts_of(products=products)) == ["online", "online", None]
    held = Hold(id="h", store="", sku="NB-1", units=2, until=SOON)
    facts = facts_of(level("NB-2"), products=products, holds=(held,))
    assert said(facts) == ["Fine cap", "substitute", None]
    known = facts.known("stock.alternative")
    assert isinstance(known, Fact)
    assert known.valid_until == SOON


def test_then_a_product_of_its_group() -> None:
    """The substitute is the one with the nearest price of those that are to be had."""
    facts = facts_of(level("NB-2"), level("NB-3", store="S2"))
    assert said(facts) == ["Plain cap", "substitute", None]
    assert Fact("NB-3", "products") == facts.known("product.substitute_sku")
    assert said(facts_of(level("NB-2"), level("NB-3", 0)))[0] == "Fine cap"


def test_a_reader_without_a_place_is_told_what_can_be_sent() -> None:
    """Nobody knows which store is within reach, so the warehouse comes first."""
    facts = facts_of(level("NB-1"), products=(replace(CAP, online=2),), place=None)
    assert said(facts) == ["online", "online", None]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("substitute", "Fine cap"),
        ("substitute_sku", "NB-2"),
        ("substitute_price", Money(9000, "EUR")),
        ("substitute_was", Money(9900, "EUR")),
        ("substitute_image", "fine.jpg"),
        ("substitute_url", "https://x.example/2"),
    ],
)
def test_a_substitute_is_told_whole(field: str, value: object) -> None:
    """Name, SKU, prices, picture and page of the substitute are facts."""
    assert Fact(value, "products") == facts_of(level("NB-2")).known(f"product.{field}")  # type: ignore[arg-type]  # a value


def test_units_online_make_a_substitute() -> None:
    """A product that can be sent is to be had, without any store."""
    facts = facts_of(products=(CAP, replace(DEAR, online=1)))
    assert Fact("Fine cap", "products") == facts.known("product.substitute")


@pytest.mark.parametrize(
    "products", [(CAP,), (replace(CAP, group=""), replace(DEAR, group="", online=3)), ()]
)
def test_without_a_group_there_is_no_substitute(products: tuple[Product, ...]) -> None:
    """A product alone in its group, of no group, or unknown has none."""
    facts = facts_of(products=products)
    known: Known = facts.known("product.substitute")
    assert Missing(Why.ABSENT, "products") == known
    assert said(facts) == [None] * 3


def test_a_substitute_holds_until_a_nearer_one_may_be_free() -> None:
    """A candidate that is all held is asked again once its hold ends."""
    held = Hold(id="h", store="S1", sku="NB-3", units=5, until=SOON)
    facts = facts_of(level("NB-2"), level("NB-3"), holds=(held,))
    assert Fact("Fine cap", "products", SOON) == facts.known("product.substitute")


def test_a_picture_is_told_once_it_is_there() -> None:
    """The picture of a feed's product is missing until it was fetched."""
    fed = replace(CAP, image="feed-1", picture="https://x.example/1.jpg")
    facts = facts_of(products=(fed,))
    assert Missing(Why.ABSENT, "products") == facts.known("product.image")
