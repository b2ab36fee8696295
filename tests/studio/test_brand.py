"""The brand kit: its form says the brand, its samples show it, its choice is kept."""

import json
import re
from dataclasses import replace

import pytest

from app.composition.studio_brand import samples_of
from app.model.account import Role
from app.model.brand import Brand, BrandFace, FaceStyle, Privacy, Tracking
from app.model.place import Place, PlaceSource
from app.web.api.brand_documents import brand_document, brand_from
from app.web.api.checks import Faults
from app.web.api.problems import Faulty
from app.web.studio.brand_forms import brand_form, brand_said, rows_of
from tests.serving import decoded

HOSTILE = '"><img src=x onerror=alert(1)>'
BRAND = Brand(
    name="northbeam",
    title=HOSTILE,
    locale="de-AT",
    tz="Europe/Vienna",
    currency="EUR",
    colors={"paper": "#ffffff", "ink": "#11223380"},
    fonts={"heading": "Fraunces", "body": "Noto Sans"},
    place=Place(lat=48.2, lon=16.37, city="Wien", country="AT", source=PlaceSource.BRAND),
    link="https://shop.example/",
    link_hosts=("shop.example", "news.example"),
    logo="logo.png",
    privacy=Privacy(
        tracking=Tracking.COUNTS,
        needs={"*": "personalization", "email": "marketing"},
        explicit=True,
        geolocate=False,
        retention_days=7,
    ),
    faces=(BrandFace(family="Own", asset="own.ttf", weight=700, style=FaceStyle.ITALIC),),
)
FORM = brand_form(brand_document(BRAND))


def test_a_form_says_the_brand_again():
    """Every field of a brand is in it, so that saving loses nothing."""
    assert described(FORM) == BRAND


def test_a_row_without_a_name_says_nothing():
    """Rows keep their order, whatever numbers they have; spare ones are empty."""
    form = {
        "color.7.name": "b",
        "color.7.value": "#000000",
        "color.2.name": " ",
        "color.x.name": "x",
    }
    assert rows_of(form, "color") == [{"name": "b", "value": "#000000"}, {}]


