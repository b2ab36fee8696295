"""Questions to a real server on loopback: what is sent, what comes back, whom they reach."""

import hmac
import logging
import ssl
import time
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from app.adapters.outbound.conditional import Validators
from app.adapters.outbound.exchange import Request
from app.adapters.outbound.signing import Signer
from app.errors import SourceRefused, SourceUnavailable, Unacceptable
from tests.adapters.outbound.stub import HOST, OK, TLS, a_client, moved, stubbed, whole

pytestmark = pytest.mark.net
CANARY = "canary-9f8e7d"


async def test_an_answer_comes_with_its_body_and_type():
    """The name is asked for, at the address that was found."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"[1]", b"Content-Type: Application/JSON; charset=utf-8")

        answer = await client.ask(Request(url=stub.url("/a?x=1")))

    assert (answer.status, answer.media_type, answer.body) == (200, "application/json", b"[1]")
    assert stub.asked[0].startswith(b"GET /a?x=1 HTTP/1.1\r\n")
    assert f"Host: {HOST}:{stub.port}".encode() in stub.asked[0]


async def test_a_status_is_the_caller_s_to_judge():
    """An answer of 503 is an answer, with the headers that say when to come again."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"", b"Retry-After: 7", status=b"HTTP/1.1 503 Busy\r\n")

        answer = await client.ask(Request(url=stub.url("/a")))

    assert (answer.status, answer.headers["retry-after"]) == (503, "7")


async def test_whoever_wants_200_alone_says_so():
    """Of everything else the status is told, without the address."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers |= {"/a": whole(b"x"), "/b": whole(b"x", status=b"HTTP/1.1 404 No\r\n")}

        assert (await client.get(stub.url("/a"))).body == b"x"
        with pytest.raises(SourceUnavailable, match=r"feed\.example answered 404\.$"):
            await client.get(stub.url(f"/b?{CANARY}"))


async def test_a_body_is_sent_with_its_length():
    """A POST carries what it was given."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"")

        await client.ask(Request(method="POST", url=stub.url("/a"), body=b"{}"))

    assert b"Content-Length: 2\r\n" in stub.asked[0]


async def test_what_did_not_change_is_not_sent_again():
    """The validators of one answer make the next one a 304."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"x", b'ETag: W/"7"', b"Last-Modified: yesterday")
        first = await client.ask(Request(url=stub.url("/a")))
        stub.answers["/a"] = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99999999999\r\n\r\n"

        second = await client.ask(Request(url=stub.url("/a"), known=first.validators))

    assert Validators(etag='W/"7"', last_modified="yesterday") == first.validators
    assert b'If-None-Match: W/"7"' in stub.asked[1]
    assert b"If-Modified-Since: yesterday" in stub.asked[1]
    assert (second.is_unmodified, second.body) == (True, b"")


async def test_a_signed_request_can_be_checked_by_whoever_knows_the_secret():
    """Method, path, time and body are what the signature stands for."""
    at = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    signer = Signer(key="k1", secret=b"shared", now=lambda: at)
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"")
        url = stub.url("/a?b=c")

        await client.ask(Request(method="POST", url=url, body=b"{}", signer=signer))

    head = dict(line.split(b": ", 1) for line in stub.asked[0].split(b"\r\n")[1:] if line)
    digest = sha256(b"{}").hexdigest()
    signed = f"v1\nPOST\n/a?b=c\n1795802400\n{digest}".encode()
    expected = "v1=" + hmac.new(b"shared", signed, sha256).hexdigest()
    assert [b"k1", b"1795802400", digest.encode(), expected.encode()] == [
        head[name]
        for name in (
            b"Opentime-Key",
            b"Opentime-Timestamp",
            b"Opentime-Content-SHA256",
            b"Opentime-Signature",
        )
    ]


async def test_a_name_that_leads_home_is_not_asked():
    """Without an allowance, loopback gets no connection at all."""
    async with stubbed() as stub, a_client(stub, names=()) as client:
        with pytest.raises(SourceRefused, match=r"^feed\.example cannot be reached"):
            await client.ask(Request(url=stub.url("/a")))

    assert stub.connections == 0


async def test_a_name_with_one_private_address_among_public_ones_is_not_asked():
    """A mixed answer is refused, whichever address comes first."""

    def lookup(_host, _port):
        return ["1.1.1.1", "127.0.0.1"]

    async with stubbed() as stub, a_client(stub, names=(), lookup=lookup) as client:
        with pytest.raises(SourceRefused):
            await client.ask(Request(url=stub.url("/a")))

    assert stub.connections == 0


async def test_a_name_is_looked_up_once_for_a_connection():
    """What a name server answers to a second question (rebinding) is never dialled."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]

    def lookup(_host, _port):
        return answers.pop(0)

    here = ["127.0.0.1/32"]
    async with stubbed() as stub, a_client(stub, names=here, lookup=lookup) as client:
        stub.answers["/a"] = OK + b"Connection: close\r\n\r\nx"
        await client.ask(Request(url=stub.url("/a")))
        assert answers == [["127.0.0.2"]]
        with pytest.raises(SourceRefused):
            await client.ask(Request(url=stub.url("/a")))

    assert stub.connections == 1


async def test_the_next_address_is_tried_when_one_does_not_answer():
    """A name with a dead address and a living one is asked at the living one."""
    async with stubbed() as stub:
        found = ["127.0.0.9", "127.0.0.1"]
        async with a_client(stub, lookup=lambda _host, _port: found) as client:
            stub.answers["/a"] = whole(b"x")
            answer = await client.ask(Request(url=stub.url("/a")))

    assert answer.body == b"x"


