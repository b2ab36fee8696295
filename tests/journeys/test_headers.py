"""The headers of every kind of answer, byte for byte, and what may not change them."""
# tables of cases read better wide

import re

import pytest

from tests.serving import STRANGER, Answer

pytestmark = pytest.mark.asyncio(loop_scope="session")

COMMON = [
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
PERSONAL = [
    (b"cache-control", b"private, no-cache, max-age=0, no-transform"),
    (b"cdn-cache-control", b"no-store"),
    *COMMON,
]
REFUSED = [
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
]
ETAG = re.compile(rb'"[0-9a-f]{32}"')


def body_of(media_type: bytes, answer: Answer) -> list[tuple[bytes, bytes]]:
    """Return the headers that describe a body."""
    length = b"%d" % len(answer.body)
    return [(b"content-type", media_type), (b"content-length", length)]


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [("png", b"image/png"), ("jpg", b"image/jpeg"), ("jpeg", b"image/jpeg"), ("gif", b"image/gif")],
)
async def test_a_personal_picture_is_class_a(demo, extension, media_type):
    """An open has the headers of class A and a strong tag, in this order and no others."""
    answer = await demo.ask(demo.open_path("greeting", extension=extension))
    etag = answer["etag"].encode()
    assert ETAG.fullmatch(etag)
    assert [*body_of(media_type, answer), (b"etag", etag), *PERSONAL] == answer.headers


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("html", b"text/html; charset=utf-8"),
        ("txt", b"text/plain; charset=utf-8"),
        ("json", b"application/json"),
    ],
)
async def test_a_personal_decision_in_words_is_class_a(demo, extension, media_type):
    """The same decision in words has class A without a tag."""
    answer = await demo.ask(demo.open_path("greeting", extension=extension))
    assert [*body_of(media_type, answer), *PERSONAL] == answer.headers


async def test_a_shared_picture_is_class_b(demo):
    """A shared URL may be kept by a CDN, never by what stands behind it, and can be purged."""
    key = demo.message.key
    own = [b"block-hero", b"message-%b" % key.encode(), b"brand-northbeam"]
    tags = [b"shared", *own, b"products"]
    answer = await demo.ask(f"/s/{key}/hero.jpg")
    etag, lifetime = answer["etag"].encode(), answer["cdn-cache-control"].encode()
    assert re.fullmatch(rb"max-age=\d+, stale-while-revalidate=\d+, stale-if-error=86400", lifetime)
    assert answer.headers == [
        *body_of(b"image/jpeg", answer),
        (b"etag", etag),
        (b"cache-control", b"public, no-cache, max-age=0, no-transform"),
        (b"cdn-cache-control", lifetime),
        (b"cache-tag", b",".join(tags)),
        (b"surrogate-key", b" ".join(tags)),
        *COMMON,
    ]


async def test_a_rendering_by_content_is_class_c(demo):
    """What is named by its content may be kept for ever; the tag is the name."""
    opened = await demo.ask(demo.open_path("greeting"))
    digest = opened["etag"].strip('"')
    answer = await demo.ask(f"/r/{digest}.png")
    assert opened.body == answer.body
    assert answer.headers == [
        *body_of(b"image/png", answer),
        (b"etag", b'"%b"' % digest.encode()),
        (b"cache-control", b"public, max-age=31536000, immutable, no-transform"),
        (b"cache-tag", b"rendering"),
        (b"surrogate-key", b"rendering"),
        *COMMON,
    ]


