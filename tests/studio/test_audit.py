"""What was done is written down, and stays as it was written."""

import sqlite3

from app.adapters.sqlite.database import FILE
from app.model.account import Deed, Role
from tests.studio.browsing import EMAILS


async def test_every_change_is_written_down(browser, studio):
    """Who did what to whom; never with a password."""
    await browser.sign_in(Role.ADMIN)
    secret = "a new colleague's sentence"
    await browser.post(
        "/studio/accounts", email="new@brand.example", name="New", role="analyst", password=secret
    )
    page = await studio.services.storage.audit.page(cursor="", limit=10)
    newest = page.items[0].deed
    expected = Deed(
        actor=EMAILS[Role.ADMIN],
        action="account.add",
        subject="new@brand.example",
        detail="analyst",
    )
    assert expected == newest
    assert secret not in (await browser.get("/studio/audit")).text
    assert "Every line is whole" in (await browser.get("/studio/audit?check")).text


async def test_a_line_that_is_changed_or_taken_out_shows(studio):
    """In the log itself, on its page and on the command line."""
    audit = studio.services.storage.audit
    first = await audit.write(Deed(actor="a", action="b"))
    await audit.write(Deed(actor="a", action="c"))
    assert await audit.verify() is None
    with sqlite3.connect(studio.home / FILE) as connection:
        connection.execute("UPDATE audit SET actor = 'x' WHERE number = ?", (first.number,))
    assert await audit.verify() == first.number
    with sqlite3.connect(studio.home / FILE) as connection:
        connection.execute("UPDATE audit SET actor = 'a' WHERE number = ?", (first.number,))
    assert await audit.verify() is None
    with sqlite3.connect(studio.home / FILE) as connection:
        connection.execute("DELETE FROM audit WHERE number = ?", (first.number,))
    assert await audit.verify() == first.number
