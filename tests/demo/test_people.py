"""The demo's subscribers."""

import unicodedata
from zoneinfo import ZoneInfo

from app.demo.stores import stores
from app.demo.subscribers import cast, key_of, subscribers
from app.model.keys import is_key

PEOPLE = subscribers()


def script(name: str) -> str:
    """Return the script of the first letter, by its Unicode name."""
    letter = next(char for char in name if unicodedata.category(char).startswith("L"))
    return unicodedata.name(letter).split()[0]


def test_there_are_five_thousand_people_with_keys_of_their_own():
    """5,000 subscribers, no key or external id twice, every key well formed."""
    assert len(PEOPLE) == 5000
    assert len({person.key for person in PEOPLE}) == 5000
    assert len({person.external_id for person in PEOPLE}) == 5000
    assert all(is_key(person.key) for person in PEOPLE)


def test_names_are_written_in_many_scripts():
    """At least 12 scripts occur among first names, and emoji in some nicknames."""
    names = [str(person.attributes["first_name"]) for person in PEOPLE]
    seen = {script(name) for name in names}

    assert {
        "LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "TAMIL", "CJK",
        "HANGUL", "GEORGIAN", "ARMENIAN",
    } <= seen  # fmt: skip
    assert {"HIRAGANA", "KATAKANA"} & seen
    assert any(name[-1] > "\N{FIRST QUARTER MOON SYMBOL}" for name in names)


def test_the_crowd_is_the_same_every_time():
    """The same count and secret give the same people; fewer people are the first of more."""
    assert subscribers() == PEOPLE
    assert subscribers(100) == PEOPLE[:100]
    assert subscribers(3) == PEOPLE[:3]


def test_a_secret_changes_keys_and_nothing_else():
    """Keys depend on the secret, so that a demo on the net cannot be walked through."""
    other = subscribers(50, secret="s3")

    assert {p.key for p in other}.isdisjoint(p.key for p in PEOPLE)
    assert [p.attributes for p in other] == [p.attributes for p in PEOPLE[:50]]
    assert key_of("nb-anna") == key_of("nb-anna")


def test_consent_is_given_refused_withdrawn_and_not_asked():
    """Every answer to every question occurs, with the time at which it was given."""
    for purpose in ("tracking", "personalization", "location"):
        assert {True, False, None} == {getattr(p.consent, purpose) for p in PEOPLE}
    assert all(p.consent.at is not None for p in PEOPLE)


def test_people_live_near_shops_far_from_them_or_nowhere_known():
    """Homes have points near a store, points far from all, a city only, or nothing."""
    points = [(shop.lat, shop.lon) for shop in stores()]
    homes = [p.home for p in PEOPLE if p.home.lat is not None and p.home.lon is not None]

    def degrees(lat: float, lon: float) -> float:
        return min(max(abs(lat - a), abs(lon - b)) for a, b in points)

    near = [degrees(home.lat or 0, home.lon or 0) for home in homes]
    assert sum(distance < 0.5 for distance in near) > 2000
    assert sum(distance > 3 for distance in near) > 300
    assert any(p.home.city and p.home.lat is None for p in PEOPLE)
    assert any(not p.home.country for p in PEOPLE)
    assert all(ZoneInfo(p.tz) for p in PEOPLE if p.tz)


def test_points_never_pass_the_next_reward():
    """Whoever collects has a goal ahead or just reached, and a tier; some do not collect."""
    members = [p for p in PEOPLE if "points" in p.attributes]

    assert 0.7 < len(members) / len(PEOPLE) < 0.95
    for person in members:
        assert int(person.attributes["points"] or 0) <= int(
            person.attributes["next_reward_at"] or 0
        )
        assert person.attributes["tier"] in {"Trail", "Ridge", "Summit"}


def test_the_cast_comes_first_and_says_what_to_watch_for():
    """24 hand-written people, each with a line for the visitor and shops that exist."""
    roles = cast()
    shops = {shop.external_id for shop in stores()}

    assert len(roles) == 24
    assert [role.subscriber for role in roles] == list(PEOPLE[:24])
    for role in roles:
        assert role.who
        assert role.subscriber.preferred_store in {"", *shops}
        assert role.subscriber.attributes.get("last_store", "S001") in shops
