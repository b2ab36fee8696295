"""The description of the API: valid, complete, and true."""

import pytest
from openapi_spec_validator import validate

from app.web.api.openapi import openapi_document
from app.web.api.table import OPERATIONS
from tests.web.api.documents import SHELF, STORE


async def test_the_description_is_valid(served):
    """/openapi.json is OpenAPI 3.1 and needs no key."""
    answer = await served.client.get("/openapi.json", headers={"authorization": ""})

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert openapi_document(OPERATIONS) == answer.json()
    validate(answer.json())


def test_every_operation_is_described():
    """Each line of the route table is there, under a name of its own, with all it can answer."""
    paths = openapi_document(OPERATIONS)["paths"]
    described = [op for methods in paths.values() for op in methods.values()]

    assert len(OPERATIONS) == len(described) == len({op["operationId"] for op in described})
    for operation in OPERATIONS:
        found = paths[f"/api/v1{operation.path}"][operation.method.lower()]
        assert {"401", "403", "422", "500", "503"} <= {*found["responses"]}
        assert ("requestBody" in found) == (operation.body is not None)
        names = {parameter["name"] for parameter in found["parameters"]}
        assert ("Idempotency-Key" in names) == operation.keeps_answer
        assert operation.summary


def test_only_writes_keep_answers():
    """Every write takes an idempotency key but those whose digest would tell of a secret."""
    kept = {each.name for each in OPERATIONS if each.keeps_answer}
    writes = {each.name for each in OPERATIONS
              if each.scope == "write" and each.body is not None}  # fmt: skip

    assert writes - {"create_key", "put_secret"} == kept


@pytest.mark.parametrize(
    ("path", "shape"),
    [("/stores/S1", "StoreDocument"), ("/blocks/shelf", "BlockDocument")],
)
async def test_answers_have_the_described_shape(served, path, shape):
    """What is answered has exactly the properties of its schema."""
    await served.call("PUT", "/stores/S1", STORE)
    await served.call("PUT", "/blocks/shelf", {"document": SHELF})
    schemas = openapi_document(OPERATIONS)["components"]["schemas"]

    assert {*schemas[shape]["properties"]} == {*(await served.call("GET", path)).json()}
