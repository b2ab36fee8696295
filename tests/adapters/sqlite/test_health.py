"""What a database does to the server is noticed, said, and over when it is over."""

import asyncio
import errno
import os
import sqlite3
from contextlib import closing

import pytest

from app.adapters.sqlite.assets import SqliteAssets, content_digest
from app.adapters.sqlite.brands import SqliteBrands
from app.adapters.sqlite.database import FILE, Database
from app.adapters.sqlite.failures import ReadOnly, failure_of, is_damage
from app.adapters.sqlite.health import Health
from app.adapters.sqlite.profiles import SqliteProfiles
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.errors import Overloaded, SourceUnavailable, StorageFailing, StorageFull, storage_failure
from app.model.brand import Brand
from app.model.ports import Asset
from tests.adapters.builders import a_subscriber


@pytest.fixture
def database(home):
    """Open the database of a home."""
    opened = Database(home)
    yield opened
    opened.close()


def failing(code: int, text: str = "it fails") -> sqlite3.OperationalError:
    """Return an error as SQLite raises it."""
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


def scramble(home) -> None:
    """Overwrite everything but the first page, which says what the file is."""
    with (home / FILE).open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom((home / FILE).stat().st_size - 4096))


async def settled(database: Database) -> str:
    """Return the trouble after what asking for it set off has ended."""
    database.trouble()
    checker = database.health._checker
    while (checker and checker.is_alive()) or database._is_probing:  # noqa: ASYNC110  # threads
        await asyncio.sleep(0.01)
    return database.trouble()


async def test_damage_is_found_while_serving(database, home):
    """Pages that nobody has read since they were damaged are looked at when readiness is asked."""
    await SqliteSubscribers(database).put([a_subscriber(f"s{n}") for n in range(500)])
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert await settled(database) == ""
    database.health._next_check = 0.0  # some time later

    scramble(home)

    assert await settled(database)
    with pytest.raises(ReadOnly, match="damaged"):
        await SqliteSubscribers(database).put([a_subscriber("b")])


@pytest.mark.parametrize("reading", ["query", "profile", "cache"])
async def test_damage_that_is_met_is_noticed(database, reading):
    """Whoever meets damage first tells all: from then on nothing is written."""

    def broken(*_args):
        raise failing(sqlite3.SQLITE_CORRUPT, "malformed")

    if reading == "query":
        with pytest.raises(ReadOnly):
            await database.query(broken)
    elif reading == "profile":
        profiles = SqliteProfiles(database)
        profiles._cursor = type("Cursor", (), {"execute": broken})()
        with pytest.raises(SourceUnavailable):
            await profiles.read("a" * 26)
    else:
        brands = SqliteBrands(database)
        brands._known._load = broken
        with pytest.raises(SourceUnavailable):
            brands.read("")

    assert "malformed" in database.trouble()
    with pytest.raises(ReadOnly):
        await SqliteBrands(database).put(Brand(name="b", title="B"))


async def test_a_full_disk_is_trouble_until_there_is_room(database):
    """While nothing can grow the database is in trouble; it is not once a write succeeds."""
    (pages,) = database.reader.execute("PRAGMA page_count").fetchone()

    def limit(most):
        return database.write(lambda c: c.execute(f"PRAGMA max_page_count = {most}").fetchone())

    await limit(pages)
    with pytest.raises(StorageFull):
        await SqliteSubscribers(database).put([a_subscriber(f"s{n}") for n in range(2_000)])
    assert "could not grow" in database.trouble()
    assert "could not grow" in await settled(database)

    await limit(1_000_000)
    assert await settled(database) == ""
    assert (
        database.reader.execute("SELECT 1 FROM sqlite_master WHERE name='probe'").fetchall() == []
    )


async def test_a_write_that_the_disk_refuses_is_trouble(database):
    """An input or output error is 503 and not ready; the next write that succeeds ends it."""

    def broken(_connection):
        raise failing(sqlite3.SQLITE_IOERR | 3 << 8, "disk I/O error")

    with pytest.raises(StorageFailing) as caught:
        await database.write(broken)

    assert caught.value.status == 503
    assert "disk I/O error" in database.health.failing
    await SqliteBrands(database).put(Brand(name="b", title="B"))
    assert database.trouble() == ""


async def test_a_write_that_is_refused_for_what_it_says_is_no_trouble(database):
    """A mistake of whoever writes says nothing about the disk."""

    def wrong(_connection):
        raise ValueError("no price")

    with pytest.raises(ValueError, match="no price"):
        await database.write(wrong)

    assert database.trouble() == ""


