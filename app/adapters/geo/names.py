"""Names and postcodes in the one spelling in which the tables keep and find them."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}
)
_APART = re.compile(r"[\W_]+")
_SAINT = re.compile(r"\bst\b")
_COUNTRIES = {"UK": "GB", "EL": "GR"}
# Countries whose postcodes carry letters; elsewhere "D-80331" means 80331.
_LETTERED = frozenset(
    ("AD", "AI", "AR", "BM", "BN", "CA", "GB", "GG", "GI", "IE", "IM", "JE", "KY", "MT", "NL", "SZ")
)
_COUNTRY_PREFIX = re.compile(r"^[A-Z]{1,2}(?=\d+$)")
_BRITISH = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)\d[A-Z]{2}$")
_BRITISH_COUNTRIES = frozenset(("GB", "GG", "IM", "JE"))
_LONGEST = 80


def folded(name: str) -> str:
    """Return a name without case, marks and punctuation."""
    plain = unicodedata.normalize("NFKD", name[:_LONGEST].casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SAINT.sub("saint", _APART.sub(" ", plain.translate(_LETTERS)).strip())


def country_code(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code in upper case."""
    code = text.strip().upper()
    return _COUNTRIES.get(code, code)


def postcode_key(code: str, country: str) -> str:
    """Return the letters and digits of a postcode that say where; of British ones the outward."""
    plain = "".join(letter for letter in code[:_LONGEST].upper() if letter.isalnum())
    if country in _BRITISH_COUNTRIES and (whole := _BRITISH.match(plain)):
        return whole[1]
    return plain if country in _LETTERED else _COUNTRY_PREFIX.sub("", plain)
