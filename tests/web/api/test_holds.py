"""Holds over the API: units that opens are not told of for some minutes."""

import pytest

from tests.web.api.documents import PRODUCT, STORE

ASKED = {"sku": "NB-1", "store": "S1", "units": 2, "minutes": 10}


@pytest.fixture
async def shop(served):
    """A store with 5 units, 4 of it online."""
    await served.call("PUT", "/stores/S1", STORE)
    await served.call("PUT", "/products/NB-1", PRODUCT | {"online": 4})
    level = {"store": "S1", "sku": "NB-1", "quantity": 5}
    await served.call("PATCH", "/stock", {"levels": [level]})
    return served


async def test_a_hold_is_made_listed_and_ended(shop):
    """The answer names it and its end; it can be ended before."""
    made = await shop.call("POST", "/stock/hold", ASKED)
    listed = (await shop.call("GET", "/holds")).json()
    ended = await shop.call("DELETE", f"/holds/{made.json()['id']}")
    again = await shop.call("DELETE", f"/holds/{made.json()['id']}")

    assert made.status_code == 201
    assert made.json() | {"id": ""} == {
        "id": "", "store": "S1", "sku": "NB-1", "units": 2, "until": "2026-11-27T12:10:00Z",
    }  # fmt: skip
    assert listed == {"items": [made.json()]}
    assert (ended.status_code, again.status_code) == (204, 404)
    assert (await shop.call("GET", "/holds")).json() == {"items": []}


async def test_a_repeated_request_holds_once(shop):
    """With an idempotency key the same hold is answered again."""
    key = {"idempotency-key": "cart-17"}
    first = await shop.call("POST", "/stock/hold", ASKED, headers=key)
    second = await shop.call("POST", "/stock/hold", ASKED, headers=key)

    assert first.json() == second.json()
    assert len((await shop.call("GET", "/holds")).json()["items"]) == 1


async def test_more_than_is_left_is_a_conflict(shop):
    """Units cannot be held twice, online neither."""
    await shop.call("POST", "/stock/hold", ASKED | {"units": 4})
    here = await shop.call("POST", "/stock/hold", ASKED)
    online = await shop.call("POST", "/stock/hold", {"sku": "NB-1", "units": 5})
    unknown = await shop.call("POST", "/stock/hold", {"sku": "NB-2"})

    assert (here.status_code, online.status_code, unknown.status_code) == (409, 409, 422)
    assert "1 of 'NB-1' are left" in here.json()["detail"]


async def test_every_fault_is_named(shop):
    """Numbers beyond sense are refused together."""
    answer = await shop.call("POST", "/stock/hold", {"sku": "", "units": 0, "minutes": 9999})

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["sku", "units", "minutes"]


async def test_a_product_keeps_its_group(shop):
    """The group that stands in for a product is set and told like its other fields."""
    await shop.call("PATCH", "/products/NB-1", {"group": "CAPS"})

    assert (await shop.call("GET", "/products/NB-1")).json()["group"] == "CAPS"
