"""What whoever has a link to a preview is told and shown, and when it closes by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from starlette.datastructures import QueryParams

from app.adapters.shared_links import FileSharedLinks
from app.demo.brand import brand
from app.errors import NotFound
from app.model.ports import BlockRecord
from app.studio.casting import Casting
from app.studio.sharing import SharingService
from app.web.studio.chosen import chosen
from app.web.studio.preview_desk import PreviewDesk
from app.web.studio.shared import SharedPages
from app.web.studio.working import note_brand
from tests.adapters.builders import SetClock

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
KEY = "s_4f1c0ffee"


def block(name, draft):
    """Return a block that was never published."""
    return BlockRecord(name=name, draft=draft, published=0, latest=0, updated_at=AT)


class Desk:
    """A desk with one block, whose reader may be erased."""

    def __init__(self):
        self.draft = "block: hero"
        self.is_erased = False

    async def record(self, name):
        """Return the block."""
        return block(name, self.draft)

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
        document=desk.draft,
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


async def test_a_link_keeps_the_brand_it_was_shared_with():
    """Whoever opens it is shown that one, whatever brand they work with themselves."""
    brands = {"": "northbeam", "northbeam": "northbeam", "other": "other"}
    casting = Casting(
        brands=SimpleNamespace(read=lambda name: replace(brand(), name=brands[name])),
        finder=None,
        subscribers=None,
        now=SetClock(AT),
    )
    asked = []

    async def preview(request):
        asked.append(request.brand)

    desk = PreviewDesk(
        blocks=None,
        subscribers=None,
        casting=casting,
        places=None,
        previewing=SimpleNamespace(preview=preview),
        foreseeing=None,
    )
    record = block("hero", "block: hero")
    nothing = chosen(QueryParams(""))
    _work_with("other")
    await desk.preview(SimpleNamespace(may=lambda _: True), record, nothing)
    kept = desk.branded(nothing).query()
    _work_with("")
    await desk.shown(record, chosen(QueryParams(kept)))
    kept = desk.branded(nothing).query()
    _work_with("other")
    await desk.shown(record, chosen(QueryParams(kept)))
    _work_with("")
    assert asked == ["other", "other", "northbeam"]


def _work_with(name):
    """Have the browser's cookie name a brand."""
    note_brand(SimpleNamespace(cookies={"opentime-brand": name}))
