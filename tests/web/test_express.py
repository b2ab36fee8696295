"""Answers at hand are written at once, and read on the wire like those that were awaited."""

import asyncio
import socket

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.delivery.exchange import Served
from app.web.express import ENDLESS, ExpressProtocol
from app.web.heads import Heads
from app.web.protocol import BoundedProtocol
from tests.web.wire import exchange, get, listening, reply

pytestmark = pytest.mark.net


class Echo:
    """Answers with what it was asked; what is under `/o/now` it has at hand."""

    def __init__(self) -> None:
        self.at_once = 0
        self._heads = Heads()

    def answer_at_once(self, data, peer):
        """Answer paths under `/o/now`."""
        head = self._heads.read(data)
        if head is None or not head.path.startswith(b"/o/now"):
            return None
        self.at_once += 1
        return self._served(*head[:3], peer)

    async def __call__(self, scope, receive, send):
        """Answer everything, a little later."""
        body = (await receive())["body"]
        await asyncio.sleep(0.01)
        served = self._served(
            scope["raw_path"], scope["query_string"], scope["headers"], scope["client"][0]
        )
        headers = served.headers
        await send({"type": "http.response.start", "status": served.status, "headers": headers})
        content = b"" if scope["method"] == "HEAD" else served.body
        await send({"type": "http.response.body", "body": content})
        assert isinstance(body, bytes)

    @staticmethod
    def _served(raw_path, query, lines, peer):
        said = b",".join(b"%b=%b" % line for line in lines)
        body = b"|".join((raw_path, query, said, peer.encode()))
        headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body))]
        return Served(200, headers, body)


@pytest.fixture(scope="module")
def both():
    """The same application behind the express protocol and behind the plain one."""
    quick, plain = Echo(), Echo()
    with listening(quick, ExpressProtocol) as fast, listening(plain, BoundedProtocol) as slow:
        yield quick, fast, slow


def asked(target, *lines, method=b"GET", version=b"1.1", body=b"", close=True):
    """Build a request."""
    head = [b"%b %b HTTP/%b" % (method, target, version), b"host: a", *lines]
    if close:
        head.append(b"connection: close")
    return b"\r\n".join(head) + b"\r\n\r\n" + body


ORDINARY = asked(b"/o/now/a.png", b"x-a: 1", close=False)
LAST = asked(b"/o/later.png")
UNUSUAL = {
    "closing": asked(b"/o/now/a.png"),
    "head": asked(b"/o/now/a.png", method=b"HEAD"),
    "old": asked(b"/o/now/a.png", version=b"1.0"),
    "old but lasting": asked(
        b"/o/now/a.png", b"connection: keep-alive", version=b"1.0", close=False
    ),
    "post": asked(b"/o/now/a.png", b"content-length: 3", method=b"POST", body=b"abc"),
    "expecting": asked(b"/o/now/a.png", b"expect: 100-continue"),
    "fragment": asked(b"/o/now/a.png#b"),
    "elsewhere": asked(b"/c/now/a.png"),
    "absolute": asked(b"http://b.example/o/now/a.png"),
    "broken": asked(b"/o/now/{{ a }}.png"),
}
FOLLOWED = {
    "again": ORDINARY * 3 + LAST,
    "with a query": asked(b"/o/now/a.png?sku=1&b", close=False) + LAST,
    "with a body": asked(b"/o/now/a.png", b"content-length: 3", close=False, body=b"abc") + LAST,
    "with chunks": asked(
        b"/o/now/a.png", b"transfer-encoding: chunked", close=False, body=b"3\r\nabc\r\n0\r\n\r\n"
    )
    + LAST,
    "between others": asked(b"/o/later/1.png", close=False) + ORDINARY + LAST,
    "after a line of nothing": b"\r\n" + ORDINARY + LAST,
}


def read(port, data):
    """Return what comes back, without the seconds of its dates."""
    lines = exchange(port, data).split(b"\r\n")
    return [line for line in lines if not line.lower().startswith(b"date:")]


@pytest.mark.parametrize("data", [*UNUSUAL.values(), *FOLLOWED.values()], ids=[*UNUSUAL, *FOLLOWED])
def test_both_ways_read_the_same(both, data):
    """Whatever is asked, in whatever order, the wire shows the same bytes."""
    _, fast, slow = both
    assert read(slow, data) == read(fast, data)


@pytest.mark.parametrize("data", UNUSUAL.values(), ids=UNUSUAL)
def test_what_is_unusual_is_awaited(both, data):
    """Only an ordinary GET of an open, on a connection that lasts, is answered at once."""
    quick, fast, _ = both
    before = quick.at_once
    exchange(fast, data)
    assert quick.at_once == before


