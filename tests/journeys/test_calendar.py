"""A block's event as an entry for calendars, as a reader's own calendar would read it."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from tests.journeys.building import publish
from tests.serving import STRANGER, Running, serving

BERLIN = """
block: {name}
size: 300x100
zone: brand
params: {{words: {{type: text, default: "Late shopping"}}}}
event: {event}
variants:
  - {{name: hi, say: {{headline: "Hello {{{{ person.first_name or 'you' }}}}"}}, draw: card}}
fallback: {{say: {{headline: Hello}}, draw: card}}
layouts:
  card: [{{fill: {{color: "#ffffff"}}}}, {{text: {{content: "{{{{ say.headline }}}}", box: [0, 0, 300, 40]}}}}]
"""  # noqa: E501
LATE = (
    '{title: "{{ params.words }}", starts: "2026-11-27 18:00", ends: "2026-11-27 21:30",'
    ' where: "Mitte, first floor; left", about: "{{ say.headline }}"}'
)


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test, with a block that has an event."""
    async with serving(demo_home) as running:
        await publish(running, "late", BERLIN.format(name="late", event=LATE))
        yield running


def path_of(demo: Running, block: str = "late", who: str = "") -> str:
    """Return the URL path of a block's entry."""
    return f"/k/{demo.message.key}/{who or demo.someone().key}/{block}.ics"


async def taken(demo: Running, block: str = "late", who: str = ""):
    """Return the one event that the answer holds."""
    answer = await demo.ask(path_of(demo, block, who))
    assert answer.status == 200
    (event,) = Calendar.from_ical(answer.body).events
    return event


async def test_the_entry_is_what_the_block_says(demo):
    """Title, span, place and words come from the block, those it says to this reader included."""
    event = await taken(demo)
    assert str(event["summary"]) == "Late shopping"
    assert event.end - event.start == timedelta(hours=3, minutes=30)
    assert str(event["location"]) == "Mitte, first floor; left"
    assert str(event["description"]) == f"Hello {demo.someone().attributes['first_name']}"
    assert str(event["url"]).endswith(f"/c/{demo.message.key}/{demo.someone().key}/late")
    assert event.stamp == demo.clock().replace(microsecond=0)


async def test_the_moments_stand_on_the_walls_of_the_brand(demo):
    """18:00 is 18:00 where the brand is, with the rules of that zone in the file."""
    answer = await demo.ask(path_of(demo))
    brand = demo.services.storage.brands.read(demo.message.brand)
    (event,) = Calendar.from_ical(answer.body).events
    assert event["dtstart"].params["TZID"] == brand.tz
    assert (event.start.hour, event.start.minute) == (18, 0)
    assert b"BEGIN:VTIMEZONE" in answer.body


async def test_the_headers_of_an_entry(demo):
    """A file to open, kept by nobody, in the words of calendars."""
    answer = await demo.ask(path_of(demo))
    assert answer["content-type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer["content-disposition"] == 'attachment; filename="late.ics"'
    assert answer["cache-control"] == "private, no-store"
    assert answer["content-length"] == str(len(answer.body))


async def test_an_entry_keeps_its_name(demo):
    """Taken again later it is the same entry; another reader's is another."""
    first = await taken(demo)
    demo.clock.pass_by(timedelta(days=1))
    assert (await taken(demo))["uid"] == first["uid"]
    assert (await taken(demo, who="anonymous"))["uid"] != first["uid"]


async def test_whoever_is_unknown_is_nobody(demo):
    """A stranger's key, a merge tag and a key that is missing are answered alike."""
    nobody = (await demo.ask(path_of(demo, who="anonymous"))).body
    assert b"Hello you" in nobody
    for who in (STRANGER, "*|KEY|*", "<script>"):
        assert (await demo.ask(path_of(demo, who=who))).body == nobody
    assert (await demo.ask(f"/k/{demo.message.key}/late.ics")).body == nobody


async def test_an_unknown_message_has_the_entry_without_a_link(demo):
    """The block's event is the same; there is no click to lead to."""
    (event,) = Calendar.from_ical((await demo.ask(f"/k/{STRANGER}/anonymous/late.ics")).body).events
    assert "url" not in event
    assert str(event["summary"]) == "Late shopping"


@pytest.mark.parametrize("block", ["no-such-block", "hero", "%00", "a" * 3000])
async def test_what_has_no_event_is_not_found(demo, block):
    """An unknown block and one without an event: 404 in plain text that nobody keeps."""
    answer = await demo.ask(path_of(demo, block))
    assert (answer.status, answer["cache-control"]) == (404, "private, no-store")
    assert answer["content-type"] == "text/plain; charset=utf-8"


async def test_an_event_without_a_known_start_is_not_found(demo):
    """Nobody's birthday is in no calendar."""
    event = '{title: Party, starts: "{{ person.party }}"}'
    await publish(demo, "party", BERLIN.format(name="party", event=event))
    assert (await demo.ask(path_of(demo, "party"))).status == 404


async def test_an_event_without_a_known_title_has_the_messages(demo):
    """What cannot be named is called as the message is."""
    event = '{title: "{{ store.phone }}", starts: "2026-11-27 18:00"}'
    await publish(demo, "unnamed", BERLIN.format(name="unnamed", event=event))
    called = (await taken(demo, "unnamed", who="anonymous"))["summary"]
    assert str(called) == (demo.message.title or demo.message.name)


async def test_a_parameter_of_the_address_is_taken_like_that_of_a_picture(demo):
    """An identifier is taken; words that a stranger would like to print are not."""
    path = path_of(demo)
    assert b"SUMMARY:Sale-2" in (await demo.ask(path, query=b"words=Sale-2")).body
    assert b"SUMMARY:Late" in (await demo.ask(path, query=b"words=Buy%0D%0AURL:x")).body


async def test_the_methods(demo):
    """HEAD is GET without a body; what would change something is refused."""
    head, get = await demo.ask(path_of(demo), method="HEAD"), await demo.ask(path_of(demo))
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        refused = await demo.ask(path_of(demo), method=method)
        assert (refused.status, refused["allow"]) == (405, "GET, HEAD")


async def test_nothing_is_recorded(demo):
    """Taking an entry is neither an open nor a click."""
    await demo.ask(path_of(demo))
    assert demo.counted() == []
    assert demo.stored() == []


async def test_the_demo_says_when_the_last_post_leaves(demo):
    """The demo's block has its next last post, by the clock of the warehouse."""
    event = await taken(demo, "last-order")
    assert event.start > demo.clock()
    assert event.end - event.start == timedelta(hours=1)


async def test_the_next_last_post_is_tomorrows_in_the_evening(demo):
    """After the post has left, the entry is that of the day after."""
    before = (await taken(demo, "last-order")).start
    demo.clock.pass_by(before - demo.clock() + timedelta(minutes=1))
    after = (await taken(demo, "last-order")).start
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(days=1)
    assert isinstance(after, datetime)
