"""Servers that are slow, cut off, too large, or send us elsewhere."""

import asyncio
import functools
import gzip
import tracemalloc
import zlib
from datetime import timedelta

import pytest

from app.adapters.outbound.exchange import Limits, Request
from app.adapters.outbound.signing import SIGNATURE, Signer
from app.errors import SourceError, SourceMalformed, SourceRefused, SourceTimeout, SourceUnavailable
from tests.adapters.builders import SetClock
from tests.adapters.outbound.stub import HOST, OK, a_client, moved, stubbed, whole
from tests.serving import NOON

pytestmark = pytest.mark.net
MIB = 1024 * 1024
SHORT = Limits(total=timedelta(seconds=0.4), body=MIB)


@functools.cache
def bomb(megabytes: int) -> bytes:
    """Return many megabytes of nothing, packed."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(MIB)) for _ in range(megabytes))
    return packed + packer.flush()


async def drip(writer):
    """Send a byte now and then, for ever: each is in time, all of them are not."""
    writer.write(OK + b"Content-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def silent(_writer):
    """Say nothing."""
    await asyncio.sleep(60)


async def informing(writer):
    """Announce an answer for ever."""
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def heading(writer):
    """Send headers for ever."""
    writer.write(OK)
    while True:
        writer.write(b"X-Header: " + b"x" * 1000 + b"\r\n")
        await writer.drain()


async def pouring(writer):
    """Send a body for ever."""
    writer.write(OK + b"\r\n")
    while True:
        writer.write(bytes(MIB))
        await writer.drain()


async def chunking(writer):
    """Send the size of a chunk for ever."""
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n5;")
    while True:
        writer.write(b"x" * 1000)
        await writer.drain()


PACKED = gzip.compress(b"a row\n" * 1000)
GZIP = b"Content-Encoding: gzip"
CASES = {
    "drip": (drip, SourceTimeout),
    "silent": (silent, SourceTimeout),
    "informing": (informing, SourceTimeout),
    "headers without end": (heading, SourceMalformed),
    "body without end": (pouring, SourceMalformed),
    "chunk without end": (chunking, SourceMalformed),
    "large headers": (whole(b"", b"X: " + b"x" * 40_000), SourceMalformed),
    "large by its word": (OK + b"Content-Length: 9999999\r\n\r\n", SourceMalformed),
    "large by an absurd word": (OK + b"Content-Length: " + b"9" * 20 + b"\r\n\r\n", SourceError),
    "gzip bomb": (whole(bomb(64), GZIP), SourceMalformed),
    "gzip bomb in members": (whole(bomb(1) * 8, GZIP), SourceMalformed),
    "gzip cut": (whole(PACKED[:-9], GZIP), SourceMalformed),
    "gzip garbage": (whole(b"no gzip", GZIP), SourceMalformed),
    "gzip, then garbage": (whole(PACKED + b"x" * 30, GZIP), SourceMalformed),
    "packed twice": (whole(PACKED, b"Content-Encoding: gzip, gzip"), SourceMalformed),
    "packed unasked": (whole(b"x", b"Content-Encoding: br"), SourceMalformed),
    "body cut": (OK + b"Content-Length: 10\r\n\r\nhalf", SourceMalformed),
    "chunk cut": (OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nhalf", SourceMalformed),
    "garbage": (b"\x00\xff garbage\r\n\r\n", SourceMalformed),
    "other protocol": (b"SSH-2.0-OpenSSH_9.6\r\n", SourceMalformed),
    "two lengths": (
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        SourceMalformed,
    ),
    "nothing": (b"", SourceMalformed),
    "304 unasked": (whole(b"", status=b"HTTP/1.1 304 Not Modified\r\n"), SourceMalformed),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_hostile_server_costs_a_source_error_that_names_it(case):
    """Each way to misbehave ends in time, in an error with the host's name."""
    answer, error = CASES[case]
    async with stubbed() as stub, a_client(stub) as client:
        if isinstance(answer, bytes):

            async def said(writer):
                writer.write(answer)

            stub.answers["/a"] = said
        else:
            stub.answers["/a"] = answer
        with pytest.raises(error, match=HOST.replace(".", r"\.")):
            await client.ask(Request(url=stub.url("/a")), limits=SHORT)