async def test_a_file_that_was_emptied_is_damage(database, home):
    """A database without our tables is not asked for them with a defect."""
    os.truncate(home / FILE, 0)
    for aside in ("-wal", "-shm"):
        (home / (FILE + aside)).unlink(missing_ok=True)

    with pytest.raises(ReadOnly):
        await database.query(lambda c: c.execute("SELECT * FROM subscribers").fetchall())

    assert "no such table" in database.trouble()


@pytest.mark.parametrize(
    ("error", "kind", "status"),
    [
        (failing(sqlite3.SQLITE_BUSY), Overloaded, 503),
        (failing(sqlite3.SQLITE_PROTOCOL), Overloaded, 503),
        (failing(sqlite3.SQLITE_NOMEM), Overloaded, 503),
        (failing(sqlite3.SQLITE_FULL), StorageFull, 507),
        (failing(sqlite3.SQLITE_IOERR | 19 << 8), StorageFailing, 503),
        (failing(sqlite3.SQLITE_READONLY | 4 << 8), ReadOnly, 503),
        (failing(sqlite3.SQLITE_CANTOPEN), ReadOnly, 503),
        (failing(sqlite3.SQLITE_CORRUPT | 1 << 8), ReadOnly, 503),
        (failing(sqlite3.SQLITE_NOTADB), ReadOnly, 503),
        (failing(sqlite3.SQLITE_ERROR, "no such table: brands"), ReadOnly, 503),
        (OSError(errno.ENOSPC, "No space left on device"), StorageFull, 507),
        (OSError(errno.EDQUOT, "Quota exceeded"), StorageFull, 507),
        (OSError(errno.EFBIG, "File too large"), StorageFull, 507),
        (OSError(errno.EIO, "Input/output error"), StorageFailing, 503),
        (OSError(errno.EACCES, "Permission denied"), StorageFailing, 503),
    ],
)
def test_every_failure_has_its_answer(error, kind, status):
    """No failure of disk or database is a defect of ours."""
    meant = failure_of(error)

    assert (type(meant), meant.status) == (kind, status)
    assert meant.remedy


def test_other_errors_come_back_as_they_are():
    """What says nothing about the file is raised as it was."""
    error = failing(sqlite3.SQLITE_ERROR, "near x: syntax error")

    assert failure_of(error) is error
    assert not is_damage(error)


def test_checks_keep_their_distance(home):
    """A check takes a small share of the time, however often somebody asks."""
    Database(home).close()
    now = [0.0]
    health = Health(home / FILE, monotonic=lambda: now[0])
    started = []
    health._started = lambda: started.append(now[0]) or type("C", (), {"start": lambda _: None})()
    for instant, ended in ((0.0, 2.0), (5.0, None), (150.0, None), (201.0, None)):
        now[0] = instant
        health.check_apart()
        if ended is not None:
            health._ended("", ended)

    assert started == [0.0, 201.0]


def test_a_check_that_cannot_begin_says_so(tmp_path):
    """A file that cannot be opened is found failing, not passed over."""
    health = Health(tmp_path / "none.db")

    health.check_apart()

    assert health.damage == ""
    assert health.close() is None


async def test_an_asset_that_cannot_be_read_is_a_failure_or_left_out(database, home):
    """To the API it is the disk that fails; a picture is drawn without it."""
    assets, body = SqliteAssets(database), b"body"
    digest = content_digest(body)
    asset = Asset(name="a", digest=digest, media_type="image/png", size=4, width=1, height=1)
    await assets.put(asset, body)
    path = home / "assets" / digest[:2] / digest[2:]
    path.unlink()
    path.mkdir()

    with pytest.raises(StorageFailing):
        assets.body(digest)
    assert assets.layer(digest) is None


async def test_an_asset_that_cannot_be_written_is_a_failure(database, home):
    """A folder that is none is the disk's failure, and nothing is named that is not there."""
    (home / "assets").write_bytes(b"")
    asset = Asset(
        name="a", digest=content_digest(b"b"), media_type="image/png", size=1, width=1, height=1
    )

    with pytest.raises(StorageFailing):
        await SqliteAssets(database).put(asset, b"b")

    assert await SqliteAssets(database).get("a") is None


def test_the_systems_words_are_passed_on():
    """The message says what the system said."""
    assert "No space" in storage_failure(OSError(errno.ENOSPC, "No space left on device")).message
