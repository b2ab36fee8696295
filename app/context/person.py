"""`person.*`: what the profile says, as far as the person's consent lets it be shown."""

from app.model.brand import Privacy
from app.model.facts import Fact, Known, Missing, Why
from app.model.subscriber import Consent, Subscriber

_SOURCE = "profile"
_WITHHELD = Missing(Why.WITHHELD, _SOURCE)
_ABSENT = Missing(Why.ABSENT, _SOURCE)


def person_fact(name: str, subscriber: Subscriber | None, privacy: Privacy) -> Known:
    """Return `person.NAME`: `known`, `language`, or an attribute that consent does not withhold."""
    if name == "known":
        return Fact(subscriber is not None, _SOURCE)
    if subscriber is None:
        return _ABSENT
    if name == "language":
        return Fact(subscriber.language, _SOURCE) if subscriber.language else _ABSENT
    if not may_show(name, subscriber.consent, privacy):
        return _WITHHELD
    value = subscriber.attributes.get(name)
    if value is None or value == "":
        return _ABSENT
    return Fact(value, _SOURCE)


def may_show(attribute: str, consent: Consent, privacy: Privacy) -> bool:
    """Tell whether consent lets an attribute be shown under the brand's policy."""
    needed = privacy.needs.get(attribute, privacy.needs.get("*", ""))
    return allows(consent, needed, explicit=privacy.explicit) if needed else True


def allows(consent: Consent, purpose: str, *, explicit: bool) -> bool:
    """Tell whether a purpose was agreed to; with `explicit`, never asked means no."""
    answer = getattr(consent, purpose, False)
    return answer is True if explicit else answer is not False
