"""The contract of Blocks and Assets."""

from datetime import timedelta

import pytest

from app.errors import NotFound, Unacceptable
from app.model.ports import BlockRecord, BlockVersion, Written
from tests.adapters.builders import NOON, an_asset


async def test_a_draft_is_not_published(adapters):
    """Saving a draft creates the block and changes nothing that readers see."""
    record = await adapters.blocks.save_draft("hero", "draft 1: ü")
    again = await adapters.blocks.save_draft("hero", "draft 2")

    plain = {"name": "hero", "published": 0, "latest": 0, "updated_at": NOON}
    assert BlockRecord(draft="draft 1: ü", **plain) == record
    assert BlockRecord(draft="draft 2", **plain) == again == await adapters.blocks.get("hero")
    assert adapters.blocks.published("hero") is None
    assert await adapters.blocks.get("none") is None
    assert adapters.blocks.published("none") is None


async def test_versions_count_up_and_never_change(adapters):
    """Each publication is a new version, is what readers see, and leaves the older ones alone."""
    first = await adapters.blocks.publish("hero", "one", "note é")
    adapters.clock.pass_by(timedelta(hours=1))
    second = await adapters.blocks.publish("hero", "two", "")

    hour = timedelta(hours=1)
    one = BlockVersion(name="hero", version=1, document="one", published_at=NOON, note="note é")
    two = BlockVersion(name="hero", version=2, document="two", published_at=NOON + hour)
    assert (one, two) == (first, second)
    assert two == adapters.blocks.published("hero")
    assert (two, one) == await adapters.blocks.versions("hero")


async def test_a_roll_back_keeps_the_later_versions(adapters):
    """After a roll-back the older version is published and the next number is still new."""
    await adapters.blocks.publish("hero", "one", "")
    await adapters.blocks.publish("hero", "two", "")

    back = await adapters.blocks.roll_back("hero", 1)

    assert back == adapters.blocks.published("hero")
    record = await adapters.blocks.get("hero")
    assert (record.published, record.latest) == (1, 2)
    assert (await adapters.blocks.publish("hero", "three", "")).version == 3


@pytest.mark.parametrize(("name", "version"), [("hero", 2), ("hero", 0), ("none", 1)])
async def test_a_version_that_never_was_is_not_found(adapters, name, version):
    """Rolling back to an unknown version names the block and the version."""
    await adapters.blocks.publish("hero", "one", "")

    with pytest.raises(NotFound, match=str(version)):
        await adapters.blocks.roll_back(name, version)


async def test_a_deleted_block_is_gone_with_its_versions(adapters):
    """A block created again under a deleted name starts from version 1."""
    await adapters.blocks.publish("hero", "one", "")
    assert adapters.blocks.published("hero") is not None

    assert await adapters.blocks.delete("hero")

    assert not await adapters.blocks.delete("hero")
    assert adapters.blocks.published("hero") is None
    assert await adapters.blocks.versions("hero") == ()
    assert (await adapters.blocks.publish("hero", "new", "")).version == 1


async def test_a_block_is_made_once(adapters):
    """Of two who make one of the same name, the second is told; nothing is written over."""
    assert await adapters.blocks.create("hero", "mine")
    assert not await adapters.blocks.create("hero", "yours")
    assert (await adapters.blocks.get("hero")).draft == "mine"


async def test_a_draft_is_renamed_whole_or_not_at_all(adapters):
    """Not one that was saved or went live meanwhile, and never over another block."""
    blocks = adapters.blocks
    seen = await blocks.save_draft("hero", "seen")
    other = await blocks.save_draft("other", "another")
    assert not await blocks.rename(seen, "other", "renamed")
    await blocks.save_draft("hero", "saved meanwhile")
    assert not await blocks.rename(seen, "new", "renamed")
    await blocks.publish("other", "another", "")
    assert not await blocks.rename(other, "new", "renamed")
    assert await blocks.get("new") is None
    assert (await blocks.get("hero")).draft == "saved meanwhile"

    assert await blocks.rename(await blocks.get("hero"), "new", "renamed")

    assert await blocks.get("hero") is None
    assert (await blocks.get("new")).draft == "renamed"


async def test_blocks_are_paged_by_name(adapters):
    """Pages follow the names."""
    for name in ("c", "a", "b"):
        await adapters.blocks.save_draft(name, name)

    first = await adapters.blocks.page(cursor="", limit=2)
    second = await adapters.blocks.page(cursor=first.cursor, limit=2)

    assert [block.name for block in first.items + second.items] == ["a", "b", "c"]
    assert (first.cursor, second.cursor) == ("b", "")


@pytest.mark.parametrize(
    ("name", "document", "field"),
    [
        ("Bad Name", "x", "name"),
        ("", "x", "name"),
        ("\ud800", "x", "name"),
        ("a", "\ud800", "document"),
    ],
)
async def test_a_block_that_cannot_be_stored_is_refused(adapters, name, document, field):
    """An ill-shaped name or broken text is refused by field, as draft and as version."""
    with pytest.raises(Unacceptable) as draft:
        await adapters.blocks.save_draft(name, document)
    with pytest.raises(Unacceptable) as version:
        await adapters.blocks.publish(name, document, "")

    assert (field, field) == (draft.value.field, version.value.field)


async def test_a_publication_is_seen_by_other_processes_at_once(open_adapters):
    """The next open in another process shows the new version."""
    here, there = open_adapters(), open_adapters()
    await here.blocks.publish("hero", "one", "")
    assert there.blocks.published("hero").version == 1

    await here.blocks.publish("hero", "two", "")

    assert there.blocks.published("hero").document == "two"


async def test_an_asset_is_found_by_name_and_content(adapters):
    """A picture is read by the digest behind its name."""
    asset = an_asset("häst.jpg", b"\x00\xff")

    assert Written(created=1) == await adapters.assets.put(asset, b"\x00\xff")
    assert Written(unchanged=1) == await adapters.assets.put(asset, b"\x00\xff")

    assert asset.digest == adapters.assets.digest("häst.jpg")
    assert adapters.assets.body(asset.digest) == b"\x00\xff"
    assert adapters.assets.digest("none") is None
    assert (await adapters.assets.page(cursor="", limit=5)).items == (asset,)


@pytest.mark.parametrize("digest", ["", "0" * 64, "../../etc/passwd", "F" * 64, "0" * 63])
async def test_an_unknown_digest_has_no_body(adapters, digest):
    """No text but a stored digest reads bytes, least of all a path."""
    assert adapters.assets.body(digest) is None


async def test_content_stays_while_a_name_has_it(adapters):
    """Bytes go with the last name that has them."""
    one, two = an_asset("one", b"same"), an_asset("two", b"same")
    await adapters.assets.put(one, b"same")
    await adapters.assets.put(two, b"same")

    assert await adapters.assets.delete("one")
    assert adapters.assets.body(one.digest) == b"same"
    assert Written(updated=1) == await adapters.assets.put(an_asset("two", b"new"), b"new")

    assert adapters.assets.body(one.digest) is None
    assert not await adapters.assets.delete("one")


@pytest.mark.parametrize(
    "wrong",
    [an_asset(""), an_asset("a", digest="0" * 64), an_asset("a", size=1), an_asset("\ud800")],
)
async def test_a_damaged_upload_is_refused(adapters, wrong):
    """An asset whose digest or size is not its content's is refused."""
    with pytest.raises(Unacceptable):
        await adapters.assets.put(wrong, b"jpeg")
