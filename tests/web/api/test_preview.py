"""The preview: an open with chosen facts."""

import pytest

from app.errors import RenderError
from app.web.api.preview import PreviewDocument
from tests.web.api.documents import HELLO, PRODUCT, SHELF, STORE

KEYS = {"block", "version", "variant", "reason", "valid_until", "personal", "scene_digest", "link",
        "alt", "text", "html", "image", "facts", "missing", "considered", "ms"}  # fmt: skip
FRIDAY = "2026-11-27T17:55:00+01:00"


@pytest.fixture
async def shelf(served):
    """A published block about stock, in a store with hours."""
    hours = {"hours": "Mo-Fr 09:00-18:00"}
    await served.call("PUT", "/stores/S1", STORE | hours)
    await served.call("PUT", "/products/NB-1", PRODUCT)
    await served.call("PATCH", "/stock", [{"store": "S1", "sku": "NB-1", "quantity": 3}])
    await served.call("PUT", "/blocks/shelf", {"document": SHELF})
    await served.call("POST", "/blocks/shelf/publish")
    return served


async def test_a_preview_says_what_and_why(shelf):
    """The answer has every key of the contract, rows of facts, and a picture that can be had."""
    said = {
        "block": "shelf",
        "subscriber": "anonymous",
        "at": FRIDAY,
        "from": {"lat": 50.92, "lon": 6.96},
        "reader": "person",
        "params": {"sku": "NB-1"},
        "draft": None,
    }
    answer = await shelf.call("POST", "/preview", said)
    body = answer.json()
    image = await shelf.client.get(body["image"])

    assert answer.status_code == 200
    assert {*body} >= KEYS
    assert {*body} == {*PreviewDocument.__struct_fields__}
    assert (
        body["block"], body["version"], body["variant"], body["reason"]
    ) == ("shelf", 1, "here", "matched")  # fmt: skip
    assert "3 in Köln Süd" in body["text"]
    assert {"name", "value", "source", "trust", "valid_until"} == {*body["facts"][0]}
    assert [{"variant", "held", "because"}] == [{*each} for each in body["considered"]]
    assert (image.status_code, image.headers["content-type"]) == (200, "image/png")


async def test_chosen_facts_change_the_answer(shelf):
    """Another place, an address and another format are followed."""
    far = {"block": "shelf", "from": {"lat": -33.9, "lon": 151.2}, "at": FRIDAY, "format": "jpg"}
    nowhere = {"block": "shelf", "from": {"ip": "203.0.113.7"}, "reader": "mail_proxy"}
    there = (await shelf.call("POST", "/preview", far)).json()
    unknown = (await shelf.call("POST", "/preview", nowhere)).json()

    assert there["image"].endswith(".jpg")
    assert unknown["reason"] == "fallback"


@pytest.mark.parametrize("form", ["text", "object"])
async def test_a_draft_is_previewed_without_being_saved(served, form):
    """A draft as YAML or as a document is shown for a person by external id; nothing is kept."""
    await served.call("PUT", "/subscribers/crm-1", {"attributes": {"first_name": "Ada"}})
    document = {
        "block": "hello",
        "size": "300x100",
        "variants": [{"name": "named", "say": {"headline": "Hello {{ person.first_name }}",
                                               "link": "https://shop.example/"}, "draw": "l"}],
        "fallback": {"say": {"headline": "Hi", "link": "https://shop.example/"}, "draw": "l"},
        "layouts": {"l": [{"text": {"content": "{{ say.headline }}", "box": [0, 0, 300, 50],
                                    "size": [20, 12], "ink": "#000000"}}]},
    }  # fmt: skip
    draft = HELLO if form == "text" else document
    answer = await served.call("POST", "/preview", {"draft": draft, "subscriber": "crm-1"})

    assert (
        answer.status_code, answer.json()["variant"], answer.json()["version"]
    ) == (200, "named", 0)  # fmt: skip
    assert "Ada" in answer.json()["text"]
    assert (await served.call("GET", "/blocks/hello")).status_code == 404


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({}, 422, "block"),
        ({"block": "none"}, 404, "block"),
        ({"block": "shelf", "subscriber": "nobody"}, 404, "subscriber"),
        ({"block": "shelf", "message": "none"}, 404, "message"),
        ({"block": "shelf", "at": "2026-11-27T17:55:00"}, 422, "at"),
        ({"block": "shelf", "at": "9999-12-31T23:59:59-10:00"}, 422, "at"),
        ({"block": "shelf", "from": {"lat": 91, "lon": 0}}, 422, "from.lat"),
        ({"block": "shelf", "from": {"lat": 1}}, 422, "from.lon"),
        ({"block": "shelf", "from": {"ip": "not.an.ip"}}, 422, "from.ip"),
        ({"block": "shelf", "from": {"ip": "::1", "lat": 1, "lon": 1}}, 422, "from"),
        ({"block": "shelf", "reader": "robot"}, 422, "reader"),
        ({"block": "shelf", "format": "webp"}, 422, "format"),
        ({"block": "shelf", "params": {"sku": []}}, 422, "params[...]"),
        ({"block": "shelf", "place": "here"}, 422, "place"),
    ],
)
async def test_facts_that_are_none_are_refused(shelf, said, status, field):
    """Unknown names are 404, impossible values 422, each with the field."""
    answer = await shelf.call("POST", "/preview", said)

    assert (status, field) == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_a_bad_draft_names_its_problems(served):
    """A draft that cannot be compiled answers every problem with its line."""
    answer = await served.call("POST", "/preview", {"draft": HELLO.replace("300x100", "wide")})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["line"]


def undrawable(served, times):
    """Let the next few pictures be refused by the renderer."""
    draw = served.services.renderings.draw
    left = [times]

    def failing(scene, picture_format):
        left[0] -= 1
        if left[0] >= 0:
            raise RenderError("panel.box is 9.", remedy="Correct it.", field="panel.box", value="9")
        return draw(scene, picture_format)

    served.services.renderings.draw = failing


async def test_a_draft_that_cannot_be_drawn_is_refused(served):
    """What the renderer refuses is a problem with the draft, with its remedy."""
    undrawable(served, 1)
    answer = await served.call("POST", "/preview", {"draft": HELLO})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [error] = answer.json()["errors"]
    assert (error["field"], error["remedy"]) == ("draft", "Correct it.")
    assert "panel.box is 9" in error["detail"]


@pytest.mark.parametrize(("times", "status"), [(1, 200), (2, 422)])
async def test_a_block_that_cannot_be_drawn_shows_its_fallback(shelf, times, status):
    """As an open does; when that cannot be drawn either, the preview says so."""
    undrawable(shelf, times)
    said = {"block": "shelf", "from": {"lat": 50.92, "lon": 6.96}, "at": FRIDAY}
    answer = await shelf.call("POST", "/preview", said)

    assert answer.status_code == status
    if status == 200:
        assert answer.json()["fallback"] == "render RenderError"
        assert (await shelf.client.get(answer.json()["image"])).status_code == 200


async def test_a_preview_of_a_message_reads_its_parameters(shelf):
    """The message's own parameters reach the block."""
    await shelf.call("PUT", "/messages/autumn", {"params": {"sku": "none"}, "blocks": ["shelf"]})
    said = {"block": "shelf", "message": "autumn", "from": {"lat": 50.92, "lon": 6.96}}

    assert (await shelf.call("POST", "/preview", said)).json()["reason"] == "fallback"
