"""Lines of mail-safe HTML made of several texts: each in its own colour and size."""

from dataclasses import dataclass
from html import escape

from app.model.nodes.basics import Align, Box, Color
from app.model.nodes.text import Text
from app.render.bidi import Direction, direction_of
from app.render.colors import over
from app.render.elements.page import TABLE, Page
from app.render.elements.words import family_stack
from app.render.graphemes import clamp

BOLD = 600
_LEAST = 9  # pixels of a text that is smaller than its line


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A text within a line. `spoken` is read out instead of it; " " keeps it silent."""

    text: str
    ink: Color
    size: int
    bold: bool = False
    strike: bool = False
    paper: Color = ""  # of the pill it stands on
    spoken: str = ""
    begins: bool = False  # a line of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How spans stand in their box."""

    box: Box
    align: Align
    font: str = "body"
    language: str = ""


def line_html(page: Page, line: Line, spans: tuple[Span, ...], width: int) -> str:
    """Return spans in a row, as a table of their own on what lies behind them in the scene."""
    first = spans[0]
    said = " ".join(span.text for span in spans)
    behind = Text(content=said, box=line.box, ink=first.ink, size=first.size)
    paper = page.behind(behind)
    backwards = direction_of(clamp(said), language=line.language) is Direction.RTL
    starts, ends = ("right", "left") if backwards else ("left", "right")
    align = {Align.START: starts, Align.END: ends, Align.CENTER: "center"}[line.align]
    colored = f' bgcolor="{paper}" height="{line.box[3]}"' if paper else ""
    style = (
        (f"background-color:{paper};" if paper else "")
        + f"font-family:{family_stack(line.font)};"
        + f"font-size:{first.size}px;line-height:{round(first.size * 1.3)}px;text-align:{align};"
    )
    inner = "".join(
        ("<br>" if span.begins else " " if place else "") + _span(span, paper or page.ground)
        for place, span in enumerate(spans)
    )
    language = f' lang="{escape(line.language)}"' if line.language else ""
    return (
        f'{TABLE} width="{width}"><tr><td dir="{"rtl" if backwards else "ltr"}" align="{align}"'
        f'{language}{colored} style="{style}">{page.linked(inner, over(first.ink, "#ffffff"))}'
        "</td></tr></table>"
    )


def share(size: int, part: float) -> int:
    """Return a part of a font size, no smaller than can be read."""
    return max(min(size, _LEAST), round(size * part))


def _span(span: Span, ground: str) -> str:
    under = over(span.paper, ground) if span.paper else ground
    style = (
        f"color:{over(span.ink, under)};font-size:{span.size}px;"
        + ("font-weight:bold;" if span.bold else "")
        + ("text-decoration:line-through;" if span.strike else "")
        + (f"background-color:{under};border-radius:{span.size}px;" if span.paper else "")
    )
    tag = "s" if span.strike else "span"
    said = span.spoken.strip()
    spoken = f' role="img" aria-label="{escape(said)}"' if said else ""
    silent = ' aria-hidden="true"' if span.spoken and not said else ""
    text = escape(clamp(span.text).strip()).replace("\n", " ")
    shown = f"&nbsp;{text}&nbsp;" if span.paper else text
    return f'<{tag}{spoken}{silent} style="{style}">{shown}</{tag}>'
