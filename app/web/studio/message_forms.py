"""The form of a message: what it shows, and the message that it describes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.delivery.embed import DEFAULT_FIELD, find_esp, merge_tag
from app.errors import Refused
from app.model.brand import Brand
from app.model.keys import BLOCK_NAME_SHAPE, MessageKey
from app.model.message import Message
from app.model.plan import Param, ParamKind, Plan
from app.model.subscriber import Attribute
from app.model.zones import zone_of
from app.web.api.checks import MAX_ATTRIBUTES, Faults

_MOST_BLOCKS = 200
_PREFIX = "p."
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_WRITTEN = {"true": True, "false": False}
NOTHING = Message(key=MessageKey(""), name="")
"""What a message was before it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamField:
    """One parameter that chosen blocks declare; `value` as it is typed, empty: the default."""

    name: str
    kind: str
    default: str
    blocks: tuple[str, ...]
    value: str = ""


def form_of_message(message: Message, brand: Brand, plans: Iterable[Plan]) -> Mapping[str, str]:
    """Return the fields of a message as a form holds them."""
    declared = {param.name for plan in plans for param in plan.params}
    params = {_PREFIX + name: spelled(message.params.get(name)) for name in declared}
    more = (_line(name, value) for name, value in message.params.items() if name not in declared)
    return params | {
        "name": message.name,
        "title": message.title,
        "brand": message.brand,
        "blocks": " ".join(message.blocks),
        "sent_at": _wall(message.sent_at, brand),
        "esp": message.esp,
        "esp_field": message.esp_field,
        "redirect": "on" if message.redirect else "",
        "more": "\n".join(more),
    }


def param_fields(form: Mapping[str, str], plans: Sequence[Plan]) -> tuple[ParamField, ...]:
    """Return the parameters that blocks declare, each once, in the order of the blocks."""
    found: dict[str, tuple[Param, list[str]]] = {}
    for plan in plans:
        for param in plan.params:
            found.setdefault(param.name, (param, []))[1].append(plan.block)
    return tuple(
        ParamField(
            name=name,
            kind=param.kind.value,
            default=spelled(param.default),
            blocks=tuple(blocks),
            value=form.get(_PREFIX + name, ""),
        )
        for name, (param, blocks) in found.items()
    )