async def test_an_asset_by_content_is_class_c(demo):
    """The pictures inside mail-safe HTML are named by content, in their own format only."""
    html = (await demo.ask(demo.open_path("nearest-store", extension="html"))).body.decode()
    digest = re.search(r"/r/([0-9a-f]{64})\.jpg", html)
    assert digest
    answer = await demo.ask(f"/r/{digest[1]}.jpg")
    assert answer["cache-control"] == "public, max-age=31536000, immutable, no-transform"
    assert answer.body[:2] == b"\xff\xd8"
    assert (await demo.ask(f"/r/{digest[1]}.png"))["x-opentime-fallback"] == "unknown-content"
    matched = await demo.ask(f"/r/{digest[1]}.jpg", headers={"if-none-match": answer["etag"]})
    assert (matched.status, matched.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "cause", "extension"),
    [
        ("/o/(M)/(S)/no-such-block.png", b"unknown-block", "image/png"),
        ("/o/(M)/(S)/UPPER%20CASE.gif", b"unknown-block", "image/gif"),
        ("/o/(M)/(S)/greeting.webp", b"extension", "image/webp"),
        ("/r/00000000000000000000000000000000.png", b"unknown-content", "image/png"),
        ("/r/../../etc/passwd.jpg", b"unknown-content", "image/jpeg"),
        ("/r/" + "0" * 64 + ".gif", b"unknown-content", "image/gif"),
    ],
)
async def test_a_fallback_is_class_d_and_names_its_cause(demo, path, cause, extension):
    """A fallback is never kept by anybody, has no tag, and says why it is one."""
    path = path.replace("(M)", demo.message.key).replace("(S)", demo.someone().key)
    answer = await demo.ask(path)
    assert answer.status == 200
    assert answer.headers == [
        *body_of(extension.encode(), answer),
        *PERSONAL,
        (b"x-opentime-fallback", cause),
    ]


@pytest.mark.parametrize("path", ["/o/a/b/c.exe", "/o/", "/s/a/b", "/r/x.txt", "/v/x/y"])
async def test_what_is_no_picture_is_refused_and_not_kept(demo, path):
    """A 404 says that nobody may keep it."""
    answer = await demo.ask(path)
    assert answer.status == 404
    assert [*body_of(b"text/plain; charset=utf-8", answer), *REFUSED] == answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("route", ["o", "s", "c", "v", "r"])
async def test_other_methods_are_refused(demo, method, route):
    """Only GET and HEAD are answered; the refusal says so and is not kept."""
    answer = await demo.ask(f"/{route}/a/b/c.png", method=method)
    assert answer.status == 405
    assert answer.headers == [
        *body_of(b"text/plain; charset=utf-8", answer),
        *REFUSED,
        (b"allow", b"GET, HEAD"),
    ]