async def test_the_client_is_as_good_as_new_after_every_fault():
    """A connection that failed leaves neither a slot of the pool nor bytes behind."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/good"] = whole(b"x")
        stub.answers["/bad"] = drip
        limits = Limits(total=timedelta(seconds=0.05))
        asked = [client.ask(Request(url=stub.url("/bad")), limits=limits) for _ in range(100)]
        failed = await asyncio.gather(*asked, return_exceptions=True)

        answer = await client.ask(Request(url=stub.url("/good")))

    assert {SourceTimeout} == {type(error) for error in failed}
    assert answer.body == b"x"


async def test_a_bomb_is_not_unpacked_beyond_the_limit():
    """64 MB of nothing never stand in memory: two pieces and what was allowed do."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(bomb(64), GZIP)
        tracemalloc.start()
        try:
            with pytest.raises(SourceMalformed):
                await client.ask(Request(url=stub.url("/a")), limits=SHORT)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert peak < 4 * MIB


async def test_what_unpacks_to_nothing_counts_as_it_comes():
    """Packed nothing, over and over, is too much of something."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = OK + GZIP + b"\r\n\r\n" + gzip.compress(b"") * 5000
        with pytest.raises(SourceMalformed, match="more than 65,536 bytes"):
            await client.ask(Request(url=stub.url("/a")), limits=Limits(body=64 * 1024))


@pytest.mark.parametrize("body", [b"", b"x", b"a row\n" * 100_000, bytes(64 * 1024)])
async def test_packed_bodies_come_out_whole(body):
    """What was packed, in one member or two, is what is read."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(gzip.compress(body) + gzip.compress(b"end"), GZIP)

        answer = await client.ask(Request(url=stub.url("/a")))

    assert body + b"end" == answer.body


async def test_a_large_body_can_be_read_in_pieces():
    """Whoever reads in pieces needs no room for the whole, and may stop."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(bomb(4), GZIP)
        request, limits = Request(url=stub.url("/a")), Limits(body=8 * MIB)
        async with client.opened(request, limits=limits) as opened:
            sizes = [len(piece) async for piece in opened.pieces]
        async with client.opened(request, limits=limits) as opened:
            await anext(opened.pieces)

        again = await client.ask(request, limits=limits)

    assert (sum(sizes), max(sizes)) == (4 * MIB, 64 * 1024)
    assert len(again.body) == 4 * MIB


async def test_the_limit_of_time_holds_while_the_caller_reads():
    """A reader that dawdles is interrupted; its own time-outs stay its own."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"x")
        with pytest.raises(SourceTimeout):
            async with client.opened(Request(url=stub.url("/a")), limits=SHORT):
                await asyncio.sleep(30)
        with pytest.raises(TimeoutError, match="mine"):
            async with client.opened(Request(url=stub.url("/a")), limits=SHORT):
                raise TimeoutError("mine")


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://127.1/",
        "//127.0.0.1/",
        "http://inside.example/",
        "http://feed.example:22/",
        "file:///etc/passwd",
        "gopher://feed.example/",
        "http://a:b@feed.example/",
        "http://[",
    ],
)
async def test_a_redirect_is_judged_like_an_address(location):
    """Nobody is sent where he could not go himself."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = moved(location)
        with pytest.raises((SourceRefused, SourceMalformed)):
            await client.ask(Request(url=stub.url("/a")))

    assert stub.connections == 1


async def test_a_redirect_to_a_name_that_leads_home_is_refused():
    """The next name is looked up and judged as the first was."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = moved(stub.url("/b", host="other.example"))
        with pytest.raises(SourceRefused, match=r"other\.example"):
            await client.ask(Request(url=stub.url("/a")))

    assert stub.connections == 1


