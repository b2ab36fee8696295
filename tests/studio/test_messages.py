"""Messages: made, changed, their snippets, the keys that go with them."""

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest

from app.composition.studio_messages import snippets_of
from app.delivery.embed import DEFAULT_FIELD, esp_names, find_esp, merge_tag
from app.model.account import Role
from app.model.brand import Brand
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.plan import Param, ParamKind
from app.web.api.problems import Faulty
from app.web.studio.message_forms import form_of_message, message_of_form, param_fields

HOSTILE = '"><img src=x onerror=alert(1)>'
BRAND = Brand(name="northbeam", title="Northbeam", tz="America/New_York")
FORM = {
    "name": "spring", "title": HOSTILE, "brand": "northbeam", "blocks": "hero, greeting  hero",
    "sent_at": "2026-11-27T12:00", "esp": "Klaviyo", "more": "campaign = spring\ncount = 3\n",
}  # fmt: skip


class Declaring:
    """A plan as far as the form of a message knows one."""

    def __init__(self, block, *params):
        self.block = block
        self.params = params


PLANS = [
    Declaring("hero", Param(name="sku", kind=ParamKind.TEXT, default="NB-1")),
    Declaring(
        "greeting",
        Param(name="sku", kind=ParamKind.TEXT, default="NB-2"),
        Param(name="rows", kind=ParamKind.NUMBER, default=3),
        Param(name="loud", kind=ParamKind.FLAG, default=False),
    ),
]


def test_a_form_says_a_message():
    """Blocks in their order and once, the brand's wall clock, values of their kinds."""
    form = FORM | {"p.sku": "NB-7", "p.rows": "2.5", "p.loud": "true"}
    message = message_of_form(form, BRAND, PLANS)
    assert message.blocks == ("hero", "greeting")
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == "2026-11-27T17:00:00+00:00"
    assert message.esp == "klaviyo"
    params = {"campaign": "spring", "count": 3, "sku": "NB-7", "rows": 2.5, "loud": True}
    assert params == message.params


def test_a_message_says_its_form_again():
    """What was saved is what is shown, and saving it again changes nothing."""
    form = FORM | {"p.sku": "NB-7", "p.loud": "false", "more": "code = 007\nyes = true"}
    message = message_of_form(form, BRAND, PLANS)
    assert message.params["code"] == "007"
    again = form_of_message(message, BRAND, PLANS)
    assert message == message_of_form(again, BRAND, PLANS)


KEPT = Message(
    key=MessageKey("k" * 26),
    name="kept",
    title=" Spring\nis here",
    brand="northbeam",
    sent_at=datetime(2026, 11, 1, 6, 30, 59, tzinfo=UTC),  # the second 1:30 of that night
    blocks=("hero", "greeting", "hero"),
    params={
        "sku": "two\nlines ", "rows": "12", "loud": "maybe", "code": "12", "big": 5e15,
        "yes": "true", "text": " a\r\nb = c", "none": None, "empty": "", "my-name": "x",
    },
)  # fmt: skip


def sent_by_browser(form):
    """Return a form as a browser sends it: a line ends in CRLF, a field of one line holds one."""
    sent = {
        name: re.sub("\r?\n", "\r\n" if name == "more" else "", text) for name, text in form.items()
    }
    return sent | {"p.loud": ""}  # that field has no choice called maybe


def test_saving_changes_nothing_that_nobody_touched():
    """Texts of digits, line breaks, seconds, the second of two equal hours."""
    form = sent_by_browser(form_of_message(KEPT, BRAND, PLANS))
    wanted = message_of_form(form, BRAND, PLANS, KEPT)
    assert replace(wanted, key=KEPT.key) == KEPT
    assert type(wanted.params["code"]) is str


def test_what_was_touched_changes_alone():
    """The fields beside it keep what they held."""
    form = sent_by_browser(form_of_message(KEPT, BRAND, PLANS))
    more = form["more"].replace("code = 12", "code = 13").replace("none =\r\n", "")
    form |= {"more": more, "p.rows": "13", "sent_at": "2026-11-01T01:31"}
    wanted = message_of_form(form, BRAND, PLANS, KEPT)
    others = {name: value for name, value in KEPT.params.items() if name != "none"}
    assert wanted.params == others | {"code": 13, "rows": 13}
    assert wanted.sent_at == datetime(2026, 11, 1, 5, 31, tzinfo=UTC)
    assert wanted.title == KEPT.title


def test_a_parameter_of_several_blocks_is_asked_once():
    """With the blocks that read it."""
    asked = param_fields({"p.sku": "NB-7"}, PLANS)
    assert [each.name for each in asked] == ["sku", "rows", "loud"]
    assert asked[0].blocks == ("hero", "greeting")
    assert asked[0].value == "NB-7"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"blocks": "Hero!"}, "blocks"),
        ({"sent_at": "tomorrow"}, "sent_at"),
        ({"sent_at": "9999-12-31T23:59"}, "sent_at"),
        ({"sent_at": "0001-01-01T00:00"}, "sent_at"),
        ({"esp": "pigeon post"}, "esp"),
        ({"esp_field": "two words"}, "esp_field"),
        ({"more": "no equals sign"}, "more"),
        ({"more": "9lives = 1"}, "more"),
        ({"p.rows": "many"}, "p.rows"),
        ({"p.rows": "nan"}, "p.rows"),
        ({"p.rows": "1e400"}, "p.rows"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong, field):
    """With what was typed and what to type."""
    with pytest.raises(Faulty) as refused:
        message_of_form(FORM | wrong, BRAND, PLANS)
    assert field == refused.value.faults[0].field
    assert refused.value.faults[0].remedy


