"""Forms of records name every field that is wrong at once."""

import pytest

from app.model.account import Role
from app.model.brand import Brand
from app.model.plan import Param, ParamKind
from app.web.api.problems import Faulty
from app.web.studio.fields import wrong
from app.web.studio.message_forms import message_of_form
from app.web.studio.product_form import product_of_form
from app.web.studio.store_form import store_of_form
from app.web.studio.subscriber_form import subscriber_of_form
from tests.studio.test_messages import Declaring

_PLANS = [Declaring("hero", Param(name="rows", kind=ParamKind.NUMBER, default=3))]


def product(form):
    """Read a product."""
    return product_of_form(form, None)


def store(form):
    """Read a store."""
    return store_of_form(form, None, lambda _lat, _lon: "")


def profile(form):
    """Read a profile."""
    return subscriber_of_form(form, None)


def message(form):
    """Read a message of a block with a parameter."""
    return message_of_form(form, Brand(name="a", title="A"), _PLANS)


@pytest.mark.parametrize(
    ("read", "form"),
    [
        (product, {"sku": "", "name": "", "price": "x", "was": "1.234", "url": "shop"}),
        (product, {"price": "x", "was": "y", "currency": "ZZZ", "online": "-1", "url": "z"}),
        (product, {"currency": "ZZZ", "online": "many", "url": "shop"}),
        (store, {"name": "", "lat": "x", "lon": "200", "hours": "Mo 99", "country": "DEU"}),
        (profile, {"language": "x!", "tz": "Mars", "home.lat": "x", "place.country": "DEU"}),
        (message, {"name": "", "blocks": "A", "sent_at": "x", "p.rows": "y", "more": "z"}),
        (message, {"title": "t" * 501, "p.rows": "1e99", "more": f"a = {'z' * 501}", "esp": "x"}),
    ],
)
def test_every_wrong_field_is_named(read, form):
    """None waits until another one is mended."""
    with pytest.raises(Faulty) as refused:
        read({"currency": "EUR", **form})
    assert set(form) <= {field.removesuffix(".a") for field in wrong(refused.value)}


def test_one_field_says_everything_once():
    """Two sentences about one field stand beside it together, equal ones once."""
    with pytest.raises(Faulty) as refused:
        product({"sku": "a", "name": "\x07" + "n" * 500, "price": "1", "was": "2", "currency": "x"})
    said = wrong(refused.value)
    assert "control characters" in said["name"]
    assert "501 characters" in said["name"]
    assert said["currency"].count("is not a currency") == 1


def test_a_field_is_not_called_by_a_name_that_nobody_sees():
    """Its label stands above it; the name that programs use does not."""
    with pytest.raises(Faulty) as refused:
        store({"external_id": "", "name": "n" * 501, "lat": "91", "lon": "1"})
    said = wrong(refused.value)
    assert said["external_id"] == "It is missing or empty. Write it."
    assert said["name"] == "It has 501 characters. Keep it to 500."
    assert said["lat"].startswith("lat 91.0 lies outside the Earth.")


def test_a_coordinate_that_is_no_number_is_not_called_missing():
    """It says what is wrong, not what is not."""
    with pytest.raises(Faulty) as refused:
        store({"external_id": "a", "name": "a", "lat": "north", "lon": "11"})
    assert list(wrong(refused.value)) == ["lat"]


async def test_a_level_names_all_that_is_wrong_with_it(browser):
    """Of a product and a store that are not there, and of units that are none."""
    await browser.sign_in(Role.DESIGNER)
    form = {"sku": "NB-0", "store": "S9999", "quantity": "many"}
    page = (await browser.post("/studio/stock", **form)).text
    assert "3 fields need another value." in page
    for field, text in form.items():
        assert f'id="{field}-wrong"' in page, field
        assert f'value="{text}" aria-invalid="true"' in page


async def test_a_message_keeps_what_was_typed(browser):
    """Every wrong field of its page says so, and still holds its text."""
    await browser.sign_in(Role.DESIGNER)
    form = {"name": "a\x07", "sent_at": "soon", "more": "campaign", "blocks": "greeting Hero"}
    page = (await browser.post("/studio/messages/new", **form)).text
    assert "4 fields need another value." in page
    for field, text in form.items():
        assert f'id="{field}-wrong"' in page, field
        assert text in page
