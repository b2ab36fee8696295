"""A click leads where the picture said it would, and nowhere else."""
# ruff: noqa: E501  # tables of cases read better wide

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from app.model.brand import Tracking
from tests.journeys.building import change_brand, change_person, publish, track
from tests.serving import PERSON, SCANNER, STRANGER, Running, serving

HOURS = "https://northbeam.example/{}"
BY_DAY = """
block: by-day
size: 300x100
variants:
  - name: open
    when: clock.hour < 18
    say: {headline: Open, link: "https://northbeam.example/open"}
    draw: card
fallback:
  say: {headline: Closed, link: "https://northbeam.example/closed"}
  draw: card
layouts:
  card: [{fill: {color: "#ffffff"}}]
"""
EVENING = timedelta(hours=8)


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test, with a block that closes at six in the evening."""
    async with serving(demo_home) as running:
        await publish(running, "by-day", BY_DAY)
        yield running


def click_path(demo: Running, block: str = "by-day", who: str = "") -> str:
    """Return the URL path of a click."""
    return f"/c/{demo.message.key}/{who or demo.someone().key}/{block}"


async def led(demo: Running, path: str, **said: object) -> str:
    """Click and return where it led."""
    answer = await demo.ask(path, **said)
    assert answer.status == 302
    return answer["location"]


async def test_a_click_after_closing_leads_where_the_picture_led(demo):
    """Who saw the open shop and clicks in the evening is led to the open shop's link."""
    await demo.ask(demo.open_path("by-day"))
    demo.clock.pass_by(EVENING)
    assert HOURS.format("open") == await led(demo, click_path(demo))
    await demo.ask(demo.open_path("by-day"))
    assert HOURS.format("closed") == await led(demo, click_path(demo))


async def test_a_click_without_an_open_leads_where_the_picture_would(demo):
    """Who was shown nothing is led by a decision made now; so is anybody who is nobody."""
    assert HOURS.format("open") == await led(demo, click_path(demo))
    demo.clock.pass_by(EVENING)
    for who in ("", "anonymous", STRANGER):
        assert HOURS.format("closed") == await led(demo, click_path(demo, who=who))


async def test_what_a_machine_saw_does_not_replace_what_a_human_saw(demo):
    """A scanner's open or click in the evening does not change the human's link."""
    await demo.ask(demo.open_path("by-day"))
    demo.clock.pass_by(EVENING)
    await demo.ask(demo.open_path("by-day"), agent=SCANNER)
    await demo.ask(click_path(demo), agent=SCANNER)
    await demo.ask(demo.open_path("by-day"), headers={"sec-purpose": "prefetch"})
    assert HOURS.format("open") == await led(demo, click_path(demo))


async def test_a_human_replaces_what_a_machine_saw(demo):
    """A scanner sees the mail first; the human's later open counts for the click."""
    await demo.ask(demo.open_path("by-day"), agent=SCANNER)
    demo.clock.pass_by(EVENING)
    assert HOURS.format("open") == await led(demo, click_path(demo))
    await demo.ask(demo.open_path("by-day"), agent=PERSON)
    assert HOURS.format("closed") == await led(demo, click_path(demo))


async def test_what_was_seen_survives_a_restart(demo_home):
    """A new process leads a click to what the former one showed."""
    async with serving(demo_home) as first:
        await publish(first, "by-day", BY_DAY)
        await first.ask(first.open_path("by-day"))
    async with serving(demo_home, at=first.clock.at + EVENING) as second:
        assert HOURS.format("open") == await led(second, click_path(second))


@pytest.mark.parametrize(
    "path",
    [
        "/c/(M)/(S)/no-such-block", "/c/(M)/(S)/", "/c/(M)/(S)", "/c/(M)", "/c/", "/c/x/y/z",
        "/c/%00/%ff/..", "/c/(M)/%%id%%/no-such-block", "/c/zzzzzzzzzzzzzzzzzzzzzzzzzz/(S)/by-day",
    ],
)  # fmt: skip
async def test_a_click_on_nothing_known_leads_to_the_brand(demo, path):
    """An unknown block or message leads to the brand's own link."""
    path = path.replace("(M)", demo.message.key).replace("(S)", demo.someone().key)
    assert await led(demo, path) == "https://northbeam.example/"


