"""The preview's page: what it lets choose, what it says of why, what it shows ahead."""

import re
from urllib.parse import quote

import pytest

from app.model.account import Role
from tests.serving import NOON, decoded
from tests.studio.browsing import Browser

PAGE = "/studio/blocks/nearest-store"
HOSTILE = "<img src=x onerror=alert(1)>"
SALE = f"""
block: sale
size: 300x100
variants:
  - name: on
    draw:
      - fill: {{color: "#ffffff"}}
      - countdown: {{to: "{NOON.year + 1}-01-01T00:00:00+00:00", box: [10, 10, 280, 80]}}
fallback: {{draw: [{{fill: {{color: "#ffffff"}}}}]}}
"""


async def test_personas_are_shown_to_everybody_and_differ(browser):
    """Without the right to see subscribers; each as a choice, and as pictures."""
    await browser.sign_in(Role.ANALYST)
    page = (await browser.get(PAGE)).text
    slugs = re.findall(r'value="persona:([a-z]+)"', page)
    assert {"top", "refused", "arabic", "moved", "remote"} <= set(slugs)
    pictures = {
        (await browser.get(f"{PAGE}/as?as=persona:{slug}&at=2026-11-27T17:00")).content
        for slug in slugs
    }
    assert len(pictures) > 3
    assert "no persona" in (await browser.get(f"{PAGE}?as=persona:nobody")).text


async def test_why_is_said_in_order(browser):
    """Every variant, the shown one among them, with what its condition read and who fetched."""
    await browser.sign_in(Role.ANALYST)
    page = (
        await browser.get(f"{PAGE}/seen?as=persona:top&at=2026-11-27T13:00&reader=prefetch")
    ).text
    for words in ("pick-up-tonight", "store.is_open", "shown for up to a week", "Time it took"):
        assert words in page
    assert "taken as chosen here" not in page
    placed = (await browser.get(f"{PAGE}/seen?from=Paris,+FR&reader=mail_proxy")).text
    assert "taken as chosen here" in placed
    assert page.count('<li class="shown">') == 1
    assert "<html" not in page


async def test_what_is_supposed_is_shown_and_said(browser):
    """A sold-out product is another picture; a wrong value is refused in words."""
    await browser.sign_in(Role.ANALYST)
    when = "as=persona:top&at=2026-11-27T13:00"
    as_is = (await browser.get(f"{PAGE}/as?{when}")).content
    sold_out = f"{when}&if.stock.here=0&if.stock.total=0"
    assert (await browser.get(f"{PAGE}/as?{sold_out}")).content != as_is
    assert "supposed here" in (await browser.get(f"{PAGE}/seen?{sold_out}")).text
    wrong = (await browser.get(f"{PAGE}/seen?if.stock.here=many")).text
    assert 'role="alert"' in wrong
    named = f"/studio/blocks/greeting/seen?as=persona:top&if.person.first_name={quote(HOSTILE)}"
    greeted = (await browser.get(named)).text
    assert "onerror=alert" in greeted
    assert HOSTILE not in greeted


async def test_a_refused_place_counts_for_nothing(browser):
    """Whoever did not agree is shown the same wherever they are, and the page says so."""
    await browser.sign_in(Role.ANALYST)
    query = "as=persona:refused&at=2026-11-27T13:00"
    at_home, away = [
        (await browser.get(f"{PAGE}/as?{query}{extra}")).content
        for extra in ("", "&from=Paris,+FR")
    ]
    assert at_home == away
    assert (
        "an open does not look" in (await browser.get(f"{PAGE}/seen?{query}&from=Paris,+FR")).text
    )


async def test_the_strip_leads_from_change_to_change(browser):
    """Its frames are links to their times; a block that never changes has one."""
    await browser.sign_in(Role.ANALYST)
    strip = (await browser.get(f"{PAGE}/film?as=persona:top&at=2026-11-27T13:00")).text
    times = re.findall(r'data-at="([^"]+)"', strip)
    assert len(times) > 2
    assert 'id="next"' in strip
    still = (await browser.get("/studio/blocks/points-progress/film?as=persona:top")).text
    assert still.count("<li>") == 1
    assert "stays as it is" in still
    assert "<ol" not in (await browser.get(f"{PAGE}/film?at=never")).text
    assert "The next 24 hours" in (await browser.get(f"{PAGE}?film=1")).text


async def test_people_and_places_are_found(browser):
    """People by name for who may see them; places for everybody."""
    await browser.sign_in(Role.ADMIN)
    found = (await browser.get(f"{PAGE}/people?q=carter")).json()
    assert {"id": "nb-anna", "name": "Anna Carter", "city": "New York"} in found
    assert (await browser.get(f"{PAGE}/people?q=")).json() == []
    places = (await browser.get(f"{PAGE}/places?q=Marais")).json()
    assert places[0]["kind"] == "store"
    page = (await browser.get(f"{PAGE}?somebody=nb-anna&from=8.8.8.8&width=320&images=off")).text
    assert 'value="nb-anna" checked' in page
    assert "narrow-320" in page
    assert 'class="blocked"' in page


