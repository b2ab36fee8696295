"""Bytes that no client library would send, over real sockets."""
# ruff: noqa: E501, ISC004, SIM105  # tables of cases read better wide

import asyncio
import socket
import time

import pytest

from app.web.protocol import HEAD_BYTES
from tests.web.wire import Hasty, exchange, get, listening, reply

pytestmark = pytest.mark.net


async def echo(scope, _receive, send):
    """Answer with the raw path, the query and the number of headers."""
    body = b"%b|%b|%d" % (scope["raw_path"], scope["query_string"], len(scope["headers"]))
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})


@pytest.fixture(scope="module")
def port():
    """A server that echoes, with little patience."""
    with listening(echo, Hasty) as number:
        yield number


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        (b"/o/plain.png", b"/o/plain.png"),
        (b"/o/\xc3\xa9\xff.png", b"/o/%C3%A9%FF.png"),
        (b"/o/{{ customer.id }}/b.png", b"/o/%7B%7B%20customer.id%20%7D%7D/b.png"),
        (b"/o/*|EMAIL_UID|*/b.png", b"/o/*|EMAIL_UID|*/b.png"),
        (b"/o/\x00\x01\x7f.png", b"/o/%00%01%7F.png"),
        (b"/o/tab\there.png", b"/o/tab%09here.png"),
        (b"/s/back\\slash.png", b"/s/back\\slash.png"),
        (b"/c/m/{{ id }}/b", b"/c/m/%7B%7B%20id%20%7D%7D/b"),
        (b"http://evil.example/o/a.png", b"/o/a.png"),
        (b"http://evil.example/o/a b.png", b"/o/a%20b.png"),
        (b"/o/cr\rwithin.png", b"/o/cr%0Dwithin.png"),
    ],
)
def test_broken_targets_of_hot_routes_are_asked_again(port, target, asked):
    """Whatever bytes stand in a hot route's target, the application is asked for it."""
    answer = get(port, target)
    assert (200, asked) == (answer.status, answer.body.rpartition(b"||")[0])


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /o/no-version.png\r\n\r\n",
        b"GET /o/odd-version.png HTTP/9.9\r\n\r\n",
        b"GET  /o/two-spaces.png HTTP/1.1\r\nconnection: close\r\n\r\n",
        b"GET /o/bad-header.png HTTP/1.1\r\nbroken header\r\n\r\n",
        b"GET /o/bad-name.png HTTP/1.1\r\n\x00: 1\r\n\r\n",
        b"GET /o/bad-value.png HTTP/1.1\r\nx: a\x00b\r\n\r\n",
        b"GET /o/lengths.png HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        b"GET /o/both.png HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
        b"GET /o/bare-newlines.png HTTP/1.1\nbroken header\n\n",
        b"GET /o/upgrade.png HTTP/1.1\r\nhost: a\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n"
        b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n",
        b"GET /o/expect.png HTTP/1.1\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n",
        b"GET /o/old.png HTTP/1.0\r\n\r\n",
    ],
)  # fmt: skip
def test_broken_heads_of_hot_routes_are_answered(port, request_):
    """A head that the parser refuses costs its headers, not the picture."""
    path = request_.split()[1]
    answer = reply(exchange(port, request_))
    assert answer.status == 200
    assert answer.body.startswith(path)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /a b HTTP/1.1\r\n\r\n", 400),
        (b"GET /oo/\xff.png HTTP/1.1\r\n\r\n", 400),
        (b"get /o/a.png HTTP/1.1\r\n\r\n", 400),
        (b"NONSENSE\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"POST /o/a b.png HTTP/1.1\r\n\r\n", 400),
        (b"GET /api HTTP/1.1\r\nx: " + b"y" * HEAD_BYTES + b"\r\n\r\n", 431),
        (b"GET /o/a.png HTTP/1.1\r\nx: " + b"y" * 2 * HEAD_BYTES + b"\r\n\r\n", 431),
        (b"GET /o/a b.png HTTP/1.1\r\nx: " + b"y" * 2 * HEAD_BYTES, 431),
    ],
)
def test_everything_else_that_is_broken_is_refused(port, request_, status):
    """Other routes, other methods and heads over the bound get an answer and a closed connection."""
    answer = reply(exchange(port, request_))
    assert status == answer.status
    assert answer.headers["connection"] == "close"


