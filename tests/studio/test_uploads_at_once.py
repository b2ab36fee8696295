"""Uploads at the same moment, broken off, and against a deletion: whole or not at all."""

import asyncio
import hashlib
from io import BytesIO

from PIL import Image

from app.model.account import Role
from tests.studio.browsing import HOST

_ONE = "at-once.png"


def a_picture(number):
    """Return a small PNG, another for each number."""
    file = BytesIO()
    Image.new("RGB", (8, 8), (number, 0, 0)).save(file, "PNG")
    return file.getvalue()


def files_of(home):
    """Return what lies where uploads go."""
    return sorted([*(home / "assets").rglob("*"), *(home / "imports").glob("*/**/*")])


async def upload(browser, path, body, **query):
    """Send a file as the pages' scripts do; return the status."""
    headers = {"x-csrf-token": await browser.token(), "origin": HOST}
    answer = await browser.client.post(path, params=query, content=body, headers=headers)
    return answer.status_code


async def broken_off(app, browser, path, query):
    """Send the beginning of a file and go away; return the status nobody waits for."""
    cookie = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    headers = {"host": HOST.removeprefix("http://"), "origin": HOST, "cookie": cookie}
    headers["x-csrf-token"] = await browser.token()
    events = iter([{"type": "http.request", "body": b"store,sku\nS0", "more_body": True}])
    sent = []

    async def receive():
        return next(events, {"type": "http.disconnect"})

    async def send(event):
        sent.append(event)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "server": ("studio.test", 80), "client": ("127.0.0.1", 1), "root_path": "",
        "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"]


async def test_uploads_and_deletions_at_once_leave_whole_files(browser, studio):
    """Of one name the last one counts; what is kept is what its digest says."""
    await browser.sign_in(Role.DESIGNER)
    sent = [
        upload(browser, "/studio/assets/upload", a_picture(n), name=f"{n % 3}{_ONE}")
        for n in range(9)
    ]
    ends = [browser.post("/studio/assets/delete", name=f"0{_ONE}") for _ in range(3)]
    statuses, ended = await asyncio.gather(asyncio.gather(*sent), asyncio.gather(*ends))
    assert set(statuses) <= {200, 201}
    assert {answer.status_code for answer in ended} <= {303, 404}
    for file in (studio.home / "assets").glob("*/*"):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert f"{file.parent.name}{file.name}" == digest
    pictures = [hashlib.sha256(a_picture(n)).hexdigest() for n in range(9)]
    for name in (1, 2):
        kept = await studio.services.storage.assets.get(f"{name}{_ONE}")
        assert kept.digest in pictures[name::3]


async def test_an_upload_that_is_broken_off_leaves_nothing(browser, studio):
    """Neither a job nor a part of a file, nor an asset."""
    await browser.sign_in(Role.ADMIN)
    before = files_of(studio.home)
    for path, query in (
        ("/studio/imports", b"kind=stock&name=half.csv"),
        ("/studio/assets/upload", b"name=half.png"),
    ):
        assert await broken_off(studio.app, browser, path, query) < 500, path
    assert files_of(studio.home) == before
