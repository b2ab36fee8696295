"""Idempotency keys: answered once, replayed, never mixed up."""

import asyncio

import pytest

from tests.web.api.documents import PRODUCT, STORE

KEY = {"idempotency-key": "6f1c0a52"}


async def test_a_repeated_request_is_answered_not_repeated(served):
    """The second answer is the first one, byte for byte, and marked."""
    first = await served.call("POST", "/products", [{"sku": "a", **PRODUCT}], headers=KEY)
    await served.call("DELETE", "/products/a")
    second = await served.call("POST", "/products", [{"sku": "a", **PRODUCT}], headers=KEY)

    assert (200, first.content) == (second.status_code, second.content)
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert (await served.call("GET", "/products/a")).status_code == 404


async def test_a_created_record_is_replayed_as_created(served):
    """The status is kept too."""
    first = await served.call("PUT", "/subscribers/crm-1", {}, headers=KEY)
    second = await served.call("PUT", "/subscribers/crm-1", {}, headers=KEY)

    assert (201, first.json()) == (second.status_code, second.json())


async def test_another_request_under_the_same_key_is_refused(served):
    """Same key and path with another body is 422; another path is another request."""
    await served.call("PUT", "/stores/S1", STORE, headers=KEY)
    other = await served.call("PUT", "/stores/S1", STORE | {"city": "Bonn"}, headers=KEY)
    elsewhere = await served.call("PUT", "/stores/S2", STORE, headers=KEY)

    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert elsewhere.status_code == 201


async def test_a_key_is_its_callers_own(served):
    """Another API key with the same idempotency key is somebody else's request."""
    await served.call("PUT", "/stores/S1", STORE, headers=KEY)
    other = await served.call("PUT", "/stores/S1", STORE, headers=KEY | await served.key("write"))

    assert "idempotency-replayed" not in other.headers


async def test_requests_at_once_are_done_once(served):
    """Of two that arrive together one is answered, the other is 409 or the same answer."""
    call = served.call("POST", "/products", [{"sku": "a", **PRODUCT}], headers=KEY)
    also = served.call("POST", "/products", [{"sku": "a", **PRODUCT}], headers=KEY)
    answers = await asyncio.gather(call, also)

    assert {answer.status_code for answer in answers} in ({200}, {200, 409})
    assert {1} == {a.json()["created"] for a in answers if a.status_code == 200}


async def test_what_was_refused_may_be_tried_again(served):
    """A refusal is not kept: the same request succeeds once its reason is gone."""
    rows = [{"store": "S1", "sku": "a", "quantity": 1}]
    refused = await served.call("PATCH", "/stock", rows, headers=KEY)
    await served.call("PUT", "/stores/S1", STORE)
    await served.call("PUT", "/products/a", PRODUCT)
    again = await served.call("PATCH", "/stock", rows, headers=KEY)

    assert (refused.status_code, again.status_code) == (422, 200)


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "ü"])
async def test_a_strange_key_is_refused(served, key):
    """Keys are 1 to 255 visible characters."""
    headers = {"idempotency-key": key.encode()}
    answer = await served.call("PUT", "/stores/S1", STORE, headers=headers)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


async def test_a_secret_is_never_kept(served):
    """Creating an API key takes no idempotency key, because its answer holds the secret."""
    said = {"name": "a", "scopes": ["read"]}

    assert (await served.call("POST", "/keys", said, headers=KEY)).status_code == 422


async def test_erasure_forgets_kept_answers(served):
    """After erasure the kept answer about the person is gone with the person."""
    made = await served.call("PUT", "/subscribers/crm-1", {"language": "de"}, headers=KEY)
    await served.call("DELETE", "/subscribers/crm-1")
    again = await served.call("PUT", "/subscribers/crm-1", {"language": "de"}, headers=KEY)

    assert again.status_code == 201
    assert made.json()["key"] != again.json()["key"]
