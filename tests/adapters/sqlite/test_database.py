"""The database of a process stays usable when it is locked, full, damaged or overrun."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.database import FILE, Database
from app.adapters.sqlite.failures import ReadOnly, StorageFull, failure_of
from app.adapters.sqlite.messages import SqliteMessages
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.profiles import HOLD_S, SqliteProfiles
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.errors import Overloaded, SourceUnavailable, Unacceptable
from tests.adapters.builders import a_message, a_subscriber

WRITE = """
import asyncio, sys
from pathlib import Path
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.subscribers import SqliteSubscribers
from tests.adapters.builders import a_subscriber

async def main(home, mark):
    database = Database(Path(home))
    subscribers = SqliteSubscribers(database)
    for n in range(100):
        shared = a_subscriber("shared", tz=f"{mark}{n}")
        await subscribers.put([a_subscriber(f"{mark}-{n}"), shared])
    database.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def database(home):
    """Open the database of a home."""
    opened = Database(home, patience=timedelta(milliseconds=200))
    yield opened
    opened.close()


def ask(connection):
    """Read something."""
    return connection.execute("SELECT 1").fetchone()


async def test_a_locked_database_answers_busy_and_is_read_meanwhile(database):
    """While another process holds the lock writes are refused as overload, reads go on."""
    subscribers, profiles = SqliteSubscribers(database), SqliteProfiles(database)
    known = a_subscriber("a")
    await subscribers.put([known])

    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = asyncio.create_task(subscribers.put([a_subscriber("b")]))
        while not refused.done():
            assert known == await profiles.read(known.key)
            await asyncio.sleep(0.01)
        with pytest.raises(Overloaded):
            await refused
        other.execute("ROLLBACK")

    await subscribers.put([a_subscriber("b")])
    assert await subscribers.count() == 2


async def test_a_full_disk_is_said_and_nothing_is_lost(database):
    """When the file cannot grow a write fails as "disk full"; what was stored stays readable."""
    subscribers = SqliteSubscribers(database)
    await subscribers.put([a_subscriber("a")])

    def fill(connection):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await database.write(fill)
    big = [a_subscriber(f"b{n}", attributes={"text": "x" * 2000}) for n in range(100)]

    with pytest.raises(StorageFull) as failure:
        await subscribers.put(big)

    assert failure.value.status == 507
    assert await subscribers.count() == 1


@pytest.mark.parametrize("checked_at_once", [0, 1 << 30])
async def test_a_damaged_page_makes_the_database_read_only(home, checked_at_once):
    """Damage that the check finds, at once or in the background, refuses writes, not reads."""
    healthy = Database(home)
    known = a_subscriber("a")
    await SqliteSubscribers(healthy).put([known])
    (root,) = healthy.reader.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'events_message_at'"
    ).fetchone()
    healthy.close()
    with (home / FILE).open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)

    database = Database(home, checked_at_once=checked_at_once)
    while not database.damage:  # noqa: ASYNC110  # a thread brings it about, not a task
        await asyncio.sleep(0.01)

    with pytest.raises(ReadOnly, match="damaged"):
        await SqliteSubscribers(database).put([a_subscriber("b")])
    assert known == await SqliteProfiles(database).read(known.key)
    database.close()


async def test_closing_does_not_wait_for_the_check(home):
    """A process that ends early stops its check, which then has found nothing."""
    many = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        " INSERT INTO messages SELECT 'k' || i, 'n' || i, hex(zeroblob(1000)) FROM n"
    )
    filling = Database(home)
    await filling.write(lambda connection: connection.execute(many).rowcount)
    filling.close()

    checking = Database(home, checked_at_once=0)
    checking.close()

    assert checking.damage == ""


async def test_a_file_that_is_no_database_does_not_stop_the_start(home):
    """A file of noise: the process starts, reads are unavailable, writes are refused."""
    (home / FILE).write_bytes(b"noise" * 4096)

    database = Database(home)

    with pytest.raises(SourceUnavailable):
        await SqliteProfiles(database).read("a" * 26)
    with pytest.raises(SourceUnavailable):
        SqliteMessages(database).read("a" * 26)
    with pytest.raises(ReadOnly):
        await SqliteSubscribers(database).count()
    with pytest.raises(ReadOnly):
        await database.write(ask)
    database.close()


