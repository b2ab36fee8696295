"""Drafts as the designer draws them."""

import base64
from datetime import timedelta

from app.model.account import Role
from app.model.drafting import revision_of
from app.model.keys import SubscriberKey
from app.model.subscriber import Consent, Subscriber
from app.studio.editing import HERE_S
from tests.serving import decoded
from tests.studio.browsing import EMAILS, Browser

DRAFT = """
block: corner
size: 300x100
alt: A corner.
variants:
  - name: wet
    when: weather.condition == 'rain'
    say: {headline: "Rain on {{ clock.weekday }}"}
    draw: card
  - name: warm
    when: weather.temperature > 20
    say: {headline: Warm}
    draw: card
fallback: {say: {headline: Hello}, draw: card}
layouts:
  card:
    - fill: {color: "#204060"}
    - text: {content: "{{ say.headline }}", box: [10, 10, 200, 30], ink: "#ffffff"}
    - stack:
        box: [10, 50, 280, 40]
        direction: across
        children:
          - draw: [{text: {content: Left, box: [0, 0, 100, 20], ink: "#ffffff"}}]
          - draw: [{text: {content: "{{ weather.wind }}", box: [5, 0, 60, 20], ink: "#ffffff"}}]
"""
CARD = ["layouts", "card"]
RAIN = {"weather.condition": "rain", "weather.wind": None}


async def drawn(browser, document=DRAFT, **said):
    """Return what a script is answered that draws a draft."""
    return await browser.call("/studio/blocks/corner/draw", {"document": document, **said})


async def test_a_draft_is_drawn_with_what_is_where(browser):
    """The picture for chosen facts, and each element by its path in the document."""
    await browser.sign_in(Role.DESIGNER)
    answer = (await drawn(browser, seen={"at": "2026-11-25T12:00", "facts": RAIN})).json()

    assert decoded(base64.b64decode(answer["image"]), "png").size == (600, 200)
    assert (answer["width"], answer["height"], answer["layout"]) == (300, 100, "card")
    assert (answer["decision"]["variant"], answer["chosen"]) == ("wet", "wet")
    found = {tuple(part["path"]): part for part in answer["elements"]}
    where = {path[2:]: (part["kind"], part["box"]) for path, part in found.items()}
    inside = (2, "stack", "children")
    assert where == {
        (0,): ("fill", None),
        (1,): ("text", [10, 10, 200, 30]),
        (2,): ("stack", [10, 50, 280, 40]),
        (*inside, 0): ("cell", [10, 50, 280, 40]),  # the other shows nothing
        (*inside, 0, "draw", 0): ("text", [10, 50, 100, 20]),
        (*inside, 1): ("cell", [150, 50, 140, 40]),
        (*inside, 1, "draw", 0): ("text", [155, 50, 60, 20]),
    }
    assert found["layouts", "card", 1]["label"] == "Rain on wednesday"
    unknown = found[(*CARD, *inside, 1, "draw", 0)]
    assert (unknown["shown"], unknown["why"]) == (False, "unknown")


async def test_a_variant_is_shown_although_its_condition_does_not_hold(browser):
    """What would be decided is told beside it."""
    await browser.sign_in(Role.DESIGNER)
    answer = (await drawn(browser, show="warm", seen={"facts": RAIN})).json()
    assert (answer["decision"]["variant"], answer["chosen"]) == ("warm", "wet")
    assert answer["decision"]["say"] == {"headline": "Warm"}
    answer = (await drawn(browser, show="fallback", seen={"facts": RAIN})).json()
    assert answer["decision"]["say"] == {"headline": "Hello"}
    assert [row["variant"] for row in answer["decision"]["considered"]] == ["wet"]


