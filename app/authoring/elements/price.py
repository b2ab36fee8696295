"""`price`: an amount, the former one struck through, and what is saved."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import BAD, BAD_GROUND, INK, MUTED
from app.authoring.elements.expressions import Maybe, expression, is_number, optional
from app.authoring.schema_parts import BOX, FONT, SIZE, WEIGHT, WHEN, color, record, text, value
from app.model.money import Money
from app.model.nodes.basics import Align, Color, VAlign
from app.model.nodes.price import Flow, Minor, Price
from app.model.nodes.text import Text
from app.model.plan import Asker, Expression

_SIZES: Final = (32, 16)
_SAVINGS: Final = ("percent", "amount", "none")
SCHEMA: Final = record(
    "A price as the reader writes it, as large as the box allows; hidden while it is unknown. A "
    "former price that is not higher, and what is saved, are left out.",
    required=("value", "box"),
    value=value("The amount.", "product.price"),
    was=value("The former amount, struck through.", "product.was"),
    currency=text("The currency of amounts that are plain numbers.", "EUR", pattern=r"^[A-Z]{3}$"),
    saving=text(
        "What is said of the difference; it is never rounded up.",
        "percent",
        enum=list(_SAVINGS),
        default="percent",
    ),
    box=BOX,
    direction=text(
        "Where the former price stands: beside the amount or below it.",
        "down",
        enum=[flow.value for flow in Flow],
        default="across",
    ),
    cents=text(
        "`raised` sets cents and currency small and high.",
        "raised",
        enum=[minor.value for minor in Minor],
        default="level",
    ),
    ink=color("The amount.", default=INK[:7]),
    was_ink=color("The former amount.", "brand.muted", default=MUTED[:7]),
    saving_ink=color("What is saved.", "brand.alert", default=BAD[:7]),
    saving_color=color("What that stands on.", "brand.blush", default=BAD_GROUND[:7]),
    font={**FONT, "default": "heading"},
    weight={**WEIGHT, "default": "bold"},
    size={**SIZE, "default": list(_SIZES)},
    align=text(
        "Follows the direction of the script.",
        "start",
        enum=[a.value for a in Align],
        default="start",
    ),
    valign=text("Place in the box.", "top", enum=[a.value for a in VAlign], default="middle"),
    when=WHEN,
)


def build(form: Form) -> Price:
    """Return the price; all of its texts are live."""
    currency = str(form.spec.get("currency", ""))
    amount, was = expression(form, "value"), expression(form, "was")
    saving = str(form.spec.get("saving", "percent"))
    if amount is not None:
        form.live.append(("amount", _written(amount, currency)))
        if was is not None:
            form.live.append(("was", _former(amount, was, currency)))
            if saving != "none":
                form.live.append(("saving", _saved(amount, was, saving, currency)))
        form.live.append(("language", lambda asker: asker.format("backwards", "")))
    largest, smallest = form.sizes(*_SIZES)
    return Price(
        amount="",
        box=form.box(),
        ink=form.color("ink", INK),
        was_ink=form.color("was_ink", MUTED),
        saving_ink=form.color("saving_ink", BAD),
        saving_color=form.color("saving_color", BAD_GROUND),
        font=str(form.spec.get("font", "heading")),
        weight=form.weight(700),
        size=largest,
        min_size=smallest,
        minor=Minor(form.spec.get("cents", Minor.LEVEL)),
        flow=Flow(form.spec.get("direction", Flow.ACROSS)),
        align=Align(form.spec.get("align", Align.START)),
        valign=VAlign(form.spec.get("valign", VAlign.MIDDLE)),
    )


def texts(node: Price) -> tuple[Text, ...]:
    """Return the amount as a text of one line."""
    return (
        Text(
            content="", box=node.box, ink=node.ink, weight=node.weight, size=node.size,
            min_size=node.min_size, line_height=1.0,
        ),
    )  # fmt: skip


def ground(node: Price) -> Color:  # noqa: ARG001  # a kind's ground
    """Return nothing: a price is no ground."""
    return ""


def _written(run: Expression, currency: str) -> Expression:
    def amount(asker: Asker) -> Maybe:
        return asker.format("money", run(asker), *_currency(currency))

    return amount


def _former(amount: Expression, was: Expression, currency: str) -> Expression:
    written = optional(_written(was, currency))

    def former(asker: Asker) -> Maybe:
        return written(asker) if _difference(amount(asker), was(asker)) else ""

    return former


def _saved(amount: Expression, was: Expression, saving: str, currency: str) -> Expression:
    """Return what is saved, as a whole percentage or as an amount, with a minus."""

    def saved(asker: Asker) -> Maybe:
        before = was(asker)
        less = _difference(amount(asker), before)
        if less is None:
            return ""
        if saving == "amount":
            return asker.format("money", _negative(less), *_currency(currency))
        percent = int(_number(less) * 100 // _number(before))
        return asker.format("percent", -percent / 100) if percent else ""

    return optional(saved)


def _currency(currency: str) -> tuple[str, ...]:
    return (currency,) if currency else ()


def _difference(amount: Maybe, was: Maybe) -> Money | int | float | None:
    """Return how much less it is; None when it is not less, or they cannot be compared."""
    if isinstance(amount, Money) and isinstance(was, Money):
        if amount.currency != was.currency or was.minor <= amount.minor or amount.minor < 0:
            return None
        return Money(was.minor - amount.minor, was.currency)
    if is_number(amount) and is_number(was) and 0 <= amount < was:
        return was - amount
    return None


def _negative(amount: Money | float) -> Money | float:
    return Money(-amount.minor, amount.currency) if isinstance(amount, Money) else -amount


def _number(amount: Maybe) -> float:
    assert isinstance(amount, Money) or is_number(amount)
    return amount.minor if isinstance(amount, Money) else amount
