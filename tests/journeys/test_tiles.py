"""Street maps: drawn without tiles until they have arrived, never waited for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from app.adapters.tiles.prefetching import tiles_around, views_of
from tests.journeys.building import publish
from tests.serving import Running, assert_picture, decoded, serving

pytestmark = pytest.mark.net

STREETS = """
block: streets
size: 300x160
variants: []
fallback:
  draw:
    - map: {around: store, style: tiles, zoom: 15, box: [0, 0, 300, 160], radius: 0}
"""
BLUE = (10, 20, 200)


def a_tile() -> bytes:
    """Return a tile of one colour that no map of ours has."""
    file = BytesIO()
    Image.new("RGB", (256, 256), BLUE).save(file, "PNG")
    return file.getvalue()


@asynccontextmanager
async def tiles(body: bytes, *, slow: bool = False) -> AsyncIterator[tuple[str, list[str]]]:
    """Serve a tile at every address; yield the template and what was asked."""
    asked: list[str] = []
    over = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        asked.append(request.split(b" ")[1].decode())
        if slow:
            await over.wait()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        with suppress(ConnectionError):
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png", asked
        over.set()
        await asyncio.sleep(0.05)  # for the answers under way


def at(template: str) -> dict[str, str]:
    """Return the settings that name a tile server and its port, but no leave to ask it."""
    return {"tiles_url": template, "outbound_ports": str(httpx.URL(template).port)}


def allowed(template: str) -> dict[str, str]:
    """Return the settings of a tile server at an address of our own."""
    return {**at(template), "private_hosts": "127.0.0.1"}


def is_streets(body: bytes) -> bool:
    """Tell whether most of a picture is of the tiles' colour."""
    picture = decoded(body, "png").convert("RGB").resize((30, 16), Image.Resampling.NEAREST)
    blue = sum(picture.getpixel((x, y)) == BLUE for x in range(30) for y in range(16))
    return blue > 200


async def arrived(demo: Running, path: str) -> bytes:
    """Return the picture once tiles have come, or the last one."""
    body = b""
    for _ in range(100):
        body = (await demo.ask(path)).body
        if is_streets(body):
            break
        demo.clock.pass_by(timedelta(minutes=2))
        await asyncio.sleep(0.05)
    return body


async def test_the_first_open_does_not_wait_and_the_next_has_streets(demo_home: Path) -> None:
    """An open never asks the tile server; what it missed is there a little later."""
    async with tiles(a_tile()) as (template, asked):
        given = {"tiles_credit": "© Maps", **allowed(template)}
        async with serving(demo_home, **given) as demo:
            await publish(demo, "streets", STREETS)
            path = demo.open_path("streets")
            first = await demo.ask(path)
            assert_picture(first, "png")
            assert not is_streets(first.body)
            assert is_streets(await arrived(demo, path))
    assert all(address.startswith("/15/") for address in asked)
    assert len(asked) == len(set(asked))


async def test_a_server_that_hangs_costs_nothing(demo_home: Path) -> None:
    """While tiles do not come, the country is drawn, at once."""
    async with (
        tiles(b"", slow=True) as (template, _),
        serving(demo_home, **allowed(template)) as demo,
    ):
        await publish(demo, "streets", STREETS)
        answer = await asyncio.wait_for(demo.ask(demo.open_path("streets")), 10)
        assert_picture(answer, "png")
        assert answer["x-opentime-fallback"] == ""


async def test_private_servers_are_not_asked(demo_home: Path) -> None:
    """Without leave no tile server of a private address is asked."""
    async with tiles(a_tile()) as (template, asked), serving(demo_home, **at(template)) as demo:
        await publish(demo, "streets", STREETS)
        for _ in range(3):
            assert_picture(await demo.ask(demo.open_path("streets")), "png")
            await asyncio.sleep(0.1)
        assert demo.services.tiles is not None
        assert demo.services.tiles.fetcher.failed > 0
        assert asked == []


async def test_tiles_of_stores_are_there_before_anybody_opens(demo_home: Path) -> None:
    """After a start, the streets around every store are fetched for the maps that are published."""
    async with serving(demo_home) as demo:
        await publish(demo, "streets", STREETS)
        plan = await demo.services.plans.get("streets")
        assert plan is not None
        (view,) = views_of(plan)
        stores = (await demo.services.storage.stores.page(cursor="", limit=3)).items
    async with (
        tiles(a_tile()) as (template, asked),
        serving(demo_home, **allowed(template)),
    ):
        for _ in range(100):
            await asyncio.sleep(0.05)
            if len(asked) >= 8:
                break
    expected = {f"/{z}/{x}/{y}.png" for store in stores for z, x, y in tiles_around(store, view)}
    assert set(asked[:4]) <= expected