async def test_a_draft_that_does_not_compile_says_where(browser):
    """Without a picture, with every problem at its line, column and path."""
    await browser.sign_in(Role.DESIGNER)
    broken = DRAFT.replace("weather.temperature > 20", "weather.temprature > 20")
    answer = (await drawn(browser, broken)).json()
    assert answer["image"] is None
    (problem,) = [each for each in answer["problems"] if each["severity"] == "error"]
    assert (problem["line"], problem["column"]) == (11, 5)
    assert problem["path"] == ["variants", 1, "when"]
    assert "weather.temperature" in problem["remedy"]


async def test_what_cannot_be_drawn_for_is_refused(browser):
    """In words, at the field; whoever may not see subscribers draws for none."""
    await browser.sign_in(Role.DESIGNER)
    wrong = (
        {"as": "nobody-at-all"}, {"at": "soon"}, {"at": "0001-01-01"}, {"from": "here"},
        {"from": "91, 0"}, {"facts": {"person.name": "x"}}, {"facts": {"weather.condition": 3}},
        {"as": 7},
    )  # fmt: skip
    for seen in wrong:
        answer = await drawn(browser, seen=seen)
        assert answer.status_code in (403, 404, 422), seen
        assert answer.json()["errors"][0]["remedy"], seen
    assert (await drawn(browser, document=["no", "text"])).status_code == 422


async def test_whoever_refused_is_drawn_nowhere(browser, studio):
    """As at an open: a place that is chosen counts for nothing, for whom is stored or made up."""
    await browser.sign_in(Role.ADMIN)
    document = DRAFT.replace("weather.temperature > 20", "place.source == 'preview'")
    refused = Subscriber(key=SubscriberKey(""), external_id="no", consent=Consent(location=False))
    await studio.services.storage.subscribers.put([refused])

    async def shown(who):
        seen = {"as": who, "from": "48.8566, 2.3522", "facts": {"weather.condition": "clear"}}
        return (await drawn(browser, document, seen=seen)).json()["chosen"]

    assert await shown("persona:top") == "warm"
    assert await shown("persona:refused") == "fallback"
    assert await shown("no") == "fallback"


async def test_of_two_who_save_nobody_loses_anything(studio, browser):
    """The second learns of the first and what it wrote; who says so may save over it."""
    await browser.sign_in(Role.DESIGNER)
    other = Browser(studio.app)
    await other.sign_in(Role.ADMIN)
    first = (await studio.services.storage.blocks.get("hero")).draft
    base = revision_of(first)

    kept = await other.call("/studio/blocks/hero/draft", {"document": "a: 1", "base": base})
    assert kept.json()["revision"] == revision_of("a: 1")
    clash = await browser.call("/studio/blocks/hero/draft", {"document": "b: 2", "base": base})
    said = clash.json()
    assert (clash.status_code, said["document"], said["by"]) == (409, "a: 1", "admin")
    over = {"document": "b: 2", "base": said["revision"]}
    assert (await browser.call("/studio/blocks/hero/draft", over)).status_code == 200
    assert (await studio.services.storage.blocks.get("hero")).draft == "b: 2"
    answer = await browser.call("/studio/blocks/none/draft", over)
    assert answer.status_code == 404

    entries = await studio.services.storage.audit.about("hero", actions="block.", limit=9)
    assert [entry.deed.actor for entry in entries] == [EMAILS[Role.DESIGNER], EMAILS[Role.ADMIN]]


async def test_who_has_a_block_open_is_known_to_the_others(studio, browser):
    """Until nothing was heard of them for a while."""
    await browser.sign_in(Role.DESIGNER)
    other = Browser(studio.app)
    await other.sign_in(Role.ADMIN)
    assert (await other.call("/studio/blocks/hero/here", {})).json() == {"others": []}
    (seen,) = (await browser.call("/studio/blocks/hero/here", {})).json()["others"]
    assert seen["name"] == "admin"
    assert (await browser.call("/studio/blocks/weather/here", {})).json() == {"others": []}
    studio.clock.at += timedelta(seconds=HERE_S + 1)
    assert (await browser.call("/studio/blocks/hero/here", {})).json() == {"others": []}