async def test_redirects_are_followed_a_few_times():
    """Three steps arrive, relative ones too; a loop ends."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers |= {"/1": moved("2"), "/2": moved("/3"), "/3": moved(stub.url("/4"))}
        stub.answers |= {"/4": whole(b"x"), "/loop": moved("/loop")}

        answer = await client.ask(Request(url=stub.url("/1")))
        with pytest.raises(SourceRefused, match="too often"):
            await client.ask(Request(url=stub.url("/loop")))

    assert answer.body == b"x"
    assert len(stub.asked) == 4 + 4


async def test_redirects_leave_no_connection_behind():
    """However many redirects bring bodies that nobody reads, there is room for the next request."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = moved("/b").replace(b"Content-Length: 0", b"Content-Length: 9") + b"x"
        stub.answers["/b"] = whole(b"x")

        answers = [await client.get(stub.url("/a")) for _ in range(80)]

    assert {b"x"} == {answer.body for answer in answers}


@pytest.mark.parametrize("location", ["", None])
async def test_a_redirect_to_nowhere_is_malformed(location):
    """A redirect without an address is a fault of the server."""
    status = b"HTTP/1.1 302 Found\r\n"
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"", status=status) if location is None else moved(location)
        with pytest.raises(SourceMalformed):
            await client.ask(Request(url=stub.url("/a")))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_request_that_changes_something_is_not_redirected(status):
    """A POST goes where it was meant to, or nowhere."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = moved("/b", status=status)
        with pytest.raises(SourceUnavailable, match="POST"):
            await client.ask(Request(method="POST", url=stub.url("/a"), body=b"{}"))

    assert len(stub.asked) == 1


async def test_secrets_do_not_travel_to_another_server():
    """Another name gets no header that was meant for the first, and no signature."""
    signer = Signer(key="k", secret=b"s", now=SetClock(NOON))
    headers = {"Authorization": "Bearer x", "X-Api-Key": "x", "Accept": "text/csv"}
    async with stubbed() as stub, a_client(stub, names=(HOST, "other.example")) as client:
        stub.answers |= {"/a": moved("/b"), "/b": moved(stub.url("/c", host="other.example"))}
        stub.answers |= {"/c": moved(stub.url("/d")), "/d": whole(b"x")}

        await client.ask(Request(url=stub.url("/a"), headers=headers, signer=signer))

    carried = [
        [name for name in ("authorization", "x-api-key", SIGNATURE.lower()) if name in head]
        for head in (head.decode().lower() for head in stub.asked)
    ]
    everything = ["authorization", "x-api-key", SIGNATURE.lower()]
    assert [everything, everything, [], []] == carried
    assert all(b"Accept: text/csv" in head for head in stub.asked)


async def carried(host: str, status: int) -> list[bool]:
    """Return of each request whether it has a body, when a GET that has one is moved to a host."""
    async with stubbed() as stub, a_client(stub, names=(HOST, "other.example")) as client:
        stub.answers |= {
            "/a": moved(stub.url("/b", host=host), status=status),
            "/b": whole(b"x"),
        }
        await client.ask(Request(url=stub.url("/a"), body=b"secret"))
    return [b"Content-Length: 6" in head for head in stub.asked]


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_a_body_does_not_travel_to_another_server(status):
    """What a GET carries goes to the server it was meant for alone."""
    assert await carried("other.example", status) == [True, False]


@pytest.mark.parametrize("status", [307, 308])
async def test_a_body_that_another_server_is_to_have_is_refused(status):
    """Whoever asks for the very same request elsewhere is told that its body stays."""
    with pytest.raises(SourceRefused, match=r"^feed\.example redirects a body to another server"):
        await carried("other.example", status)


async def test_a_body_goes_along_on_the_same_server():
    """Another path of the same server gets what the first one got."""
    assert await carried(HOST, 307) == [True, True]
