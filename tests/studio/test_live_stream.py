"""A stream of the live page goes on only for who may still read it."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.requests import Request

from app.adapters.sqlite.database import Database
from app.model.account import Account, Role, Session
from app.studio.signing_in import SignedIn
from app.web.studio.live import LivePages
from app.web.studio.pages import Pages
from app.web.studio.visits import Visit
from tests.adapters.journaling import NOON, OPEN
from tests.studio.live import Live

ACCOUNT = Account(
    key="k", email="a@b.example", name="A", role=Role.ADMIN, password="", created_at=NOON
)  # fmt: skip
SESSION = Session(digest="d", account="k", csrf="c", created_at=NOON, seen_at=NOON)
LET_IN = SignedIn(secret="s", session=SESSION, account=ACCOUNT)
DEMOTED = replace(LET_IN, account=replace(ACCOUNT, role=Role.ANALYST))


@pytest.mark.parametrize("becomes", [None, DEMOTED])
async def test_whoever_may_no_more_is_sent_nothing_more(tmp_path, becomes):
    """Not even what was made ready before: the stream ends there."""
    database = Database(tmp_path)
    live = Live(database)
    answers = iter([LET_IN, becomes])

    async def who(secret):
        assert secret == "s"
        return next(answers)

    look = Pages(Path("templates"), version="0")
    pages = LivePages(live=live.service, pages=look, who=who, email="")
    scope = {"type": "http", "query_string": b"", "headers": [(b"accept", b"text/event-stream")]}
    live.happen(OPEN)
    visit = Visit(request=Request(scope), ip="", signed_in=LET_IN)
    response = await pages.stream(visit)
    try:
        assert [piece async for piece in response.body_iterator] == [b"retry: 2000\n\n"]
    finally:
        database.close()
