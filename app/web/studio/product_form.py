"""The form of a product: what it holds at first, and the product that it describes."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from babel.numbers import get_currency_precision

from app.model.money import Money
from app.model.product import Product
from app.web.api.checks import Faults
from app.web.api.products import MoneyDocument, ProductDocument, product_from
from app.web.studio.fields import texts, whole

TEXTS = ("sku", "name", "category", "group", "image", "url")
_PRICES = ("price", "was")


def product_of_form(form: Mapping[str, str], former: Product | None) -> Product:
    """Return the product that a form describes; raises Faulty. A changed product keeps its SKU."""
    faults = Faults()
    said = texts(form, (*TEXTS, *_PRICES, "currency"))
    if former is not None:
        said["sku"] = former.sku
    prices = {field: _price(said[field], said) for field in _PRICES if said[field]}
    document = ProductDocument(
        **{field: said[field] for field in TEXTS},
        price=prices.get("price"),
        was=prices.get("was"),
        online=whole(form, "online", faults),
    )
    product = product_from(document, faults)
    if said["currency"] and not prices:
        # It is kept with a price only, but a wrong one is not taken without a word.
        product_from(ProductDocument(sku="-", name="-", price=_price("0", said)), faults)
    # Both prices have one currency, and its field says what is wrong with it.
    faults.found = [replace(fault, field=_typed_at(fault.field)) for fault in faults.found]
    faults.settle()
    return replace(product, picture=former.picture) if former else product


def _price(amount: str, said: Mapping[str, str]) -> MoneyDocument:
    return MoneyDocument(amount=amount.replace(",", "."), currency=said["currency"])


def _typed_at(field: str) -> str:
    price, _, part = field.partition(".")
    return "currency" if part == "currency" else price


def form_of_product(product: Product) -> dict[str, str]:
    """Return the fields of a product's form."""
    form = {name: getattr(product, name) for name in TEXTS}
    money = product.price or product.was
    return form | {
        "price": amount_of(product.price),
        "was": amount_of(product.was),
        "currency": money.currency if money else "",
        "online": "" if product.online is None else str(product.online),
    }


def amount_of(money: Money | None) -> str:
    """Return money as digits and a point, without its currency."""
    if money is None:
        return ""
    digits = get_currency_precision(money.currency)
    return f"{Decimal(money.minor).scaleb(-digits):.{digits}f}"
