"""Consent decides which attributes of a profile are shown."""

import pytest

from app.context.person import allows, may_show, person_fact
from app.model.brand import Privacy
from app.model.facts import Fact, Missing, Why
from app.model.subscriber import Consent
from tests.builders import a_subscriber

WITHHELD = Missing(Why.WITHHELD, "profile")
ABSENT = Missing(Why.ABSENT, "profile")
PURPOSES = ("tracking", "personalization", "location", "marketing")


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(
    ("answer", "explicit", "allowed"),
    [
        (True, False, True), (None, False, True), (False, False, False),
        (True, True, True), (None, True, False), (False, True, False),
    ],
)  # fmt: skip
def test_never_asked_means_yes_unless_the_policy_is_explicit(
    purpose: str,
    answer: bool | None,  # noqa: FBT001  # a case
    explicit: bool,  # noqa: FBT001  # a case
    allowed: bool,  # noqa: FBT001  # a case
) -> None:
    """Each purpose stands for itself, and so does the attribute that needs it."""
    consent = Consent(**{purpose: answer})
    privacy = Privacy(needs={"*": purpose}, explicit=explicit)
    somebody = a_subscriber(consent=consent, attributes={"first_name": "Noor"})

    assert allows(consent, purpose, explicit=explicit) is allowed
    expected = Fact("Noor", "profile") if allowed else WITHHELD
    assert person_fact("first_name", somebody, privacy) == expected
    others = [other for other in PURPOSES if other != purpose]
    assert all(allows(consent, other, explicit=False) for other in others)


def test_an_attribute_may_need_a_purpose_of_its_own() -> None:
    """The rest need what `*` says; an empty purpose needs nothing, an unknown one is refused."""
    privacy = Privacy(needs={"*": "personalization", "tier": "marketing", "code": "", "odd": "?"})
    consent = Consent(personalization=False, marketing=True)

    shown = {name: may_show(name, consent, privacy) for name in ("tier", "code", "odd", "rest")}
    assert shown == {"tier": True, "code": True, "odd": False, "rest": False}
    assert may_show("anything", consent, Privacy(needs={}))


def test_what_the_profile_does_not_say_is_absent() -> None:
    """Empty is absent; false and zero are values."""
    somebody = a_subscriber(attributes={"empty": "", "none": None, "no": False, "zero": 0})
    privacy = Privacy()
    for name in ("empty", "none", "other", "language"):
        assert person_fact(name, somebody, privacy) == ABSENT
    assert person_fact("no", somebody, privacy) == Fact(value=False, source="profile")
    assert person_fact("zero", somebody, privacy) == Fact(0, "profile")
    assert person_fact("language", a_subscriber(language="de"), privacy) == Fact("de", "profile")


def test_somebody_is_known_and_nobody_is_not() -> None:
    """Of nobody nothing else is known."""
    privacy = Privacy()
    assert person_fact("known", a_subscriber(), privacy) == Fact(value=True, source="profile")
    assert person_fact("known", None, privacy) == Fact(value=False, source="profile")
    assert person_fact("language", None, privacy) == ABSENT
