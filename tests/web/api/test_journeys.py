"""What an integration does, seen by the next open."""

from io import BytesIO

from PIL import Image

from tests.web.api.documents import HELLO, PRODUCT, SHELF, STORE


async def test_stock_is_seen_by_the_next_open(served):
    """A level set by PATCH is in the very next open, and gone from it after DELETE."""
    await served.call("PUT", "/stores/S1", STORE)
    await served.call("PUT", "/products/NB-1", PRODUCT)
    person, message = await _sent(served, "shelf", SHELF, {"place": {"lat": 50.92, "lon": 6.96}})

    assert "Find your store" in await _opened(served, message, person, "shelf")
    for quantity in (3, 2):
        rows = {"levels": [{"store": "S1", "sku": "NB-1", "quantity": quantity}]}
        assert (await served.call("PATCH", "/stock", rows)).status_code == 200
        assert f"{quantity} in Köln Süd" in await _opened(served, message, person, "shelf")
    await served.call("DELETE", "/stock/S1/NB-1")
    assert "Find your store" in await _opened(served, message, person, "shelf")


async def test_a_renamed_store_is_seen_by_the_next_open(served):
    """Writes to stores are waited for as well."""
    await served.call("PUT", "/stores/S1", STORE)
    await served.call("PUT", "/products/NB-1", PRODUCT)
    await served.call("PATCH", "/stock", [{"store": "S1", "sku": "NB-1", "quantity": 3}])
    person, message = await _sent(served, "shelf", SHELF, {"place": {"lat": 50.92, "lon": 6.96}})

    assert "3 in Köln Süd" in await _opened(served, message, person, "shelf")
    await served.call("PATCH", "/stores/S1", {"name": "Köln Nord"})
    assert "3 in Köln Nord" in await _opened(served, message, person, "shelf")
    await served.call("DELETE", "/stores/S1")
    assert "Find your store" in await _opened(served, message, person, "shelf")


async def test_a_published_block_is_seen_by_the_next_open(served):
    """Publishing and rolling back change what the next open shows; a draft does not."""
    person, message = await _sent(served, "hello", HELLO, {})
    new = HELLO.replace('headline: "Hello"', 'headline: "Welcome"')
    await served.call("PUT", "/blocks/hello", {"document": new})
    assert "Hello" in await _opened(served, message, person, "hello")
    await served.call("POST", "/blocks/hello/publish")
    assert "Welcome" in await _opened(served, message, person, "hello")
    await served.call("POST", "/blocks/hello/rollback", {"version": 1})
    assert "Hello" in await _opened(served, message, person, "hello")


async def test_an_erased_person_is_nobody_at_the_next_open(served):
    """After DELETE the same URL answers 200 with what anonymous readers see."""
    said = {"attributes": {"first_name": "Ada"}}
    person, message = await _sent(served, "hello", HELLO, said)

    assert "Hello Ada" in await _opened(served, message, person, "hello")
    assert (await served.call("DELETE", "/subscribers/crm-1")).status_code == 204
    after = await _opened(served, message, person, "hello")
    assert "Ada" not in after
    assert after == await _opened(served, message, "anonymous", "hello")
    picture = await served.client.get(f"/o/{message}/{person}/hello.png")
    assert Image.open(BytesIO(picture.content)).format == "PNG"


async def test_withdrawn_consent_holds_at_the_next_open(served):
    """A PATCH of consent is obeyed by the next open."""
    said = {"attributes": {"first_name": "Ada"}, "consent": True}
    person, message = await _sent(served, "hello", HELLO, said)

    assert "Hello Ada" in await _opened(served, message, person, "hello")
    await served.call("PATCH", "/subscribers/crm-1", {"consent": {"personalization": False}})
    assert "Ada" not in await _opened(served, message, person, "hello")


async def _sent(served, block, document, person):
    await served.call("PUT", f"/blocks/{block}", {"document": document})
    await served.call("POST", f"/blocks/{block}/publish")
    key = (await served.call("PUT", "/subscribers/crm-1", person)).json()["key"]
    message = (await served.call("PUT", "/messages/autumn", {"blocks": [block]})).json()["key"]
    return key, message


async def _opened(served, message, person, block):
    answer = await served.client.get(f"/o/{message}/{person}/{block}.txt")
    assert answer.status_code == 200
    return answer.text
