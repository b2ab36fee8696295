"""AMP for Email: who may read a block's JSON, row by row; and nothing changes for anybody else."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from app.settings import read_settings
from tests.journeys.building import publish
from tests.serving import STRANGER, Answer, Running, serving

OURS = "News@northbeam.example"
GMAIL = "https://mail.google.com"
V2 = {"AMP-Email-Sender": OURS}
V1 = b"__amp_source_origin=news%40northbeam.example"
REFUSED = {"amp-email-allow-sender", "access-control-allow-origin"}
SIZED = """
block: sized
size: 300x100
params: {size: {type: text, default: M}, word: {type: text, default: none}}
fallback:
  say: {size: "{{ params.size }}", word: "{{ params.word }}"}
  draw: [{text: {content: "{{ say.size }}", box: [0, 0, 300, 40]}}]
"""


@pytest.fixture
async def demo(demo_home: Path) -> AsyncIterator[Running]:
    """The demo, served to one test, for the emails of one address and one domain."""
    senders = ("news@northbeam.example", "@shop.example")
    async with serving(demo_home, amp_senders=",".join(senders)) as running:
        await publish(running, "sized", SIZED)
        yield running


def at(demo: Running, block: str = "hero") -> str:
    """Return the URL path of a block's JSON."""
    return demo.open_path(block, extension="json")


def names(answer: Answer) -> set[str]:
    """Return the names of an answer's headers."""
    return {name.decode() for name, _ in answer.headers}


async def posted(
    demo: Running,
    path: str,
    *bodies: bytes,
    query: bytes = b"",
    media_type: str = "application/x-www-form-urlencoded",
    headers: Mapping[str, str] = V2,
) -> Answer:
    """Send a form in some pieces."""
    said = {"content-type": media_type, **headers}
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": query, "client": ("203.0.113.7", 40_000),
        "headers": [(k.lower().encode(), v.encode()) for k, v in said.items()],
    }  # fmt: skip
    pieces = [{"type": "http.request", "body": b, "more_body": True} for b in bodies]
    pieces.append({"type": "http.request", "body": b"", "more_body": False})
    sent = []

    async def receive():
        return pieces.pop(0)

    async def send(event):
        sent.append(event)

    await demo.app(scope, receive, send)
    return Answer(status=sent[0]["status"], headers=sent[0]["headers"], body=sent[1]["body"])


@pytest.mark.parametrize("route", ["o", "s"])
@pytest.mark.parametrize("sender", [OURS, "NEWS@northbeam.example", "anyone@shop.example"])
async def test_version_2_names_the_sender_it_was_asked_for(demo, route, sender):
    """A sender that is allowed, by address or by domain, is named as it was written."""
    path = at(demo) if route == "o" else f"/s/{demo.message.key}/hero.json"
    answer = await demo.ask(path, headers={"AMP-Email-Sender": sender})
    assert (answer.status, answer["amp-email-allow-sender"]) == (200, sender)
    assert answer["cache-control"] == "private, no-store"
    assert "access-control-allow-origin" not in names(answer)
    assert isinstance(json.loads(answer.body)["items"], list)


@pytest.mark.parametrize(
    "sender",
    [
        "", "*", "other@northbeam.example", "news@evil.example", "a@sub.shop.example",
        "news@northbeam.example, a@evil.example", "@shop.example", "a b@shop.example",
        "ä@shop.example", "news@northbeam.example.evil.example", "a@b@shop.example",
    ],
)  # fmt: skip
async def test_version_2_refuses_whoever_is_not_allowed(demo, sender):
    """403 that nobody keeps, without any permission."""
    answer = await demo.ask(at(demo), headers={"AMP-Email-Sender": sender})
    assert (answer.status, answer["cache-control"]) == (403, "private, no-store")
    assert not REFUSED & names(answer)


async def test_version_1_allows_an_origin_on_behalf_of_a_sender(demo):
    """Its three headers, and the `Vary` they need."""
    answer = await demo.ask(at(demo), query=V1, headers={"Origin": GMAIL})
    assert answer.status == 200
    assert answer["access-control-allow-origin"] == GMAIL
    assert answer["amp-access-control-allow-source-origin"] == OURS.lower()
    assert answer["access-control-expose-headers"] == "AMP-Access-Control-Allow-Source-Origin"
    assert answer["vary"] == "Origin"
    assert "amp-email-allow-sender" not in names(answer)


@pytest.mark.parametrize(
    ("origin", "query"),
    [
        (GMAIL, b"__amp_source_origin=news%40evil.example"),
        (GMAIL, b"__amp_source_origin="),
        (GMAIL, b"__amp_source_origin=*"),
        (GMAIL, V1 + b"&x=1" * 200),
        (GMAIL, V1 + b"&__amp_source_origin=news%40evil.example"),
        ("null", V1),
        ("*", V1),
        ("http://mail.google.com", V1),
        ("https://a https://b", V1),
    ],
)
async def test_version_1_refuses_whoever_is_not_allowed(demo, origin, query):
    """A sender of others, or an origin that is none: 403 without any permission."""
    answer = await demo.ask(at(demo), query=query, headers={"Origin": origin})
    assert answer.status == 403
    assert not REFUSED & names(answer)


