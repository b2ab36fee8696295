"""A studio over the demo's home, with an account of each role."""

import pytest

from app.composition.studio import studio_pages
from tests.studio.browsing import Browser, with_accounts


@pytest.fixture
async def studio(demo_home):
    """The running services, and the application with every route."""
    async with with_accounts(demo_home) as running:
        yield running


@pytest.fixture
def browser(studio):
    """A browser that nobody has signed in with."""
    return Browser(studio.app)


@pytest.fixture
def pages(studio):
    """What is behind the door."""
    return studio_pages(studio.services)[1]
