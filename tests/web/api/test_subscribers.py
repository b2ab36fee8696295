"""Subscribers: profiles, consent, merge patches, bulk."""

from datetime import timedelta

import pytest

from app.model.keys import is_key, new_key

ALL = ("tracking", "personalization", "location", "marketing")


async def test_a_profile_comes_back_as_it_was_put(served):
    """PUT creates (201), GET answers the same document by external id and by key."""
    said = {
        "language": "de-AT",
        "tz": "Europe/Vienna",
        "home": {"postcode": "1010", "country": "at", "lat": 48.2, "lon": 16.37},
        "place": {"city": "Graz"},
        "preferred_store": "S1",
        "consent": {"tracking": True, "marketing": False, "at": "2026-01-02T03:04:05+01:00"},
        "attributes": {"first_name": "Ada", "points": 12, "vip": True, "gone": None, "r": 0.5},
    }
    made = await served.call("PUT", "/subscribers/crm-1", said)
    body = made.json()
    by_key = await served.call("GET", f"/subscribers/{body['key']}")

    assert made.status_code == 201
    assert body == by_key.json() == (await served.call("GET", "/subscribers/crm-1")).json()
    assert is_key(body["key"])
    assert body["home"]["country"] == "AT"
    assert body["home"]["city"] == ""
    assert body["consent"]["at"] == "2026-01-02T02:04:05Z"
    assert body["consent"]["personalization"] is None
    assert said["attributes"] == body["attributes"]


async def test_what_was_read_may_be_put_back(served):
    """A document that GET answered is accepted by PUT unchanged: 200 and the same key."""
    made = (await served.call("PUT", "/subscribers/crm-1", {"consent": True})).json()
    again = await served.call("PUT", "/subscribers/crm-1", made)

    assert (200, made) == (again.status_code, again.json())


async def test_a_profile_is_replaced_by_its_key(served):
    """PUT by key replaces the person's profile; by an unknown key it creates nobody."""
    made = (await served.call("PUT", "/subscribers/crm-1", {"language": "de"})).json()
    again = await served.call("PUT", f"/subscribers/{made['key']}", {"language": "fr"})
    stranger = await served.call("PUT", f"/subscribers/{new_key()}", {"language": "fr"})

    assert (again.status_code, *_named(again.json())) == (200, "crm-1", "fr")
    assert stranger.status_code == 404


async def test_ids_may_hold_anything_printable(served):
    """A percent-encoded id with slashes, spaces and other scripts is one id."""
    ident = "crm/1 ü?#%41"
    path = "/subscribers/crm%2F1%20%C3%BC%3F%23%2541"
    made = await served.call("PUT", path, {"external_id": ident})

    assert (201, ident) == (made.status_code, made.json()["external_id"])
    assert (await served.call("GET", path)).status_code == 200
    assert (await served.call("DELETE", path)).status_code == 204


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"tz": "Mars/Olympus"}, "tz"),
        ({"home": {"country": "DEU"}}, "home.country"),
        ({"home": {"lat": 91, "lon": 0}}, "home.lat"),
        ({"place": {"lat": 1.5}}, "place.lon"),
        ({"language": "not a language"}, "language"),
        ({"attributes": {"a": "x" * 501}}, "attributes.a"),
        ({"attributes": {"a": 2**53}}, "attributes.a"),
        ({"attributes": {"": 1}}, "attributes"),
        ({"attributes": {f"a{n}": n for n in range(65)}}, "attributes"),
        ({"attributes": {"a": [1]}}, "attributes[...]"),
        ({"attributes": {"a": "bell\u0007"}}, "attributes.a"),
        ({"external_id": "somebody-else"}, "external_id"),
        ({"consent": "yes"}, "consent"),
        ({"consent": {"at": "2026-01-01T00:00:00"}}, "consent.at"),
        ({"consent": {"tracking": True, "at": "0001-01-01T00:00:00+10:00"}}, "consent.at"),
        ({"is_admin": True}, "is_admin"),
        ({"home": {"planet": "Mars"}}, "home.planet"),
    ],
)
async def test_a_bad_value_is_named(served, said, field):
    """Each bad field is answered 422 with its name, a remedy, and nothing is stored."""
    answer = await served.call("PUT", "/subscribers/crm-1", said)
    entry = answer.json()["errors"][0]

    assert (422, field) == (answer.status_code, entry["field"])
    assert entry["remedy"]
    assert (await served.call("GET", "/subscribers/crm-1")).status_code == 404


@pytest.mark.parametrize("ident", ["anonymous", "x" * 201, "tab%09", "%20lead"])
async def test_some_ids_are_nobodys(served, ident):
    """`anonymous`, endless ids, control characters and stray spaces are refused."""
    answer = await served.call("PUT", f"/subscribers/{ident}", {})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "external_id")


