"""Made-up people to preview as: nobody's data, but at home among a brand's stores and attributes.

Numbers are quantiles of what subscribers have, cut to two digits; texts are ones that many share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.context.distance import distance_km
from app.model.brand import Brand
from app.model.keys import SubscriberKey
from app.model.store import Store
from app.model.subscriber import Attribute, Consent, Home, Subscriber
from app.studio.usual import Usual

PREFIX: Final = "persona:"
_KEY: Final = SubscriberKey("p" * 26)
_AGREED: Final = Consent(tracking=True, personalization=True, location=True)
_REFUSED: Final = Consent(tracking=False, personalization=False, location=False)
_LANGUAGES: Final = {
    "AT": "de-AT", "CA": "en-CA", "CH": "de-CH", "DE": "de-DE", "ES": "es-ES", "FR": "fr-FR",
    "GB": "en-GB", "IT": "it-IT", "JP": "ja-JP", "NL": "nl-NL", "PT": "pt-PT", "US": "en-US",
}  # fmt: skip
_PARIS: Final = (48.8566, 2.3522)
_NEAR_PARIS_KM: Final = 300.0
_REMOTE: Final = (
    Home(city="Longyearbyen", country="SJ", lat=78.2232, lon=15.6267),
    Home(city="Stanley", country="FK", lat=-51.6977, lon=-57.8517),
    Home(city="Alice Springs", country="AU", lat=-23.698, lon=133.8807),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody made up. Without a profile: nobody whom the brand knows."""

    slug: str
    title: str
    says: str
    profile: Subscriber | None = field(default=None)


def personas(brand: Brand, stores: Sequence[Store], usual: Usual) -> tuple[Persona, ...]:
    """Return who may be previewed as; the first is somebody unknown."""
    some = [store for store in stores if store.city]
    return (
        Persona(
            slug="unknown",
            title="Somebody unknown",
            says="A first opening: no profile, no home, nothing agreed to.",
        ),
        _top(brand, some, usual),
        _sparse(brand),
        _refusing(some, usual),
        _arabic(usual),
        *_moved(some, usual),
        _remote(brand, some, usual),
        _long(usual),
    )


def _top(brand: Brand, stores: Sequence[Store], usual: Usual) -> Persona:
    store = min(stores, key=lambda each: _apart(each, _PARIS), default=None)
    if store is not None and _apart(store, _PARIS) > _NEAR_PARIS_KM:
        store = stores[0]
    where = store.city if store is not None else "Paris"
    home = _at(store) if store is not None else Home(city="Paris", country="FR")
    person = _person(
        "top",
        names=("Camille", "Laurent"),
        language=_LANGUAGES.get(home.country, brand.locale),
        tz=store.tz if store is not None else "Europe/Paris",
        home=home,
        store=store.external_id if store is not None else "",
        attributes=usual.values(0.95) or {"tier": "gold", "points": 2400},
    )
    says = "Agreed to everything; as many points as the top of the list."
    if store is not None:
        says = f"Favourite store: {store.name}. {says}"
    return Persona(
        slug="top", title=f"Loyal customer in {where}", says=says, profile=person,
    )  # fmt: skip


def _sparse(brand: Brand) -> Persona:
    person = Subscriber(
        key=_KEY, external_id="persona-new", language=brand.locale, consent=Consent()
    )
    says = "Signed up today with an address only: no name, no home, never asked for consent."
    return Persona(slug="new", title="New subscriber", says=says, profile=person)


def _refusing(stores: Sequence[Store], usual: Usual) -> Persona:
    store = stores[len(stores) // 2] if stores else None
    person = _person(
        "refused",
        names=("Jonas", "Weber"),
        language="en",
        tz=store.tz if store is not None else "Europe/Berlin",
        home=_at(store) if store is not None else Home(city="Berlin", country="DE"),
        consent=_REFUSED,
        attributes=usual.values(0.5),
    )
    says = "Refused personalization, location and tracking: nothing of the profile may be shown."
    return Persona(slug="refused", title="Gave no consent", says=says, profile=person)


def _arabic(usual: Usual) -> Persona:
    person = _person(
        "arabic",
        names=("ليلى", "حدّاد"),
        language="ar",
        tz="Asia/Dubai",
        home=Home(city="Dubai", country="AE", lat=25.2048, lon=55.2708),
        attributes=usual.values(0.5),
    )
    says = "ليلى حدّاد, in Dubai: written from the right, with Arabic formats."
    return Persona(slug="arabic", title="Name in Arabic", says=says, profile=person)


def _moved(stores: Sequence[Store], usual: Usual) -> tuple[Persona, ...]:
    """Return somebody who moved from the first store to the one farthest from it."""
    if len(stores) < 2:  # noqa: PLR2004  # from one to another
        return ()
    old = stores[0]
    new = max(stores, key=lambda each: _apart(each, (old.lat, old.lon)))
    person = _person(
        "moved",
        names=("Grace", "Okafor"),
        language="en",
        tz=new.tz,
        home=_at(old),
        place=_at(new),
        store=old.external_id,
        attributes=usual.values(0.7),
    )
    says = f"Home is still {old.city}, asked to be served in {new.city}; old favourite store."
    return (
        Persona(slug="moved", title=f"Moved to {new.city}", says=says, profile=person),
    )  # fmt: skip


def _remote(brand: Brand, stores: Sequence[Store], usual: Usual) -> Persona:
    def nearest(home: Home) -> float:
        assert home.lat is not None
        assert home.lon is not None
        there = (home.lat, home.lon)
        return min((_apart(store, there) for store in stores), default=0.0)

    home = max(_REMOTE, key=nearest)
    person = _person(
        "remote",
        names=("Ingrid", "Solheim"),
        language=brand.locale,
        tz="",
        home=home,
        attributes=usual.values(0.3),
    )
    says = f"In {home.city}: no store for a very long way, and no time zone in the profile."
    return Persona(slug="remote", title="Far from every store", says=says, profile=person)


def _long(usual: Usual) -> Persona:
    person = _person(
        "long",
        names=("Maximiliane-Alexandra", "von Hohenstein-Wittelsbach"),
        language="de-DE",
        tz="Europe/Berlin",
        home=Home(city="Garmisch-Partenkirchen", country="DE", lat=47.4917, lon=11.0955),
        attributes=usual.values(0.5),
    )
    says = "Maximiliane-Alexandra von Hohenstein-Wittelsbach, reading German: does the text fit?"
    return Persona(slug="long", title="A very long name", says=says, profile=person)


def _person(
    slug: str,
    *,
    names: tuple[str, str],
    language: str,
    tz: str,
    home: Home,
    attributes: Mapping[str, Attribute],
    place: Home | None = None,
    store: str = "",
    consent: Consent = _AGREED,
) -> Subscriber:
    first, last = names
    named = {"first_name": first, "last_name": last, "name": f"{first} {last}"}
    return Subscriber(
        key=_KEY,
        external_id=f"persona-{slug}",
        language=language,
        tz=tz,
        home=home,
        place=place,
        preferred_store=store,
        consent=consent,
        attributes={**attributes, **named},
    )


def _at(store: Store) -> Home:
    """Return an address a walk north of a store."""
    return Home(
        postcode=store.postcode, city=store.city, region=store.region, country=store.country,
        lat=min(90.0, store.lat + 0.01), lon=store.lon,
    )  # fmt: skip


def _apart(store: Store, there: tuple[float, float]) -> float:
    return distance_km(store.lat, store.lon, *there)