async def test_a_message_is_made_and_its_snippets_are_shown(browser, studio):
    """As text, whatever its title; a second of its name is refused with the form as it was."""
    await browser.sign_in(Role.DESIGNER)
    made = await browser.post("/studio/messages/new", **FORM)
    assert made.status_code == 303, made.text
    path = made.headers["location"]
    page = (await browser.get(path)).text
    assert HOSTILE not in page
    message = await studio.services.storage.messages.get("spring")
    for block in ("hero", "greeting"):
        assert f"/o/{message.key}/{{{{ person|lookup:&#39;opentime_key&#39; }}}}/{block}." in page
    again = await browser.post("/studio/messages/new", **FORM | {"more": "kept = yes"})
    assert again.status_code == 409
    assert "kept = yes" in again.text
    changed = FORM | {"title": "Spring", "blocks": "weather", "esp": "braze", "name": "other"}
    await browser.post(f"{path}/edit", **changed)
    after = await studio.services.storage.messages.get("spring")
    assert (message.key, ("weather",), "braze") == (after.key, after.blocks, after.esp)
    actions = [
        e.deed.action for e in (await studio.services.storage.audit.page(cursor="", limit=2)).items
    ]
    assert actions == ["message.change", "message.create"]
    await browser.post(f"{path}/delete")
    assert await studio.services.storage.messages.get("spring") is None


async def test_every_provider_has_its_snippets(browser, studio):
    """And one that is not known is refused on the page."""
    await browser.sign_in(Role.ANALYST)
    path = f"/studio/messages/{studio.message.key}"
    for name in esp_names():
        page = await browser.get(path, params={"esp": name})
        assert page.status_code == 200
    wrong = await browser.get(path, params={"esp": HOSTILE})
    assert wrong.status_code == 200
    assert "No ESP is called" in wrong.text
    assert HOSTILE not in wrong.text
    listed = (await browser.get("/studio/messages?q=AUTUMN")).text
    assert studio.message.key in listed
    assert "No message is called" in (await browser.get("/studio/messages?q=nothing")).text


async def test_the_snippets_are_those_of_the_command_line(studio):
    """With the field that was chosen, and a link to the whole message."""
    shown = await snippets_of(studio.services).of(studio.message, esp="mautic", field="live_key")
    assert find_esp("mautic") == shown.esp
    tag = merge_tag("mautic", field="live_key")
    assert all(f"/{tag}/{each.block}." in each.html for each in shown.blocks)
    assert len(studio.message.blocks) == shown.whole.count("<img ")
    assert f"/v/{studio.message.key}/{tag}" in shown.view
    gone = Message(key=MessageKey("a" * 26), name="x", blocks=("no-such-block",))
    only = (await snippets_of(studio.services).of(gone)).blocks[0]
    assert (only.html, only.why) == ("", "It is not published.")


async def test_keys_are_for_who_may_see_subscribers(browser, studio):
    """All of them, as the command line writes them; who took them is written down."""
    await browser.sign_in(Role.DESIGNER)
    path = f"/studio/messages/{studio.message.key}/keys.csv"
    assert (await browser.get(path)).status_code == 403
    assert "keys.csv" not in (await browser.get(f"/studio/messages/{studio.message.key}")).text
    await browser.sign_in(Role.ADMIN)
    sent = await browser.get(path)
    rows = list(csv.DictReader(StringIO(sent.text)))
    assert {p.external_id: p.key for p in studio.people}.items() <= {
        row["external_id"]: row[DEFAULT_FIELD] for row in rows
    }.items()
    assert "attachment" in sent.headers["content-disposition"]
    last = (await studio.services.storage.audit.page(cursor="", limit=1)).items[0].deed
    assert last.action == "keys.export"


async def test_the_api_keeps_the_provider(browser, studio):
    """By its own name, with its field; one that is not known is refused at the field."""
    _, secret = await studio.services.storage.api_keys.create("test", ("read", "write"))
    bearer = {"authorization": f"Bearer {secret}"}
    path, said = "/api/v1/messages/spring", {"esp": "SFMC", "esp_field": "live_key"}
    kept = (await browser.client.put(path, json=said, headers=bearer)).json()
    assert (kept["esp"], kept["esp_field"]) == ("salesforce", "live_key")
    for wrong, field in (({"esp": "pigeon post"}, "esp"), ({"esp_field": "a b"}, "esp_field")):
        refused = await browser.client.put(path, json=said | wrong, headers=bearer)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == field


async def test_a_message_of_no_brand_is_not_given_one(browser, studio):
    """Nor another one than that which was deleted, by opening its form and saving it."""
    await browser.sign_in(Role.DESIGNER)
    messages = studio.services.storage.messages
    for name, brand in (("bare", ""), ("left", "gone")):
        await messages.put([Message(key=MessageKey(""), name=name, brand=brand)])
        made = await messages.get(name)
        page = (await browser.get(f"/studio/messages/{made.key}/edit")).text
        assert re.search(f'<option value="{brand}" data-zone="[^"]+" selected>', page)