async def test_a_click_is_never_kept(demo):
    """A redirect says where to, has no body, and tells nobody where it came from."""
    answer = await demo.ask(f"/c/{demo.message.key}/{demo.someone().key}/greeting")
    assert (answer.status, answer.body) == (302, b"")
    location = answer["location"].encode()
    assert location.startswith(b"https://northbeam.example/")
    assert answer.headers == [
        (b"location", location),
        (b"content-length", b"0"),
        (b"cache-control", b"private, no-store"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-robots-tag", b"noindex"),
    ]


async def test_a_view_is_private_and_runs_nothing(demo):
    """The message in a browser is class A under a policy that forbids scripts."""
    answer = await demo.ask(f"/v/{demo.message.key}/{demo.someone().key}")
    assert answer.headers == [
        *body_of(b"text/html; charset=utf-8", answer),
        *PERSONAL,
        (
            b"content-security-policy",
            (
                b"default-src 'none'; img-src 'self' https: http:; style-src 'unsafe-inline'; "
                b"form-action 'none'; base-uri 'none'"
            ),
        ),
        (b"referrer-policy", b"no-referrer"),
        (b"x-robots-tag", b"noindex"),
    ]


@pytest.mark.parametrize(
    "form", ["{}", "W/{}", '"a", {}', ' "a" ,W/"b",  {} ', "*", " * ", 'W/"x", W/{}']
)
@pytest.mark.parametrize("route", ["o", "s", "r"])
async def test_a_known_tag_is_answered_without_drawing(demo, form, route):
    """A list, weak or star If-None-Match gets a 304 with the 200's headers, nothing drawn."""
    path = {"o": demo.open_path("greeting"), "s": f"/s/{demo.message.key}/greeting.png"}.get(route)
    full = await demo.ask(path or demo.open_path("greeting"))
    if path is None:
        path = f"/r/{full['etag'].strip(chr(34))}.png"
        full = await demo.ask(path)
    drawn, hits = demo.services.renderings.stats.drawn, demo.services.renderings.stats.memory_hits
    answer = await demo.ask(path, headers={"if-none-match": form.format(full["etag"])})
    assert (answer.status, answer.body) == (304, b"")
    assert full.headers[2:] == answer.headers
    assert drawn == demo.services.renderings.stats.drawn
    if route != "r":
        assert hits == demo.services.renderings.stats.memory_hits


@pytest.mark.parametrize("form", ['"0"', "{}x", "etag", '"', ",,,", "W/*", '""'])
async def test_another_tag_gets_the_picture(demo, form):
    """A tag that is not ours, or is none, gets a 200."""
    path = demo.open_path("greeting")
    etag = (await demo.ask(path))["etag"].strip('"')
    assert (await demo.ask(path, headers={"if-none-match": form.format(etag)})).status == 200


ROUTES = [
    "/o/(M)/(S)/greeting.png", "/o/(M)/(S)/nearest-store.jpg", "/o/(M)/(S)/last-order.gif",
    "/o/(M)/(S)/greeting.json", "/o/(M)/anonymous/hero.jpg", "/s/(M)/hero.jpg", "/o/x/y/z.png",
    "/c/(M)/(S)/greeting", "/v/(M)/(S)", "/r/0.png",
]  # fmt: skip
UNKEYED = {
    "accept": "image/webp", "accept-charset": "utf-8", "accept-encoding": "gzip, br",
    "accept-language": "ar", "authorization": "Bearer x", "cache-control": "no-cache",
    "cdn-loop": "cloudflare", "cf-connecting-ip": "81.2.69.160", "cf-ipcountry": "JP",
    "client-ip": "81.2.69.160", "cloudfront-viewer-country": "JP", "content-type": "text/html",
    "cookie": "session=1", "dnt": "1", "fastly-client-ip": "81.2.69.160",
    "forwarded": "for=81.2.69.160;host=evil.example;proto=http", "from": "a@b.c",
    "host": "evil.example", "if-match": '"x"', "if-modified-since": "Sat, 29 Oct 2044 19:43:31 GMT",
    "if-range": '"x"', "if-unmodified-since": "Sat, 29 Oct 1994 19:43:31 GMT",
    "max-forwards": "0", "origin": "https://evil.example", "pragma": "no-cache", "priority": "u=1",
    "range": "bytes=0-1", "referer": "https://evil.example/", "sec-ch-ua-mobile": "?1",
    "sec-fetch-dest": "image", "te": "trailers", "true-client-ip": "81.2.69.160", "via": "1.1 x",
    "viewport-width": "10", "width": "10", "x-forwarded-for": "81.2.69.160, 10.0.0.1",
    "x-forwarded-host": "evil.example", "x-forwarded-proto": "ftp", "x-forwarded-prefix": "/evil",
    "x-http-method-override": "DELETE", "x-original-url": "/api/v1/subscribers",
    "x-real-ip": "81.2.69.160", "x-rewrite-url": "/healthz",
}  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
async def test_no_unkeyed_input_changes_an_answer(demo, route):
    """Of 40 and more request headers none changes status, headers or body; nor do parameters."""
    assert len(UNKEYED) >= 40
    path = route.replace("(M)", demo.message.key).replace("(S)", demo.someone().key)
    plain = await demo.ask(path)
    for name, value in UNKEYED.items():
        assert plain == await demo.ask(path, headers={name: value}), name
    for query in (b"x=1", b"utm_source=a", b"width=10&w=10&dpr=3&format=gif", b"url=//evil"):
        assert plain == await demo.ask(path, query=query), query


async def test_nothing_ever_sends_the_forbidden_headers(demo):
    """No answer varies, sets cookies, is chunked or compressed, or says Pragma."""
    forbidden = {
        b"vary", b"set-cookie", b"pragma", b"transfer-encoding", b"content-encoding", b"server",
        b"last-modified", b"expires", b"age", b"accept-ranges",
    }  # fmt: skip
    for route in (*ROUTES, f"/o/(M)/{STRANGER}/greeting.html", "/o/a/b/c.exe"):
        path = route.replace("(M)", demo.message.key).replace("(S)", demo.someone().key)
        for method in ("GET", "HEAD", "POST"):
            names = [name for name, _ in (await demo.ask(path, method=method)).headers]
            assert not forbidden & set(names)
            assert len(names) == len(set(names))
