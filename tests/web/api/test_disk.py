"""What the disk does to us is answered as such: 503 or 507, with a remedy, never as a defect."""

import os
import sqlite3
from contextlib import closing

import pytest

from app.adapters.sqlite.database import FILE
from tests.web.api.documents import STORE, picture


async def test_a_full_database_is_507(served):
    """When the file cannot grow whoever writes is told so, and readers are answered."""
    await served.call("PUT", "/stores/S1", STORE)
    database = served.services.storage.database
    (pages,) = database.reader.execute("PRAGMA page_count").fetchone()
    await database.write(lambda c: c.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    people = [{"external_id": f"p{n}", "attributes": {"x": "y" * 400}} for n in range(2_000)]

    answer = await served.call("POST", "/subscribers", {"items": people})

    assert answer.status_code == 507
    assert "Free space" in answer.json()["detail"]
    assert (await served.call("GET", "/stores/S1")).status_code == 200
    assert database.trouble()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/stores", None),
        ("GET", "/stores/S1", None),
        ("PUT", "/stores/S1", STORE),
        ("PATCH", "/stock", [{"store": "S1", "sku": "NB-1", "quantity": 3}]),
        ("GET", "/subscribers/p1", None),
        ("DELETE", "/subscribers/p1", None),
        ("GET", "/blocks/hello", None),
        ("POST", "/preview", {"block": "hello"}),
        ("GET", "/messages", None),
        ("GET", "/assets/a.png/content", None),
        ("GET", "/keys", None),
        ("GET", "/brands", None),
    ],
)
async def test_a_database_that_breaks_while_serving_is_503(served, method, path, body):
    """Every operation over a file that was overwritten says that the database is damaged."""
    await served.call("PUT", "/stores/S1", STORE)
    home = served.services.settings.home
    with closing(sqlite3.connect(home / FILE)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (home / FILE).open("r+b") as file:
        file.write(os.urandom((home / FILE).stat().st_size))

    answer = await served.call(method, path, body)

    assert answer.status_code in (503, 404), answer.json()
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_folder_that_fails_is_not_our_defect(served):
    """Where assets cannot be kept the disk is said to fail, and the server is in trouble."""
    (served.services.settings.home / "assets").write_bytes(b"")

    answer = await served.call("PUT", "/assets/a.png", content=picture())

    assert answer.status_code == 503
    assert "Check the volume" in answer.json()["detail"]
    assert served.services.storage.database.trouble()


async def test_an_error_of_input_and_output_is_503(served):
    """A disk that fails under the database is 503, and the server is not ready."""

    def failing(_connection):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    database = served.services.storage.database
    run = database._run_query
    database._run_query = lambda _job: run(failing)
    answer = await served.call("GET", "/stores")

    assert answer.status_code == 503
    assert "disk I/O error" in answer.json()["detail"]
    assert "disk I/O error" in database.trouble()
