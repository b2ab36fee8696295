"""Change notices reach every process that has mapped the counters."""

import subprocess
import sys

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
