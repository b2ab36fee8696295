"""A database that breaks under a running server costs readiness and writes, not pictures."""

import asyncio
import os
import sqlite3
from contextlib import closing

import pytest

from app.composition.routes import site_routes
from app.server import application
from tests.serving import Running, assert_picture, serving


@pytest.fixture
async def demo(demo_home):
    """The demo with every route, served to one test."""
    async with serving(demo_home) as running:
        services = running.services
        yield Running(
            app=application(services, site_routes(services)), services=services,
            clock=running.clock, home=running.home, demo=running.demo, people=running.people,
        )  # fmt: skip


async def readiness(demo):
    """Return the answer of `/readyz` after what asking for it set off has ended."""
    database = demo.services.storage.database
    await demo.ask("/readyz")
    checker = database.health._checker
    while (checker and checker.is_alive()) or database._is_probing:  # noqa: ASYNC110  # threads
        await asyncio.sleep(0.01)
    return await demo.ask("/readyz")


@pytest.mark.parametrize("keep", [0, 4096])
async def test_damage_while_serving(demo, keep):
    """After the file was overwritten the server is not ready, and every address is a picture."""
    assert (await readiness(demo)).status == 200
    assert_picture(await demo.ask(demo.open_path("greeting")), "png")
    database = demo.home / "opentime.db"
    with closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with database.open("r+b") as file:
        file.seek(keep)
        file.write(os.urandom(database.stat().st_size - keep))
    demo.services.storage.database.health._next_check = 0.0  # some time later

    answer = await readiness(demo)

    assert answer.status == 503
    assert b'"database"' in answer.body
    for path in (
        demo.open_path("greeting"), demo.open_path("hero"), demo.open_path("hero", "z" * 26),
        "/o/a/b/c.png", f"/s/{demo.message.key}/hero.png",
    ):  # fmt: skip
        assert_picture(await demo.ask(path), "png")


async def test_no_room_while_serving(demo):
    """While nothing can be written the server is not ready and says why; then it is again."""
    database = demo.services.storage.database
    (pages,) = database.reader.execute("PRAGMA page_count").fetchone()
    for most, status in ((pages, 503), (1_000_000, 200)):
        await database.write(
            lambda c, most=most: c.execute(f"PRAGMA max_page_count = {most}").fetchone()
        )
        if status == 503:
            database.health.failing = "The database could not grow"
        answer = await readiness(demo)
        assert_picture(await demo.ask(demo.open_path("greeting")), "png")
        assert (answer.status, b"could not grow" in answer.body) == (status, status == 503)
