"""What the designer's menus are filled from, as it is sent."""

from app.model.account import Role


async def test_the_vocabulary_is_packed(browser):
    """It is long, and holds what the menus show."""
    await browser.sign_in(Role.DESIGNER)
    answer = await browser.get("/studio/vocabulary.json")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert int(answer.headers["content-length"]) * 4 < len(answer.content)
    assert {"facts", "filters", "elements", "assets", "colors"} <= answer.json().keys()


async def test_whoever_takes_no_gzip_is_sent_none(browser):
    """The same, as it is."""
    await browser.sign_in(Role.DESIGNER)
    answer = await browser.get("/studio/vocabulary.json", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.json()["elements"]
