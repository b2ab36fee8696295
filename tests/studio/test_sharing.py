"""Links that show a preview without an account: signed, expiring, withdrawn."""

import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.shared_links import FileSharedLinks
from app.errors import Conflict, NotFound, StorageFailing, StorageFull
from app.studio.sharing import LONGEST, SHORTEST, SharingService
from tests.adapters.builders import SetClock

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Deeds:
    """An audit log that remembers what was written."""

    def __init__(self):
        self.actions = []

    async def write(self, deed):
        """Remember a deed."""
        self.actions.append(deed.action)


@pytest.fixture
def clock():
    """A clock that stands."""
    return SetClock(AT)


@pytest.fixture
def deeds():
    """What was done."""
    return Deeds()


@pytest.fixture
def service(tmp_path, clock, deeds):
    """A service over an empty folder."""
    links = FileSharedLinks(tmp_path / "shared")
    return SharingService(links=links, audit=deeds, secret=b"s" * 32, now=clock)


async def shared(service, lasts=HOUR):
    """Share a preview."""
    return await service.share(
        block="hero", query="as=persona%3Atop", is_personal=False, by="a@b.example", lasts=lasts
    )


async def test_a_link_opens_what_was_shared(service, deeds):
    """With its token and no other; who made it is written down."""
    link = await shared(service)
    assert await service.open(service.token(link)) == link
    assert deeds.actions == ["preview.share"]
    assert "hero" not in service.token(link)


async def test_every_changed_token_is_refused(service):
    """Whichever letter of it is another, the time it expires included."""
    token = service.token(await shared(service))
    for at, letter in enumerate(token):
        changed = token[:at] + ("1" if letter != "1" else "2") + token[at + 1 :]
        with pytest.raises(NotFound):
            await service.open(changed)
    for wrong in ("", "x", token[:-1], token + "0", token + "\n", f"../{token}", "²" * 60):
        with pytest.raises(NotFound):
            await service.open(wrong)


async def test_another_home_does_not_open_it(service, tmp_path, clock, deeds):
    """Its secret signs other tokens."""
    link = await shared(service)
    other = SharingService(
        links=FileSharedLinks(tmp_path / "shared"), audit=deeds, secret=b"t" * 32, now=clock
    )
    with pytest.raises(NotFound):
        await other.open(service.token(link))


async def test_it_expires(service, clock):
    """At its second, and is off the list of the block."""
    link = await shared(service)
    clock.at += HOUR - timedelta(seconds=1)
    assert await service.open(service.token(link))
    clock.at += timedelta(seconds=1)
    assert await service.open(service.token(link)) is None
    assert await service.of_block("hero") == ()


@pytest.mark.parametrize(("lasts", "kept"), [(timedelta(0), SHORTEST), (365 * 24 * HOUR, LONGEST)])
async def test_no_link_lasts_shorter_or_longer_than_allowed(service, lasts, kept):
    """An hour to thirty days."""
    assert (await shared(service, lasts)).expires_at == AT + kept


async def test_it_is_withdrawn(service, deeds):
    """At once and for good; by the block's own page alone."""
    link = await shared(service)
    with pytest.raises(NotFound):
        await service.withdraw("other", link.id, by="a@b.example")
    await service.withdraw("hero", link.id, by="a@b.example")
    await service.withdraw("hero", link.id, by="a@b.example")
    assert await service.open(service.token(link)) is None
    assert deeds.actions == ["preview.share", "preview.withdraw"]


async def test_a_shared_draft_lies_apart_until_it_is_withdrawn(service, tmp_path):
    """Lists of links do not read it, whoever opens one does, and nothing of it stays after."""
    link = await service.share(
        block="hero", query="what=draft", is_personal=False, by="a@b.example", lasts=HOUR,
        document="block: hero # é",
    )  # fmt: skip
    draft = tmp_path / "shared" / f"{link.id}.yaml"
    assert draft.read_text("utf-8") == "block: hero # é"
    assert draft.stat().st_mode & 0o077 == 0
    assert [each.document for each in await service.of_block("hero")] == [""]
    assert (await service.open(service.token(link))).document == "block: hero # é"
    await service.withdraw("hero", link.id, by="a@b.example")
    assert not draft.exists()


async def test_what_expired_long_ago_is_forgotten(service, clock, tmp_path):
    """When the next link is made."""
    link = await shared(service)
    (tmp_path / "shared" / f"{link.id}.yaml").write_text("block: hero")
    clock.at += timedelta(days=9)
    last = await shared(service)
    assert [path.stem for path in (tmp_path / "shared").iterdir()] == [last.id]


async def test_links_are_bounded(tmp_path, clock, deeds):
    """So that nobody fills the disk with them."""
    links = FileSharedLinks(tmp_path)
    few = SharingService(links=links, audit=deeds, secret=b"s" * 32, now=clock, most=2)
    await shared(few)
    await shared(few)
    with pytest.raises(Conflict):
        await shared(few)


async def test_a_damaged_file_shows_nothing(service, tmp_path):
    """And stands in nobody's way."""
    link = await shared(service)
    (tmp_path / "shared" / f"{link.id}.json").write_text("{")
    assert await service.open(service.token(link)) is None
    assert await service.of_block("hero") == ()


@pytest.mark.parametrize(
    ("number", "failure"), [(errno.ENOSPC, StorageFull), (errno.EACCES, StorageFailing)]
)
async def test_a_disk_that_fails_says_so(service, monkeypatch, number, failure):
    """As it does everywhere: while a link is kept, and while one is read."""
    link = await shared(service)

    def fails(*_, **__):
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "read_bytes", fails)
    with pytest.raises(failure):
        await service.open(service.token(link))
    assert await service.of_block("hero") == ()
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(failure):
        await shared(service)
