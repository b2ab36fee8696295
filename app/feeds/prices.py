"""Prices as people write them."""

import re

from app.feeds.cells import BadValue, Cell, shown, text_of
from app.model.money import Money

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "zł": "PLN",
          "Kč": "CZK", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS"}  # fmt: skip
_WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())  # noqa: SIM905  # words
_THOUSANDTHS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
_CODE = re.compile(r"[A-Za-z]{3}\Z")
_PRICE = re.compile(
    r"(?P<before>[^\d\s.,+-]{1,3}|[A-Za-z]{3})?\s*(?P<amount>\d[\d.,'\s\u00a0\u202f]*)\s*"
    r"(?P<after>[^\d\s.,+-]{1,3})?\Z"
)


def money(cell: Cell, currency: str) -> Money | None:
    """Parse a price in major units: `19.99 EUR`, `€1.299,00`, `1999` with a currency column."""
    text = text_of(cell)
    if not text:
        return None
    found = _PRICE.match(text)
    if found is None:
        raise BadValue(f"{shown(text)} is not a price: write e.g. 19.99 EUR.")
    named = [currency_of(sign) for sign in (found["before"], found["after"]) if sign]
    code = named[0] if named else currency
    if len(set(named)) > 1 or (named and currency and code != currency):
        both = ", ".join(sorted({*named, currency} - {""}))
        raise BadValue(f"{shown(text)} names two currencies ({both}): keep one of them.")
    if not code:
        raise BadValue(f"{shown(text)} has no currency: write 19.99 EUR or add a column currency.")
    return Money(_minor(found["amount"].strip(), code, text), code)


def currency_of(cell: Cell) -> str:
    """Parse a sign or a code of ISO 4217; empty stays empty."""
    text = text_of(cell)
    if not text or text in _SIGNS:
        return _SIGNS.get(text, "")
    if not text.isascii() or not _CODE.match(text):
        raise BadValue(f"{shown(text)} is not a currency: write its three letters, e.g. EUR.")
    return text.upper()


def decimals_of(code: str) -> int:
    """Return how many decimals amounts of a currency have."""
    return 0 if code in _WHOLE else 3 if code in _THOUSANDTHS else 2


def _minor(amount: str, code: str, text: str) -> int:
    """Return minor units; the last mark before at most that many digits is the decimal one."""
    digits = decimals_of(code)
    plain = re.sub(r"['\s\u00a0\u202f]", "", amount)
    head, mark, tail = plain, "", ""
    at = max(plain.rfind("."), plain.rfind(","))
    if at >= 0:
        head, mark, tail = plain[:at], plain[at], plain[at + 1 :]
    grouped = len(tail) == 3 and (digits < 3 or mark in head)  # noqa: PLR2004  # thousands
    if mark and (mark in head or grouped) and len(tail) == 3:  # noqa: PLR2004  # thousands
        head, tail = head + tail, ""
    head = re.sub(r"[.,]", "", head)
    if len(tail.rstrip("0")) > digits or not head.isascii() or not (head + tail).isdigit():
        raise BadValue(f"{shown(text)} is not an amount of {code}: use at most {digits} decimals.")
    if len(head) > 13:  # noqa: PLR2004  # beyond what readers of JSON keep exact
        raise BadValue(f"{shown(text)} is more than any price: write fewer digits.")
    return int(head + tail[:digits].ljust(digits, "0"))
