"""Blocks: drafts, versions, roll back; assets; brands; keys."""

import pytest

from tests.web.api.documents import HELLO, SHELF, picture

YAML = {"content-type": "application/yaml"}


@pytest.mark.parametrize("form", ["yaml", "wrapped", "object"])
async def test_a_draft_is_saved_in_any_form(served, form):
    """YAML text, YAML in JSON and the document as JSON are the same draft."""
    if form == "yaml":
        answer = await served.call("PUT", "/blocks/hello", content=HELLO.encode(), headers=YAML)
    elif form == "wrapped":
        answer = await served.call("PUT", "/blocks/hello", {"document": HELLO})
    else:
        document = {"block": "hello", "size": "300x100", "variants": [],
                    "fallback": {"say": {"headline": "Hi"}}}  # fmt: skip
        answer = await served.call("PUT", "/blocks/hello", document)
    body = answer.json()

    assert (answer.status_code, body["name"], body["published"]) == (201, "hello", 0)
    assert form == "object" or body["document"] == HELLO
    assert body == (await served.call("GET", "/blocks/hello")).json()


async def test_a_draft_may_have_errors_that_keep_it_from_being_published(served):
    """PUT keeps a bad draft and lists its problems; publish refuses; readers keep the old one."""
    good = await served.call("PUT", "/blocks/hello", {"document": HELLO})
    await served.call("POST", "/blocks/hello/publish", {"note": "first"})
    bad = await served.call("PUT", "/blocks/hello", {"document": "block: hello\nsize: 3"})
    refused = await served.call("POST", "/blocks/hello/publish", {})

    assert not [each for each in good.json()["problems"] if each["severity"] == "error"]
    assert (bad.status_code, bad.json()["published"]) == (200, 1)
    assert [each for each in bad.json()["problems"] if each["severity"] == "error"]
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:opentime:problem:authoring-error"


async def test_versions_count_up_and_roll_back(served):
    """Each publication is a version; rolling back shows an older one and keeps the draft."""
    await served.call("PUT", "/blocks/hello", {"document": HELLO})
    first = await served.call("POST", "/blocks/hello/publish", {"note": "one"})
    second = await served.call("POST", "/blocks/hello/publish")
    rolled = await served.call("POST", "/blocks/hello/rollback", {"version": 1})
    record = (await served.call("GET", "/blocks/hello")).json()
    versions = (await served.call("GET", "/blocks/hello/versions")).json()["items"]
    listed = (await served.call("GET", "/blocks")).json()["items"]

    assert (
        first.json()["version"], first.json()["note"],
        second.json()["version"], rolled.json()["version"],
    ) == (1, "one", 2, 1)  # fmt: skip
    assert (record["published"], record["latest"]) == (1, 2)
    assert [each["version"] for each in versions] == [2, 1]
    assert [(each["name"], each["published"]) for each in listed] == [("hello", 1)]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/blocks/none", None, 404),
        ("GET", "/blocks/none/versions", None, 404),
        ("POST", "/blocks/none/publish", {}, 404),
        ("POST", "/blocks/none/rollback", {"version": 1}, 404),
        ("POST", "/blocks/hello/rollback", {"version": 9}, 422),
        ("POST", "/blocks/hello/rollback", {"version": 2**70}, 422),
        ("POST", "/blocks/hello/publish", {"note": "x" * 501}, 422),
        ("POST", "/blocks/hello/publish", {"notes": "x"}, 422),
        ("PUT", "/blocks/Not%20A%20Name", {"document": HELLO}, 422),
        ("PUT", "/blocks/hello", {"document": HELLO, "name": "x"}, 422),
        ("PUT", "/blocks/schema", {"document": HELLO}, 405),
        ("DELETE", "/blocks/none", None, 404),
    ],
)
async def test_what_cannot_be_done_to_a_block(served, method, path, body, status):
    """Unknown blocks and versions, ill names and strange fields are refused."""
    await served.call("PUT", "/blocks/hello", {"document": HELLO})

    assert status == (await served.call(method, path, body)).status_code


