"""Products: articles with prices in major or minor units."""

import re
from decimal import Decimal
from typing import ClassVar

import msgspec
from babel.numbers import get_currency_precision, is_currency

from app.model.money import Money
from app.model.product import Product
from app.web.api.calls import Call
from app.web.api.checks import LARGEST, Faults
from app.web.api.collection import Collection, Table

_AMOUNT = re.compile(r"\d{1,13}(?:\.\d{1,6})?\Z", re.ASCII)


class MoneyDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Money: `amount` in major units as text, or `minor` as a whole number of cents."""

    currency: str
    amount: str | None = None
    minor: int | None = None


class ProductDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A product. `image` names an asset, `group` what stands in for it, `online` units to send."""

    sku: str = ""
    name: str = ""
    price: MoneyDocument | None = None
    was: MoneyDocument | None = None
    category: str = ""
    group: str = ""
    image: str = ""
    url: str = ""
    online: int | None = None


class ProductCollection(Collection[ProductDocument, Product]):
    """`/products`."""

    plural: ClassVar[str] = "products"
    singular: ClassVar[str] = "product"
    named_by: ClassVar[str] = "sku"
    patchable: ClassVar[bool] = True
    document = ProductDocument

    def table(self, call: Call) -> Table[Product]:
        """Return the port."""
        return call.services.products

    def parse(self, document: ProductDocument, faults: Faults, _call: Call) -> Product:
        """Return the product that a document describes."""
        return product_from(document, faults)

    def represent(self, noun: Product) -> ProductDocument:
        """Return the product as it is shown."""
        return ProductDocument(
            sku=noun.sku,
            name=noun.name,
            price=_shown(noun.price),
            was=_shown(noun.was),
            category=noun.category,
            group=noun.group,
            image=noun.image,
            url=noun.url,
            online=noun.online,
        )

    def patched(self, document: ProductDocument, patch: object) -> object:
        """Return the merged product; a price that is patched is patched whole."""
        whole = msgspec.to_builtins(document)
        if isinstance(patch, dict):
            whole = {name: value for name, value in whole.items() if name not in patch}
            whole |= {name: value for name, value in patch.items() if value is not None}
        return whole

    async def remove(self, call: Call, ident: str) -> bool:
        """Delete the product and its stock."""
        return await call.services.products.delete(ident)

    async def written(self, call: Call) -> None:
        """Let the next open see it."""
        await call.services.refresh()

    def deletion(self) -> str:
        """Say what a deletion does."""
        return "Delete a product and its stock"


def product_from(document: ProductDocument, faults: Faults) -> Product:
    """Return the product that a document describes; what is wrong with it is among the faults."""
    online = document.online
    if online is not None and not 0 <= online <= LARGEST:
        faults.add("online", online, f"{online} units cannot be sent.", "Give 0 or more.")
    return Product(
        sku=faults.name("sku", document.sku),
        name=faults.name("name", document.name, 500),
        price=_money("price", document.price, faults),
        was=_money("was", document.was, faults),
        category=faults.text("category", document.category),
        group=faults.text("group", document.group),
        image=faults.text("image", document.image),
        url=faults.link("url", document.url),
        online=online,
    )


def _money(field: str, said: MoneyDocument | None, faults: Faults) -> Money | None:
    if said is None:
        return None
    code = said.currency.upper()
    if not is_currency(code):
        detail = f"{said.currency!r} is not a currency."
        faults.add(f"{field}.currency", said.currency, detail, "Write an ISO 4217 code like EUR.")
        if said.amount is not None and not _AMOUNT.match(said.amount):
            detail = f"{said.amount!r} is not an amount."
            faults.add(f"{field}.amount", said.amount, detail, "Write digits and a point.")
        return None
    amount = None if said.amount is None else _minor(field, said.amount, code, faults)
    minor = said.minor
    if minor is None and said.amount is None:
        faults.add(field, "", f"{field} has no amount.", "Give amount or minor.")
    elif minor is not None and not 0 <= minor <= LARGEST:
        faults.add(f"{field}.minor", minor, f"{minor} is not a price.", "Give 0 or more.")
    elif minor is not None and amount not in (None, minor):
        detail = f"{field} says {said.amount} and {minor} minor units, which differ."
        faults.add(f"{field}.minor", minor, detail, "Give one of both.")
    units = amount if minor is None else minor
    return None if units is None else Money(units, code)


def _minor(field: str, amount: str, code: str, faults: Faults) -> int | None:
    digits = get_currency_precision(code)
    if _AMOUNT.match(amount):
        scaled = Decimal(amount).scaleb(digits)
        if scaled == scaled.to_integral_value() and scaled <= LARGEST:
            return int(scaled)
    detail = f"{amount!r} is not an amount of {code}."
    remedy = f"Write digits, a point and at most {digits} decimals, e.g. 19{'.90' * bool(digits)}."
    faults.add(f"{field}.amount", amount, detail, remedy)
    return None


def _shown(money: Money | None) -> MoneyDocument | None:
    if money is None:
        return None
    digits = get_currency_precision(money.currency)
    amount = f"{Decimal(money.minor).scaleb(-digits):.{digits}f}"
    return MoneyDocument(amount=amount, minor=money.minor, currency=money.currency)
