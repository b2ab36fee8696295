"""`opentime audit`: whether the log of what was done is as it was written."""

import asyncio
import sqlite3

import pytest

from app.adapters.sqlite.database import FILE
from app.composition.storage import open_storage
from app.model.account import Deed
from app.settings import read_settings
from tests.adapters.builders import SetClock
from tests.cli.test_commands import ran

TAMPERING = (
    "UPDATE audit SET detail = 'x' WHERE number = 2",
    "DELETE FROM audit WHERE number = 2",
    "UPDATE audit SET at = at + 1 WHERE number = 2",
)


@pytest.fixture
def home(tmp_path):
    """A home in which three things were done."""
    storage = open_storage(read_settings({}, {"home": tmp_path}), SetClock())
    for action in ("one", "two", "three"):
        asyncio.run(storage.audit.write(Deed(actor="a", action=action)))
    storage.database.close()
    return tmp_path


def test_a_whole_log_is_said_to_be_whole(home):
    """With an exit code of 0."""
    assert ran("audit", home=home) == (0, "The audit log is whole.")


@pytest.mark.parametrize("tampering", TAMPERING)
def test_a_log_that_was_tampered_with_ends_with_1(home, tampering):
    """Whether a line is changed, moved in time or taken out."""
    with sqlite3.connect(home / FILE) as connection:
        connection.execute(tampering)
    code, said = ran("audit", home=home)
    assert code == 1
    assert "tampered with" in said
