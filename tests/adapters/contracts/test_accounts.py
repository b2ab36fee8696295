"""Accounts and sessions as they are kept, whoever else changes them at the same time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.errors import Conflict
from app.model.account import Account, Role, Session
from tests.adapters.builders import NOON

ANA, BEN = (
    Account(
        key=name, email=f"{name}@brand.example", name=name, role=Role.ADMIN, password="x",
        created_at=NOON,
    )
    for name in ("ana", "ben")
)  # fmt: skip
SESSION = Session(digest="d", account="ana", csrf="c", created_at=NOON, seen_at=NOON)


@pytest.fixture
async def accounts(adapters):
    """Two admins, and nobody else."""
    kept = adapters.accounts
    await kept.add(ANA)
    await kept.add(BEN)
    return kept


async def test_what_was_changed_meanwhile_is_not_overwritten(accounts):
    """Who was closed stays closed when a role is given that was chosen before."""
    closed = replace(BEN, is_closed=True)
    assert await accounts.change(BEN, closed)
    assert not await accounts.change(BEN, replace(BEN, role=Role.DESIGNER))
    assert await accounts.by_key("ben") == closed


@pytest.mark.parametrize("less", [{"role": Role.ANALYST}, {"is_closed": True}])
async def test_the_last_admin_cannot_go(accounts, less):
    """Whatever anybody saw before; what keeps the admin an admin may change."""
    assert await accounts.change(ANA, replace(ANA, **less))
    assert not await accounts.change(BEN, replace(BEN, **less))
    assert await accounts.change(BEN, replace(BEN, password="y"))


async def test_an_address_is_one_accounts(accounts):
    """Another account of the same address is refused."""
    with pytest.raises(Conflict, match="ben@brand"):
        await accounts.add(replace(BEN, key="other"))


async def test_a_session_that_ended_is_not_begun_again_by_its_use(adapters):
    """A request that was on its way when all sessions ended leaves none behind."""
    sessions = adapters.sessions
    await sessions.put(SESSION)
    await sessions.seen("d", NOON + timedelta(hours=1))
    assert (await sessions.find("d")).seen_at == NOON + timedelta(hours=1)
    await sessions.end_all("ana")
    await sessions.seen("d", NOON + timedelta(hours=2))
    assert await sessions.find("d") is None
