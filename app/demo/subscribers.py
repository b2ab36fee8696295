"""Northbeam's subscribers: a hand-written cast to try the emails on, and a seeded crowd."""

import base64
import hashlib
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from app.demo.tables import document, rows
from app.model.keys import KEY_LENGTH, SubscriberKey
from app.model.subscriber import Attribute, Consent, Home, Subscriber

SEED = 7
ASKED = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)  # when the first consent was given
_TIERS = ((0, "Trail"), (700, "Ridge"), (1500, "Summit"))


class Role(NamedTuple):
    """One of the cast: the person, and one line on what to watch for."""

    subscriber: Subscriber
    who: str


def cast(*, secret: str = "") -> tuple[Role, ...]:
    """Return the people a visitor chooses from; `secret` makes their keys unguessable."""
    return tuple(
        Role(_person(entry, key_of(entry["external_id"], secret)), entry["who"])
        for entry in document("cast")
    )


def subscribers(count: int = 5000, *, secret: str = "") -> tuple[Subscriber, ...]:
    """Return `count` subscribers, the cast first; the same for the same count and secret."""
    people = [role.subscriber for role in cast(secret=secret)]
    chance = random.Random(SEED)  # noqa: S311 - made-up people, no secrets
    crowd = _Crowd(chance)
    people += [crowd.person(number, secret) for number in range(len(people) + 1, count + 1)]
    return tuple(people[:count])


def key_of(external_id: str, secret: str = "") -> SubscriberKey:
    """Return a person's key: repeatable, and unguessable to who does not know the secret."""
    digest = hashlib.sha256(f"northbeam:{secret}:{external_id}".encode()).digest()
    return SubscriberKey(base64.b32encode(digest).decode().lower()[:KEY_LENGTH])


def _person(entry: Mapping[str, Any], key: SubscriberKey) -> Subscriber:
    place = entry["place"]
    return Subscriber(
        key=key,
        external_id=entry["external_id"],
        language=entry["language"],
        tz=entry["tz"],
        home=Home(**entry["home"]),
        place=Home(**place) if place else None,
        preferred_store=entry["preferred_store"],
        consent=Consent(**entry["consent"], marketing=True, at=ASKED),
        attributes=entry["attributes"],
    )


class _Crowd:
    """Makes people up, one by one, from the tables of names, cities and stores."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._pools = document("names")
        self._weights = [pool["weight"] for pool in self._pools]
        self._stores = rows("stores")
        self._cities = self._stores + rows("cities")
        self._categories = sorted({row["category"] for row in rows("products")})

    def person(self, number: int, secret: str) -> Subscriber:
        chance = self._chance
        pool = chance.choices(self._pools, self._weights)[0]
        external_id = f"nb-{number:06d}"
        city = chance.choice(self._where(pool["countries"]))
        return Subscriber(
            key=key_of(external_id, secret),
            external_id=external_id,
            language=pool["language"],
            tz=city["tz"] if chance.random() < 0.9 else "",  # noqa: PLR2004 - a tenth never told
            home=self._home(city),
            preferred_store=city.get("external_id", "") if chance.random() < 0.2 else "",  # noqa: PLR2004 - one in five chose
            consent=self._consent(),
            attributes=self._attributes(pool, city),
        )

    def _where(self, countries: list[str]) -> list[dict[str, str]]:
        if self._chance.random() < 0.15:  # noqa: PLR2004 - people move
            return self._cities
        return [city for city in self._cities if city["country"] in countries]

    def _home(self, city: dict[str, str]) -> Home:
        """Return an address near the city's point; one in ten gave a city only, some nothing."""
        chance = self._chance
        told = chance.random()
        if told < 0.03:  # noqa: PLR2004 - nobody knows where
            return Home()
        names = Home(city=city["city"], region=city["region"], country=city["country"])
        if told < 0.13:  # noqa: PLR2004 - a city without a street
            return names
        return Home(
            city=names.city,
            region=names.region,
            country=names.country,
            postcode=city["postcode"],
            lat=round(float(city["lat"]) + chance.gauss(0, 0.06), 4),
            lon=round(float(city["lon"]) + chance.gauss(0, 0.08), 4),
        )

    def _consent(self) -> Consent:
        chance = self._chance

        def answer(yes: float, no: float) -> bool | None:
            said = chance.random()
            return True if said < yes else False if said < yes + no else None

        return Consent(
            tracking=answer(0.55, 0.25),
            personalization=answer(0.80, 0.08),
            location=answer(0.60, 0.20),
            marketing=True,
            at=ASKED + timedelta(minutes=chance.randrange(80 * 24 * 60)),
        )

    def _attributes(
        self, pool: Mapping[str, Any], city: Mapping[str, str]
    ) -> Mapping[str, Attribute]:
        chance = self._chance
        known: dict[str, Attribute] = {
            "first_name": chance.choice(pool["given"]),
            "last_name": chance.choice(pool["family"]),
            "favourite_category": chance.choice(self._categories),
        }
        if chance.random() < 0.85:  # noqa: PLR2004 - the others are not in the programme
            points = min(4980, int(chance.expovariate(1 / 600)) // 10 * 10)
            known["points"] = points
            known["next_reward_at"] = (points // 500 + 1) * 500
            known["tier"] = [name for least, name in _TIERS if points >= least][-1]
        if "external_id" in city and chance.random() < 0.7:  # noqa: PLR2004 - the others buy online
            known["last_store"] = city["external_id"]
        return known