async def test_assets_are_known_while_a_draft_is_checked(served):
    """A name that was uploaded is no finding."""
    draft = SHELF.replace("shelf", "seen").replace(
        "  line:", "  line:\n    - picture: {asset: a.png, box: [0, 0, 9, 9]}"
    )
    before = (await served.call("PUT", "/blocks/seen", {"document": draft})).json()["problems"]
    await served.call("PUT", "/assets/a.png", content=picture())
    after = (await served.call("GET", "/blocks/seen")).json()["problems"]

    assert "a.png" in str(before)
    assert "a.png" not in str(after)


async def test_a_draft_that_is_not_text_is_refused(served):
    """A YAML body that is not UTF-8 is 400."""
    answer = await served.call("PUT", "/blocks/hello", content=b"\xff", headers=YAML)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "document")


async def test_a_block_is_deleted_and_the_schema_shown(served):
    """DELETE answers 204; the JSON Schema describes a document."""
    await served.call("PUT", "/blocks/shelf", {"document": SHELF})
    schema = (await served.call("GET", "/blocks/schema")).json()

    assert (await served.call("DELETE", "/blocks/shelf")).status_code == 204
    assert "variants" in schema["properties"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
async def test_a_picture_is_measured_and_kept(served, kind):
    """PUT sniffs type and size; the content comes back byte for byte, harmless to browsers."""
    body = picture(kind, (5, 4))
    made = await served.call("PUT", "/assets/hero%201.jpg", content=body)
    again = await served.call("PUT", "/assets/hero%201.jpg", content=body)
    known = await served.call("GET", "/assets/hero%201.jpg")
    content = await served.call("GET", "/assets/hero%201.jpg/content")

    assert (made.status_code, again.status_code) == (201, 200)
    shown = made.json()
    assert (f"image/{kind.lower()}", 5, 4) == (
        shown["media_type"], shown["width"], shown["height"]
    )  # fmt: skip
    assert made.json() == known.json()
    assert (body, shown["media_type"]) == (content.content, content.headers["content-type"])
    assert content.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in content.headers["content-security-policy"]


async def test_a_picture_comes_as_a_form(served):
    """POST takes one file, called by its name or the field `name`."""
    files = {"file": ("a.png", picture(), "image/png")}
    first = await served.call("POST", "/assets", files=files)
    second = await served.call("POST", "/assets", files=files, data={"name": "b.png"})
    listed = (await served.call("GET", "/assets?limit=1")).json()

    assert (
        (first.status_code, first.json()["name"]), (second.status_code, second.json()["name"])
    ) == ((201, "a.png"), (201, "b.png"))  # fmt: skip
    assert ([each["name"] for each in listed["items"]], bool(listed["cursor"])) == (["a.png"], True)
    assert (await served.call("DELETE", "/assets/a.png")).status_code == 204
    assert (await served.call("DELETE", "/assets/a.png")).status_code == 404
    for path in ("/assets/a.png", "/assets/a.png/content"):
        assert (await served.call("GET", path)).status_code == 404


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"files": [("a", ("a.png", b"x")), ("b", ("b.png", b"y"))]}, 400),
        ({"files": {"f": ("a.png", b"x")}, "data": {f"n{n}": "" for n in range(21)}}, 400),
        ({"files": {"f": (None, "text")}}, 422),
        ({"files": {"f": ("a.png", b"not a picture")}}, 422),
        ({"files": {"f": ("../../etc", b"x")}}, 422),
        ({"files": {"f": ("a.png", b"x" * (10 * 2**20 + 9))}}, 413),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=a"}}, 400),
    ],
)
async def test_other_forms_are_refused(served, more, status):
    """Two files, too many fields, no file, no picture, no name, no form."""
    assert status == (await served.call("POST", "/assets", **more)).status_code


