"""The pages on which blocks are published."""

import re
from datetime import timedelta

from app.composition.publishing import going_live
from app.model.account import Role
from app.model.drafting import revision_of
from tests.serving import NOON

PAGE = "/studio/blocks/hero/publish"
NASTY = '<img src=x onerror="alert(1)">'


async def edited(studio, change=("Sleep well", "Rest well")):
    """Change the draft of a live block; return it."""
    blocks = studio.services.storage.blocks
    draft = (await blocks.get("hero")).draft.replace(*change)
    await blocks.save_draft("hero", draft)
    return draft


async def test_a_draft_is_reviewed_and_published(studio, browser):
    """What changes in words and pictures; what went live can be rolled back."""
    await browser.sign_in(Role.DESIGNER)
    assert "The draft is what readers see." in (await browser.get(PAGE)).text
    draft = await edited(studio, ("Sleep well", NASTY.replace('"', "'")))
    page = (await browser.get(PAGE)).text
    assert "Variant “night”" in page
    assert "<img src=x" not in page
    # Between the words and the pictures, which are many screens of a phone.
    assert page.index("changes-title") < page.index("data-publishes") < page.index("pictures-title")
    (after,) = set(
        re.findall(r'src="(/studio/blocks/hero/drawn\?of=draft&amp;show=night[^"]*)"', page)
    )
    picture = await browser.get(after.replace("&amp;", "&"))
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")

    wish = {"revision": revision_of(draft), "note": NASTY, "when": "now", "seen": "yes"}
    answer = await browser.post(PAGE, **wish | {"revision": "another"})
    assert answer.status_code == 409
    assert "was changed since you looked" in answer.text
    assert (await browser.post(PAGE, **wish)).headers["location"] == f"{PAGE}?done=2"
    assert studio.services.storage.blocks.published("hero").document == draft
    history = (await browser.get("/studio/blocks/hero/history")).text
    assert "designer@brand.example" in history
    assert NASTY not in history
    compare = (await browser.get("/studio/blocks/hero/compare?from=1&to=2")).text
    assert "Variant “night”" in compare
    for version, status in (("1", 303), ("7", 404), ("x", 422), ("9" * 40, 422)):
        answer = await browser.post("/studio/blocks/hero/roll-back", version=version)
        assert answer.status_code == status, version
    assert studio.services.storage.blocks.published("hero").version == 1


async def test_a_draft_goes_live_at_its_time(studio, browser):
    """It shows when, can be cancelled, and what is wrong with the time is said beside it."""
    await browser.sign_in(Role.DESIGNER)
    draft = await edited(studio)
    wish = {"revision": revision_of(draft), "when": "later", "seen": "yes", "zone": "UTC"}
    for wrong in ({"at": ""}, {"at": "2020-01-01T10:00"}, {"zone": "Nowhere"}):
        answer = await browser.post(PAGE, **{"at": "2026-12-24T18:00", **wish, **wrong})
        assert answer.status_code == 422, wrong
        assert 'class="wrong"' in answer.text, wrong
    at = f"{NOON + timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert (await browser.post(PAGE, **wish, at=at)).status_code == 303
    assert "Goes live on" in (await browser.get(PAGE)).text
    await browser.post("/studio/blocks/hero/cancel")
    assert "Goes live on" not in (await browser.get(PAGE)).text

    await browser.post(PAGE, **wish, at=at)
    studio.clock.at = NOON + timedelta(days=1)
    assert await going_live(studio.services).once() == 1
    assert studio.services.storage.blocks.published("hero").document == draft


async def test_what_has_errors_is_shown_and_cannot_go_live(studio, browser):
    """The page says what to mend; a form that was kept open is refused."""
    await browser.sign_in(Role.DESIGNER)
    draft = await edited(studio, ("say:", "say_:"))
    page = await browser.get(PAGE)
    assert page.status_code == 200
    assert "What has errors cannot go live." in page.text
    answer = await browser.post(PAGE, revision=revision_of(draft), when="now", seen="yes")
    assert answer.status_code == 422
    assert studio.services.storage.blocks.published("hero").version == 1
    missing = ("/studio/blocks/none/publish", "/studio/blocks/hero/compare?from=9",
               "/studio/blocks/hero/drawn?of=draft", "/studio/blocks/hero/drawn?who=x")  # fmt: skip
    for path in missing:
        assert (await browser.get(path)).status_code == 404, path
