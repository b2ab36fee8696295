"""Whom to draw for when nobody has opened anything."""

from dataclasses import replace

from app.model.brand import Brand
from app.model.keys import SubscriberKey
from app.model.reader import OpenedNow, Reader, ReaderKind
from app.model.subscriber import Attribute, Consent, Subscriber

_NAMES = {
    "first_name": "Maximiliane-Alexandra",
    "last_name": "von Hohenstein-Wittelsbach",
    "name": "Maximiliane-Alexandra von Hohenstein-Wittelsbach",
}
_AGREED = Consent(tracking=False, personalization=True, location=True)


def sample_person(like: Subscriber | None, brand: Brand) -> Subscriber:
    """Return a person with the attributes of one that exists, if any, and a long name."""
    attributes: dict[str, Attribute] = {**(like.attributes if like else {}), **_NAMES}
    key = SubscriberKey("a" * 26)
    if like is None:
        return Subscriber(
            key=key, external_id="sample", language=brand.locale, consent=_AGREED,
            attributes=attributes,
        )  # fmt: skip
    return replace(like, key=key, external_id="sample", consent=_AGREED, attributes=attributes)


def reader_of(kind: ReaderKind) -> Reader:
    """Return a reader of a kind, as chosen for a preview."""
    own = kind in (ReaderKind.PERSON, ReaderKind.PREVIEW)
    return Reader(
        kind=kind,
        name=kind.value,
        ip_is_user=own,
        ua_is_user=own,
        opened_now=OpenedNow.YES if own or kind is ReaderKind.MAIL_PROXY else OpenedNow.NO,
        evidence="chosen for a preview",
    )