async def test_outlook_shows_the_first_frame(browser, studio):
    """Of a picture that moves for others."""
    await studio.services.storage.blocks.save_draft("sale", SALE)
    await browser.sign_in(Role.ANALYST)
    moving, still = [
        await browser.get(f"/studio/blocks/sale/as?at={NOON:%Y-%m-%dT%H:%M}{extra}")
        for extra in ("", "&reader=outlook")
    ]
    assert (moving.headers["content-type"], still.headers["content-type"]) == (
        "image/gif",
        "image/png",
    )
    first = decoded(moving.content, "gif").convert("RGB")
    assert decoded(still.content, "png").convert("RGB").tobytes() == first.tobytes()


async def test_the_matrix_marks_what_is_the_same(browser):
    """People by times of the brand by places, each a link to its preview; too many are refused."""
    await browser.sign_in(Role.ANALYST)
    query = "p=unknown&p=top&t=2026-11-27T13:00&t=2026-11-27T18:01Z&f=Berlin,+DE&own=1"
    page = (await browser.get(f"{PAGE}/matrix?{query}")).text
    assert page.count("<td>") == 8
    assert "data-sign" in page
    assert re.findall(r'name="t"[^>]*value="([^"]+)"', page) == [
        "2026-11-27T13:00",
        "2026-11-27T13:01",
    ]
    assert "at=2026-11-27T18%3A00%3A00Z" in page
    many = "&".join(f"p={slug}" for slug in ("unknown", "top", "new", "moved", "remote"))
    assert 'role="alert"' in (await browser.get(f"{PAGE}/matrix?{many}")).text
    assert "Sun" in (await browser.get(f"{PAGE}/matrix")).text


async def test_a_shared_draft_stays_what_it_was(browser, studio):
    """Whatever is written, saved or published since."""
    blocks = studio.services.storage.blocks
    await browser.sign_in(Role.DESIGNER)
    draft = (await blocks.get("hero")).draft
    for is_published in (False, True):
        await blocks.save_draft("hero", draft.replace("block: hero", "block: hero\n# a draft"))
        made = await browser.post("/studio/blocks/hero/share", query="what=draft", lasts="24")
        page = (await browser.get(made.headers["location"])).text
        address = re.findall(r'<code id="link-[^"]+">[^<]*(/studio/shared/[^<]+)</code>', page)[0]
        before = await Browser(studio.app).get(f"{address}/picture")
        other = "block: hero\nsize: 20x20\nalt: Other\nfallback: {draw: [{fill: {color: red}}]}\n"
        await blocks.save_draft("hero", other)
        if is_published:
            await blocks.publish("hero", other, "")
        after = await Browser(studio.app).get(f"{address}/picture")
        assert (before.status_code, after.status_code) == (200, 200)
        assert after.content == before.content


async def test_a_shared_preview_is_open_until_it_is_withdrawn(browser, studio):
    """To whoever has the link: the picture, nothing of the page behind it."""
    await browser.sign_in(Role.DESIGNER)
    query = "as=persona:top&at=2026-11-27T13:00"
    made = await browser.post(f"{PAGE}/share", query=query, lasts="24")
    page = (await browser.get(made.headers["location"])).text
    address = re.search(r'<code id="link-[^"]+">[^<]*(/studio/shared/[^<]+)</code>', page)[1]
    stranger = Browser(studio.app)
    shown = await stranger.get(address)
    assert shown.status_code == 200
    assert "Loyal customer in Paris" in shown.text
    picture = await stranger.get(f"{address}/picture")
    assert picture.content == (await browser.get(f"{PAGE}/as?{query}")).content
    ident = re.search(r'name="id" value="([^"]+)"', page)[1]
    await browser.post(f"{PAGE}/withdraw", id=ident)
    for path in (address, f"{address}/picture", "/studio/shared/x", "/studio/shared/x/picture"):
        assert (await stranger.get(path)).status_code == 404
    assert "no longer shared" in (await stranger.get(address)).text
    assert (await browser.post(f"{PAGE}/share", lasts="999")).status_code == 422


async def test_a_subscribers_preview_says_nothing_of_them(browser, studio):
    """Shared by who may see people; no name, id or fact beyond what the picture says."""
    designer = Browser(studio.app)
    await designer.sign_in(Role.DESIGNER)
    query = "as=nb-vivienne&at=2026-11-27T13:00&if.person.tier=Ridge"
    refused = await designer.post("/studio/blocks/stock-alert/share", query=query)
    assert refused.status_code == 403
    await browser.sign_in(Role.ADMIN)
    made = await browser.post("/studio/blocks/stock-alert/share", query=query, lasts="1")
    page = (await browser.get(made.headers["location"])).text
    address = re.search(r'<code id="link-[^"]+">[^<]*(/studio/shared/[^<]+)</code>', page)[1]
    assert address not in (await designer.get("/studio/blocks/stock-alert")).text
    shown = (await Browser(studio.app).get(address)).text
    for secret in ("nb-vivienne", "Vivienne", "Ridge", "Summit", "Europe/Paris", "person."):
        assert secret not in shown
    await studio.services.storage.subscribers.erase("nb-vivienne")
    assert (await Browser(studio.app).get(address)).status_code == 404


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DESIGNER])
async def test_nobody_is_supposed_of_a_subscriber_without_the_right(browser, studio, role):
    """Neither by the field that finds people nor in what is asked ahead."""
    await browser.sign_in(role)
    for path in ("/seen?", "/film?", "?", "/as?"):
        answer = await browser.get(f"{PAGE}{path}somebody=nb-anna")
        assert "112 Prince" not in answer.text
    assert (await browser.get(f"{PAGE}/people?q=anna")).status_code == 403
    assert studio.people