async def test_a_brand_comes_back_as_it_was_put(served):
    """PUT creates and replaces; GET answers one and all."""
    said = {
        "title": "Northbeam",
        "locale": "de",
        "tz": "Europe/Berlin",
        "currency": "EUR",
        "colors": {"ink": "#112233", "paper": "#ffffffff"},
        "fonts": {"heading": "Noto Serif"},
        "place": {"lat": 50.9, "lon": 6.9, "country": "DE"},
        "link": "https://northbeam.example/",
        "link_hosts": ["northbeam.example"],
        "privacy": {"tracking": "identified", "needs": {"*": "marketing"}, "retention_days": 7},
    }
    made = await served.call("PUT", "/brands/northbeam", said)
    again = await served.call("PUT", "/brands/northbeam", made.json())
    listed = (await served.call("GET", "/brands")).json()["items"]

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json() == (await served.call("GET", "/brands/northbeam")).json()
    assert [each["name"] for each in listed] == ["default", "northbeam"]
    assert (
        made.json()["privacy"]["tracking"], made.json()["privacy"]["geolocate"]
    ) == ("identified", True)  # fmt: skip
    assert (await served.call("GET", "/brands/none")).status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"colors": {"ink": "red"}}, "colors.ink"),
        ({"colors": {"Not a token": "#000000"}}, "colors"),
        ({"colors": {f"c{n}": "#000000" for n in range(101)}}, "colors"),
        ({"fonts": {"": "x"}}, "fonts"),
        ({"currency": "???"}, "currency"),
        ({"tz": "Mars"}, "tz"),
        ({"locale": "??"}, "locale"),
        ({"link": "ftp://x"}, "link"),
        ({"link_hosts": ["https://x"]}, "link_hosts[0]"),
        ({"place": {"lat": 100, "lon": 0}}, "place.lat"),
        ({"privacy": {"retention_days": 0}}, "privacy.retention_days"),
        ({"privacy": {"tracking": "all"}}, "privacy.tracking"),
        ({"privacy": {"needs": {"*": "nothing"}}}, "privacy.needs[...]"),
        ({"privacy": {"needs": {f"n{n}": "location" for n in range(101)}}}, "privacy.needs"),
        ({"name": "other"}, "name"),
    ],
)
async def test_a_bad_brand_is_refused(served, said, field):
    """Colours, hosts, zones and privacy are checked."""
    answer = await served.call("PUT", "/brands/northbeam", said)

    assert (422, field) == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_a_key_is_shown_once(served):
    """POST answers the secret, which works; the list has no secret; DELETE revokes."""
    said = {"name": "shop", "scopes": ["read"], "expires_at": "2027-01-01T00:00:00Z"}
    made = await served.call("POST", "/keys", said)
    headers = {"authorization": f"Bearer {made.json()['secret']}"}
    listed = await served.call("GET", "/keys")

    assert made.status_code == 201
    assert (await served.call("GET", "/stores", headers=headers)).status_code == 200
    assert made.json()["secret"] not in listed.text
    assert "shop" in [each["name"] for each in listed.json()["items"]]
    assert (await served.call("DELETE", f"/keys/{made.json()['prefix']}")).status_code == 204
    assert (await served.call("DELETE", "/keys/none")).status_code == 404


async def test_a_key_does_not_revoke_itself(served):
    """The key that asks is refused with 409, lest nobody can come in again."""
    prefix = served.client.headers["authorization"].split("_")[1]

    assert (await served.call("DELETE", f"/keys/{prefix}")).status_code == 409


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "", "scopes": ["read"]}, "name"),
        ({"name": "a", "scopes": []}, "scopes"),
        ({"name": "a", "scopes": ["admin"]}, "scopes[0]"),
        ({"name": "a", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
    ],
)
async def test_a_bad_key_is_refused(served, said, field):
    """A key without a name, a scope or a future is not made."""
    answer = await served.call("POST", "/keys", said)

    assert (422, field) == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_publishing_weighs(served):
    """A version comes with its warnings; the block and the preview say what it is embedded in."""
    await served.call("PUT", "/blocks/hello", {"document": HELLO})
    published = (await served.call("POST", "/blocks/hello/publish")).json()
    shown = (await served.call("GET", "/blocks/hello")).json()
    seen = (await served.call("POST", "/preview", {"block": "hello"})).json()

    assert [each["severity"] for each in published["problems"]].count("error") == 0
    assert (shown["format"], shown["format_why"]) == ("png", "flat: PNG")
    assert (seen["format"], seen["format_why"]) == ("png", "flat: PNG")
