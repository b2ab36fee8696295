"""The library and a block's page show what an open would."""

import pytest

from app.model.account import Role
from tests.serving import decoded

HOSTILE = '"><img src=x onerror=alert(1)>'


async def test_every_block_is_shown_with_its_picture(browser, studio):
    """As somebody unknown would see it, drawn now."""
    await browser.sign_in(Role.ANALYST)
    page = (await browser.get("/studio/")).text
    names = [
        each.name for each in (await studio.services.storage.blocks.page(cursor="", limit=99)).items
    ]
    assert names
    for name in names:
        assert f'src="/studio/blocks/{name}.png"' in page
    picture = await browser.get(f"/studio/blocks/{names[0]}.png")
    assert decoded(picture.content, "png").size[0] > 2


async def test_names_are_looked_through(browser):
    """And what is looked for stands in the box again, as text."""
    await browser.sign_in()
    assert "nearest-store" in (await browser.get("/studio/?q=nearest")).text
    nothing = (await browser.get("/studio/", params={"q": HOSTILE})).text
    assert "No block is called" in nothing
    assert HOSTILE not in nothing


async def test_a_draft_and_a_change_are_told_apart(browser, studio):
    """Never published; live; live, with another draft."""
    blocks = studio.services.storage.blocks
    live = await blocks.get("hero")
    await blocks.save_draft("hero", live.draft + "\n# changed\n")
    await blocks.save_draft("new-one", live.draft.replace("block: hero", "block: new-one"))
    await browser.sign_in()
    page = (await browser.get("/studio/")).text
    assert page.count("the draft has changed") == 1
    assert page.count("Draft, never published") == 1


async def test_a_preview_is_an_open(browser, studio):
    """Picture and words are those of an open by that person at that time."""
    await browser.sign_in(Role.ADMIN)
    person = studio.someone()
    query = f"as={person.key}&at=2026-11-27T17:00"
    page = (await browser.get(f"/studio/blocks/nearest-store?{query}")).text
    assert "Why" in page
    shown = await browser.get(f"/studio/blocks/nearest-store/as.png?{query}")
    opened = await studio.ask(studio.open_path("nearest-store", extension="png"))
    assert opened.body == shown.content


@pytest.mark.parametrize(
    "wrong",
    ["at=tomorrow", "at=9999-12-31T23:59:59-23:59", "from=here", "from=91,0", "as=nobody-we-know"],
)
async def test_what_cannot_be_previewed_is_said(browser, wrong):
    """On the page, with what to do; the rest of the page stays."""
    await browser.sign_in()
    answer = await browser.get(f"/studio/blocks/hero?{wrong}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "Versions" in answer.text


async def test_an_older_version_is_made_live(browser, studio):
    """By whoever may publish, and it is written down."""
    blocks = studio.services.storage.blocks
    first = await blocks.get("hero")
    await blocks.publish("hero", first.draft + "\n# second\n", "second")
    await browser.sign_in(Role.DESIGNER)
    await browser.post("/studio/blocks/hero/roll-back", version="1")
    assert (await blocks.get("hero")).published == 1
    entry = (await studio.services.storage.audit.page(cursor="", limit=1)).items[0].deed
    assert (entry.action, entry.subject) == ("block.live", "hero")


@pytest.mark.parametrize("number", ["²", "9" * 30, "9" * 5000, "-1", ""])
async def test_what_is_no_version_is_made_live_by_nobody(browser, number):
    """It is said to be none, whatever is sent in its place."""
    await browser.sign_in(Role.DESIGNER)
    answer = await browser.post("/studio/blocks/hero/roll-back", version=number)
    assert answer.status_code == 422


async def test_a_block_that_is_not_there(browser):
    """Is said to be not there, as text."""
    await browser.sign_in()
    answer = await browser.get("/studio/blocks/%3Cb%3Enothing%3C%2Fb%3E")
    assert answer.status_code == 404
    assert "<b>" not in answer.text


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DESIGNER])
async def test_what_a_subscriber_sees_is_for_who_may_see_subscribers(browser, studio, role):
    """Neither on the page nor as a picture; somebody unknown may be previewed."""
    await browser.sign_in(role)
    person = studio.someone()
    page = (await browser.get(f"/studio/blocks/greeting?as={person.key}")).text
    assert "may not see what subscribers see" in page
    assert str(person.attributes["first_name"]) not in page
    picture = await browser.get(f"/studio/blocks/greeting/as.png?as={person.external_id}")
    assert picture.status_code == 404
    assert "Why" in (await browser.get("/studio/blocks/greeting?as=anonymous")).text
