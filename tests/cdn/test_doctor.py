"""`opentime doctor --behind` through nginx, configured as docs/cdn says and otherwise."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.cli.behind import behind
from app.cli.verdicts import Check
from app.settings import read_settings
from tests.cdn import fronts
from tests.cdn.fronts import free_port, fronted, required
from tests.serving import Running, serving
from tests.web.wire import answering

pytestmark = [pytest.mark.net, pytest.mark.slow]
PERSONAL = "location ~ ^/[or]/ {"


@asynccontextmanager
async def a_way(home: Path, folder: Path) -> AsyncIterator[tuple[Running, int, int]]:
    """Serve a home behind nginx; give it with the ports of both."""
    required("nginx")
    port = free_port()
    async with (
        serving(home) as running,
        answering(running.app) as origin,
        fronted("nginx", origin, port, folder),
    ):
        yield running, origin, port


async def told(running: Running, origin: int, front: int) -> list[Check]:
    """Return what the doctor says."""
    base_url = f"http://127.0.0.1:{origin}"
    settings = read_settings({}, {"home": running.home, "base_url": base_url})
    return await asyncio.to_thread(behind, settings, f"http://127.0.0.1:{front}/")


async def test_the_documented_way_has_no_fault(demo_home: Path, tmp_path: Path) -> None:
    """Nothing is broken, the shared block is kept, and nobody's open is counted."""
    async with a_way(demo_home, tmp_path / "front") as (running, origin, front):
        found = await told(running, origin, front)
        assert [check for check in found if check[1] is False] == []
        assert any(part == "a shared block" and "kept" in says for part, _, says in found)
        assert any(part == "tags" and good for part, good, _ in found)
        assert running.stored() == []


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("added", "word"),
    [
        ("add_header Set-Cookie a=b always;", "cookies"),
        ("add_header Vary Accept always;", "Vary"),
        ("proxy_hide_header Cache-Control; add_header Cache-Control max-age=99;", "browser"),
        (
            (
                "proxy_cache opentime; proxy_cache_valid 200 1h; "
                "proxy_ignore_headers Cache-Control; "
                "add_header X-Cache-Status $upstream_cache_status;"
            ),
            "may show it to another",
        ),
    ],
)
async def test_a_way_that_is_set_up_wrongly_is_told(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, added: str, word: str
) -> None:
    """What is done to opens that must not be is named, with what to do."""
    plain: Callable[..., str] = fronts._changed
    monkeypatch.setattr(
        fronts,
        "_changed",
        lambda name, changed: plain(name, {**changed, PERSONAL: f"{PERSONAL} {added}"}),
    )
    async with a_way(demo_home, tmp_path / "front") as way:
        found = await told(*way)
    assert any(good is not True and word in says for _, good, says in found), found


async def test_nobody_at_the_address_is_told(demo_home: Path) -> None:
    """An address where nobody listens is a broken way, in one line."""
    settings = read_settings({}, {"home": demo_home})
    url = f"http://127.0.0.1:{free_port()}"
    found = await asyncio.to_thread(behind, settings, url)
    assert [part for part, good, _ in found if good is False] == ["the way"]
