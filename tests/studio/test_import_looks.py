"""Looks at files that are to be imported: each is a process, so few, short, and not twice."""

import asyncio
import sys

import pytest

from app.adapters import import_process
from app.errors import Overloaded, Unacceptable
from app.studio.import_looks import ImportLooks
from app.studio.importing import Order, Sheet, Told


def order(path="a.csv", **mapping):
    """Return an order to look."""
    return Order(
        what="look", home="", kind="stock", path=path, report="", encoding="utf-8",
        mapping=mapping, by="anna",
    )  # fmt: skip


class Works:
    """Processes that answer once they may, and count."""

    def __init__(self):
        self.begun, self.ended, self.go_on = 0, 0, asyncio.Event()

    async def __call__(self, _order):
        """Tell a sheet."""
        self.begun += 1
        try:
            await self.go_on.wait()
            yield Told(sheet=Sheet(columns=(), fields=(), is_free=False), is_last=True)
        finally:
            self.ended += 1


async def test_a_look_is_kept_for_its_mapping():
    """A page that is loaded again makes no process; another mapping does."""
    works = Works()
    works.go_on.set()
    looks = ImportLooks(works)
    first = await looks.look(order())
    assert await looks.look(order()) is first
    assert works.begun == 1
    await looks.look(order(a="store"))
    assert works.begun == works.ended == 2


async def test_a_third_look_at_once_is_refused():
    """Whoever loads many pages makes no more than two processes."""
    works = Works()
    looks = ImportLooks(works)
    two = [asyncio.create_task(looks.look(order(name))) for name in "ab"]
    while works.begun < 2:  # noqa: ASYNC110  # nothing else tells
        await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await looks.look(order("c"))
    works.go_on.set()
    await asyncio.gather(*two)
    await looks.look(order("c"))


async def test_a_look_that_takes_too_long_ends_its_process(monkeypatch):
    """How long it took is said, and the process was waited for."""
    made, make = [], asyncio.create_subprocess_exec

    async def slow(*_args, **asked):
        made.append(await make(sys.executable, "-c", "import time; time.sleep(99)", **asked))
        return made[-1]

    monkeypatch.setattr(import_process.asyncio, "create_subprocess_exec", slow)
    with pytest.raises(Unacceptable, match="seconds"):
        await ImportLooks(import_process.work, seconds=0.2).look(order())
    assert all(each.returncode is not None for each in made)