def chosen_blocks(form: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that the field of blocks holds, in order, each once."""
    return tuple(dict.fromkeys(re.split(r"[\s,]+", form.get("blocks", "").strip())) if form else ())


def message_of_form(
    form: Mapping[str, str], brand: Brand, plans: Sequence[Plan], former: Message = NOTHING
) -> Message:
    """Return the message that a form describes; raises Faulty with everything that is wrong.

    A field that says what the `former` message says keeps its value, of which a form may hold less:
    no seconds, no line breaks, no difference between 12 and "12".
    """
    faults = Faults()
    blocks = tuple(name for name in chosen_blocks(form) if name)
    if form.get("blocks", "").strip() == " ".join(former.blocks):
        blocks = former.blocks
    if len(blocks) > _MOST_BLOCKS:
        faults.add("blocks", len(blocks), f"{len(blocks)} blocks are named.", "Keep to 200.")
    for name in blocks:
        if not BLOCK_NAME_SHAPE.match(name):
            detail = f"{name[:60]!r} cannot be the name of a block."
            faults.add("blocks", name, detail, "Use a-z, 0-9 and '-'.")
    params = _params(form, plans, former, faults)
    title, sent_at = form.get("title", "").strip(), form.get("sent_at", "").strip()
    is_same_time = sent_at == _wall(former.sent_at, brand)
    esp, field = _esp(form, faults)
    message = Message(
        key=MessageKey(""),
        name=faults.name("name", form.get("name", "").strip()),
        title=former.title if title == _held(former.title) else faults.text("title", title),
        brand=form.get("brand", ""),
        sent_at=former.sent_at if is_same_time else _instant(sent_at, brand, faults),
        params=params,
        blocks=blocks,
        redirect=form.get("redirect", "") == "on",
        esp=esp,
        esp_field=field,
    )
    faults.settle()
    return message


def spelled(value: Attribute) -> str:
    """Return a value as it is typed."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _held(text: str) -> str:
    """Return what comes back of a text from a field of one line."""
    return text.replace("\r", "").replace("\n", "").strip()


def _line(name: str, value: Attribute) -> str:
    """Return a parameter as one line."""
    return " ".join(f"{name} = {spelled(value)}".splitlines()).strip()


def _params(
    form: Mapping[str, str], plans: Sequence[Plan], former: Message, faults: Faults
) -> Mapping[str, Attribute]:
    """Return all parameters; what is wrong with one is said where it was typed."""
    more, declared = _more(form, former, faults), _declared(form, plans, former, faults)
    faults.attributes("p", declared)
    undeclared = {name: value for name, value in more.items() if name not in declared}
    faults.attributes("more", undeclared, MAX_ATTRIBUTES - len(declared))
    return {**more, **declared}


def _declared(
    form: Mapping[str, str], plans: Sequence[Plan], former: Message, faults: Faults
) -> Mapping[str, Attribute]:
    kinds = {param.name: param.kind for plan in reversed(plans) for param in plan.params}
    values: dict[str, Attribute] = {}
    for name, kind in kinds.items():
        held = _held(spelled(former.params.get(name)))
        if kind is ParamKind.FLAG and held not in _WRITTEN:
            held = ""  # the field has no such choice
        text = form.get(_PREFIX + name, held if name in former.params else "").strip()
        if name in former.params and text == held:
            values[name] = former.params[name]
        elif text:
            values[name] = _typed(name, text, kind, faults)
    return values


def _typed(name: str, text: str, kind: ParamKind, faults: Faults) -> Attribute:
    match kind:
        case ParamKind.TEXT:
            return text
        case ParamKind.FLAG:
            return _WRITTEN.get(text.lower(), False)
        case ParamKind.NUMBER:
            number = _number(text)
            if number is None:
                faults.add(f"p.{name}", text, f"{text[:40]!r} is no number.", "Write e.g. 12.5.")
            return number


def _number(text: str) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if number != number or abs(number) > 1e15:  # noqa: PLR0124, PLR2004  # NaN; the language's bound
        return None
    return int(number) if number.is_integer() else number


def _more(form: Mapping[str, str], former: Message, faults: Faults) -> dict[str, Attribute]:
    """Return what stands in lines of `name = value`: true, false, numbers, else texts."""
    kept = {_line(name, value): (name, value) for name, value in former.params.items()}
    values: dict[str, Attribute] = {}
    for line in form.get("more", "").splitlines():
        if not line.strip():
            continue
        if line.strip() in kept:
            name, value = kept[line.strip()]
            values[name] = value
            continue
        name, equals, text = (part.strip() for part in line.partition("="))
        if not equals or not _NAME.match(name):
            detail = f"{line.strip()[:60]!r} is no parameter."
            faults.add("more", line, detail, "Write one in a line: campaign = autumn.")
            continue
        number = _number(text)
        values[name] = _WRITTEN.get(text, number if spelled(number) == text else text)
    return values


def _esp(form: Mapping[str, str], faults: Faults) -> tuple[str, str]:
    esp, field = form.get("esp", "").strip(), form.get("esp_field", "").strip()
    try:
        merge_tag(esp or "raw", field=field or DEFAULT_FIELD)
        return find_esp(esp).name if esp else "", field
    except Refused as error:
        field_name = "esp_field" if error.field == "field" else "esp"
        faults.add(field_name, error.value, error.message, error.remedy)
        return "", ""


def _instant(text: str, brand: Brand, faults: Faults) -> datetime | None:
    """Return an instant of the brand's wall clock."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        at = (at if at.tzinfo else at.replace(tzinfo=zone_of(brand.tz))).astimezone(UTC)
    except (ValueError, OverflowError):
        faults.add("sent_at", text, f"{text[:40]!r} is no time.", "Write it as 2026-11-27T09:00.")
        return None
    return faults.instant("sent_at", at)


def _wall(at: datetime | None, brand: Brand) -> str:
    return at.astimezone(zone_of(brand.tz)).strftime("%Y-%m-%dT%H:%M") if at else ""
