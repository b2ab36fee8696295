"""Assets: uploaded, shown, told where they are used, deleted when nothing names them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.model.account import Role
from app.model.ports import Asset
from app.studio.assets import AssetService, UserKind
from tests.serving import decoded
from tests.studio.browsing import HOST

FONT = Path(__file__).parents[2] / "static" / "fonts" / "Fraunces-Bold.ttf"
HOSTILE = '"><img src=x onerror=alert(1)>'


def a_picture(color="#c0392b"):
    """Return a PNG of some size."""
    file = BytesIO()
    Image.new("RGB", (400, 200), color).save(file, "PNG")
    return file.getvalue()


async def upload(browser, name, body):
    """Send a file as the page's script does."""
    headers = {"x-csrf-token": await browser.token(), "origin": HOST}
    params = {"name": name}
    return await browser.client.post(
        "/studio/assets/upload", params=params, content=body, headers=headers
    )


async def test_a_picture_is_kept_replaced_and_deleted(browser, studio):
    """By whoever designs; each is written down."""
    await browser.sign_in(Role.DESIGNER)
    assert (await upload(browser, "new one.png", a_picture())).status_code == 201
    assert (await upload(browser, "new one.png", a_picture("#0000ff"))).status_code == 200
    assert "new%20one.png" in (await browser.get("/studio/assets?q=NEW")).text
    one = {"name": "new one.png"}
    page = (await browser.get("/studio/assets/one", params=one)).text
    assert "400 × 200" in page
    shown = await browser.get("/studio/assets/shown.png", params=one | {"w": "100", "h": "100"})
    assert decoded(shown.content, "png").convert("RGB").getpixel((100, 100)) == (0, 0, 255)
    assert (await browser.post("/studio/assets/delete", **one)).status_code == 303
    assert (await browser.get("/studio/assets/one", params=one)).status_code == 404
    entries = (await studio.services.storage.audit.page(cursor="", limit=3)).items
    actions = [each.deed.action for each in entries]
    assert actions == ["asset.delete", "asset.replace", "asset.create"]


async def test_what_is_no_asset_is_refused(browser):
    """In words that a script can show, and nothing of it is kept."""
    await browser.sign_in()
    for name, body, status in (
        (HOSTILE, a_picture(), 422),
        ("../x.png", a_picture(), 422),
        ("x.png", b"no picture", 422),
        ("x.svg", b"<svg onload=alert(1)>", 415),
        ("x.png", b"x" * 11_000_000, 413),
    ):
        refused = await upload(browser, name, body)
        assert refused.status_code == status, name
        assert refused.json()["detail"]
    assert "No asset is called" in (await browser.get("/studio/assets?q=x.png")).text
    for query in ("w=9999", "h=1", "x=101", "x=²"):
        answer = await browser.get(f"/studio/assets/shown.png?name=evening.jpg&{query}")
        assert answer.status_code in {200, 422}


async def test_what_is_in_use_stays(browser, studio):
    """And the page says what uses it."""
    await browser.sign_in(Role.DESIGNER)
    refused = await browser.post("/studio/assets/delete", name="evening.jpg")
    assert refused.status_code == 409
    assert 'href="/studio/blocks/hero"' in refused.text
    assert await studio.services.storage.assets.get("evening.jpg") is not None


async def test_a_typeface_is_shown_in_its_letters(browser):
    """And offered to the brand."""
    await browser.sign_in(Role.DESIGNER)
    assert (await upload(browser, "Own-Bold.ttf", FONT.read_bytes())).status_code == 201
    shown = await browser.get("/studio/assets/shown.png?name=Own-Bold.ttf")
    other = await browser.get("/studio/brand/type.png?family=Noto+Sans")
    assert shown.status_code == 200
    assert shown.content != other.content
    assert "Own-Bold.ttf" in (await browser.get("/studio/brand")).text


@pytest.mark.parametrize(
    ("document", "is_used"),
    [
        ("picture: {asset: hero.jpg}", True),
        ('{"asset":"hero.jpg"}', True),
        ("picture: {asset: big-hero.jpg}", False),
        ("picture: {asset: hero.jpg.png}", False),
    ],
)
async def test_a_name_is_found_as_a_word(studio, document, is_used):
    """Neither a part of another name nor a name that goes on."""
    storage = studio.services.storage
    await storage.blocks.save_draft("x", document)
    await storage.assets.put(
        Asset(
            name="hero.jpg",
            digest="2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
            media_type="image/jpeg", size=3, width=1, height=1,
        ),
        b"foo",
    )  # fmt: skip
    service = AssetService(
        assets=storage.assets, blocks=storage.blocks, brands=storage.brands,
        products=storage.products, audit=storage.audit,
    )  # fmt: skip
    found = {(use.kind, use.name) for use in await service.uses("hero.jpg")}
    assert ((UserKind.BLOCK, "x") in found) == is_used