async def test_whoever_named_a_host_is_not_told_why_it_is_not_reached(caplog):
    """Blocked, unknown, closed and silent look alike (T45); the log knows one from another."""

    def lookup(host, _port):
        if host == "slow.example":
            time.sleep(1)
        if host == "unknown.example":
            raise OSError("no such name")
        return [{"closed.example": "127.0.0.9"}.get(host, "10.0.0.1")]

    told, logged = set(), set()
    closed = {"names": ["127.0.0.9"], "lookup": lookup, "seconds": 0.2}
    async with stubbed() as stub, a_client(stub, **closed) as client:
        for name in ("unknown.example", "closed.example", "inside.example", "slow.example"):
            with pytest.raises(SourceUnavailable) as caught:
                await client.ask(Request(url=stub.url("/a", host=name)))
            error = caught.value
            told.add((error.message.replace(name, ""), error.remedy, error.title, error.value))
            logged.add(caplog.messages[-1].replace(name, ""))

    assert (len(told), len(logged)) == (1, 4)


async def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    """A proxy in the environment gets nothing: it would look names up in our stead."""
    async with stubbed() as stub, stubbed() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        async with a_client(stub) as client:
            stub.answers["/a"] = whole(b"x")
            await client.ask(Request(url=stub.url("/a")))

    assert (stub.connections, proxy.connections) == (1, 0)


async def test_no_cookies_are_kept():
    """What one answer sets is not sent with the next request."""
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers["/a"] = whole(b"", b"Set-Cookie: a=b; Path=/")
        await client.ask(Request(url=stub.url("/a")))
        await client.ask(Request(url=stub.url("/a")))

    assert b"cookie" not in stub.asked[1].lower()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "other.example"},
        {"content-length": "5"},
        {"Transfer-Encoding": "chunked"},
        {"Proxy-Authorization": "x"},
        {"X-Key": "a\r\nHost: other.example"},
        {"X Key": "a"},
        {"X-Key": "naïve\x00"},
    ],
)
def test_headers_that_frame_a_message_are_not_taken(headers):
    """A source's own headers can neither split a request nor send it elsewhere."""
    with pytest.raises(Unacceptable):
        Request(url="https://example.com/", headers=headers)


def secure(port_tls=ssl.PROTOCOL_TLS_SERVER):
    """Return the TLS of a server that is feed.example."""
    context = ssl.SSLContext(port_tls)
    context.load_cert_chain(TLS / "feed.pem", TLS / "feed.key")
    return context


async def test_tls_asks_for_the_name_though_the_address_is_dialled():
    """A certificate of the name holds at the address that was found."""
    trusted = ssl.create_default_context(cafile=str(TLS / "feed.pem"))
    async with stubbed(tls=secure()) as stub, a_client(stub, tls=trusted) as client:
        stub.answers["/a"] = whole(b"x")

        answer = await client.ask(Request(url=stub.url("/a", scheme="https")))

    assert answer.body == b"x"


async def test_a_redirect_from_https_to_http_is_refused():
    """What was asked in secret is not asked again in the open."""
    trusted = ssl.create_default_context(cafile=str(TLS / "feed.pem"))
    async with stubbed(tls=secure()) as stub, a_client(stub, tls=trusted) as client:
        stub.answers |= {"/a": moved("/b"), "/b": moved(f"http://{HOST}/c")}
        with pytest.raises(SourceRefused, match="from https to http"):
            await client.ask(Request(url=stub.url("/a", scheme="https")))


@pytest.mark.parametrize(("host", "is_trusted"), [(HOST, False), ("other.example", True)])
async def test_a_certificate_that_does_not_hold_ends_the_connection(host, is_trusted):
    """An unknown issuer and another's name are refused, and the message says it is TLS."""
    trusted = ssl.create_default_context(cafile=str(TLS / "feed.pem") if is_trusted else None)
    server = stubbed(tls=secure())
    async with server as stub, a_client(stub, names=[host], tls=trusted) as client:
        with pytest.raises(SourceUnavailable, match=f"{host} .*certificate"):
            await client.ask(Request(url=stub.url("/a", host=host, scheme="https")))

    assert stub.asked == []


@pytest.mark.parametrize("way", ["refused", "garbage", "redirect", "elsewhere", "fine"])
async def test_secrets_stay_out_of_messages_and_logs(way, caplog):
    """Whatever happens, neither errors nor log lines at debug hold a header or a token."""
    caplog.set_level(logging.DEBUG)
    answers = {
        "garbage": f"{CANARY} HTTP what\r\n\r\n".encode(),
        "redirect": moved(f"http://10.0.0.1/?token={CANARY}"),
        "elsewhere": moved(f"http://x:{CANARY}@example.com/"),
        "fine": whole(b"", f"Set-Cookie: {CANARY}".encode()),
        "refused": b"",
    }
    names = () if way == "refused" else (HOST,)
    said = ""
    async with stubbed() as stub, a_client(stub, names=names) as client:
        stub.answers["/a"] = answers[way]
        request = Request(
            url=stub.url(f"/a?token={CANARY}"),
            headers={"Authorization": f"Bearer {CANARY}"},
            signer=Signer(key="k", secret=CANARY.encode(), now=lambda: datetime.now(UTC)),
        )
        try:
            await client.ask(request)
        except SourceUnavailable as error:
            said = f"{error!r} {error.remedy} {error.field} {error.value} {error.__cause__!r}"
        except Exception as error:  # noqa: BLE001  # whatever it is, it must not talk
            said = f"{error!r} {error.__cause__!r}"

    assert CANARY not in f"{said} {request!r} {caplog.text}"
    assert (way == "fine") == (said == "")
