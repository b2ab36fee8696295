"""Stock: set at once, all or none."""

from datetime import timedelta

import pytest

from tests.web.api.documents import PRODUCT, STORE


@pytest.fixture
async def shops(served):
    """Two stores and two products."""
    for name in ("S1", "S2"):
        await served.call("PUT", f"/stores/{name}", STORE)
    for sku in ("NB-1", "NB 2/3"):
        await served.call("PUT", f"/products/{sku.replace('/', '%2F')}", PRODUCT)
    return served


def level(store="S1", sku="NB-1", quantity=3, **said):
    """Return a level as it is sent."""
    return {"store": store, "sku": sku, "quantity": quantity, **said}


async def test_levels_are_set_and_listed(shops):
    """PATCH counts; GET lists by SKU, then store, and narrows by both."""
    rows = [level(), level("S2", quantity=0), level(sku="NB 2/3", as_of="2026-11-27T08:00:00Z")]
    first = await shops.call("PATCH", "/stock", {"levels": rows})
    second = await shops.call("PATCH", "/stock", [level(quantity=4), rows[1]])
    listed = (await shops.call("GET", "/stock?limit=2")).json()
    rest = (await shops.call("GET", f"/stock?cursor={listed['cursor']}")).json()
    one = (await shops.call("GET", "/stock?store=S1&sku=NB-1")).json()

    assert first.json() == {"created": 3, "updated": 0, "unchanged": 0}
    assert second.json() == {"created": 0, "updated": 1, "unchanged": 1}
    seen = [(each["sku"], each["store"]) for each in listed["items"] + rest["items"]]
    assert seen == [("NB 2/3", "S1"), ("NB-1", "S1"), ("NB-1", "S2")]
    assert [level(quantity=4, as_of="2026-11-27T12:00:00Z")] == one["items"]


async def test_every_unknown_name_is_named_and_nothing_set(shops):
    """All or none: unknown stores and SKUs are named by row."""
    rows = [level(), level("S9"), level(sku="none"), level("S8", "never")]
    answer = await shops.call("PATCH", "/stock", {"levels": rows})
    found = [(each["index"], each["field"], each["value"]) for each in answer.json()["errors"]]

    assert answer.status_code == 422
    assert found == [
        (1, "store", "S9"),
        (2, "sku", "none"),
        (3, "store", "S8"),
        (3, "sku", "never"),
    ]
    assert (await shops.call("GET", "/stock")).json()["items"] == []


async def test_bad_levels_are_named(shops):
    """Quantities that are none, instants of next year and strange fields are named by row."""
    ahead = (shops.clock.at + timedelta(days=300)).isoformat()
    rows = [
        level(quantity=2**60),
        level(as_of=ahead),
        level(quantity=1.5),
        {"store": "S1", "quantity": 1},
        level(warehouse=1),
    ]
    answer = await shops.call("PATCH", "/stock", {"levels": rows})
    found = [(each["index"], each["field"]) for each in answer.json()["errors"]]

    assert found == [(0, "quantity"), (1, "as_of"), (2, "quantity"), (3, "sku"), (4, "warehouse")]


async def test_a_level_is_forgotten(shops):
    """DELETE takes percent-encoded names; a second one is 404."""
    await shops.call("PATCH", "/stock", [level(sku="NB 2/3")])

    assert (await shops.call("DELETE", "/stock/S1/NB%202%2F3")).status_code == 204
    assert (await shops.call("DELETE", "/stock/S1/NB%202%2F3")).status_code == 404


async def test_ten_thousand_levels_are_set_at_once(shops):
    """The promised batch is taken in one request."""
    skus = [{"sku": f"B-{n}", **PRODUCT} for n in range(5_000)]
    await shops.call("POST", "/products", {"items": skus})
    rows = [level(store, each["sku"], 1) for each in skus for store in ("S1", "S2")]
    answer = await shops.call("PATCH", "/stock", {"levels": rows})

    assert (answer.status_code, answer.json()["created"]) == (200, 10_000)


async def test_a_strange_cursor_is_refused(shops):
    """A cursor that no list gave out is 422, whether or not it can be read at all."""
    for cursor in ("%C3%BC", "eA", "e30"):
        answer = await shops.call("GET", f"/stock?cursor={cursor}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")
