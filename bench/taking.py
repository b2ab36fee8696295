"""How long the loop stands still while a feed is taken: `python -m bench.taking [stores]`.

Stock of 2,000 products in 100 stores (or 200,000 levels in as many stores as is said) is pulled
over HTTP: all new, all changed, then two fifths gone. Meanwhile the loop does every millisecond
what an open does first: it looks whether stock has changed. What it is late by is what an open
would wait. A process that does nothing is late too where the machine is busy: its longest pause
stands beside.
"""

import asyncio
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

from app.adapters.picture_process import PictureProcess
from app.adapters.shelves import StoreShelves
from app.composition.gathering import store_shelves
from app.composition.outbound import open_outbound
from app.composition.sources import Sources, open_sources
from app.composition.storage import Storage, ensure_brand, home_secret, open_storage, system_now
from app.model.product import Product
from app.model.source import FeedKind, Feeds, FeedShape, FieldSpec, FieldType, SourceSpec
from app.model.store import Store
from app.settings import read_settings
from bench.load import free_port

LEVELS = 200_000
STORES = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SKUS = LEVELS // STORES
TURNS = (("all new", 0, SKUS), ("all changed", 1, SKUS), ("two fifths gone", 1, SKUS * 3 // 5))
_TICK_S = 0.001
_SHAPE = FeedShape(
    kind=FeedKind.CSV,
    fields=(
        FieldSpec(name="sku", path="sku"),
        FieldSpec(name="store", path="store"),
        FieldSpec(name="quantity", path="quantity", type=FieldType.NUMBER),
    ),
)
_IDLE = """
import select, sys, time
worst, last = 0.0, time.perf_counter()
print(flush=True)
while not select.select([sys.stdin], [], [], 0.001)[0]:
    now = time.perf_counter()
    worst, last = max(worst, now - last - 0.001), now
print(worst)
"""


def main() -> None:
    """Print the longest pauses of each turn."""
    with tempfile.TemporaryDirectory(prefix="opentime-taking-") as folder:
        port = free_port()
        served = Path(folder) / "served"
        served.mkdir()
        command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
        server = subprocess.Popen(
            command, cwd=served, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            asyncio.run(_run(Path(folder) / "home", served, port))
        finally:
            server.terminate()
            server.wait()


async def _run(home: Path, served: Path, port: int) -> None:
    allowed = {"OPENTIME_PRIVATE_HOSTS": "127.0.0.1", "OPENTIME_OUTBOUND_PORTS": f"80,{port}"}
    settings = read_settings(allowed, {"home": home})
    storage = open_storage(settings, system_now)
    await ensure_brand(storage)
    brand = (await storage.brands.all())[0].name
    server = open_outbound(settings)
    secret = home_secret(home)
    sources = open_sources(settings, storage, secret, server, PictureProcess(), system_now)
    shelves = store_shelves(settings, storage, system_now)
    _fill(storage)
    spec = SourceSpec(
        name="levels",
        brand=brand,
        url=f"http://127.0.0.1:{port}/levels.csv",
        shape=_SHAPE,
        feeds=Feeds.STOCK,
        every=timedelta(hours=1),
    )
    await sources.table.put(spec)
    await shelves.current()
    await server.prepare()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # as a server that serves
    for name, units, skus in TURNS:
        (served / "levels.csv").write_text(_levels(units, skus))
        await _turn(name, sources, shelves, spec)
    await server.close()
    storage.database.close()


async def _turn(name: str, sources: Sources, shelves: StoreShelves, spec: SourceSpec) -> None:
    began = time.perf_counter()
    pauses: list[float] = []
    with _idle() as idle:
        async with _ticking(shelves, pauses):
            status = await sources.runner.fetch(spec)
            assert not status.last_error, status.last_error
            await shelves.current()
            await asyncio.sleep(4)
    took = time.perf_counter() - began
    longest = ", ".join(f"{1000 * pause:.0f}" for pause in sorted(pauses)[-5:])
    print(f"{name}: {took:.1f} s, longest pauses {longest} ms; idle process {idle[0]:.0f} ms")


@asynccontextmanager
async def _ticking(shelves: StoreShelves, pauses: list[float]) -> AsyncIterator[None]:
    async def tick() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(_TICK_S)
            shelves.refresh()
            now = time.perf_counter()
            pauses.append(now - last - _TICK_S)
            last = now

    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticking.cancel()


@contextmanager
def _idle() -> Iterator[list[float]]:
    """Give a list that holds the longest pause of a process that idles, in ms, afterwards."""
    longest: list[float] = []
    command = [sys.executable, "-c", _IDLE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as idle:
        assert idle.stdin is not None
        assert idle.stdout is not None
        idle.stdout.readline()
        yield longest
        idle.stdin.write(b"\n")
        idle.stdin.flush()
        longest.append(1000 * float(idle.stdout.readline()))


def _fill(storage: Storage) -> None:
    storage.stores.load(
        Store(external_id=f"s{n}", name=f"Store {n}", lat=40 + n / 100, lon=-74.0, tz="UTC")
        for n in range(STORES)
    )
    storage.products.load(Product(sku=f"p{n}", name=f"Product {n}") for n in range(SKUS))


def _levels(units: int, skus: int) -> str:
    lines = (f"p{sku},s{store},{units + store}" for sku in range(skus) for store in range(STORES))
    return "sku,store,quantity\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
