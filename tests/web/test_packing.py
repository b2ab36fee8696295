"""Static texts go out packed to whoever takes it, and are the same for all."""

import gzip
import os
import threading

import httpx
import pytest

from app.web import packing
from app.web.packing import PackedFiles

SCRIPT = "export const answer = 42;\n" * 200


@pytest.fixture
def folder(tmp_path):
    """A script, a short text, a picture."""
    (tmp_path / "a.js").write_text(SCRIPT)
    (tmp_path / "short.css").write_text("p { margin: 0 }")
    (tmp_path / "a.png").write_bytes(b"\x89PNG" + bytes(5000))
    return tmp_path


@pytest.fixture
def client(folder):
    """A client of the folder that takes nothing by itself."""
    transport = httpx.ASGITransport(PackedFiles(directory=folder))
    return httpx.AsyncClient(transport=transport, base_url="http://static", headers={})


async def raw(client, path, **headers):
    """Return an answer with its body as it was sent."""
    async with client.stream("GET", path, headers=headers) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


async def test_a_text_is_packed(client):
    """Smaller, with the type of the text, and unpacked it is the file."""
    answer, body = await raw(client, "/a.js", **{"accept-encoding": "br;q=1, gzip;q=0.8"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "javascript" in answer.headers["content-type"]
    assert int(answer.headers["content-length"]) == len(body) < len(SCRIPT) / 10
    assert gzip.decompress(body).decode() == SCRIPT


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/a.js", {"accept-encoding": "identity"}),
        ("/a.js", {"accept-encoding": "gzip", "range": "bytes=0-9"}),
        ("/short.css", {"accept-encoding": "gzip"}),
        ("/a.png", {"accept-encoding": "gzip"}),
    ],
)
async def test_what_is_not_asked_for_or_worth_it_stays_as_it_is(client, folder, path, headers):
    """Nobody is sent what they did not say they take; a part is a part of the file."""
    answer, body = await raw(client, path, **headers)
    assert "content-encoding" not in answer.headers
    assert (folder / path[1:]).read_bytes().startswith(body)
    assert body


async def test_both_forms_are_kept_apart_by_caches(client):
    """Each says that it depends on what is taken."""
    for takes in ("gzip", "identity"):
        answer, _ = await raw(client, "/a.js", **{"accept-encoding": takes})
        assert answer.headers["vary"] == "accept-encoding"


async def test_what_has_not_changed_is_not_sent_again(client):
    """By its entity tag, packed or not."""
    first, _ = await raw(client, "/a.js", **{"accept-encoding": "gzip"})
    tag = first.headers["etag"]
    answer, body = await raw(client, "/a.js", **{"accept-encoding": "gzip", "if-none-match": tag})
    assert (answer.status_code, body) == (304, b"")


async def test_a_changed_file_is_packed_anew(client, folder):
    """Though one of the same name was packed before."""
    await raw(client, "/a.js", **{"accept-encoding": "gzip"})
    (folder / "a.js").write_text(SCRIPT.replace("42", "43"))
    os.utime(folder / "a.js", ns=(1, 1))
    _, body = await raw(client, "/a.js", **{"accept-encoding": "gzip"})
    assert b"43" in gzip.decompress(body)


async def test_packing_holds_nobody_up(client, monkeypatch):
    """It is done once, beside the loop."""
    where = []

    def noted(body, **more):
        where.append(threading.get_ident())
        return zipped(body, **more)

    zipped = gzip.compress
    monkeypatch.setattr(packing.gzip, "compress", noted)
    for _ in range(2):
        await raw(client, "/a.js", **{"accept-encoding": "gzip"})
    assert len(where) == 1
    assert where != [threading.get_ident()]


@pytest.mark.parametrize("asked", ["gzip;q=0", "gzip; q=0.000, br", "br", ""])
async def test_who_does_not_want_it_packed_is_sent_it_plain(client, asked):
    """Also who names it as what is never to come."""
    answer, body = await raw(client, "/a.js", **{"accept-encoding": asked})
    assert "content-encoding" not in answer.headers
    assert body == SCRIPT.encode()
