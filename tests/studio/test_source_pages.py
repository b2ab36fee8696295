"""Sources in the studio: tried before they are kept, and what is secret about them stays so."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from unittest.mock import AsyncMock

import pytest

from app.authoring.sources import read_source, source_text
from app.errors import Forbidden
from app.model.account import Account, Role
from app.model.facts import Missing, Why
from app.model.money import Money
from app.studio.source_forms import document_of, fields_of, lines_of
from app.studio.sources import SourceService, Tried, hidden, written

EVIL = "<img src=x onerror=alert(1)>"
FULL = """
source: reviews
brand: northbeam
url: https://feeds.example/[place.city]/reviews.json?key=abc
method: POST
headers: {Authorization: "Bearer {secret:api}", X-Two: "a: b"}
body: '{"of": "[params.sku]"}'
signing: {secret: api, header: X-Signature}
read:
  as: json
  rows: $.items[*]
  key: sku
  fields: {sku: $.sku, price: {path: $.price, type: money, currency: EUR}}
every: on-demand
deadline: 300 ms
fresh_for: 1 min
stale_for: 2 h
lookup: "[params.sku]"
snapshot: false
paused: true
"""
FORM = {
    "source": "reviews",
    "url": "https://feeds.example/reviews.json?token=hush",
    "read.as": "json",
    "every": "15 min",
    "field.0.name": "rating",
    "field.0.path": "$.rating",
    "field.0.type": "number",
    "field.4.name": "by",
    "field.4.path": "$.by",
    "snapshot": "on",
}


def test_a_form_says_all_that_a_document_says():
    """To the form and back nothing is lost."""
    spec, _ = read_source(FULL)
    again, _ = read_source(document_of(fields_of(spec)))
    assert spec == again
    assert spec == read_source(source_text(spec))[0]


def test_a_form_has_room_for_more_fields():
    """Three lines more than are used, wherever they stand."""
    assert lines_of({}) == 3
    assert lines_of(FORM) == 8
    assert lines_of({f"field.{n}.name": "x" for n in range(60)}) == 60


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://feeds.example/a?key=abc&b", "https://feeds.example/a?key=…&b=…"),
        ("https://me:pass@feeds.example:8443/a#x", "https://feeds.example:8443/a"),
        ("https://[half/", "(an address that cannot be read)"),
    ],
)
def test_an_address_is_shown_without_what_opens_it(url, shown):
    """Neither who asks, nor what the query says."""
    assert hidden(url) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Money(1999, "EUR"), "19.99 EUR"),
        (Money(1999, "JPY"), "1,999 JPY"),
        (Missing(Why.ABSENT, "x"), ""),
        (datetime(2026, 11, 27, 12, tzinfo=UTC), "2026-11-27 12:00 UTC"),
        ("x" * 1000, "x" * 160 + "…"),
    ],
)
def test_values_of_rows_are_short_texts(value, text):
    """As people write them."""
    assert written(value) == text


def account_of(role):
    """Return somebody of a role."""
    return Account(
        key="k",
        email=f"{role.value}@brand.example",
        name=role.value,
        role=role,
        password="",
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def service_over(*kept):
    """Return the service over kept sources."""
    return SourceService(
        desk=SimpleNamespace(all=AsyncMock(return_value=kept)),
        trials=SimpleNamespace(run=AsyncMock(return_value=Tried(count=1))),
        blocks=None,
        audit=SimpleNamespace(write=AsyncMock()),
    )


KEPT, _ = read_source(FULL)
SIGNED = replace(KEPT, headers=())


@pytest.mark.parametrize(
    ("role", "kept", "tried", "may"),
    [
        (Role.DESIGNER, (), KEPT, False),
        (Role.DESIGNER, (), SIGNED, False),
        (Role.DESIGNER, (KEPT,), replace(KEPT, url="https://evil.example/"), False),
        (Role.DESIGNER, (KEPT,), replace(KEPT, url="http://feeds.example/"), False),
        (Role.DESIGNER, (replace(SIGNED, signing=None),), KEPT, False),
        (Role.DESIGNER, (SIGNED,), replace(KEPT, url="https://Feeds.example/other"), True),
        (Role.DESIGNER, (), replace(SIGNED, signing=None), True),
        (Role.ADMIN, (), KEPT, True),
    ],
)
async def test_a_secret_is_tried_only_where_a_kept_source_sends_it(role, kept, tried, may):
    """Another server gets it from an admin alone; what asks without one anybody tries."""
    sources = service_over(*kept)
    if may:
        assert (await sources.ask_once(tried, {}, by=account_of(role))).count == 1
        return
    with pytest.raises(Forbidden, match="No source sends the secret 'api' to http"):
        await sources.ask_once(tried, {}, by=account_of(role))
    sources._trials.run.assert_not_awaited()


async def test_a_try_is_written_down_with_its_server_and_secrets():
    """Whether anything is kept or not."""
    sources = service_over()
    await sources.ask_once(KEPT, {}, by=account_of(Role.ADMIN))
    (deed,) = sources._audit.write.await_args.args
    assert (deed.actor, deed.action) == ("admin@brand.example", "source.try")
    assert (deed.subject, deed.detail) == ("northbeam/reviews", "https://feeds.example, api")


async def test_a_source_is_made_by_form_changed_by_document_and_deleted(studio, browser):
    """Each step is written down, and what was wrong stays in the form with its remedy."""
    await browser.sign_in(Role.DESIGNER)
    wrong = await browser.post("/studio/new-source", **FORM | {"every": EVIL, "do": "keep"})
    assert wrong.status_code == 422
    assert "Not kept: one problem." in wrong.text
    assert "onerror=alert(1)" in wrong.text
    assert EVIL not in wrong.text
    made = await browser.post("/studio/new-source", **FORM, do="keep")
    place = made.headers["location"]
    assert (made.status_code, place) == (303, "/studio/sources/reviews?brand=northbeam")
    page = (await browser.get(place)).text
    assert "token=…" in page
    assert "hush" not in page
    edit = "/studio/sources/reviews/edit?brand=northbeam"
    assert "hush" in (await browser.get(edit + "&as=document")).text
    document = FULL.replace("brand: northbeam\n", "").replace("[place.city]/", "")
    sent = await browser.post(edit, **{"as": "document", "document": document, "do": "keep"})
    assert sent.headers["location"] == place
    (spec,) = await studio.services.sources.table.all()
    assert spec.shape.key == "sku"
    await browser.post("/studio/sources/reviews/pause?brand=northbeam", do="resume")
    refused = await browser.post("/studio/sources/reviews/fetch?brand=northbeam")
    assert refused.status_code == 422
    assert "asked on demand" in refused.text
    await browser.post("/studio/sources/reviews/delete?brand=northbeam")
    assert await studio.services.sources.table.all() == ()
    entries = (await studio.services.storage.audit.page(cursor="", limit=50)).items
    done = [each.deed for each in entries if each.deed.action.startswith("source.")]
    assert [deed.action for deed in done] == [
        "source.delete",
        "source.resume",
        "source.put",
        "source.put",
    ]
    assert {deed.actor for deed in done} == {"designer@brand.example"}


async def test_trying_keeps_nothing_and_asks_no_private_machine(studio, browser):
    """The guard of every request holds for tries too, and says so on the page."""
    await browser.sign_in(Role.DESIGNER)
    form = FORM | {"url": "http://127.0.0.1/latest/meta-data", "do": "try"}
    answer = await browser.post("/studio/new-source", **form)
    assert answer.status_code == 200
    assert "is not asked" in answer.text
    assert await studio.services.sources.table.all() == ()
    assert not [*studio.home.rglob("trial.*")]


async def test_a_secret_is_set_and_never_shown(studio, browser):
    """Its name is, to who may change records, and to nobody else."""
    await browser.sign_in(Role.DESIGNER)
    bad = await browser.post("/studio/source-secrets", name=EVIL, value="sesame")
    assert bad.status_code == 422
    assert EVIL not in bad.text
    await browser.post("/studio/source-secrets", name="reviews-api", value="sesame-open")
    page = (await browser.get("/studio/sources")).text
    assert "reviews-api" in page
    assert "sesame-open" not in page
    assert await studio.services.sources.secrets.value("reviews-api") == "sesame-open"
    await browser.sign_in(Role.ANALYST)
    assert "reviews-api" not in (await browser.get("/studio/sources")).text


async def test_whoever_only_looks_changes_nothing(browser):
    """They see the list and each source, without a way to change it."""
    await browser.sign_in(Role.DESIGNER)
    await browser.post("/studio/new-source", **FORM, do="keep")
    await browser.sign_in(Role.ANALYST)
    page = await browser.get("/studio/sources/reviews")
    assert page.status_code == 200
    assert "Fetch now" not in page.text
    for path in ("/studio/sources/reviews/edit", "/studio/new-source"):
        assert (await browser.get(path)).status_code == 403


async def test_only_the_working_brands_sources_are_listed():
    """Those of the default brand for a name that is none's; of one brand alone, all there are."""
    house, annex = (replace(read_source(FULL)[0], brand=name) for name in ("house", "annex"))

    async def every(brand=""):
        return [spec for spec in (house, annex) if brand in ("", spec.brand)]

    desk = SimpleNamespace(all=every, brand_names=AsyncMock(return_value=("house", "annex")))
    sources = SourceService(desk=desk, trials=None, blocks=None, audit=None)
    assert await sources.of("annex") == [annex]
    assert await sources.of("gone") == await sources.of("") == [house]
    desk.brand_names.return_value = ("house",)
    assert await sources.of("") == [house, annex]
