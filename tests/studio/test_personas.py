"""Made-up people: at home among a brand's stores, and nobody's data."""

from dataclasses import replace

from app.demo.brand import brand
from app.demo.subscribers import subscribers
from app.model.keys import SubscriberKey
from app.model.store import Store
from app.model.subscriber import Subscriber
from app.studio.personas import personas
from app.studio.usual import Usual, usual

PARIS = Store(
    external_id="P", name="Le Marais", city="Paris", country="FR", lat=48.85, lon=2.36,
    tz="Europe/Paris",
)  # fmt: skip
SYDNEY = Store(
    external_id="S", name="Surry Hills", city="Sydney", country="AU", lat=-33.88, lon=151.2,
    tz="Australia/Sydney",
)  # fmt: skip


def by_slug(*stores, known=None):
    """Return the personas of a brand with some stores."""
    return {each.slug: each for each in personas(brand(), stores, known or Usual())}


def people(*values, name="tier", points=None):
    """Return subscribers with a value each, and so many points."""
    return [
        Subscriber(
            key=SubscriberKey(""),
            external_id=str(number),
            attributes={name: value, "points": points[number] if points else number},
        )
        for number, value in enumerate(values)
    ]


def test_eight_people_of_whom_one_is_unknown():
    """Each with a name of its own, the first without a profile."""
    found = personas(brand(), [PARIS, SYDNEY], Usual())
    assert len({each.slug for each in found}) == len(found) == 8
    assert [each.slug for each in found if each.profile is None] == ["unknown"]


def test_they_are_at_home_where_the_stores_are():
    """The loyal one near Paris, the one who moved in the store farthest from the first."""
    found = by_slug(SYDNEY, PARIS)
    assert found["top"].profile.preferred_store == "P"
    assert found["top"].profile.language == "fr-FR"
    assert found["moved"].profile.home.city == "Sydney"
    assert found["moved"].profile.place.city == "Paris"


def test_a_brand_without_stores_has_personas_too():
    """But nobody moved from one store to another."""
    assert "moved" not in by_slug()
    assert by_slug()["top"].profile.preferred_store == ""


def test_a_store_without_paris_near_it_is_named_by_its_city():
    """Nobody is put into a city where the brand is not."""
    assert by_slug(SYDNEY)["top"].title == "Loyal customer in Sydney"


def test_the_demo_makes_a_loyal_customer_of_its_highest_tier():
    """Texts come in the order of the numbers of who has them."""
    known = usual(subscribers(400))
    assert by_slug(PARIS, known=known)["top"].profile.attributes["tier"] == "Summit"
    assert known.values(0.0)["tier"] == "Trail"


def test_what_few_have_is_nobodys_to_see():
    """A text that fewer than three share never appears, nor do names."""
    found = usual(people("gold", "gold", "gold", "anna@brand.example", "x", "x"))
    assert found.ranked["tier"] == ("gold",)
    assert "name" not in usual(people("Anna", "Anna", "Anna", name="name")).ranked


def test_numbers_are_cut_to_two_digits():
    """So that no number is one that somebody has, beyond the shortest."""
    some = (1234, 48_219, 0, -1987)
    found = usual(people(*"a" * 20, points=some * 5))
    assert found.ranked["points"] == (*[-2000] * 5, *[0] * 5, *[1200] * 5, *[48_000] * 5)


def test_a_number_that_one_person_has_is_nobodys_to_see():
    """Neither the most nor the least, unless three share it once it is cut."""
    found = usual(people(*"a" * 23, points=(*[10] * 18, 1210, 1220, 1290, 97_000, 98_000)))
    assert found.ranked["points"] == (*[10] * 18, 1200, 1200, 1200)


def test_of_numbers_that_few_have_nothing_is_said():
    """Nineteen people are too few, even if all have the same."""
    assert "points" not in usual(people(*"a" * 19, points=[10] * 19)).ranked


def test_nothing_usual_of_nobody():
    """An empty home makes up what it needs."""
    assert usual([]).values(0.5) == {}
    assert by_slug()["top"].profile.attributes["tier"] == "gold"


def test_personas_are_told_from_subscribers():
    """No external id of theirs is one that is stored."""
    stored = replace(subscribers(1)[0])
    assert stored.external_id not in {
        each.profile.external_id for each in by_slug(PARIS, SYDNEY).values() if each.profile
    }