async def test_with_both_version_2_alone_counts(demo):
    """It answers where version 1 is refused, and is refused where version 1 would answer."""
    evil = b"__amp_source_origin=news%40evil.example"
    answer = await demo.ask(at(demo), query=evil, headers={**V2, "Origin": GMAIL})
    assert (answer.status, answer["amp-email-allow-sender"]) == (200, OURS)
    assert "access-control-allow-origin" not in names(answer)
    foreign = {"AMP-Email-Sender": "news@evil.example", "Origin": GMAIL}
    assert (await demo.ask(at(demo), query=V1, headers=foreign)).status == 403


@pytest.mark.parametrize(
    ("query", "headers"), [(b"", {}), (b"", {"Origin": GMAIL}), (V1, {})], ids=str
)
async def test_whatever_names_no_sender_is_answered_as_ever(demo, demo_home, query, headers):
    """With the setting and without it the answer is the same, byte for byte."""
    answer = await demo.ask(at(demo), query=query, headers=headers)
    async with serving(demo_home) as off:
        assert await off.ask(at(off), query=query, headers=headers) == answer
    assert not REFUSED & names(answer)


async def test_pictures_are_answered_as_ever(demo):
    """The headers of AMP mean nothing to an image."""
    assert await demo.ask(demo.open_path("hero"), headers=V2) == await demo.ask(
        demo.open_path("hero")
    )


async def test_it_is_off_unless_it_is_set(demo_home):
    """Without senders no email gets permission, and no form is taken."""
    async with serving(demo_home) as off:
        answer = await off.ask(at(off), headers=V2)
        assert answer.status == 200
        assert not REFUSED & names(answer)
        assert (await posted(off, at(off))).status == 405


@pytest.mark.parametrize("path", ["/o/x.json", f"/o/{STRANGER}/anonymous/none.json", "/s/y.json"])
async def test_nothing_redirects_and_nothing_fails(demo, path):
    """Of what is unknown there are no items, and the email may read that."""
    answer = await demo.ask(path, headers={**V2, "If-None-Match": "*"})
    assert (answer.status, answer["amp-email-allow-sender"]) == (200, OURS)
    assert json.loads(answer.body) == {"items": []}


async def test_a_form_sets_declared_parameters(demo):
    """What the block declares is taken from a form, in however many pieces it comes."""
    answer = await posted(demo, at(demo, "sized"), b"size=X", b"L&other=1&word=two+words")
    assert (answer.status, answer["amp-email-allow-sender"]) == (200, OURS)
    (item,) = json.loads(answer.body)["items"]
    assert (item["size"], item["word"]) == ("XL", "none")


async def test_a_form_by_version_1(demo):
    """A form is taken by either version."""
    answer = await posted(demo, at(demo, "sized"), b"size=S", query=V1, headers={"Origin": GMAIL})
    assert answer["access-control-allow-origin"] == GMAIL
    assert json.loads(answer.body)["items"][0]["size"] == "S"


async def test_a_form_of_a_sender_that_is_not_allowed(demo):
    """403, as for a GET."""
    answer = await posted(demo, at(demo), headers={"AMP-Email-Sender": "a@evil.example"})
    assert answer.status == 403


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"size=S", "multipart/form-data; boundary=x", 415),
        (b"", "", 415),
        (b"a" * 2049, "application/x-www-form-urlencoded", 413),
        (b"a" * 2048, "application/x-www-form-urlencoded; charset=utf-8", 200),
        (b"\xff\xfe", "Application/X-WWW-Form-Urlencoded", 200),
    ],
)
async def test_forms_are_of_one_type_and_short(demo, body, media_type, status):
    """Anything else is refused in words, and what cannot be read changes nothing."""
    answer = await posted(demo, at(demo), body, media_type=media_type)
    assert answer.status == status


async def test_a_form_elsewhere_is_refused(demo):
    """Without a sender, for a picture or for a click: 405, as ever."""
    assert (await posted(demo, at(demo), headers={})).status == 405
    assert (await posted(demo, demo.open_path("hero"))).status == 405
    assert (await posted(demo, f"/c/{demo.message.key}/anonymous/x.json")).status == 405


async def test_a_form_is_no_open(demo):
    """What is asked again by a form was opened before."""
    await posted(demo, at(demo, "sized"), b"size=S")
    assert demo.counted() == []


async def test_a_head_has_the_permission_and_no_body(demo):
    """HEAD is GET without a body."""
    head, get = [await demo.ask(at(demo), method=m, headers=V2) for m in ("HEAD", "GET")]
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


@pytest.mark.parametrize("text", ["northbeam.example", "*", "a@b", "a b@shop.example", "@"])
def test_senders_are_addresses_and_domains(text):
    """Anything else is refused when the server starts, by the setting's name."""
    with pytest.raises(Exception, match="OPENTIME_AMP_SENDERS"):
        read_settings({"OPENTIME_AMP_SENDERS": text})
