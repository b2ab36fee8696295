"""Sources through a served home: pictures stay true and in time whatever the sources do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.composition.routes import site_routes
from app.model.source import SourceHealth, SourceSpec
from app.server import application
from tests.adapters.sources.homes import a_source
from tests.adapters.sources.stubs import Mode, Sources, rows, serving_sources
from tests.serving import STRANGER, Running, assert_picture, serving

BLOCK = """
block: shelf
size: 300x100
params: {sku: {type: text, default: S1}}
variants:
  - name: shown
    when: source.products.known
    say:
      headline: "{{ source.products.title }}, {{ source.products.age }} min"
      link: "https://x.example/"
    draw: card
fallback: {say: {headline: "nothing", link: "https://x.example/"}, draw: card}
layouts:
  card:
    - fill: {color: "#ffffff"}
    - text: {content: "{{ say.headline }}", box: [10, 10, 280, 80], size: [28, 18], ink: "#000000"}
"""
FLAPS = [mode for mode in Mode if mode not in (Mode.GOOD, Mode.LARGE, Mode.BOMB)]
pytestmark = pytest.mark.net


@dataclass
class Shop:
    """A served home with one source, and a block that reads it."""

    running: Running
    sources: Sources
    spec: SourceSpec

    async def says(self) -> str:
        """Return what an open says now; its picture must be one."""
        path = f"/o/{STRANGER}/anonymous/shelf"
        assert_picture(await self.running.ask(f"{path}.png"), "png")
        return (await self.running.ask(f"{path}.txt")).body.decode()

    async def fetch(self) -> None:
        """Run the source by hand."""
        await self.running.services.sources.runner.fetch(self.spec)


@asynccontextmanager
async def a_shop(home: Path, path: str = "/products", **said: object) -> AsyncIterator[Shop]:
    """Serve a shop until the end of the block."""
    async with serving_sources({"/products": rows(20)}) as sources:
        allowed = {"private_hosts": "127.0.0.1", "outbound_ports": str(sources.port)}
        async with serving(home, **allowed) as running:
            services = running.services
            brand = (await services.storage.brands.all())[0].name
            url = sources.url(path, host="127.0.0.1")
            spec = a_source(sources, brand=brand, url=url, **said)
            await services.storage.blocks.publish("shelf", BLOCK, "")
            await services.sources.table.put(spec)
            yield Shop(running, sources, spec)


async def test_new_rows_are_in_the_next_open(tmp_path: Path) -> None:
    """Who has fetched a source knows that every open that follows shows what it brought."""
    async with a_shop(tmp_path / "home") as shop:
        await shop.fetch()
        assert await shop.says() == "Thing 0, 0 min"
        shop.sources.bodies["/products"] = rows(20).replace(b"Thing", b"Piece")
        await shop.fetch()
        assert await shop.says() == "Piece 0, 0 min"


async def test_a_pulled_source_that_fails_costs_no_picture(tmp_path: Path) -> None:
    """The last good value is shown with its age, and the new one when the source recovers."""
    async with a_shop(tmp_path / "home") as shop:
        for number, mode in enumerate(FLAPS):
            shop.sources.bodies["/products"] = rows(20).replace(b"Thing", b"G%d" % number)
            shop.sources.modes.clear()
            await shop.fetch()
            assert await shop.says() == f"G{number} 0, 0 min"
            shop.sources.modes["/products"] = mode
            shop.running.clock.pass_by(timedelta(minutes=7))
            failing = asyncio.ensure_future(shop.fetch())
            assert await shop.says() == f"G{number} 0, 7 min", mode
            failing.cancel()
            await asyncio.gather(failing, return_exceptions=True)


@pytest.mark.no_cover
@pytest.mark.parametrize("mode", [Mode.HANG, Mode.ERROR, Mode.HALF, Mode.REDIRECT])
async def test_an_on_demand_source_that_fails_costs_no_picture(tmp_path: Path, mode: Mode) -> None:
    """The open that finds it failing has the last good value; one that has none its fallback."""
    path = "/products?sku=[params.sku]"
    async with a_shop(tmp_path / "home", path, every=None, name="products") as shop:
        assert await shop.says() == "Thing 0, 0 min"
        shop.sources.modes["/products"] = mode
        shop.running.clock.pass_by(timedelta(minutes=7))
        assert await shop.says() == "Thing 0, 7 min"
        shop.running.clock.pass_by(timedelta(hours=2))
        assert await shop.says() == "nothing"


async def test_an_outage_is_told(tmp_path: Path) -> None:
    """Readiness and metrics name the source and its health; the process stays ready."""
    async with a_shop(tmp_path / "home") as shop:
        await shop.fetch()
        shop.sources.modes["/products"] = Mode.ERROR
        shop.running.clock.pass_by(timedelta(minutes=7))
        await shop.fetch()
        services = shop.running.services
        site = replace(shop.running, app=application(services, site_routes(services)))
        ready = await site.ask("/readyz")
        told = msgspec.json.decode(ready.body)["sources"]
        assert (ready.status, told) == (200, {f"{shop.spec.brand}/products": SourceHealth.STALE})
        metrics = (await site.ask("/metrics")).body.decode()
        found = {
            sample.name: sample.value
            for family in text_string_to_metric_families(metrics)
            for sample in family.samples
            if sample.labels.get("source") == "products"
        }
        assert found["opentime_source_failures"] == 1
        assert found["opentime_source_age_seconds"] == 420
        assert found["opentime_source_rows"] == 20


async def test_rows_survive_a_restart(tmp_path: Path) -> None:
    """A process that starts while its sources are down shows what the last one knew."""
    home = tmp_path / "home"
    async with a_shop(home) as shop:
        await shop.fetch()
    async with serving(home) as running:
        said = await running.ask(f"/o/{STRANGER}/anonymous/shelf.txt")
        assert said.body == b"Thing 0, 0 min"
