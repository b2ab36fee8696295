"""REDbot, the lint of HTTP, over an answer of every class and CDN: it finds no fault."""

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.model.cdn import Cdn
from tests.serving import Running, serving
from tests.web.wire import answering

pytestmark = [pytest.mark.net, pytest.mark.slow]
FAULTS = ("WARN", "BAD")
# What REDbot remarks on and we mean: both are header bytes that mail clients and CDNs are known
# to obey, and that are redundant only for caches that read all of RFC 9111.
MEANT = {
    "CC_CONFLICTING": "no-cache beside max-age=0, no-store beside private: for those that read one",
    "FRESHNESS_NO_CACHE_NO_VALIDATOR": "fallbacks and words are to be fetched anew, not compared",
    "STORE_PUBLIC_UNNECESSARY": "`public` says so to CDNs that keep nothing else by themselves",
}


async def _noted(running: Running, paths: list[str]) -> dict[str, list[list[str]]]:
    """Return the notes of REDbot by path."""
    async with answering(running.app) as port:
        urls = [f"http://127.0.0.1:{port}{path}" for path in paths]
        command = [sys.executable, "-m", "tests.cdn.redbot_run", *urls]
        root = Path(__file__).parents[2]
        done = await asyncio.to_thread(
            subprocess.run, command, capture_output=True, text=True, cwd=root, timeout=60
        )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return dict(zip(paths, found.values(), strict=True))


def _faults(notes: list[list[str]]) -> list[list[str]]:
    return [note for note in notes if note[0] in FAULTS and note[1] not in MEANT]


async def test_redbot_finds_no_fault_in_any_class(demo_home: Path) -> None:
    """Personal, shared, by content, fallback, in words, click, view, redirect and refusals."""
    async with serving(demo_home) as running:
        (message,) = [each for each in running.demo if each == running.message]
        moved = replace(running.demo[1], redirect=True)
        await running.services.storage.messages.put([moved])
        etag = (await running.ask(running.open_path("greeting")))["etag"].strip('"')
        someone = running.someone().key
        paths = [
            *(running.open_path("greeting", extension=e) for e in ("png", "gif", "html", "json")),
            f"/s/{message.key}/hero.jpg",
            f"/s/{message.key}/hero.txt",
            f"/r/{etag}.png",
            running.open_path("no-such-block"),
            f"/c/{message.key}/{someone}/greeting",
            f"/v/{message.key}/{someone}",
            f"/o/{moved.key}/{someone}/greeting.png",
            "/o/a/b/c.exe",
            "/v/x/y",
        ]
        notes = await _noted(running, paths)
    assert {path: _faults(found) for path, found in notes.items() if _faults(found)} == {}
    compared = [path for path, found in notes.items() if any(n[1] == "INM_304" for n in found)]
    assert compared == [paths[0], paths[1], *paths[4:5], paths[6]]  # pictures of A, B and C
    assert all(len(found) > 3 for found in notes.values())  # each was really read


@pytest.mark.parametrize("cdn", [Cdn.CLOUDFLARE, Cdn.FASTLY, Cdn.CLOUDFRONT])
async def test_redbot_finds_no_fault_behind_any_cdn(cdn: Cdn, demo_home: Path) -> None:
    """Class B as each CDN is sent it, with every detail that can be asked for."""
    given = {"cdn": cdn.value, "cdn_min_ttl_is_zero": 1, "cdn_debug": 1}
    async with serving(demo_home, **given) as running:
        path = f"/s/{running.message.key}/hero.jpg"
        notes = await _noted(running, [path])
    assert _faults(notes[path]) == []