def test_a_broken_line_in_pieces(port):
    """A request that is refused at its first piece is asked again when its last has come."""
    answer = reply(
        exchange(port, b"GET /o/a b", more=(b"c.png HTTP/1.1\r\n", b"x: 1\r\n", b"\r\n"))
    )
    assert (answer.status, answer.body) == (200, b"/o/a%20bc.png||1")


def test_nothing_after_a_broken_request_is_read(port):
    """What follows a rescued request on its connection is not answered: no smuggling."""
    received = exchange(port, b"GET /o/a b.png HTTP/1.1\r\n\r\nGET /o/second.png HTTP/1.1\r\n\r\n")
    assert received.count(b"HTTP/1.1 200") == 1
    assert b"second" not in received


def test_requests_on_one_connection(port):
    """A connection serves many requests, also pipelined ones, and bodies, in order."""
    pipelined = (
        b"GET /o/1.png HTTP/1.1\r\n\r\n"
        b"POST /o/2.png HTTP/1.1\r\ncontent-length: 5\r\n\r\nhello"
        b"GET /o/3.png HTTP/1.1\r\nconnection: close\r\n\r\n"
    )
    received = exchange(port, pipelined)
    assert [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]] == [200, 200, 200]
    assert received.index(b"/o/1.png") < received.index(b"/o/3.png")


def test_a_broken_body_is_refused(port):
    """What is wrong after the head ends the connection."""
    chunked = b"POST /x HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"
    received = exchange(port, chunked, more=(b"zz\r\n\r\n",))
    assert received == b"" or b"HTTP/1.1 " in received


async def whole(scope, receive, send):
    """Answer when the body is there."""
    while (await receive()).get("more_body"):
        pass
    await echo(scope, receive, send)


@pytest.mark.parametrize(("piece", "is_answered"), [(b"a" * 20, True), (b"a", False)])
def test_a_body_that_all_but_stops_is_given_up(piece, is_answered):
    """One that goes on coming is waited for, however long it takes."""
    head = b"POST /x HTTP/1.1\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % (
        16 * len(piece)
    )

    def pieces():
        for _ in range(16):
            time.sleep(0.1)
            yield piece

    with listening(whole, Hasty) as port:
        received = exchange(port, head, more=pieces())
    assert received.startswith(b"HTTP/1.1 200") == is_answered


async def late(scope, receive, send):
    """Ask for the body only after a while."""
    await asyncio.sleep(2.5)
    await whole(scope, receive, send)


def test_a_body_that_nobody_asked_for_yet_is_waited_for():
    """Whoever waits to be told to go on is not given up for that."""
    head = b"POST /x HTTP/1.1\r\nexpect: 100-continue\r\nconnection: close\r\ncontent-length: 3\r\n\r\n"

    def body():
        time.sleep(2.8)
        yield b"abc"

    with listening(late, Hasty) as port:
        received = exchange(port, head, more=body())
    assert received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")


@pytest.mark.slow
def test_half_open_connections_are_closed(port):
    """Silent, half-said and dripping heads are given up; others are answered meanwhile."""
    openings = (b"", b"GET /o/a.png HTTP/1.1\r\nhost: a\r\n", b"GET /o/a b")
    halves = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(150)]
    for number, half in enumerate(halves):
        half.sendall(openings[number % 3])
    drip = halves[1]
    for _ in range(5):
        time.sleep(0.1)
        drip.sendall(b"x: 1\r\n")
    assert get(port, b"/o/meanwhile.png").status == 200
    for half in halves:
        with half:
            try:
                assert half.recv(100) == b""
            except ConnectionResetError:
                pass
