"""`code`: a QR code or barcode."""

from typing import Final

from app.authoring.drawing import Form, plain
from app.authoring.elements.defaults import INK
from app.authoring.formulas import Formula
from app.authoring.operations import MALFORMED
from app.authoring.schema_parts import (
    BOX,
    FALLBACK_TEXT,
    FONT,
    RADIUS,
    TEXT,
    WHEN,
    color,
    flag,
    number,
    record,
    text,
)
from app.model.codes import LINEAR, QUIET, Level, Symbology, coded, modules, problem
from app.model.colors import contrast
from app.model.facts import Missing, Value
from app.model.nodes.code import Code
from app.model.plan import Asker, Expression

_GROUND: Final = "#ffffffff"
_LEAST_CONTRAST: Final = 7.0
_GUESS: Final = 12  # bytes that an expression becomes, when a code's size is estimated
_LEAST_SQUARE, _LEAST_BAR = 2.0, 1.0  # CSS pixels of a module
SCHEMA: Final = record(
    "A QR code or barcode, in whole pixels; in mails its value is text, an address a link. Hidden "
    "when its value is unknown or cannot be coded, unless `fallback_text` is given.",
    required=("kind", "value", "box"),
    kind=text("Which kind of code.", "qr", enum=[s.value for s in Symbology]),
    value={**TEXT, "description": "What the scanner reads.", "examples": ["{{ person.card }}"]},
    box=BOX,
    ink=color("Its dark parts.", default=INK[:7]),
    ground=color("What it stands on, quiet zone included.", "#ffffff", default=_GROUND[:7]),
    level=text(
        "How much of a QR code may be spoilt: L 7, M 15, Q 25, H 30 percent.",
        "M",
        enum=[level.value for level in Level],
        default="M",
    ),
    quiet=number(
        "Modules left empty on each side; without it what the kind of code asks for.",
        4,
        "integer",
        minimum=0,
        maximum=40,
    ),
    caption=flag("The value in letters below, for whoever types it in.", default=False),
    radius={**RADIUS, "default": 0},
    font={**FONT, "description": "Of the caption.", "default": "body"},
    fallback_text={**FALLBACK_TEXT, "description": "Written when there is no code to draw."},
    when=WHEN,
)


def build(form: Form) -> Code:
    """Return the code; a value with expressions is live, one that is written out is checked."""
    symbology = Symbology(form.spec["kind"])
    words = form.words("value")
    node = Code(
        symbology=symbology,
        value=_settled(form, symbology, words) if words is not None else "",
        box=form.box(),
        ink=form.color("ink", INK),
        ground=form.color("ground", _GROUND),
        level=Level(form.spec.get("level", Level.M)),
        quiet=form.whole("quiet", QUIET[symbology]),
        caption=bool(form.spec.get("caption", False)),
        radius=form.whole("radius", 0),
        font=str(form.spec.get("font", "body")),
    )
    if words is not None and not words.is_plain():
        _enliven(form, symbology, words)
    _check_colors(form, node)
    if words is not None:
        _check_size(form, node, words)
    return node


def _settled(form: Form, symbology: Symbology, words: Formula) -> str:
    """Return what a value that is written out is coded as; note why it cannot be."""
    if not words.is_plain():
        return ""
    value = plain(words)
    if found := problem(symbology, value):
        form.workshop.findings.error("wrong-code", (*form.path, "value"), *found)
    return coded(symbology, value) or ""


def _enliven(form: Form, symbology: Symbology, words: Formula) -> None:
    """Make the value live, and the note that is written when there is none."""
    fallback = form.words("fallback_text")
    value = _value_of(symbology, words.run)
    if fallback is None:
        form.live.append(("value", value))
        return
    form.live.append(("value", _or_nothing(value)))
    form.live.append(("note", _note_of(value, fallback.run)))


def _value_of(symbology: Symbology, written: Expression) -> Expression:
    def value(asker: Asker) -> Value | Missing:
        text = written(asker)
        if not isinstance(text, str):
            return text if isinstance(text, Missing) else MALFORMED
        return coded(symbology, text) or MALFORMED

    return value


def _or_nothing(value: Expression) -> Expression:
    def shown(asker: Asker) -> Value | Missing:
        found = value(asker)
        return "" if isinstance(found, Missing) else found

    return shown


def _note_of(value: Expression, fallback: Expression) -> Expression:
    def note(asker: Asker) -> Value | Missing:
        return fallback(asker) if isinstance(value(asker), Missing) else ""

    return note


def _check_colors(form: Form, node: Code) -> None:
    if not {"ink", "ground"} <= form.settled or not node.ink or not node.ground:
        return
    ratio = contrast(node.ink, node.ground)
    is_dark_on_light = contrast(node.ink, "#ffffffff") > contrast(node.ground, "#ffffffff")
    if ratio >= _LEAST_CONTRAST and is_dark_on_light:
        return
    form.workshop.findings.warn(
        "pale-code",
        (*form.path, "ink" if "ink" in form.spec else "ground"),
        f"{node.ink[:7]} on {node.ground[:7]} has a contrast of {ratio:.1f}."
        if is_dark_on_light
        else f"{node.ink[:7]} on {node.ground[:7]} is light on dark: many scanners cannot read it.",
        f"Draw dark on light, with a contrast of at least {_LEAST_CONTRAST:.0f}.",
    )


def _check_size(form: Form, node: Code, words: Formula) -> None:
    """Warn of modules that a telephone's camera could not tell apart."""
    length = sum(len(p.encode()) if isinstance(p, str) else _GUESS for p in words.parts)
    across = modules(node.symbology, max(1, length), node.level) + 2 * node.quiet
    is_flat = node.symbology in LINEAR or node.symbology is Symbology.PDF_417
    side = node.box[2] if is_flat else min(node.box[2:])
    least = _LEAST_BAR if is_flat else _LEAST_SQUARE
    if side / across < least:
        form.workshop.findings.warn(
            "small-code",
            (*form.path, "box"),
            f"A module is about {side / across:.1f} pixels wide.",
            f"Make the box at least {round(across * least)} pixels wide, or the value shorter.",
        )