async def test_a_click_nowhere_is_not_found(demo):
    """Without a block or a brand's link there is a 404 that names no place."""
    await change_brand(demo, link="")
    answer = await demo.ask("/c/x/y/z")
    assert (
        answer.status, answer["location"], answer["cache-control"],
    ) == (404, "", "private, no-store")  # fmt: skip


@pytest.mark.parametrize("who", ["%%id%%", "*%7CUNIQID%7C*", "x", STRANGER, "%2e%2e", "ANONYMOUS"])
async def test_a_damaged_key_leads_to_the_plain_link(demo, who):
    """A click of nobody known leads where the anonymous picture led, and names nobody."""
    await demo.ask(demo.open_path("by-day"))
    demo.clock.pass_by(EVENING)
    assert HOURS.format("closed") == await led(demo, click_path(demo, who=who))
    assert [event["kind"] for event in demo.stored()] == ["open"]


@pytest.mark.parametrize("suffix", [".png", ".html", "/", "?u=1", ".gif", "%20", ".png?u=1"])
async def test_what_clients_append_is_forgiven(demo, suffix):
    """An extension, a slash or a query behind the block's name does not cost the link."""
    path, _, query = f"{click_path(demo)}{suffix}".partition("?")
    await demo.ask(demo.open_path("by-day"))
    demo.clock.pass_by(EVENING)
    assert HOURS.format("open") == await led(demo, path, query=query.encode())


EVIL = (
    "https://evil.example", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example",
    "https:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x",
    "http://northbeam.example@evil.example", "https://evil.example#northbeam.example",
    "https://evil.example?northbeam.example", "https://northbeam.example.evil.example",
    "%2f%2fevil.example", "https%3a%2f%2fevil.example", "\r\nLocation: https://evil.example",
    "%0d%0aLocation:%20https://evil.example", "ftp://evil.example", "https://evil.example:443/",
    "https://[::1]/", "https://127.0.0.1/", "https://evil%E3%80%82example", "http:///evil.example",
    "@evil.example", ".evil.example/",
)  # fmt: skip
NAMES = ("url", "dest", "ct0", "next", "oadest", "sku")


async def test_no_request_supplies_a_destination(demo):
    """Of 200 requests that name another place, each leads to a link of ours."""
    allowed = {HOURS.format(""), HOURS.format("open")}
    count = 0
    for name in NAMES:
        for evil in EVIL:
            query = f"{name}={evil}".encode("latin-1")
            assert await led(demo, click_path(demo), query=query) in allowed
            count += 1
    for evil in EVIL:
        raw = evil.encode("latin-1")
        for path in (b"/c/" + raw, b"/c/a/b/" + raw, click_path(demo).encode() + b"/" + raw):
            headers = {
                "host": "evil.example",
                "referer": evil.split("\r")[0],
                "x-forwarded-host": "evil.example",
            }
            assert await led(demo, path, headers=headers) in allowed
            count += 1
    assert count >= 200


HOSTILE = (
    "@evil.example", ".evil.example/", "//evil.example", "\\evil.example", "\r\nSet-Cookie: a=1",
    "javascript:alert(1)", "../../..", "?next=//evil.example", "#@evil.example", "\x00", "é ü",
    "Mary Ann", '"><script>', "%0d%0aX: 1", "a" * 3_000, "\u202e", "https://evil.example/", "&admin=1",
)  # fmt: skip


