"""Subscribers: profiles with consent, home and attributes; deletion erases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec

from app.model.keys import ANONYMOUS, SubscriberKey
from app.model.subscriber import Consent, Home, Subscriber
from app.web.api.bodies import merged
from app.web.api.calls import Call
from app.web.api.checks import Faults
from app.web.api.collection import Collection, Table

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Scalar = str | int | float | bool | None
_FLAGS = ("tracking", "personalization", "location", "marketing")


class HomeDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A place by name, postcode or coordinate (WGS 84 degrees, both or neither)."""

    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None


class ConsentDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the person agreed to. null: never asked. `at`: when it was said; empty: now."""

    tracking: bool | None = None
    personalization: bool | None = None
    location: bool | None = None
    marketing: bool | None = None
    at: Instant | None = None


class SubscriberDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A profile. `key` is made by the server: what is sent is ignored.

    `consent` may also be true or false, meaning all four. Left out, what is stored stays;
    null: never asked.
    """

    external_id: str = ""
    key: str = ""
    language: str = ""
    tz: str = ""
    home: HomeDocument = msgspec.field(default_factory=HomeDocument)
    place: HomeDocument | None = None
    preferred_store: str = ""
    consent: ConsentDocument | bool | msgspec.UnsetType | None = msgspec.UNSET
    attributes: dict[str, Scalar] = {}


class SubscriberCollection(Collection[SubscriberDocument, Subscriber]):
    """`/subscribers`."""

    plural: ClassVar[str] = "subscribers"
    singular: ClassVar[str] = "subscriber"
    named_by: ClassVar[str] = "external_id"
    has_keys: ClassVar[bool] = True
    patchable: ClassVar[bool] = True
    document = SubscriberDocument

    def table(self, call: Call) -> Table[Subscriber]:
        """Return the port."""
        return call.services.subscribers

    def parse(self, document: SubscriberDocument, faults: Faults, _call: Call) -> Subscriber:
        """Return the profile that a document describes."""
        return subscriber_from(document, faults)

    async def stored(self, call: Call, names: Sequence[str]) -> Mapping[str, Subscriber]:
        """Return the profiles as they are."""
        return await call.services.subscribers.known(names)

    def complete(
        self,
        call: Call,
        document: SubscriberDocument,
        noun: Subscriber,
        _faults: Faults,
        stored: Mapping[str, Subscriber],
    ) -> Subscriber:
        """Keep consent that the document does not mention; say since when it holds."""
        said = document.consent
        if said is not msgspec.UNSET and (noun.consent.at or noun.consent == Consent()):
            return noun
        former = stored.get(noun.external_id)
        consent = Consent() if former is None else former.consent
        if said is msgspec.UNSET or _flags(noun.consent) == _flags(consent):
            return replace(noun, consent=consent)
        return replace(noun, consent=replace(noun.consent, at=call.services.now()))

    def represent(self, noun: Subscriber) -> SubscriberDocument:
        """Return the profile as it is shown."""
        return SubscriberDocument(
            external_id=noun.external_id,
            key=noun.key,
            language=noun.language,
            tz=noun.tz,
            home=_shown(noun.home),
            place=None if noun.place is None else _shown(noun.place),
            preferred_store=noun.preferred_store,
            consent=ConsentDocument(**{flag: getattr(noun.consent, flag) for flag in _FLAGS},
                                    at=noun.consent.at),
            attributes=dict(noun.attributes),
        )  # fmt: skip

    def patched(self, document: SubscriberDocument, patch: Mapping[str, Any]) -> object:
        """Return the merged profile; consent that is changed without a date is of now."""
        whole = merged(msgspec.to_builtins(document), patch)
        assert isinstance(whole, dict)
        said = patch.get("consent")
        if "consent" in patch and said is None:
            whole["consent"] = None
        elif isinstance(said, dict) and "at" not in said and isinstance(whole["consent"], dict):
            whole["consent"].pop("at", None)
        return whole

    async def remove(self, call: Call, ident: str) -> bool:
        """Erase the person: profile, events, remembered links."""
        return await call.services.erasing.erase(ident)

    def deletion(self) -> str:
        """Say what a deletion does."""
        return "Erase a subscriber: the profile and everything stored about the person"


def subscriber_from(document: SubscriberDocument, faults: Faults) -> Subscriber:
    """Return the profile that a document describes; what is wrong with it is among the faults."""
    if document.external_id == ANONYMOUS:
        faults.add("external_id", ANONYMOUS, "anonymous is nobody's id.", "Use an id of your own.")
    return Subscriber(
        key=SubscriberKey(""),
        external_id=faults.name("external_id", document.external_id),
        language=faults.language("language", document.language),
        tz=faults.zone("tz", document.tz),
        home=_home("home", document.home, faults),
        place=None if document.place is None else _home("place", document.place, faults),
        preferred_store=faults.text("preferred_store", document.preferred_store),
        consent=_consent(document.consent, faults),
        attributes=faults.attributes("attributes", document.attributes),
    )


def _home(field: str, said: HomeDocument, faults: Faults) -> Home:
    faults.degrees(f"{field}.", said.lat, said.lon)
    return Home(
        postcode=faults.text(f"{field}.postcode", said.postcode),
        city=faults.text(f"{field}.city", said.city),
        region=faults.text(f"{field}.region", said.region),
        country=faults.country(f"{field}.country", said.country),
        lat=said.lat,
        lon=said.lon,
    )


def _shown(home: Home) -> HomeDocument:
    return HomeDocument(
        postcode=home.postcode,
        city=home.city,
        region=home.region,
        country=home.country,
        lat=home.lat,
        lon=home.lon,
    )


def _consent(said: object, faults: Faults) -> Consent:
    match said:
        case bool():
            return Consent(tracking=said, personalization=said, location=said, marketing=said)
        case ConsentDocument():
            flags = {flag: getattr(said, flag) for flag in _FLAGS}
            return Consent(**flags, at=faults.instant("consent.at", said.at))
        case _:
            return Consent()


def _flags(consent: Consent) -> tuple[bool | None, ...]:
    return tuple(getattr(consent, flag) for flag in _FLAGS)
