"""Stores, products, stock and people are shown and changed in the studio."""

import asyncio

from app.model.account import Role
from app.model.money import Money

HOSTILE = '"><img src=x onerror=alert(1)>'


async def test_a_store_is_made_changed_and_deleted(browser, studio):
    """What is wrong stands at its field; the audit log has each step."""
    stores, audit = studio.services.storage.stores, studio.services.storage.audit
    await browser.sign_in(Role.DESIGNER)
    wrong = await browser.post("/studio/store", external_id="T1", name="T", lat="x", lon="11")
    assert wrong.status_code == 422
    assert "is not a number" in wrong.text
    fields = {"external_id": "T1", "name": HOSTILE, "lat": "48,1", "lon": "11.5"}
    made = await browser.post(
        "/studio/store", **fields, hours="Mo-Fr 09:00-18:00",
        **{"attribute-0-name": "parking", "attribute-0-value": "true"},
    )  # fmt: skip
    assert made.headers["location"] == "/studio/store?id=T1&saved=1"
    store = await stores.get("T1")
    assert (store.tz, store.attributes) == ("Europe/Berlin", {"parking": True})
    page = (await browser.get("/studio/store?id=T1&week=2026-03-25")).text
    assert HOSTILE not in page
    assert "this day has 23 hours" in page
    taken = await browser.post("/studio/store", **fields)
    assert taken.status_code == 409
    assert '<a href="/studio/store?id=T1">Open T1</a>' in taken.text
    changed = await browser.post("/studio/store", **fields | {"former": "T1", "city": "München"})
    assert changed.status_code == 303
    assert (await stores.get("T1")).city == "München"
    assert "München" in (await browser.get("/studio/stores?q=münchen")).text
    ends = [browser.post("/studio/store/delete", former="T1") for _ in range(3)]
    assert sorted(each.status_code for each in await asyncio.gather(*ends)) == [303, 404, 404]
    assert await stores.get("T1") is None
    done = [each.deed.action for each in (await audit.page(cursor="", limit=3)).items]
    assert done == ["store.delete", "store.change", "store.add"]


async def test_hours_are_understood_as_opens_understand_them(browser):
    """Both ways of writing them, the week as it comes, and what is wrong."""
    await browser.sign_in(Role.DESIGNER)
    asked = {"hours": "Sa 22:00-05:00", "tz": "Europe/Berlin", "week": "2026-03-28"}
    meant = (await browser.call("/studio/store/hours", asked)).json()
    assert meant["line"] == "Mo-Fr off; Sa 22:00-05:00; Su off"
    assert meant["days"]["sat"] == ["22:00-05:00"]
    assert meant["week"][6]["spans"] == ["00:00–05:00"]
    unread = (await browser.call("/studio/store/hours", {"hours": "whenever"})).json()
    assert "Mo-Fr 09:00-18:00" in unread["problem"]


async def test_a_product_is_made_and_changed(browser, studio):
    """Prices in the digits of their currency."""
    await browser.sign_in(Role.DESIGNER)
    fields = {"sku": "T/1", "name": "Tent", "price": "199,90", "currency": "eur", "online": "4"}
    assert (await browser.post("/studio/product", **fields)).status_code == 303
    product = await studio.services.storage.products.get("T/1")
    assert (product.price, product.online) == (Money(19990, "EUR"), 4)
    wrong = await browser.post("/studio/product", **fields | {"former": "T/1", "currency": "XYZ"})
    assert wrong.status_code == 422
    assert "is not a currency" in wrong.text
    assert "199.90" in (await browser.get("/studio/product?sku=T%2F1")).text
    picture = await browser.get("/studio/product.png?image=nb-1042-ridgeline-mid-hiking-boot.jpg")
    assert picture.headers["content-type"].startswith("image/")


async def test_stock_is_set_in_place_and_remembered(browser, studio):
    """The next open knows it; the history says who set it."""
    await browser.sign_in(Role.DESIGNER)
    asked = {"store": "S001", "sku": "NB-1042", "quantity": "3"}
    assert (await browser.call("/studio/stock/set", asked)).json()["quantity"] == 3
    shelf = studio.services.shelves.shelf
    index = shelf.book.index("S001")
    assert shelf.stock.of("NB-1042").units(index, studio.services.now()) == 3
    history = (await browser.get("/studio/stock/history?sku=NB-1042&store=S001")).text
    assert "designer@brand.example" in history
    refused = await browser.call("/studio/stock/set", asked | {"quantity": "many"})
    assert refused.status_code == 422
    assert "S001" in (await browser.get("/studio/stock?sku=NB-1042&low=3")).text
    assert (await browser.post("/studio/stock", **asked | {"sku": "?"})).status_code == 422


async def test_whoever_only_looks_is_offered_no_change(browser):
    """Fields are shown and locked, buttons are left out."""
    await browser.sign_in(Role.ANALYST)
    for path in ("/studio/store?id=S001", "/studio/product?sku=NB-1042", "/studio/stock"):
        page = (await browser.get(path)).text
        assert "Save" not in page
        assert 'class="set"' not in page
    assert "/studio/subscribers" not in (await browser.get("/studio/stores")).text


async def test_a_profile_is_made_changed_and_erased(browser, studio):
    """Consent is dated when it changes; erasing takes the id typed out."""
    people, clock = studio.services.storage.subscribers, studio.clock
    await browser.sign_in(Role.ADMIN)
    fields = {"external_id": "t-1", "home.city": "Wien", "home.country": "AT", "tracking": "yes"}
    made = await browser.post("/studio/subscribers", **fields)
    person = await people.get("t-1")
    assert made.headers["location"].startswith(f"/studio/subscribers/{person.key}")
    assert (person.consent.tracking, person.consent.at) == (True, clock.at)
    page = f"/studio/subscribers/{person.key}"
    await browser.post(page, **fields | {"language": "de-AT"})
    kept = await people.get("t-1")
    assert (kept.key, kept.language, kept.consent) == (person.key, "de-AT", person.consent)
    assert (await browser.post(page, **fields | {"tz": "Wien"})).status_code == 422
    assert (await browser.post(f"{page}/erase", typed="t")).status_code == 422
    assert (await browser.post(f"{page}/erase", typed="t-1")).status_code == 303
    assert await people.get("t-1") is None
    log = await studio.services.storage.audit.page(cursor="", limit=1)
    assert log.items[0].deed.subject == person.key
