"""Change notices reach every process that has the counters open."""

import os
import sqlite3
import subprocess
import sys

import pytest

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.notices import Kind, Notices
from app.adapters.sqlite.products import SqliteProducts
from app.model.ports import Written
from tests.adapters.builders import a_product

PUBLISH = """
import sys
from pathlib import Path
from app.adapters.sqlite.notices import Notices
notices = Notices(Path(sys.argv[1]))
notices.publish(lambda: [("stock", 7), ("unheard-of", 1)])
notices.close()
"""


def test_a_notice_reaches_another_process(tmp_path):
    """A counter set by one process is read by another that had it mapped before."""
    notices = Notices(tmp_path)
    assert notices.number(Kind.STOCK) == 0

    subprocess.run([sys.executable, "-c", PUBLISH, str(tmp_path)], check=True)

    assert (notices.number(Kind.STOCK), notices.number(Kind.STORES)) == (7, 0)
    notices.close()


def test_counters_outlive_the_processes(tmp_path):
    """A process that starts later reads the numbers of before."""
    first = Notices(tmp_path)
    first.publish(lambda: [(kind, number) for number, kind in enumerate(Kind)])
    first.close()

    second = Notices(tmp_path)
    assert list(range(len(Kind))) == [second.number(kind) for kind in Kind]
    second.close()


async def test_a_notice_that_was_never_given_is_made_good(home):
    """If a writer died between its commit and its notice, the next start gives it."""
    died = Database(home)
    await SqliteProducts(died).put([a_product()])
    died.notices.publish(lambda: [(Kind.PRODUCTS, 0)])
    died.close()

    database = Database(home)

    assert database.notices.number(Kind.PRODUCTS) == 1
    database.close()


async def test_only_changes_are_announced(home):
    """A write that changes nothing makes no reader look again."""
    database = Database(home)
    products = SqliteProducts(database)
    await products.put([a_product()])
    assert a_product() == products.read("NB-1")
    number = database.notices.number(Kind.PRODUCTS)

    assert Written(unchanged=1) == await products.put([a_product()])
    assert number == database.notices.number(Kind.PRODUCTS)

    await products.put([a_product(name="Parka")])
    assert number + 1 == database.notices.number(Kind.PRODUCTS)
    assert products.read("NB-1").name == "Parka"
    database.close()


READ_ON = """
import asyncio, sys
from pathlib import Path
import pytest

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.products import SqliteProducts
from tests.adapters.builders import a_product

async def main(home):
    database = Database(Path(home))
    products = SqliteProducts(database)
    await products.put([a_product()])
    print("ready", flush=True)
    for line in sys.stdin:
        worlds = {database.notices.world() for _ in range(2_000)}
        await products.put([a_product(name=line.strip())])
        seen = products.read("NB-1").name
        print(seen, database.notices.number(Kind.PRODUCTS), len(worlds), flush=True)
    database.close()

asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.no_cover
@pytest.mark.parametrize("size", [0, 3, 64, 511])
def test_a_file_cut_short_ends_nobody(tmp_path, size):
    """Whoever truncates the counters under a process: it lives on, and misses no change."""
    command = [sys.executable, "-c", READ_ON, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        for turn in range(2, 6):
            os.truncate(tmp_path / "run" / "changes", size)
            process.stdin.write(f"Parka {turn}\n")
            process.stdin.flush()
            assert process.stdout.readline() == f"Parka {turn} {turn} 1\n"
        process.stdin.close()
    assert process.returncode == 0


async def test_other_processes_learn_of_changes_after_a_cut(home):
    """What is committed after the file was cut short is noticed by all that have it open."""
    one, other = Database(home), Database(home)
    products = SqliteProducts(other)
    assert products.read("NB-1") is None

    os.truncate(home / "run" / "changes", 0)
    await SqliteProducts(one).put([a_product()])

    assert products.read("NB-1") == a_product()
    assert one.notices.world() == other.notices.world()
    one.close()
    other.close()


async def test_counters_that_cannot_be_written_still_count_here(home):
    """On a disk that is full or read-only the process that commits knows of it all the same."""
    database = Database(home)
    os.truncate(home / "run" / "changes", 0)
    os.close(database.notices._fd)
    database.notices._fd = os.open(home / "run" / "changes", os.O_RDONLY)

    await SqliteProducts(database).put([a_product()])

    assert database.notices.number(Kind.PRODUCTS) == 1
    assert database.notices.world()[16:24] == (1).to_bytes(8, "little")
    database.close()


def test_a_file_that_cannot_be_read_leaves_the_last_numbers(tmp_path):
    """Without file and without database the numbers stay as they were."""

    def failing():
        raise sqlite3.OperationalError("no")

    notices = Notices(tmp_path, failing)
    notices.publish(lambda: [(Kind.STOCK, 7)])
    known = notices.world()
    os.close(notices._fd)
    notices._fd = os.open(tmp_path, os.O_RDONLY)  # a folder cannot be read

    assert known == notices.world()
    assert notices.number(Kind.STOCK) == 7
    notices.close()


_OWN = (Kind.SUBSCRIBERS, Kind.API_KEYS)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in _OWN])
def test_what_opens_share_moves_the_world(kind, tmp_path):
    """A source that brings new rows ends what stands, as a new price does."""
    notices = Notices(tmp_path)
    before = notices.world()

    notices.publish(lambda: [(kind, 1)])

    assert notices.world() != before
    notices.close()


@pytest.mark.parametrize("kind", _OWN)
def test_what_opens_read_themselves_leaves_the_world(kind, tmp_path):
    """Each open reads its own profile, and none a key."""
    notices = Notices(tmp_path)
    before = notices.world()

    notices.publish(lambda: [(kind, 1)])

    assert notices.world() == before
    notices.close()