def test_what_is_at_hand_is_answered_at_once(both):
    """Each ordinary GET that arrives by itself, one after the other on one connection."""
    quick, fast, _ = both
    before = quick.at_once
    with socket.create_connection(("127.0.0.1", fast), timeout=30) as connection:
        for _ in range(3):
            connection.sendall(ORDINARY)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 OK")
    assert quick.at_once == before + 3


def test_several_in_one_packet_are_awaited(both):
    """What is pipelined has to wait its turn."""
    quick, fast, _ = both
    before = quick.at_once
    exchange(fast, ORDINARY * 3 + LAST)
    assert quick.at_once == before


def test_an_answer_waits_for_the_one_before(both):
    """Pipelined requests are answered in the order in which they were asked."""
    _, fast, _ = both
    received = exchange(fast, asked(b"/o/later/1.png", close=False) + ORDINARY + LAST)
    order = [received.index(path) for path in (b"/o/later/1.png", b"/o/now/a.png", b"/o/later.png")]
    assert order == sorted(order)


def test_an_application_without_answers_at_hand_is_served():
    """The protocol needs nothing but ASGI."""

    async def plain(scope, receive, send):
        await Echo()(scope, receive, send)

    with listening(plain, ExpressProtocol) as port:
        assert get(port, b"/o/now/a.png").status == 200


def test_a_connection_that_rests_is_closed(both, monkeypatch):
    """After an answer at once, too, a silent client is let go."""
    monkeypatch.setattr(ExpressProtocol, "head_seconds", 0.2)
    _, fast, _ = both
    assert reply(exchange(fast, ORDINARY)).status == 200


class Restless(ExpressProtocol):
    """The protocol that lets go of a connection as soon as it rests."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.timeout_keep_alive = 0.02


def test_a_connection_that_works_is_kept():
    """An answer at once starts no clock for the one after it, which takes its time."""

    class Slow(Echo):
        async def __call__(self, scope, receive, send):
            await asyncio.sleep(0.2)
            await super().__call__(scope, receive, send)

    with listening(Slow(), Restless) as port:
        received = exchange(port, ORDINARY + asked(b"/o/later.png", close=False))
    assert received.count(b"200 OK") == 2


class Sink(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self):
        super().__init__()
        self.written = b""
        self.is_closed = False

    def write(self, data):
        """Keep it."""
        self.written += data

    def writelines(self, pieces):
        """Keep all of them."""
        self.written += b"".join(pieces)

    def close(self):
        """Note it."""
        self.is_closed = True

    def is_closing(self):
        """Tell."""
        return self.is_closed


async def connected():
    """Return a protocol in this loop, and its transport."""
    config = uvicorn.Config(
        Echo(), http=ExpressProtocol, interface="asgi3", proxy_headers=False, log_config=None
    )
    config.load()
    protocol = ExpressProtocol(config, ServerState(), {}, asyncio.get_running_loop())
    sink = Sink()
    protocol.connection_made(sink)
    return protocol, sink


async def test_what_comes_after_an_answer_is_written_after_it():
    """Also what is refused in the very turn of the loop in which it was answered."""
    protocol, sink = await connected()
    protocol.data_received(ORDINARY)
    protocol.data_received(b"\x00\r\n\r\n")
    assert sink.written.index(b"200 OK") < sink.written.index(b"HTTP/1.1 400")


async def test_answers_of_one_turn_are_written_together_at_its_end():
    """Whoever reads on the other side is woken once for all of them."""
    protocol, sink = await connected()
    protocol.data_received(ORDINARY)
    protocol.data_received(ORDINARY)
    assert sink.written == b""
    await asyncio.sleep(0)
    assert sink.written.count(b"200 OK") == 2


async def test_what_was_answered_is_written_before_the_end():
    """A server that is told to stop leaves no answer unwritten."""
    protocol, sink = await connected()
    protocol.data_received(ORDINARY)
    protocol.shutdown()
    assert b"200 OK" in sink.written
    assert sink.is_closed


async def test_a_connection_that_is_gone_is_written_nothing():
    """Between the answer and the end of the turn it may be closed."""
    protocol, sink = await connected()
    protocol.data_received(ORDINARY)
    sink.close()
    await asyncio.sleep(0)
    assert sink.written == b""


def test_what_would_never_end_does_not_keep_a_server_from_ending():
    """An answer that goes on for as long as it is read is cut at shutdown, no other is."""

    async def endless(scope, receive, send):
        scope[ENDLESS] = True
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"on and on", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass

    with listening(endless, ExpressProtocol) as port:
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall(b"GET /events HTTP/1.1\r\nhost: opentime.test\r\n\r\n")
        received = b""
        while b"on and on" not in received:
            received += connection.recv(65_536)
    assert connection.recv(65_536) == b""
    connection.close()
