"""Drafts are worked on beside the loop: opens go on."""

import asyncio
import threading

import pytest

from app.composition.authoring import Authoring
from tests.web.api.documents import HELLO

DRAFT = """\
block: long
size: 100x100
fallback: {say: {headline: b}, draw: one}
layouts:
  one: [{picture: {asset: none.png, box: [0, 0, 9, 9]}}]
"""


class SlowSources:
    """No sources, told when the loop has gone on: whoever asks on the loop waits in vain."""

    def __init__(self) -> None:
        self.gone_on = threading.Event()

    def each(self):
        """Return the sources there are."""
        assert self.gone_on.wait(timeout=30), "the loop stood still"
        return ()


@pytest.fixture
def sources():
    """Sources that nobody may wait for on the loop."""
    return SlowSources()


@pytest.fixture
def authoring(served, sources):
    """Authoring among those sources."""
    storage = served.services.storage
    return Authoring(storage.brands, storage.assets, sources)


async def test_a_draft_is_compiled(authoring, sources):
    """In a thread."""
    compiling = asyncio.create_task(authoring.compile_draft(HELLO))
    await asyncio.sleep(0)
    sources.gone_on.set()

    assert (await compiling).block == "hello"


async def test_a_draft_is_checked(authoring, sources):
    """In a thread, the names of its assets too."""
    checking = asyncio.create_task(authoring.check_apart(DRAFT, "long"))
    await asyncio.sleep(0)
    sources.gone_on.set()

    assert "unknown-asset" in {problem.rule for problem in await checking}
