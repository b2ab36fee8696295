"""The edge: who may call what, what is refused before it is read, how problems look."""

import asyncio
import errno
import json
import logging
from dataclasses import replace

import httpx
import pytest

from app.composition.routes import api_services
from app.errors import Overloaded, SourceUnavailable
from app.web.api.endpoint import ApiEndpoint
from app.web.api.table import OPERATIONS
from tests.web.api.documents import SHELF

OPERATION_IDS = [operation.name for operation in OPERATIONS]
SUFFIXES = ["/x.css", ";.js", "/%2e%2e", "/..", ".css/", "%00", "/;.png", "//"]


def address(operation):
    """Return a path of an operation."""
    names = {"{id}": "none", "{name}": "none", "{store}": "none", "{sku}": "x", "{prefix}": "none"}
    path = operation.path
    for name, value in names.items():
        path = path.replace(name, value)
    return path


@pytest.mark.parametrize("operation", OPERATIONS, ids=OPERATION_IDS)
async def test_every_operation_asks_for_a_key_with_its_scope(served, operation):
    """Without a key 401, with one of the other scope 403, with the right one neither."""
    other = {"read": "write", "write": "read"}[operation.scope]
    path = address(operation)
    wrong, right = await served.key(other), await served.key(operation.scope)
    nobody = await served.call(operation.method, path, headers={"authorization": ""})
    forged = await served.call(
        operation.method, path, headers={"authorization": "Bearer ot_abcdefgh_x"}
    )
    refused = await served.call(operation.method, path, headers=wrong)
    passed = await served.call(operation.method, path, headers=right)

    assert (nobody.status_code, forged.status_code, refused.status_code) == (401, 401, 403)
    assert nobody.headers["www-authenticate"] == 'Bearer realm="opentime"'
    assert 'error="insufficient_scope"' in refused.headers["www-authenticate"]
    assert passed.status_code not in (401, 403, 405, 500)
    for answer in (nobody, forged, refused, passed):
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "authorization", ["Basic {}", "Bearer", "Bearer  ", "{}", "Token {}", "Bearer {} x"]
)
async def test_only_bearer_keys_are_taken(served, authorization):
    """Another scheme, an empty or a doubled secret is 401."""
    secret = served.client.headers["authorization"].removeprefix("Bearer ")
    headers = {"authorization": authorization.format(secret)}

    assert (await served.call("GET", "/stores", headers=headers)).status_code == 401


async def test_a_revoked_key_is_refused(served):
    """A key that was revoked opens nothing from the next request on."""
    headers = await served.key("read")
    prefix = headers["authorization"].split("_")[1]

    assert (await served.call("GET", "/stores", headers=headers)).status_code == 200
    assert (await served.call("DELETE", f"/keys/{prefix}")).status_code == 204
    assert (await served.call("GET", "/stores", headers=headers)).status_code == 401


