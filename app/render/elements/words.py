"""The words of a text as mail-safe HTML: its family, its spans."""

import re
from html import escape

from app.model.nodes.text import Style, Text
from app.model.typefaces import parted
from app.render.colors import opaque
from app.render.passage import spans

_FAMILIES = {
    "display": "Fraunces,Georgia,serif",
    "heading": "'Bricolage Grotesque','Noto Sans',Arial,sans-serif",
}
SANS = "'Noto Sans','Segoe UI',Arial,sans-serif"
_BOLD = 600
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,59}\Z")
_SANS_ITSELF = ("body", "Noto Sans")


def family_stack(font: str) -> str:
    """Return the families to try for a role or family, as mail clients take them."""
    family, _ = parted(font)
    if family in _FAMILIES:
        return _FAMILIES[family]
    if family in _SANS_ITSELF or not _NAME.match(family):
        return SANS
    return f"'{family}',{SANS}"


def words_html(node: Text) -> str:
    """Return a text's words, those of a span with its own look in an element of its own."""
    return "".join(_span(node, *span) for span in spans(node))


def dress(node: Text) -> str:
    """Return the declarations of a text's lines and spacing; empty when it has none."""
    lines = _lines(underline=node.underline, strike=node.strike)
    apart = f"letter-spacing:{round(node.spacing * node.size, 1)}px;" if node.spacing else ""
    return lines + apart


def weight_of(weight: int) -> str:
    """Return a weight as mail clients know it."""
    return "bold" if weight >= _BOLD else "normal"


def _span(node: Text, text: str, style: Style, ink: str) -> str:
    words = escape(text).replace("\n", "<br>")
    looks = (
        (f"font-family:{family_stack(style.font)};" if style.font else "")
        + (f"font-size:{style.size}px;" if style.size else "")
        + (f"font-weight:{weight_of(style.weight)};" if style.weight else "")
        + (f"color:{opaque(ink)};" if ink else "")
        + _lines(
            underline=style.underline and not node.underline,
            strike=style.strike and not node.strike,
        )
    )
    return f'<span style="{looks}">{words}</span>' if looks else words


def _lines(*, underline: bool, strike: bool) -> str:
    named = [
        name for name, wanted in (("underline", underline), ("line-through", strike)) if wanted
    ]
    return f"text-decoration:{' '.join(named)};" if named else ""