async def test_what_was_last_known_stands_when_reads_fail(database):
    """A remembered answer outlives a change notice whose new answer cannot be read."""
    answers = iter(["known"])

    def load(connection, _name):
        return next(answers, None) or connection.execute("SELECT nonsense").fetchone()

    cache = NoticedCache(database, Kind.MESSAGES, load)
    assert cache.get("a") == "known"

    await SqliteMessages(database).put([a_message()])

    assert cache.get("a") == "known"
    with pytest.raises(SourceUnavailable, match="Messages"):
        cache.get("b")


async def test_a_failing_job_leaves_nothing_behind(database):
    """A job is one transaction: its error reaches the caller, its writes are undone."""

    def fail(connection):
        connection.execute("INSERT INTO messages VALUES ('k', 'n', '{}')")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(fail)

    assert (await SqliteMessages(database).page(cursor="", limit=5)).items == ()


async def test_a_full_queue_answers_at_once(home):
    """Beyond its bound the queue refuses; a waiter that gave up is skipped; close finishes it."""
    database = Database(home, room=2)
    hold, held, done = threading.Event(), threading.Event(), []

    def wait(_connection):
        held.set()
        hold.wait(30)

    first = database.submit(wait)
    held.wait(30)
    given_up = database.submit(lambda _: done.append("given up"))
    given_up.cancel()
    database.submit(lambda _: done.append("last"))

    with pytest.raises(Overloaded, match="2 writes"):
        database.submit(ask)

    hold.set()
    database.close()
    assert done == ["last"]
    assert first.result() is None
    with pytest.raises(Overloaded, match="closing"):
        database.submit(ask)


async def test_too_many_queries_answer_at_once(database):
    """Reads of the studio and the API are bounded, too."""
    asked = [asyncio.create_task(database.query(ask)) for _ in range(200)]

    outcomes = await asyncio.gather(*asked, return_exceptions=True)

    assert {(1,)} == {outcome for outcome in outcomes if not isinstance(outcome, Overloaded)}
    assert any(isinstance(outcome, Overloaded) for outcome in outcomes)


async def test_reads_cannot_write(database):
    """Connections handed out for reading refuse to change anything."""
    change = "UPDATE changes SET number = 99"

    with pytest.raises(ReadOnly):
        await database.query(lambda connection: connection.execute(change))
    with pytest.raises(sqlite3.OperationalError):
        database.reader.execute(change)
    with database.fresh_reader() as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute(change)


async def test_broken_text_in_a_question_is_refused(database):
    """An ident that is not Unicode is a bad request, not a failure."""
    with pytest.raises(Unacceptable):
        await SqliteSubscribers(database).get("\ud800")


async def test_a_read_leaves_no_lock_behind(database):
    """Soon after the reads of an open the log can be emptied."""
    subscribers, profiles = SqliteSubscribers(database), SqliteProfiles(database)
    known = a_subscriber("a")
    await subscribers.put([known])
    await profiles.read(known.key)
    await asyncio.sleep(2 * HOLD_S)  # timers of a loop fire in their order

    checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)"
    answer = database.submit(lambda c: c.execute(checkpoint).fetchone(), transaction=False)

    assert answer.result() == (0, 0, 0)


def test_other_errors_pass_unchanged():
    """Only what SQLite says about locks, space and damage is translated."""
    error = ValueError("x")

    assert failure_of(error) is error


def test_a_home_that_may_not_be_written_is_said():
    """Missing permission is read-only, with the remedy."""
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY

    assert isinstance(failure_of(error), ReadOnly)


def test_a_file_that_cannot_be_opened_is_said(home):
    """A start without access to the database raises what to do about it."""
    (home / FILE).unlink()
    (home / FILE).mkdir()

    with pytest.raises(ReadOnly, match="unable to open"):
        Database(home)


@pytest.mark.slow
def test_two_processes_write_at_the_same_time(home):
    """Every row of two concurrent writers is stored once."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(home), mark]) for mark in ("a", "b")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]

    database = Database(home)
    (count,) = database.reader.execute("SELECT count(*) FROM subscribers").fetchone()
    assert count == 201
    assert database.notices.number(Kind.SUBSCRIBERS) == 200
    database.close()


async def test_a_committed_profile_is_in_the_next_read(database):
    """Although reads share a transaction; each change that is noticed ends it."""
    subscribers, profiles = SqliteSubscribers(database), SqliteProfiles(database)
    for name in ("Ada", "Bo", "Cy"):
        await subscribers.put([a_subscriber("a", attributes={"first_name": name})])
        key = (await subscribers.get("a")).key
        read = [(await profiles.read(key)).attributes["first_name"] for _ in range(2)]

        assert read == [name, name]
