"""The form of a profile: what it holds at first, and the profile that it describes."""

from collections.abc import Mapping

from app.model.subscriber import Consent, Home, Subscriber
from app.web.api.checks import Faults
from app.web.api.subscribers import (
    ConsentDocument,
    HomeDocument,
    SubscriberDocument,
    subscriber_from,
)
from app.web.studio.fields import attributes, number, texts

FLAGS = ("personalization", "location", "tracking", "marketing")
TEXTS = ("external_id", "language", "tz", "preferred_store")
_PLACE = ("postcode", "city", "region", "country")
_SAID = {"yes": True, "no": False}


def subscriber_of_form(form: Mapping[str, str], former: Subscriber | None) -> Subscriber:
    """Return the profile that a form describes, without key; raises Faulty."""
    faults = Faults()
    said = texts(form, TEXTS)
    if former is not None:
        said["external_id"] = former.external_id
    place = _place(form, "place", faults)
    document = SubscriberDocument(
        **said,
        home=_place(form, "home", faults),
        place=None if place == HomeDocument() else place,
        consent=_consent(form),
        attributes=attributes(form, former.attributes if former else {}),
    )
    person = subscriber_from(document, faults)
    faults.settle()
    return person


def form_of_subscriber(person: Subscriber) -> dict[str, str]:
    """Return the fields of a profile's form."""
    form = {name: getattr(person, name) for name in TEXTS}
    for prefix, home in (("home", person.home), ("place", person.place or Home())):
        form |= {f"{prefix}.{name}": getattr(home, name) for name in _PLACE}
        form[f"{prefix}.lat"] = "" if home.lat is None else str(home.lat)
        form[f"{prefix}.lon"] = "" if home.lon is None else str(home.lon)
    return form | consents(person.consent)


def consents(consent: Consent) -> dict[str, str]:
    """Return each consent as yes, no, or nothing for never asked."""
    words = {True: "yes", False: "no", None: ""}
    return {flag: words[getattr(consent, flag)] for flag in FLAGS}


def _consent(form: Mapping[str, str]) -> ConsentDocument:
    said = {flag: _SAID.get(form.get(flag, "")) for flag in FLAGS}
    return ConsentDocument(
        tracking=said["tracking"],
        personalization=said["personalization"],
        location=said["location"],
        marketing=said["marketing"],
    )


def _place(form: Mapping[str, str], prefix: str, faults: Faults) -> HomeDocument:
    said = texts(form, [f"{prefix}.{name}" for name in _PLACE])
    return HomeDocument(
        **{name: said[f"{prefix}.{name}"] for name in _PLACE},
        lat=number(form, f"{prefix}.lat", faults),
        lon=number(form, f"{prefix}.lon", faults),
    )
