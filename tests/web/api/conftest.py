"""A server over an embedded home of its own, driven through ASGI."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.adapters.sqlite.database import FILE
from app.composition.routes import api_services
from app.composition.services import Services, build
from app.server import application
from app.settings import Settings, read_settings
from app.web.api.table import api_routes
from tests.adapters.builders import SetClock
from tests.serving import PICTURES

BLOCKS = Path(__file__).parents[3] / "templates" / "demo" / "blocks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server, a client with a key that may do everything, and the clock."""

    client: httpx.AsyncClient
    services: Services
    clock: SetClock

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """Call an operation with a JSON body."""
        if body is not None:
            more["json"] = body
        return await self.client.request(method, f"/api/v1{path}", **more)

    async def key(self, *scopes: str) -> dict[str, str]:
        """Return the header of a new key."""
        _, secret = await self.services.storage.api_keys.create("test", scopes)
        return {"authorization": f"Bearer {secret}"}


def settings_of(home: Path, **given: Any) -> Settings:
    """Return small settings for a home."""
    small = {"home": home, "disk_mb": 1, "memory_mb": 4, "seen_mb": 1}
    return read_settings({}, small | given)


@asynccontextmanager
async def serving(home: Path, **given: Any) -> AsyncIterator[Served]:
    """Serve a home until the end of the block."""
    clock = SetClock()
    services = build(settings_of(home, **given), now=clock, pictures=PICTURES)
    routes = api_routes(api_services(services))
    app = application(services, routes)
    async with living(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        _, secret = await services.storage.api_keys.create("test", ("read", "write"))
        headers = {"authorization": f"Bearer {secret}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://opentime.test", headers=headers
        ) as client:
            yield Served(client=client, services=services, clock=clock)


@asynccontextmanager
async def living(app: Any) -> AsyncIterator[None]:
    """Enter the application's lifespan."""
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    task = asyncio.create_task(app({"type": "lifespan", "state": {}}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"
    yield
    await inbox.put({"type": "lifespan.shutdown"})
    assert (await outbox.get())["type"] == "lifespan.shutdown.complete"
    await task


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A home as its first start leaves it: the database migrated, the geo tables unpacked."""
    home = tmp_path_factory.mktemp("prepared")
    build(settings_of(home)).close()
    return home


@pytest.fixture
def home(tmp_path, prepared):
    """An empty home."""
    (tmp_path / FILE).write_bytes((prepared / FILE).read_bytes())
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "geo").symlink_to(prepared / "cache" / "geo")
    return tmp_path


@pytest.fixture
async def served(home):
    """A server over an empty home."""
    async with serving(home) as running:
        yield running
