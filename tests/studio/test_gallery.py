"""The gallery shows starters, and makes blocks of them."""

from dataclasses import replace

from app.model.account import Role
from tests.serving import decoded


async def test_starters_are_found_by_words_and_tags(browser):
    """All of them at first; words of titles and sentences; a tag alone."""
    await browser.sign_in(Role.ANALYST)
    everything = (await browser.get("/studio/gallery")).text
    assert everything.count("<h2>") - 1 >= 16
    assert "Nearest store" in everything
    found = (await browser.get("/studio/gallery?q=SALE+ends&tag=offers")).text
    assert "Countdown to a sale" in found
    assert "Nearest store" not in found
    assert "No starter is like that" in (await browser.get("/studio/gallery?q=%3Cb%3Ex")).text


async def test_a_starter_shows_every_variant_in_the_brands_colours(browser, studio):
    """Its page names them; a change of the brand is a change of the picture."""
    await browser.sign_in(Role.ANALYST)
    page = (await browser.get("/studio/gallery/nearest-store")).text
    for variant in ("open", "opens-later", "fallback"):
        assert f'src="/studio/gallery/nearest-store/{variant}"' in page
    assert "Use this block</button>" not in page
    address = "/studio/gallery/letterhead/named"
    before = (await browser.get(address)).content
    assert decoded(before, "png").size[0] == 1200
    assert decoded((await browser.get(f"{address}?small")).content, "png").size[0] == 600
    brands = studio.services.storage.brands
    await brands.put(replace(brands.read(""), colors={"accent": "#ff00aa"}))
    assert (await browser.get(address)).content != before


async def test_a_starter_becomes_a_draft_with_its_pictures(browser, studio):
    """It opens in the designer; who made it of what is written down."""
    storage = studio.services.storage
    await storage.assets.delete("store-day.jpg")
    await browser.sign_in(Role.DESIGNER)
    made = await browser.post("/studio/gallery/nearest-store/use", name="around-the-corner")
    assert made.headers["location"] == "/studio/blocks/around-the-corner/design"
    record = await storage.blocks.get("around-the-corner")
    assert record.published == 0
    assert studio.services.authoring.check(record.draft, "around-the-corner") == ()
    assert await storage.assets.get("store-day.jpg")
    deed = (await storage.audit.page(cursor="", limit=1)).items[0].deed
    assert (deed.action, deed.subject) == ("block.create", "around-the-corner")
    assert "nearest-store" in deed.detail


async def test_a_name_that_is_taken_or_none_is_refused_where_it_stands(browser):
    """What was typed stays, and a free name is suggested for the next."""
    await browser.sign_in(Role.DESIGNER)
    for name, status in (("nearest-store", 409), ("", 422), ("Nearest Store", 422), ("é", 422)):
        answer = await browser.post("/studio/gallery/nearest-store/use", name=name)
        assert answer.status_code == status
        assert 'role="alert"' in answer.text
        assert f'value="{name or "nearest-store-2"}"' in answer.text


async def test_what_is_not_there_is_not_found(browser):
    """Starters, and their variants."""
    await browser.sign_in()
    assert (await browser.get("/studio/gallery/nothing")).status_code == 404
    assert (await browser.get("/studio/gallery/nearest-store/nothing")).status_code == 404