def described(form):
    """Return the brand that a form describes; raises Faulty."""
    faults = Faults()
    brand = brand_from("northbeam", brand_said(form, faults), faults)
    faults.settle()
    return brand


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"color.0.name": "Ink!"}, "colors"),
        ({"color.0.value": "red"}, "colors.paper"),
        ({"tz": "Mars/Olympus"}, "tz"),
        ({"locale": "no language"}, "locale"),
        ({"currency": "XXXX"}, "currency"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link_hosts": "a b/c"}, "link_hosts[1]"),
        ({"place.lat": "north"}, "place.lat"),
        ({"place.lat": "nan"}, "place.lat"),
        ({"tracking": "everything"}, "tracking"),
        ({"need.0.value": "nothing"}, "needs.*"),
        ({"retention_days": "²"}, "retention_days"),
        ({"retention_days": "0"}, "privacy.retention_days"),
        ({"face.0.weight": "450"}, "faces[0].weight"),
        ({"face.0.style": "upright"}, "faces[0].style"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong, field):
    """Nothing is taken that the API would refuse."""
    with pytest.raises(Faulty) as refused:
        described({**FORM, **wrong})
    assert refused.value.faults[0].field == field


def test_all_that_is_wrong_is_said_at_once():
    """What is no number hides nothing of what reads well and is not acceptable."""
    with pytest.raises(Faulty) as refused:
        described({**FORM, "place.lat": "north", "tz": "Mars", "retention_days": "", "link": "x"})
    fields = {fault.field for fault in refused.value.faults}
    assert fields == {"place.lat", "tz", "retention_days", "link"}


async def test_each_wrong_field_says_so_and_keeps_what_was_typed(browser, studio):
    """On the page, where assets that are not there are named with the rest."""
    await browser.sign_in(Role.DESIGNER)
    brand = studio.services.storage.brands.read("")
    form = {**brand_form(brand_document(brand)), "name": brand.name}
    wrong = {"tz": "Mars", "currency": "XXXX", "retention_days": "0", "logo": "no.png"}
    page = (await browser.post("/studio/brand", **form | wrong)).text
    assert "4 fields need another value." in page
    for field in wrong:
        assert f'id="{field}-wrong"' in page, field
    assert 'value="Mars" aria-invalid="true"' in page
    taken = (await browser.post("/studio/brand/new", new=brand.name)).text
    assert f'value="{brand.name}" aria-invalid="true"' in taken


async def test_a_brand_is_changed(browser, studio):
    """By whoever designs; its pictures follow; which fields changed is written down."""
    await browser.sign_in(Role.DESIGNER)
    storage = studio.services.storage
    former = storage.brands.read("")
    before = (await browser.get("/studio/brand/sample.png")).content
    assert decoded(before, "png").size == (1200, 640)
    form = {**brand_form(brand_document(former)), "name": former.name}
    form |= {"title": HOSTILE, "color.0.value": "#00aa00"}
    drawn = await browser.post("/studio/brand/sample", **form)
    assert drawn.status_code == 200
    assert drawn.content != before
    assert storage.brands.read("") == former
    assert (await browser.post("/studio/brand", **form)).status_code == 303
    assert (await browser.get("/studio/brand/sample.png")).content == drawn.content
    page = (await browser.get("/studio/brand")).text
    assert HOSTILE not in page
    deed = (await storage.audit.page(cursor="", limit=1)).items[0].deed
    assert (deed.action, deed.detail) == ("brand.change", "title, colors")
    refused = await browser.post("/studio/brand", **form | {"logo": "no-such.png", "link": HOSTILE})
    assert refused.status_code == 422
    assert HOSTILE not in refused.text
    assert (await browser.post("/studio/brand/sample", **form | {"tz": "Mars"})).status_code == 422


async def test_a_brand_is_made_and_worked_with(browser, studio):
    """The choice is kept; a brand that is gone, or nonsense, is the default one."""
    await browser.sign_in(Role.DESIGNER)
    assert 'id="working-brand"' not in (await browser.get("/studio/")).text
    made = await browser.post("/studio/brand/new", new="Süd & Söhne")
    assert made.status_code == 303, made.text
    assert (await browser.post("/studio/brand/new", new="Süd & Söhne")).status_code == 409
    assert "<h1>Süd &amp; Söhne</h1>" in (await browser.get("/studio/brand")).text
    assert 'id="working-brand"' in (await browser.get("/studio/")).text
    default = studio.services.storage.brands.read("").name
    chosen = await browser.post("/studio/brand/choose", name=default)
    assert chosen.headers["location"] == "/studio/"
    assert f"<h1>{default.title()}</h1>" in (await browser.get("/studio/brand")).text
    browser.client.headers["referer"] = "http://["
    assert (await browser.post("/studio/brand/choose", name=default)).status_code == 303
    assert (await browser.post("/studio/brand/choose", name=HOSTILE)).status_code == 404
    browser.client.cookies.set("opentime-brand", "%ff%00" * 500, path="/studio")
    assert f"<h1>{default.title()}</h1>" in (await browser.get("/studio/brand")).text


async def test_typefaces_and_crops_are_drawn(studio):
    """Another family, another line; another focus, another crop; only what exists."""
    samples = samples_of(studio.services)
    brand = studio.services.storage.brands.read("")
    lines = {await samples.family(brand, name) for name in ("Fraunces", "Noto Sans")}
    assert len(lines) == 2
    crops = {
        await samples.crop(brand, "evening.jpg", (160, 160), focus)
        for focus in ((0, 50), (100, 50), (0, 50))
    }
    assert len(crops) == 2
    assert decoded(crops.pop(), "png").size == (320, 320)


async def test_drafts_are_designed_and_published_in_the_brand_worked_with(browser, studio):
    """The designer hands it to its scripts; pictures and times of publishing are its own."""
    await browser.sign_in(Role.DESIGNER)
    brands = studio.services.storage.brands
    former = brands.read("")
    drawn = "/studio/blocks/greeting/drawn?of=live&show=fallback&at=2026-11-27T13:00"
    colors = dict.fromkeys(former.colors, "#123456")
    await brands.put(replace(former, name="other", tz="Asia/Tokyo", colors=colors))
    blocks = studio.services.storage.blocks
    await blocks.save_draft("greeting", (await blocks.get("greeting")).draft + "\n# another\n")
    pictures = []
    for name, zone in ((former.name, former.tz), ("other", "Asia/Tokyo")):
        assert (await browser.post("/studio/brand/choose", name=name)).status_code == 303
        page = (await browser.get("/studio/blocks/greeting/design")).text
        block = re.search(
            r'<script type="application/json" id="block">(.*?)</script>', page, re.DOTALL
        )
        assert json.loads(block[1])["brand"] == name
        page = (await browser.get("/studio/blocks/greeting/publish")).text
        assert f'list="zones" value="{zone}"' in page
        pictures.append((await browser.get(drawn)).content)
    assert pictures[0] != pictures[1]
