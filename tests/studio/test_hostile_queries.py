"""Whatever stands behind the question mark, a page answers with a sentence."""

import logging

from app.model.account import Role
from tests.studio.browsing import HOST
from tests.studio.test_door import path_of

NAMES = (
    "after", "as", "at", "before", "block", "brand", "cursor", "done", "esp", "f", "field", "from",
    "h", "id", "image", "kind", "last", "low", "message", "name", "of", "p", "q", "reader", "show",
    "sku", "sort", "state", "store", "t", "tag", "to", "view", "w", "week", "what", "who", "x",
    "if.stock.here", "if.person.name",
)  # fmt: skip
VALUES = (
    b"", b"-1", b"9" * 40, b"1e309", b"nan", b"%00", b"%0d%0a", b"%ff%fe", b"%", b"%zz",
    b"%ed%a0%80", b"0000-01-01", b"0001-01-01T00:00%2B14:00", b"9999-12-31T23:59-23:59",
    b"10000-01-01", b"2026-02-30T25:61", b"persona:none", b"nobody", b"999,999", b"::1%25eth0",
    b"..%2f..%2fetc", b"[]", b"{}", b"x" * 100_000, b"%C2%B2", b"'%22%3E%3Cscript%3E", b"%E2%80%AE",
)  # fmt: skip


def queries(number):
    """Return a query of every name and some noise, and one of one name with every value.

    Each number gives others.
    """
    pairs = [
        f"{name}=".encode() + VALUES[(at + number) % len(VALUES)] for at, name in enumerate(NAMES)
    ]
    alone = NAMES[number % len(NAMES)].encode()
    noise = b"&=%&;[]=1&&?+"
    return b"&".join(pairs) + noise, b"&".join(alone + b"=" + value for value in VALUES)


async def answered(app, path, query, cookie):
    """Return status and body of a page; clients send no query that is longer than 65,536 bytes."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query,
        "headers": [(b"host", HOST.removeprefix("http://").encode()), (b"cookie", cookie)],
        "server": ("studio.test", 80), "client": ("127.0.0.1", 1), "root_path": "",
        "state": {},
    }  # fmt: skip
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(event):
        sent.append(event)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(event.get("body", b"") for event in sent[1:])


async def test_no_query_breaks_a_page(browser, studio, pages, caplog):
    """Each page of the studio with all of these; the log has no failure."""
    await browser.sign_in(Role.ADMIN)
    cookie = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items()).encode()
    reading = [page for page in pages if page.method == "GET"]
    for number, page in enumerate(reading):
        for query in queries(number):
            status, body = await answered(studio.app, path_of(page), query, cookie)
            assert status < 500, (page.path, query[:80])
            assert b"Traceback" not in body, page.path
            is_told = b"</html>" in body or b'"detail"' in body
            assert status < 400 or not body or is_told, (page.path, status)
    failed = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert failed == []
