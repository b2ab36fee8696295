"""What whoever has a link to a preview is told, and when it closes by itself."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.adapters.shared_links import FileSharedLinks
from app.errors import NotFound
from app.model.drafting import revision_of
from app.studio.sharing import SharingService
from app.web.studio.shared import SharedPages
from tests.adapters.builders import SetClock

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
KEY = "s_4f1c0ffee"


class Desk:
    """A desk with one block, whose reader may be erased."""

    def __init__(self):
        self.draft = "block: hero"
        self.is_erased = False

    async def record(self, name):
        """Return the block."""
        return SimpleNamespace(name=name, draft=self.draft, published=0)

    async def shown(self, record, asked):
        """Return a picture, or say who is missing."""
        if self.is_erased:
            message = f"There is no subscriber {asked.who!r}."
            raise NotFound(message, remedy="Give a key.", field="as", value=asked.who)
        return SimpleNamespace(body=record.draft.encode())


class Audit:
    """An audit log that keeps nothing."""

    async def write(self, deed):
        """Take a deed."""


class Look:
    """Pages that are what they were given."""

    def page(self, template, **given):
        """Return what the template would write."""
        return template, given


@pytest.fixture
def desk():
    """A desk."""
    return Desk()


@pytest.fixture
async def opened(desk, tmp_path):
    """What opens a link to the draft, for a subscriber."""
    sharing = SharingService(
        links=FileSharedLinks(tmp_path), audit=Audit(), secret=b"s" * 32, now=SetClock(AT)
    )
    pages = SharedPages(desk=desk, sharing=sharing, pages=Look(), now=SetClock(AT))
    link = await sharing.share(
        block="hero",
        query=f"as={KEY}&what=draft",
        is_personal=True,
        by="a@b.example",
        lasts=timedelta(hours=1),
        revision=revision_of(desk.draft),
    )
    visit = SimpleNamespace(request=SimpleNamespace(path_params={"token": sharing.token(link)}))

    async def both():
        return await pages.shared(visit), await pages.picture(visit)

    return both


async def test_of_somebody_erased_a_link_says_nothing(desk, opened):
    """Not even the key: it says what it says of every link that is over."""
    desk.is_erased = True
    (template, given), picture = await opened()
    assert (template, given["status"], picture.status_code) == ("shared-closed.html", 404, 404)
    assert KEY not in str(given)
    assert given["says"] == "This preview is no longer shared."


async def test_a_draft_that_became_another_is_no_longer_shown(desk, opened):
    """Whoever has the link sees what was shared, or nothing."""
    desk.draft = "block: hero\nalt: Something that nobody shared"
    (template, _), picture = await opened()
    assert (template, picture.status_code) == ("shared-closed.html", 404)