async def test_consent_without_a_date_is_of_now(served):
    """Given or withdrawn consent gets the present instant; unchanged consent keeps its own."""
    first = (await served.call("PUT", "/subscribers/crm-1", {"consent": True})).json()
    served.clock.pass_by(timedelta(hours=1))
    same = (await served.call("PUT", "/subscribers/crm-1", {"consent": True})).json()
    withdrawn = (await served.call("PUT", "/subscribers/crm-1", {"consent": False})).json()

    assert dict.fromkeys(ALL, True) | {"at": "2026-11-27T12:00:00Z"} == first["consent"]
    assert first == same
    assert dict.fromkeys(ALL, False) | {"at": "2026-11-27T13:00:00Z"} == withdrawn["consent"]


async def test_consent_that_is_not_mentioned_stays(served):
    """An upsert without `consent` keeps what the person said; null forgets it."""
    refused = (await served.call("PUT", "/subscribers/crm-1", {"consent": False})).json()
    silent = (await served.call("PUT", "/subscribers/crm-1", {"language": "de"})).json()
    rows = {"items": [{"external_id": "crm-1", "tz": "UTC"}]}
    await served.call("POST", "/subscribers", rows)
    bulk = (await served.call("GET", "/subscribers/crm-1")).json()
    forgotten = (await served.call("PUT", "/subscribers/crm-1", {"consent": None})).json()

    assert refused["consent"] == silent["consent"] == bulk["consent"]
    assert list({*forgotten["consent"].values()}) == [None]


async def test_a_merge_patch_changes_what_it_names(served):
    """PATCH changes the named fields, removes those that are null and leaves the rest."""
    said = {"language": "de", "consent": True, "attributes": {"a": 1, "b": 2}, "tz": "UTC"}
    await served.call("PUT", "/subscribers/crm-1", said)
    served.clock.pass_by(timedelta(hours=2))
    patch = {"consent": {"tracking": False}, "attributes": {"a": None, "c": 3}, "tz": None}
    answer = await served.call(
        "PATCH",
        "/subscribers/crm-1",
        patch,
        headers={"content-type": "application/merge-patch+json"},
    )
    body = answer.json()

    assert (answer.status_code, body["language"], body["tz"]) == (200, "de", "")
    assert body["attributes"] == {"b": 2, "c": 3}
    assert (body["consent"]["tracking"], body["consent"]["marketing"]) == (False, True)
    assert body["consent"]["at"] == "2026-11-27T14:00:00Z"


async def test_a_merge_patch_may_date_and_forget_consent(served):
    """PATCH takes consent with its own date, as one boolean, and null."""
    await served.call("PUT", "/subscribers/crm-1", {"consent": True})
    dated = {"consent": {"location": False, "at": "2026-11-20T00:00:00Z"}}
    first = (await served.call("PATCH", "/subscribers/crm-1", dated)).json()
    second = (await served.call("PATCH", "/subscribers/crm-1", {"consent": False})).json()
    third = (await served.call("PATCH", "/subscribers/crm-1", {"consent": None})).json()

    assert first["consent"]["at"] == "2026-11-20T00:00:00Z"
    assert second["consent"]["at"] == "2026-11-27T12:00:00Z"
    assert list({*third["consent"].values()}) == [None]


@pytest.mark.parametrize(
    ("patch", "status", "field"),
    [
        ([], 422, "body"),
        ({"external_id": "other"}, 422, "external_id"),
        ({"home": {"lat": "north"}}, 422, "home.lat"),
        ({"colour": "red"}, 422, "colour"),
    ],
)
async def test_a_bad_merge_patch_is_refused(served, patch, status, field):
    """A patch that is no object, renames or sends a bad value changes nothing."""
    made = (await served.call("PUT", "/subscribers/crm-1", {"language": "de"})).json()
    answer = await served.call("PATCH", "/subscribers/crm-1", patch)

    assert (status, field) == (answer.status_code, answer.json()["errors"][0]["field"])
    assert made == (await served.call("GET", "/subscribers/crm-1")).json()


async def test_a_merge_patch_of_nobody_is_not_found(served):
    """PATCH creates nothing."""
    assert (await served.call("PATCH", "/subscribers/crm-1", {"tz": "UTC"})).status_code == 404


async def test_deletion_erases(served):
    """DELETE answers 204 once, then the person is unknown by id and by key."""
    key = (await served.call("PUT", "/subscribers/crm-1", {})).json()["key"]

    assert (await served.call("DELETE", "/subscribers/crm-1")).status_code == 204
    assert (await served.call("DELETE", "/subscribers/crm-1")).status_code == 404
    assert (await served.call("GET", f"/subscribers/{key}")).status_code == 404


def _named(body):
    return body["external_id"], body["language"]
