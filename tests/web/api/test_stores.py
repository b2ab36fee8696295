"""Stores, products, messages: what differs from subscribers."""

import pytest

from tests.web.api.documents import PRODUCT, STORE

HOURS = {"mon": ["09:00-18:00"], "exceptions": {"2026-12-25": []}}


async def test_a_store_is_completed(served):
    """Slug and time zone come from name and coordinate; hours come back as a document."""
    text = "Mo 09:00-18:00; 2026-12-25 off"
    made = await served.call("PUT", "/stores/S1", STORE | {"hours": text, "country": "de"})
    body = made.json()

    assert made.status_code == 201
    assert (body["slug"], body["tz"], body["country"]) == ("koln-sud", "Europe/Berlin", "DE")
    assert body["hours"]["mon"] == ["09:00-18:00"]
    assert body["hours"]["tue"] == []
    assert body["hours"]["exceptions"] == {"2026-12-25": []}


async def test_hours_are_taken_as_a_document_and_patched_by_day(served):
    """Both forms of hours mean the same; a merge patch changes one day."""
    await served.call("PUT", "/stores/S1", STORE | {"hours": HOURS})
    patch = {"hours": {"sat": ["10:00-14:00"]}, "phone": "0221"}
    body = (await served.call("PATCH", "/stores/S1", patch)).json()
    closed = (await served.call("PATCH", "/stores/S1", {"hours": None})).json()

    assert (body["hours"]["mon"], body["hours"]["sat"]) == (["09:00-18:00"], ["10:00-14:00"])
    assert (body["phone"], closed["hours"]) == ("0221", None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"lat": None, "lon": None}, "lat"),
        ({"lat": None}, "lat"),
        ({"lon": 181}, "lon"),
        ({"name": ""}, "name"),
        ({"hours": "whenever"}, "hours"),
        ({"hours": {"mon": "09:00"}}, "hours"),
        ({"hours": '{"a":' * 2000}, "hours"),
        ({"hours": "x" * 30_000}, "hours"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://[broken"}, "url"),
        ({"city": "x" * 501}, "city"),
        ({"tz": "Nowhere"}, "tz"),
    ],
)
async def test_a_bad_store_is_refused(served, said, field):
    """A store without a coordinate, name or readable hours is not stored."""
    answer = await served.call("PUT", "/stores/S1", STORE | said)

    assert (422, field) == (answer.status_code, answer.json()["errors"][0]["field"])
    assert (await served.call("GET", "/stores/S1")).status_code == 404


async def test_a_store_goes_with_its_stock(served):
    """DELETE takes the levels with it; a second one is 404."""
    await served.call("PUT", "/stores/S1", STORE)
    await served.call("PUT", "/products/NB-1", PRODUCT)
    await served.call("PATCH", "/stock", [{"store": "S1", "sku": "NB-1", "quantity": 3}])

    assert (await served.call("DELETE", "/stores/S1")).status_code == 204
    assert (await served.call("DELETE", "/stores/S1")).status_code == 404
    assert (await served.call("GET", "/stock")).json()["items"] == []


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        ({"amount": "19.99", "currency": "EUR"}, ("19.99", 1999, "EUR")),
        ({"minor": 1999, "currency": "eur"}, ("19.99", 1999, "EUR")),
        ({"amount": "19.9", "minor": 1990, "currency": "USD"}, ("19.90", 1990, "USD")),
        ({"amount": "1980", "currency": "JPY"}, ("1980", 1980, "JPY")),
        ({"amount": "1.234", "currency": "KWD"}, ("1.234", 1234, "KWD")),
        ({"minor": 0, "currency": "EUR"}, ("0.00", 0, "EUR")),
    ],
)
async def test_a_price_is_amount_and_minor_units(served, price, shown):
    """Either form of a price is taken, both come back."""
    body = (await served.call("PUT", "/products/NB-1", PRODUCT | {"price": price})).json()

    assert shown == tuple(body["price"][name] for name in ("amount", "minor", "currency"))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"price": {"amount": "19.999", "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": "1e3", "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": 19.99, "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": "1", "currency": "XXQ"}}, "price.currency"),
        ({"price": {"currency": "EUR"}}, "price"),
        ({"price": {"amount": "1"}}, "price.currency"),
        ({"was": {"minor": -1, "currency": "EUR"}}, "was.minor"),
        ({"was": {"minor": 1, "amount": "2.00", "currency": "EUR"}}, "was.minor"),
        ({"online": -1}, "online"),
        ({"name": ""}, "name"),
    ],
)
async def test_a_bad_product_is_refused(served, said, field):
    """A price that is none, in no currency or at odds with itself is named."""
    answer = await served.call("PUT", "/products/NB-1", PRODUCT | said)

    assert (422, field) == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_a_patched_price_is_patched_whole(served):
    """A new amount does not meet the minor units of the old one; null takes a price away."""
    await served.call("PUT", "/products/NB-1", PRODUCT | {"url": "https://shop.example/1"})
    price = {"price": {"amount": "9.99", "currency": "EUR"}, "online": 4}
    body = (await served.call("PATCH", "/products/NB-1", price)).json()
    bare = (await served.call("PATCH", "/products/NB-1", {"price": None})).json()

    assert (
        body["price"]["minor"], body["online"], body["url"]
    ) == (999, 4, "https://shop.example/1")  # fmt: skip
    assert bare["price"] is None
    assert (await served.call("DELETE", "/products/NB-1")).status_code == 204


async def test_a_message_is_known_by_name_and_key(served):
    """PUT by name gives it a key; GET, PUT and DELETE take either."""
    said = {
        "title": "Autumn",
        "sent_at": "2026-11-27T09:00:00+01:00",
        "params": {"sku": "NB-1"},
        "blocks": ["hero", "nearest-store"],
        "html": "<p>{base}</p>",
        "brand": "default",
    }
    made = await served.call("PUT", "/messages/autumn%2026", said)
    body = made.json()
    again = await served.call("PUT", f"/messages/{body['key']}", said | {"title": "Winter"})

    assert (made.status_code, body["name"]) == (201, "autumn 26")
    assert (200, "Winter", body["key"]) == (
        again.status_code, again.json()["title"], again.json()["key"]
    )  # fmt: skip
    assert body["blocks"] == ["hero", "nearest-store"]
    page = (await served.call("GET", "/messages")).json()
    assert [each["name"] for each in page["items"]] == ["autumn 26"]
    assert (await served.call("DELETE", f"/messages/{body['key']}")).status_code == 204
    assert (await served.call("GET", "/messages/autumn%2026")).status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"blocks": ["Not A Block"]}, "blocks[0]"),
        ({"blocks": ["a"] * 201}, "blocks"),
        ({"brand": "nobody"}, "brand"),
        ({"sent_at": "2026-11-27"}, "sent_at"),
        ({"params": {"a": "x" * 501}}, "params.a"),
    ],
)
async def test_a_bad_message_is_refused(served, said, field):
    """Block names, brands and instants are checked."""
    answer = await served.call("PUT", "/messages/autumn", said)

    assert (422, field) == (answer.status_code, answer.json()["errors"][0]["field"])
