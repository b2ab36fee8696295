"""What the library finds, and what can be done with blocks."""

from datetime import timedelta

import pytest

from app.authoring import check_block
from app.authoring.heading import heading
from app.authoring.renaming import renamed
from app.composition.studio_blocks import shelving_service
from app.errors import Unacceptable
from app.model.account import Role
from app.model.palette import palette
from app.web.studio.sparkline import points
from tests.docs.generated import ROOT
from tests.serving import serving

TINY = (
    "block: tiny # mine\nsize: 600x240\ntitle: Tiny\ntags: [small]\nalt: x\nfallback: {draw: []}\n"
)


def names(page):
    """Return the blocks that a page shows."""
    cards = page.split('<h2><a href="/studio/blocks/')[1:]
    return [card.partition('"')[0] for card in cards]


async def test_blocks_are_found_by_words_tags_and_state(browser, studio):
    """By name, title and what they say; failing ones say why; the latest come first if asked."""
    studio.clock.at += timedelta(minutes=1)
    blocks = studio.services.storage.blocks
    await blocks.save_draft("tiny", TINY)
    await blocks.save_draft("broken", "block: broken\nsize: 600x240\nfallback: {draw: nowhere}\n")
    await blocks.save_draft("hero", (await blocks.get("hero")).draft + "# changed\n")
    await browser.sign_in(Role.ANALYST)
    for query, found in (
        ("q=pick+IT+tonight", ["nearest-store"]), ("q=hero+by+time", ["hero"]),
        ("tag=small", ["tiny"]), ("state=changed", ["hero"]), ("state=draft", ["broken", "tiny"]),
        ("state=failing", ["broken"]), ("q=tiny&page=99999999", ["tiny"]), ("q=nothing-at-all", []),
    ):  # fmt: skip
        assert names((await browser.get(f"/studio/?{query}")).text) == found, query
    failing = (await browser.get("/studio/?state=failing")).text
    assert "There is no layout `nowhere`." in failing
    assert set(names((await browser.get("/studio/?sort=changed")).text)[:3]) == {
        "broken", "tiny", "hero",
    }  # fmt: skip
    assert "Make an empty block" not in failing


async def test_a_block_is_made_copied_renamed_and_deleted(browser, studio):
    """Each deed is written down, and leads on to where one would go."""
    storage = studio.services.storage
    await browser.sign_in(Role.DESIGNER)
    made = await browser.post("/studio/blocks", name="spring")
    assert made.headers["location"] == "/studio/blocks/spring/design"
    draft = (await storage.blocks.get("spring")).draft
    assert studio.services.authoring.check(draft, "spring") == ()
    await browser.post("/studio/blocks/hero/duplicate", name="hero-2")
    copy = await storage.blocks.get("hero-2")
    assert copy.published == 0
    assert "block: hero-2" in copy.draft
    await browser.post("/studio/blocks/spring/rename", name="summer")
    assert await storage.blocks.get("spring") is None
    assert "block: summer" in (await storage.blocks.get("summer")).draft
    await browser.post("/studio/blocks/summer/delete")
    assert await storage.blocks.get("summer") is None
    deeds = [each.deed for each in (await storage.audit.page(cursor="", limit=4)).items]
    assert [(deed.action, deed.subject) for deed in deeds] == [
        ("block.delete", "summer"), ("block.rename", "summer"),
        ("block.create", "hero-2"), ("block.create", "spring"),
    ]  # fmt: skip


async def test_what_emails_still_show_stays(browser, studio):
    """A block in a message, and the name of one that was live; the card says why."""
    await browser.sign_in(Role.DESIGNER)
    kept = await browser.post("/studio/blocks/hero/delete")
    assert kept.status_code == 409
    assert "The trail is calling" in kept.text
    renamed_answer = await browser.post("/studio/blocks/hero/rename", name="other")
    assert renamed_answer.status_code == 409
    assert "stands in emails that were sent" in renamed_answer.text
    taken = await browser.post("/studio/blocks/hero/duplicate", name="greeting")
    assert taken.status_code == 409
    assert 'value="greeting"' in taken.text
    assert (await browser.post("/studio/blocks", name="No Name")).status_code == 422
    assert (await browser.post("/studio/blocks/nothing/delete")).status_code == 404
    assert await studio.services.storage.blocks.get("hero")


async def test_a_free_name_is_suggested(demo_home):
    """The name itself, or the first number that is free."""
    async with serving(demo_home) as running:
        shelving = shelving_service(running.services)
        assert await shelving.suggested("spring") == "spring"
        assert await shelving.suggested("hero") == "hero-2"
        assert len(await shelving.suggested("h" * 63)) == 63


def test_the_empty_block_is_without_fault():
    """Whoever begins with nothing begins without a warning."""
    document = renamed((ROOT / "templates" / "empty.yaml").read_text("utf-8"), "mine")
    assert check_block(document, name="mine", brand_colors=palette({})) == ()


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (TINY, "block: other # mine\n"),
        ("size: 1x1\n'block' :  old\n", "'block' :  other\n"),
        ('{"size": "1x1", "block": "old"}', '"block": "other"'),
        ('{\n "block" : "old"}', '"block" : "other"'),
    ],
)
def test_a_document_is_renamed_where_its_name_stands(document, says):
    """Comments and layout stay."""
    assert says in renamed(document, "other")


@pytest.mark.parametrize("name", ["2026", "null", "1-a"])
def test_a_name_that_yaml_would_read_otherwise_is_quoted(name):
    """It stays the text that it is."""
    assert f'block: "{name}"' in renamed(TINY, name)


@pytest.mark.parametrize("document", ["size: 1x1\n", ": {", "[]"])
def test_a_document_that_cannot_be_renamed_is_refused(document):
    """Nothing is guessed."""
    with pytest.raises(Unacceptable):
        renamed(document, "other")


def test_what_a_document_says_of_itself_is_read_however_unfinished():
    """Texts of its variants too; of what is no document, nothing."""
    says = heading("title: A\ntags: [x, 1, '']\nvariants: [{say: {headline: Rain}}]\nsize: [")
    assert says.title == ""
    says = heading("title: A\ntags: [x, 1, '']\nvariants: [{say: {headline: Rain}}]\n")
    assert (says.title, says.tags) == ("A", ("x",))
    assert "Rain" in says.texts
    assert heading("- a list").title == ""


def test_a_line_of_figures_ends_at_the_edges_of_its_box():
    """Zero at the bottom, the most at the top; of nothing there is no line."""
    assert points([0, 4, 2]) == "2.0,26.0 60.0,2.0 118.0,14.0"
    assert points([0, 0, 0]) == ""
    assert points([]) == ""
