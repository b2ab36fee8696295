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

    assert 201 == made.status_code
    assert body == by_key.json() == (await served.call("GET", "/subscribers/crm-1")).json()
    assert is_key(body["key"])
    assert "AT" == body["home"]["country"]
    assert "" == body["home"]["city"]
    assert "2026-01-02T02:04:05Z" == body["consent"]["at"]
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

    assert (200, "crm-1", "fr") == (again.status_code, *_named(again.json()))
    assert 404 == stranger.status_code


async def test_ids_may_hold_anything_printable(served):
    """A percent-encoded id with slashes, spaces and other scripts is one id."""
    ident = "crm/1 ü?#%41"
    path = "/subscribers/crm%2F1%20%C3%BC%3F%23%2541"
    made = await served.call("PUT", path, {"external_id": ident})

    assert (201, ident) == (made.status_code, made.json()["external_id"])
    assert 200 == (await served.call("GET", path)).status_code
    assert 204 == (await served.call("DELETE", path)).status_code


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
    assert 404 == (await served.call("GET", "/subscribers/crm-1")).status_code


@pytest.mark.parametrize("ident", ["anonymous", "x" * 201, "tab%09", "%20lead"])
async def test_some_ids_are_nobodys(served, ident):
    """`anonymous`, endless ids, control characters and stray spaces are refused."""
    answer = await served.call("PUT", f"/subscribers/{ident}", {})

    assert (422, "external_id") == (answer.status_code, answer.json()["errors"][0]["field"])


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
    assert [None] == list({*forgotten["consent"].values()})


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

    assert (200, "de", "") == (answer.status_code, body["language"], body["tz"])
    assert {"b": 2, "c": 3} == body["attributes"]
    assert (False, True) == (body["consent"]["tracking"], body["consent"]["marketing"])
    assert "2026-11-27T14:00:00Z" == body["consent"]["at"]


async def test_a_merge_patch_may_date_and_forget_consent(served):
    """PATCH takes consent with its own date, as one boolean, and null."""
    await served.call("PUT", "/subscribers/crm-1", {"consent": True})
    dated = {"consent": {"location": False, "at": "2026-11-20T00:00:00Z"}}
    first = (await served.call("PATCH", "/subscribers/crm-1", dated)).json()
    second = (await served.call("PATCH", "/subscribers/crm-1", {"consent": False})).json()
    third = (await served.call("PATCH", "/subscribers/crm-1", {"consent": None})).json()

    assert "2026-11-20T00:00:00Z" == first["consent"]["at"]
    assert "2026-11-27T12:00:00Z" == second["consent"]["at"]
    assert [None] == list({*third["consent"].values()})


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
    assert 404 == (await served.call("PATCH", "/subscribers/crm-1", {"tz": "UTC"})).status_code


async def test_bulk_is_counted(served):
    """POST counts what it created, changed and left as it was; a bare list is taken too."""
    first = await served.call("POST", "/subscribers", [{"external_id": "a"}, {"external_id": "b"}])
    rows = [{"external_id": "a", "consent": True}, {"external_id": "b"}, {"external_id": "c"}]
    second = await served.call("POST", "/subscribers", {"items": rows})
    third = await served.call("POST", "/subscribers", {"items": rows})

    assert {"created": 2, "updated": 0, "unchanged": 0} == first.json()
    assert {"created": 1, "updated": 1, "unchanged": 1} == second.json()
    assert {"created": 0, "updated": 0, "unchanged": 3} == third.json()


async def test_bulk_names_every_bad_row_and_stores_none(served):
    """All or none: each bad row is named by index and field, good ones are not stored."""
    rows = [
        {"external_id": "good"},
        {"external_id": "b", "tz": "Mars", "home": {"country": "1"}},
        {},
        {"external_id": "d", "nose": 1},
        7,
    ]
    answer = await served.call("POST", "/subscribers", {"items": rows})
    found = [(entry["index"], entry["field"]) for entry in answer.json()["errors"]]

    assert 422 == answer.status_code
    assert [
        (1, "tz"), (1, "home.country"), (2, "external_id"), (3, "nose"), (4, "body")
    ] == found  # fmt: skip
    assert [] == (await served.call("GET", "/subscribers")).json()["items"]


async def test_bulk_takes_ten_thousand_and_no_more(served):
    """10,000 rows are stored at once, 10,001 are 413."""
    rows = [{"external_id": f"crm-{n}"} for n in range(10_001)]
    over = await served.call("POST", "/subscribers", {"items": rows})
    full = await served.call("POST", "/subscribers", {"items": rows[:-1]})

    assert (413, 200) == (over.status_code, full.status_code)
    assert 10_000 == full.json()["created"]


async def test_pages_cover_the_list_once(served):
    """Following the cursor shows everybody once, in the order of creation."""
    rows = [{"external_id": f"crm-{n}"} for n in range(5)]
    await served.call("POST", "/subscribers", {"items": rows})
    seen, cursor, more = [], "", True
    while more:
        path = f"/subscribers?limit=2&cursor={cursor}"
        page = (await served.call("GET", path)).json()
        seen += [item["external_id"] for item in page["items"]]
        cursor, more = page["cursor"], bool(page["cursor"])

    assert [row["external_id"] for row in rows] == seen


async def test_deletion_erases(served):
    """DELETE answers 204 once, then the person is unknown by id and by key."""
    key = (await served.call("PUT", "/subscribers/crm-1", {})).json()["key"]

    assert 204 == (await served.call("DELETE", "/subscribers/crm-1")).status_code
    assert 404 == (await served.call("DELETE", "/subscribers/crm-1")).status_code
    assert 404 == (await served.call("GET", f"/subscribers/{key}")).status_code


def _named(body):
    return body["external_id"], body["language"]
