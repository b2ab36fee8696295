"""Whatever stands between /o/ and an image extension, the answer is a picture."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Answer, Running, assert_picture
from tests.web.wire import answering, exchanged, reply

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "hostile_urls.json").read_text(encoding="utf-8")
)
BLOCKS = {"png": "greeting", "jpg": "hero", "gif": "stock-alert"}

pytestmark = pytest.mark.asyncio(loop_scope="session")


def path_of(case: dict[str, Any], demo: Running) -> bytes:
    """Return a case's path as bytes, with names that exist in their places."""
    text = "".join(p if isinstance(p, str) else p[0] * p[1] for p in case["path"])
    block = BLOCKS.get(case["extension"], "greeting")
    for mark, name in (("(M)", demo.message.key), ("(S)", demo.someone().key), ("(B)", block)):
        text = text.replace(mark, name)
    return text.encode("latin-1")


async def test_every_hostile_url_gets_a_picture(demo):
    """Each of the 300 and more gives 200 and a whole picture in the extension's format."""
    assert len(CASES) >= 300
    wrong = []
    for case in CASES:
        query = case.get("query", "").encode("latin-1")
        answer = await demo.ask(path_of(case, demo), query=query)
        try:
            assert_picture(answer, case["extension"])
        except (AssertionError, OSError) as error:
            wrong.append((case["why"], answer.status, answer.headers, str(error)[:200]))
    assert wrong == []


@pytest.mark.net
@pytest.mark.slow
async def test_every_hostile_url_gets_a_picture_over_a_socket(demo):
    """The same bytes sent to a real server give the same pictures."""
    wrong = []
    async with answering(demo.app) as port:
        for case in CASES:
            target = path_of(case, demo)
            if "query" in case:
                target += b"?" + case["query"].encode("latin-1")
            request = b"GET %b HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n" % target
            said = reply(await exchanged(port, request))
            headers = [(name.encode(), value.encode()) for name, value in said.headers.items()]
            answer = Answer(status=said.status, headers=headers, body=said.body)
            try:
                assert_picture(answer, case["extension"])
            except (AssertionError, OSError) as error:
                wrong.append((case["why"], said.status, said.headers, str(error)[:200]))
    assert wrong == []


HEADERS = {
    "range": {"range": "bytes=0-10"},
    "many ranges": {"range": "bytes=" + ",".join(f"{n}-{n}" for n in range(10_000))},
    "10 kB": {"x-junk": "j" * 10_000},
    "accept": {"accept": "image/webp,image/avif;q=0.9"},
    "accept nothing": {"accept": "text/plain"},
    "encoding": {"accept-encoding": "gzip, br, zstd"},
    "etag": {"if-none-match": '"something-else"'},
    "modified": {"if-modified-since": "Sat, 21 Nov 2026 12:00:00 GMT"},
    "not utf-8": {"user-agent": "\xff\xfe"},
    "cookie": {"cookie": "a=b"},
    "upgrade": {"connection": "upgrade", "upgrade": "websocket"},
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("extension", ["png", "jpg", "gif", "jpeg"])
async def test_no_request_header_breaks_a_picture(demo, headers, extension):
    """Whatever a client says about itself, the whole picture comes, with a 200."""
    path = demo.open_path("greeting", extension=extension)
    assert_picture(await demo.ask(path, headers=headers), extension)


@pytest.mark.parametrize("slashes", ["/", "//"])
async def test_slashes_at_the_end_change_nothing(demo, slashes):
    """A slash that a link wrapper adds costs neither the picture nor the person."""
    path = demo.open_path("greeting")
    assert (await demo.ask(path)).body == (await demo.ask(path + slashes)).body


async def test_head_says_what_get_would(demo):
    """HEAD has the headers of GET, length included, and no body, for pictures and fallbacks."""
    for path in (demo.open_path("greeting"), "/o/x/y/z.png", f"/s/{demo.message.key}/hero.jpg"):
        got = await demo.ask(path)
        head = await demo.ask(path, method="HEAD")
        assert (200, got.headers, b"") == (head.status, head.headers, head.body)