@pytest.mark.parametrize("hosts", [("northbeam.example",), ()])
async def test_no_attribute_changes_a_links_host(demo, hosts):
    """A link that shows an attribute leads to its own host, whatever the attribute says."""
    await change_brand(demo, link_hosts=hosts)
    await publish(demo, "in-path", link="https://northbeam.example/p/{{ person.nick }}/x")
    await publish(demo, "in-query", link="https://northbeam.example/?n={{ person.nick }}")
    for value in HOSTILE:
        person = await change_person(demo, demo.someone(), attributes={"nick": value})
        for block in ("in-path", "in-query"):
            location = await led(demo, click_path(demo, block, person.key))
            parts = urlsplit(location)
            assert (parts.scheme, parts.netloc) == ("https", "northbeam.example"), value
            assert location.isascii()
            assert not set(location) & set('\r\n\x00\\ "<>')


async def test_a_name_with_a_space_stays_in_the_link(demo):
    """What a URL cannot hold is percent-encoded; the link is not lost for it."""
    await publish(demo, "by-name", link="https://northbeam.example/?n={{ person.nick }}&m=1#top")
    person = await change_person(demo, demo.someone(), attributes={"nick": 'Zoë "Z" Ann'})
    expected = "https://northbeam.example/?n=Zo%C3%AB%20%22Z%22%20Ann&m=1#top"
    assert expected == await led(demo, click_path(demo, "by-name", person.key))


async def test_utm_values_are_added_and_never_replace(demo):
    """The message's UTM values, by name, join what the link has; its own keys and # stay."""
    params = {**demo.message.params, "utm_source": "news letter", "utm_medium": "email"}
    await demo.services.storage.messages.put([replace(demo.message, params=params)])
    await publish(demo, "utm", link="https://northbeam.example/p?utm_source=own&a=1#top")
    assert (
        await led(demo, click_path(demo, "utm"))
        == "https://northbeam.example/p?utm_source=own&a=1&utm_medium=email#top"
    )
    assert (
        await led(demo, click_path(demo))
        == "https://northbeam.example/open?utm_medium=email&utm_source=news%20letter"
    )


async def test_a_head_does_not_count(demo):
    """HEAD is led alike and leaves nothing behind, neither as a click nor as an open."""
    await demo.ask(demo.open_path("by-day"), method="HEAD")
    await demo.ask(click_path(demo), method="HEAD")
    assert [] == demo.stored() == demo.counted()
    demo.clock.pass_by(EVENING)
    assert HOURS.format("closed") == await led(demo, click_path(demo))


async def test_a_click_is_recorded_with_where_it_led(demo):
    """In identified mode a click names the person, the variant seen and the link."""
    await demo.ask(demo.open_path("by-day"))
    demo.clock.pass_by(EVENING)
    await led(demo, click_path(demo))
    kinds = [(e["kind"], e["variant"], e["link"], e["subscriber"]) for e in demo.stored()]
    key = demo.someone().key
    assert [("open", "open", "", key), ("click", "open", HOURS.format("open"), key)] == kinds


async def test_a_click_without_tracking_names_nobody(demo):
    """With tracking off a click still leads where the picture led, and is only counted."""
    await track(demo, Tracking.OFF)
    await demo.ask(demo.open_path("by-day"))
    demo.clock.pass_by(EVENING)
    assert HOURS.format("open") == await led(demo, click_path(demo))
    assert demo.stored() == []
    assert sorted((row["kind"], row["block"], row["n"]) for row in demo.counted()) == [
        ("click", "", 1),
        ("open", "", 1),
    ]


async def test_an_erased_person_is_led_like_nobody(demo):
    """After an erasure the click leads where a stranger's leads: what was seen is forgotten."""
    person = demo.someone()
    await demo.ask(demo.open_path("by-day"))
    await demo.services.erasing.erase(person.external_id)
    demo.clock.pass_by(EVENING)
    assert HOURS.format("closed") == await led(demo, click_path(demo))
    assert not await demo.services.erasing.erase(person.external_id)
    assert None is demo.services.seen.last(demo.message.key, person.key, "by-day")
