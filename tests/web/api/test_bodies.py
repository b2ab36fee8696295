"""Bodies: what cannot be read, what is too much, what is of another kind."""

import pytest


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nope", b'{"a": NaN}', b"\xff\xfe", b'{"language": "\xff"}', b"[" * 100_000,
     b'{"attributes": {"a": "\\ud800"}}'],
)  # fmt: skip
async def test_what_is_not_json_is_400(served, body):
    """Broken JSON, NaN, other encodings and bottomless nesting are 400 with a position."""
    for method in ("PUT", "PATCH"):
        path = "/subscribers/a"
        headers = {"content-type": "application/json"}
        answer = await served.call(method, path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "body")
        assert "byte" in answer.json()["detail"] or "deeply" in answer.json()["detail"]


@pytest.mark.parametrize(
    "row", [b'{"a":' * 5000, b'{"home": {"lat": 1e400}}', b'{"attributes": {"a": 9' + b"9" * 5000]
)
async def test_bulk_rows_are_read_as_strictly(served, row):
    """A broken or boundless row is refused, nothing fails."""
    closed = row + b"}" * row.count(b"{") if b"1e400" not in row else row
    answer = await served.call("POST", "/subscribers", content=b'{"items": [' + closed + b"]}")

    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/subscribers/a", "application/x-www-form-urlencoded"),
        ("/subscribers/a", "text/html"),
        ("/assets", "application/json"),
        ("/assets", ""),
        ("/blocks/a", "text/html"),
    ],
)
async def test_other_media_types_are_415(served, path, kind):
    """A body of another kind is refused, with the kinds that are taken."""
    method = "POST" if path == "/assets" else "PUT"
    answer = await served.call(method, path, content=b"a=b", headers={"content-type": kind})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (415, "Content-Type")


async def test_compressed_bodies_are_415(served):
    """Nothing is decompressed."""
    headers = {"content-encoding": "gzip"}

    assert (await served.call("PUT", "/subscribers/a", {}, headers=headers)).status_code == 415


@pytest.mark.parametrize(
    ("method", "path", "kind", "limit"),
    [
        ("PUT", "/subscribers/a", "application/json", 2**20),
        ("POST", "/subscribers", "application/json", 2**24),
        ("PATCH", "/stock", "application/json", 2**24),
        ("PUT", "/blocks/a", "application/yaml", 2**18),
        ("PUT", "/assets/a.png", "image/png", 10 * 2**20),
    ],
)
async def test_too_much_is_413_before_it_is_held(served, method, path, kind, limit):
    """A stated length over the limit is refused unread, an endless body soon after the limit."""
    taken = 0

    async def endless():
        nonlocal taken
        while True:
            taken += 65_536
            yield b" " * 65_536

    headers = {"content-type": kind}
    chunked = await served.call(method, path, content=endless(), headers=headers)
    stated = await served.call(
        method, path, content=b"{}", headers=headers | {"content-length": str(32 * 2**20)}
    )

    assert (chunked.status_code, stated.status_code) == (413, 413)
    assert taken <= 2 * limit + 3 * 65_536


async def test_a_document_over_its_limit_is_413(served):
    """256 KiB hold for a block document however it is wrapped, and for a draft."""
    long = "#" * (256 * 1024 + 1)
    for body in ({"document": long}, {"block": long}):
        assert (await served.call("PUT", "/blocks/a", body)).status_code == 413
    assert (await served.call("POST", "/preview", {"draft": long})).status_code == 413
