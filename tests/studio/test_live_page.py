"""The live page and its stream: what happens shows, to whom it may, and nothing of it is markup."""

import asyncio
import json
from datetime import timedelta

from app.model.account import Role
from tests.studio.browsing import HOST

EVIL = "<script>alert(1)</script>"


async def opened(studio, extension="png"):
    """Open a block of the demo as one of its people, and store what it left."""
    answer = await studio.ask(studio.open_path("greeting", extension=extension))
    assert answer.status == 200
    studio.ingest()


async def test_an_open_shows_on_the_page_and_in_the_stream(studio, browser):
    """With its block and reader; its subscriber for an admin, and for no designer or analyst."""
    await browser.sign_in(Role.ADMIN)
    assert "No open yet." in (await browser.get("/studio/live")).text
    await opened(studio)
    studio.clock.at += timedelta(seconds=1)
    page = (await browser.get("/studio/live")).text
    assert "No open yet." not in page
    who = studio.someone().external_id
    assert who in page
    now = (await browser.get("/studio/live/stream")).json()
    assert now["board"]["totals"]["opens"] == 1
    assert [(each["block"], each["subscriber"]) for each in now["latest"]] == [("greeting", who)]
    after = now["latest"][0]["number"]
    assert (await browser.get(f"/studio/live/stream?after={after}")).json()["latest"] == []
    for role in (Role.DESIGNER, Role.ANALYST):
        await browser.sign_in(role)
        for path in ("/studio/live", "/studio/live?last=30-days", "/studio/live/stream"):
            answer = await browser.get(path)
            assert answer.status_code == 200
            assert who not in answer.text


async def test_nothing_of_an_address_is_ever_shown_or_markup(studio, browser):
    """Neither the reader's address nor their user agent, whatever it holds."""
    await studio.ask(studio.open_path("greeting"), agent=f"Mozilla/5.0 {EVIL}", peer="203.0.113.9")
    studio.ingest()
    await browser.sign_in()
    for path in ("/studio/live", "/studio/live/stream"):
        text = (await browser.get(path)).text
        assert "203.0.113.9" not in text
        assert "alert(1)" not in text


async def first_events(studio, cookie, *, last="", count=2):
    """Read the first pieces of a stream as a browser does, then go away."""
    pieces, headers = [], {}
    gone = asyncio.Event()

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(event):
        if event["type"] == "http.response.start":
            headers.update({name.decode(): value.decode() for name, value in event["headers"]})
            headers["status"] = event["status"]
        elif event.get("body"):
            pieces.append(event["body"].decode())
        if len(pieces) >= count:
            gone.set()

    sent = {"host": HOST.removeprefix("http://"), "accept": "text/event-stream"}
    sent |= {"cookie": f"opentime={cookie}"} | ({"last-event-id": last} if last else {})
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
        "method": "GET", "scheme": "http", "path": "/studio/live/stream",
        "raw_path": b"/studio/live/stream", "query_string": b"", "root_path": "",
        "server": ("studio.test", 80), "client": ("203.0.113.7", 4000), "state": {},
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }  # fmt: skip
    async with asyncio.timeout(10):
        await studio.app(scope, receive, send)
    return headers, "".join(pieces)


async def test_the_stream_goes_on_where_it_broke(studio, browser):
    """By the number that the browser has; it is buffered by no proxy and kept by no cache."""
    await browser.sign_in()
    cookie = browser.client.cookies["opentime"]
    await opened(studio)
    headers, text = await first_events(studio, cookie)
    assert headers["content-type"].startswith("text/event-stream")
    assert headers["x-accel-buffering"] == "no"
    assert "no-store" in headers["cache-control"]
    assert "retry: " in text
    (number,) = [line[4:] for line in text.splitlines() if line.startswith("id: ")]
    (latest,) = text.split("event: latest\n")[1:]
    assert json.loads(latest.split("data: ")[1])[0]["block"] == "greeting"
    _, text = await first_events(studio, cookie, last=number)
    assert "event: board" in text
    assert "event: latest" not in text


async def test_streams_are_bounded_and_given_back(studio, browser):
    """Of nine of one account that come together one is told to wait; whoever goes makes room."""
    await browser.sign_in()
    cookie = browser.client.cookies["opentime"]
    held = [asyncio.create_task(first_events(studio, cookie, count=99)) for _ in range(9)]
    answered, _ = await asyncio.wait(held, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    ((refused, _),) = [task.result() for task in answered]
    assert refused["status"] == 429
    assert refused["retry-after"] == "30"
    for task in held:
        task.cancel()
    await asyncio.gather(*held, return_exceptions=True)
    assert (await first_events(studio, cookie, count=1))[0]["status"] == 200


async def test_whoever_signs_out_gets_no_other_stream(browser):
    """The next connection, within a minute, is refused."""
    await browser.sign_in()
    await browser.post("/studio/sign-out")
    answer = await browser.get("/studio/live/stream", headers={"accept": "text/event-stream"})
    assert answer.status_code == 401
