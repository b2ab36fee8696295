"""Sources and imports in a home: some that do, some that fail."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page

_RATED = ("NB-1042", "NB-1001", "NB-1077", "NB-2010", "NB-3005")
_REVIEWS = ",".join(
    f'{{"sku": "{sku}", "rating": {4.9 - 0.2 * place:.1f}, "count": {412 - 61 * place},'
    f' "author": {{"name": "{name}"}}, "text": "{text}"}}'
    for place, (sku, name, text) in enumerate(
        zip(
            _RATED,
            ("Ida", "Marek", "Chloé", "Yusuf", "Ana"),
            ("Dry after a day of rain.", "Light, and wide enough.", "Runs half a size small.",
             "Third winter, same seams.", "Warm without the bulk."),
            strict=True,
        )
    )
)  # fmt: skip
_FIXTURES = "day,home,away,place\n" + "\n".join(
    f"2026-12-{day:02},Northbeam United,{away},{place}"
    for day, away, place in ((4, "Harbor City", "Trail Ground"), (11, "Summit", "Summit Park"))
)
_REVIEWS_SOURCE = """source: reviews
brand: northbeam
url: {feed}/reviews.json
headers: {{Authorization: "Bearer {{secret:reviews-api}}"}}
read:
  as: json
  rows: $.items[*]
  key: sku
  fields:
    sku: $.sku
    rating: {{path: $.rating, type: number}}
    count: {{path: $.count, type: number}}
    by: $.author.name
    text: $.text
every: 5 min
stale_for: 24 h
lookup: "[params.sku]"
"""
_FIXTURES_SOURCE = """source: fixtures
brand: northbeam
url: {feed}/fixtures.csv
read: {{as: csv, fields: {{day: day, home: home, away: away, place: place}}}}
every: 15 min
"""
_PRICES_SOURCE = """source: prices
brand: northbeam
url: {feed}/prices.json
read:
  as: json
  rows: $.prices[*]
  key: sku
  fields: {{sku: $.sku, price: {{path: $.price, type: money, currency: USD}}}}
every: 1 h
"""
_SUBSCRIBERS = """\
Customer ID,First name,Loyalty level,ZIP,Country,Newsletter consent,Shoe size,Internal note
C-2001,Ida,gold,10012,US,yes,38,
C-2002,Marek,silver,60614,US,yes,44,called twice
C-2003,Chloé,gold,94110,US,no,39,
C-2004,Yusuf,bronze,98101,US,yes,43,
"""
_BAD = {5: "S999,NB-1042,4", 9: "S001,NB-0000,7", 14: "S002,NB-1042,many", 21: "S003,,3"}
_STOCK = "store,sku,quantity\n" + "\n".join(
    _BAD.get(line, f"S{line:03},NB-1042,{line % 9}") for line in range(2, 42)
)


@contextmanager
def feeding() -> Iterator[str]:
    """Answer feeds at the address that is given: one always, one once, one never."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Feeds)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def allowing(feed: str) -> dict[str, str]:
    """Return the settings with which a server may ask the feeds."""
    return {
        "OPENTIME_PRIVATE_HOSTS": "localhost",
        "OPENTIME_OUTBOUND_PORTS": feed.rpartition(":")[2],
    }


def fill(page: Page, feed: str) -> dict[str, str]:
    """Add keys, people and sources, and send files; return the keys of the imports."""
    _post(page, "/studio/source-secrets", name="reviews-api", value="a key of the reviews")
    _post(page, "/studio/keys", name="shop system", may="write", days="365")
    _post(page, "/studio/keys", name="stock of the till", may="write", days="90")
    for name, role in (("Mara", "designer"), ("Jo", "analyst")):
        account = {"email": f"{name.lower()}@brand.example", "role": role}
        _post(page, "/studio/accounts", name=name, password="a sentence of theirs", **account)
    for source in (_REVIEWS_SOURCE, _FIXTURES_SOURCE, _PRICES_SOURCE):
        written = {"as": "document", "do": "keep", "document": source.format(feed=feed)}
        _post(page, "/studio/new-source", **written)
    for name in ("reviews", "fixtures", "prices", "fixtures"):
        _post(page, f"/studio/sources/{name}/fetch?brand=northbeam")
    outcome = _sent(page, "stock", "stock of the week.csv", _STOCK)
    page.goto(outcome)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("rows are stored").wait_for()
    mapping = _sent(page, "subscribers", "new members.csv", _SUBSCRIBERS)
    return {"outcome": outcome.split("/")[-1], "mapping": mapping.split("/")[-1]}


def _sent(page: Page, kind: str, name: str, text: str) -> str:
    answer = page.request.post(
        f"/studio/imports?kind={kind}&name={name}", data=text.encode(), headers=_headers(page)
    )
    assert answer.ok, answer.text()
    return str(answer.json()["to"])


def _post(page: Page, path: str, **form: str) -> None:
    csrf = _headers(page)["x-csrf-token"]
    page.request.post(path, form={**form, "csrf": csrf}, headers=_headers(page))


def _headers(page: Page) -> dict[str, str]:
    csrf = page.locator("meta[name=csrf]").get_attribute("content") or ""
    scheme, _, rest = page.url.partition("://")
    return {"x-csrf-token": csrf, "origin": f"{scheme}://{rest.split('/')[0]}"}


class _Feeds(BaseHTTPRequestHandler):
    """The servers of other people."""

    asked = 0

    def do_GET(self) -> None:
        """Answer one of the feeds."""
        if self.path == "/reviews.json":
            return self._answer(200, "application/json", f'{{"items": [{_REVIEWS}]}}')
        if self.path == "/fixtures.csv":
            _Feeds.asked += 1
            return self._answer(200 if _Feeds.asked == 1 else 503, "text/csv", _FIXTURES)
        return self._answer(404, "text/plain", "There is nothing here.")

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, media_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
