"""Fields of forms to values, with what is wrong beside each field."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from app.errors import AppError, Taken
from app.model.subscriber import Attribute
from app.web.api.checks import Faults
from app.web.api.problems import Fault, Faulty

_ATTRIBUTE = re.compile(r"attribute-(\d{1,3})-name")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,11})\.[0-9]{1,9}\Z")
_VERBS = frozenset(("is", "has", "holds", "begins", "lies"))
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?\Z")


def texts(form: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return fields as trimmed texts; browsers end lines as telegraphs did."""
    return {name: form.get(name, "").replace("\r\n", "\n").strip() for name in names}


def number(form: Mapping[str, str], name: str, faults: Faults) -> float | None:
    """Return a field as a number, None when it is empty; a comma may stand for the point.

    Where it is no number, which is among the faults then, 0 stands for it.
    """
    text = form.get(name, "").strip()
    if not text:
        return None
    if _NUMBER.match(text) is None:
        faults.add(name, text, f"“{text[:40]}” is not a number.", "Write digits, e.g. 48.137.")
        return 0.0
    return float(text.replace(",", "."))


def whole(form: Mapping[str, str], name: str, faults: Faults) -> int | None:
    """Return a field as a whole number, None when it is empty."""
    text = form.get(name, "").strip()
    if not text:
        return None
    if _INTEGER.match(text) is None:
        faults.add(name, text, f"“{text[:40]}” is not a whole number.", "Write digits, e.g. 12.")
        return None
    return int(text)


def attributes(
    form: Mapping[str, str], former: Mapping[str, Attribute]
) -> dict[str, str | int | float | bool | None]:
    """Return the rows of free attributes that have a name, typed as imports type them.

    A text that was kept as a text (a code such as 42) stays one as long as nobody changes it.
    """
    found: dict[str, str | int | float | bool | None] = {}
    for field in form:
        row = _ATTRIBUTE.fullmatch(field)
        name = form[field].strip()
        if row is None or not name:
            continue
        text = form.get(f"attribute-{row[1]}-value", "").replace("\r\n", "\n").strip()
        found[name] = text if former.get(name) == text else typed(text)
    return found


def attribute_rows(form: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the rows of free attributes as they were sent."""
    rows = [row[1] for field in form if (row := _ATTRIBUTE.fullmatch(field))]
    pairs = [(form[f"attribute-{n}-name"], form.get(f"attribute-{n}-value", "")) for n in rows]
    return [pair for pair in pairs if any(pair)]


def filled(form: Mapping[str, str]) -> Mapping[str, str]:
    """Return the fields of a form for a template, empty where nothing was said."""
    return defaultdict(str, form)


def typed(text: str) -> str | int | float | bool | None:
    """Return what a text says: a number, true, false, nothing; leading zeros make it a code."""
    if not text:
        return None
    if _INTEGER.match(text) and text != "-0":
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return {"true": True, "false": False}.get(text.lower(), text)


def wrong(error: AppError | None) -> dict[str, str]:
    """Return what to write beside each field that is wrong."""
    if isinstance(error, Faulty):
        said: dict[str, dict[str, None]] = {}
        for fault in error.faults:
            said.setdefault(fault.field, {})[_beside(fault)] = None
        return {field: " ".join(sentences) for field, sentences in said.items()}
    return {error.field: f"{error.message} {error.remedy}"} if error and error.field else {}


def there(error: AppError | None, address: Callable[[str], str]) -> str:
    """Return the address of what is there already, by its key or id; empty: that is not said."""
    return address(error.there) if isinstance(error, Taken) and error.there else ""


def _beside(fault: Fault) -> str:
    """Return what is wrong as it reads beside its field, which has a label of its own."""
    verb, _, _ = fault.detail.removeprefix(f"{fault.field} ").partition(" ")
    if fault.detail.startswith(f"{fault.field} {verb}") and verb in _VERBS:
        detail = f"It {fault.detail.removeprefix(fault.field).strip()}"
        return f"{detail} {'Write it.' if fault.remedy == f'Give {fault.field}.' else fault.remedy}"
    return f"{fault.detail} {fault.remedy}"


def query(**fields: str) -> str:
    """Return the fields that say something as the query of an address, with its question mark."""
    said = urlencode({name: value for name, value in fields.items() if value})
    return f"?{said}" if said else ""
