"""Bodies of POSTs: whose are read at all, and where long ones are taken apart."""

import threading
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request

from app.model.account import Account, Right, Role, Session
from app.studio.signing_in import SignedIn
from app.web.studio import bodies
from app.web.studio.door import Door
from app.web.studio.visits import Page, Takes

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ANALYST = SignedIn(
    secret="s",
    session=Session(digest="d", account="ana", csrf="token", created_at=NOW, seen_at=NOW),
    account=Account(
        key="ana",
        email="ana@brand.example",
        name="Ana",
        role=Role.ANALYST,
        password="",
        created_at=NOW,
    ),
)


class Known:
    """Says who sends the secret of the only session."""

    async def who(self, secret):
        """Return the analyst, or nobody."""
        return ANALYST if secret == "s" else None


def client_of(takes, right):
    """Return a client of one page behind the door."""
    page = Page(
        method="POST", path="/x", right=right, handle=None, takes=takes, for_scripts=True
    )  # fmt: skip
    door = Door(signing_in=Known(), pages=None, client_of=lambda peer, _: peer, is_https=False)
    transport = httpx.ASGITransport(Starlette(routes=door.routes([page])))
    return httpx.AsyncClient(transport=transport, base_url="http://studio.test")


@pytest.mark.parametrize("takes", Takes)
@pytest.mark.parametrize(
    ("cookie", "right", "status"),
    [("", Right.LOOK, 401), ("opentime=s", Right.DESIGN, 403), ("opentime=x", Right.LOOK, 401)],
)
async def test_of_who_may_not_nothing_is_read(takes, cookie, right, status):
    """Neither a stranger's body nor that of somebody without the right."""
    read = []

    async def body():
        for _ in range(3):
            read.append(1)
            yield b"a=1&" * 1000

    headers = {"origin": "http://studio.test", "cookie": cookie, "x-csrf-token": "token"}
    answer = await client_of(takes, right).post("/studio/x", content=body(), headers=headers)
    assert answer.status_code == status
    assert not read


@pytest.mark.parametrize(("length", "is_beside"), [(100, False), (200_000, True)])
async def test_a_long_form_is_taken_apart_beside_the_loop(monkeypatch, length, is_beside):
    """And a short one where it came."""
    where = []

    def noted(*given, **more):
        where.append(threading.get_ident())
        return parse_qsl(*given, **more)

    async def receive():
        body = urlencode({"text": "ü" * (length // 6)}).encode()
        return {"type": "http.request", "body": body}

    monkeypatch.setattr(bodies, "parse_qsl", noted)
    form = await bodies.form_of(Request({"type": "http"}, receive), 7 * 1024 * 1024)
    assert form == {"text": "ü" * (length // 6)}
    assert [ident != threading.get_ident() for ident in where] == [is_beside]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"a":',
        b'{"a":1e400}',
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b"[" * 99999,
    ],
)
async def test_what_is_no_object_is_refused(body):
    """Neither a page that failed nor half of an object."""
    headers = {"origin": "http://studio.test", "cookie": "opentime=s", "x-csrf-token": "token"}
    client = client_of(Takes.DATA, Right.LOOK)
    answer = await client.post("/studio/x", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body"


@pytest.mark.parametrize("takes", [Takes.FORM, Takes.DATA])
async def test_who_hangs_up_is_no_failure(caplog, takes):
    """An upload that is broken off is not written down as a fault of ours."""

    async def broken_off():
        yield b'{"a":'
        raise ClientDisconnect

    client = client_of(takes, Right.LOOK)
    headers = {"origin": "http://studio.test", "cookie": "opentime=s", "x-csrf-token": "token"}
    await client.post("/studio/x", content=broken_off(), headers=headers)
    assert not [each for each in caplog.records if each.name == "opentime.studio"]