@pytest.mark.parametrize("suffix", SUFFIXES)
async def test_a_suffix_leads_nowhere(served, suffix):
    """A path that only begins like a list is 404, never cacheable, and says how to go on."""
    answer = await served.call("GET", f"/subscribers{suffix}")
    body = answer.json()

    assert (
        answer.status_code, body["status"], answer.headers["cache-control"]
    ) == (404, 404, "no-store")  # fmt: skip
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance", "errors"} == {*body}


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/stores/a/b/c", "/%ff"])
async def test_what_is_not_there_is_a_problem(served, path):
    """Unknown paths under the API are 404 problems, with or without a key."""
    answer = await served.call("GET", path, headers={"authorization": ""})

    assert (
        answer.status_code, answer.headers["content-type"]
    ) == (404, "application/problem+json")  # fmt: skip


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "DELETE", "PUT"])
async def test_a_wrong_method_is_told_the_right_ones(served, method):
    """405 carries Allow; there is no CORS preflight."""
    answer = await served.call(method, "/stores", headers={"origin": "https://evil.example"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_head_is_get_without_a_body(served):
    """HEAD has the headers of GET and nothing more."""
    get, head = await served.call("GET", "/stores"), await served.call("HEAD", "/stores")

    assert (200, b"", dict(get.headers)) == (head.status_code, head.content, dict(head.headers))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        ("limit=%D9%A3", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("cursor=%C3%BC", "cursor"),
        ("cursor=a", "cursor"),
        ("colour=red", "colour"),
    ],
)
async def test_a_query_is_checked(served, query, field):
    """Limits, cursors and parameters that are none are named."""
    answer = await served.call("GET", f"/subscribers?{query}")

    assert (422, field) == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_a_query_of_a_thousand_parameters_is_refused(served):
    """Too many parameters are 400."""
    query = "&".join(f"a{n}=1" for n in range(1000))

    assert (await served.call("GET", f"/subscribers?{query}")).status_code == 400


async def test_a_failure_of_ours_shows_nothing_inside(served, caplog):
    """An unexpected error is a 500 problem without internals, and a log line with them."""

    async def broken(_call):
        raise ZeroDivisionError("secret detail")

    with caplog.at_level(logging.ERROR, logger="opentime.api"):
        answer = await _alone(served, broken)

    assert (
        answer.status_code, answer.headers["content-type"]
    ) == (500, "application/problem+json")  # fmt: skip
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("error", "status", "retry"),
    [
        (Overloaded("Busy."), 503, "1"),
        (SourceUnavailable("The database is gone."), 503, None),
        (OSError(errno.ENOSPC, "No space left on device"), 507, None),
        (OSError(errno.EIO, "Input/output error"), 503, None),
    ],
)
async def test_what_failed_for_now_says_so(served, error, status, retry):
    """A full queue is 503 with Retry-After, as is what cannot be reached; a full disk is 507."""

    async def failing(_call):
        raise error

    answer = await _alone(served, failing)

    assert (status, retry) == (answer.status_code, answer.headers.get("retry-after"))


async def test_nobody_is_answered_who_left(served):
    """A client that hangs up in the middle of its body is left alone."""
    endpoint = ApiEndpoint(api_services(served.services), OPERATIONS)
    sent = []

    async def send(event):
        sent.append(event)

    async def receive():
        return {"type": "http.disconnect"}

    raw = [(k.encode(), v.encode()) for k, v in served.client.headers.items()]
    await endpoint(
        {"type": "http", "method": "PUT", "path": "/api/v1/stores/a", "query_string": b"",
         "headers": raw},
        receive, send,
    )  # fmt: skip

    assert sent == []


async def test_two_patches_at_once_both_hold(served):
    """Changes to one person that arrive together do not undo each other."""
    await served.call("PUT", "/subscribers/crm-1", {"consent": True})
    patches = [{"attributes": {f"a{n}": n}} for n in range(8)] + [{"consent": {"tracking": False}}]
    await asyncio.gather(*(served.call("PATCH", "/subscribers/crm-1", each) for each in patches))
    body = (await served.call("GET", "/subscribers/crm-1")).json()

    assert ({f"a{n}": n for n in range(8)}, False) == (
        body["attributes"], body["consent"]["tracking"]
    )  # fmt: skip


async def test_authoring_problems_come_all_at_once(served):
    """Publishing a draft with errors answers every one with line and remedy."""
    draft = SHELF.replace("stock.here > 0", "stock.heer > 0").replace("size: 300x100", "size: big")
    await served.call("PUT", "/blocks/shelf", {"document": draft})
    answer = await served.call("POST", "/blocks/shelf/publish")
    errors = [each for each in answer.json()["errors"] if each["severity"] == "error"]

    assert answer.status_code == 422
    assert {3, 6} >= {each["line"] for each in errors} or len(errors) >= 2
    assert all(each["line"] and each["remedy"] and each["rule"] for each in errors)
    assert json.loads(answer.text)["instance"] == "/api/v1/blocks/shelf/publish"


async def _alone(served, handle):
    operation = replace(OPERATIONS[0], handle=handle)
    endpoint = ApiEndpoint(api_services(served.services), (operation,))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=endpoint),
        base_url="http://opentime.test",
        headers=served.client.headers,
    ) as client:
        return await client.get("/api/v1/subscribers")
