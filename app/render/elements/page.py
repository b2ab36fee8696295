"""What an element writes mail-safe HTML with: texts, pictures and links that mail clients keep."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from app.model.nodes.basics import Align
from app.model.nodes.picture import Picture
from app.model.nodes.text import Text
from app.render.bidi import Direction, direction_of
from app.render.colors import opaque
from app.render.elements.words import dress, family_stack, weight_of, words_html
from app.render.graphemes import clamp
from app.render.passage import plain, spans

TABLE = '<table role="presentation" cellpadding="0" cellspacing="0" border="0"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One scene being written. Every text and picture is a link of its own, as Outlook needs."""

    ground: str  # the colour below everything, `#rrggbb`
    alt: str  # of pictures that have none of their own
    link: str  # an address, or nothing
    picture_url: Callable[[str], str]  # the address of an asset
    behind: Callable[[Text], str]  # the colour a text needs behind it, or nothing

    def text(self, node: Text, width: int, paper: str | None = None) -> str:
        """Return a text as text, on `paper` (`#rrggbb`) or on what lies behind it in the scene."""
        side = direction_of(plain(spans(node)), language=node.language)
        starts, ends = ("right", "left") if side is Direction.RTL else ("left", "right")
        align = {Align.START: starts, Align.END: ends, Align.CENTER: "center"}[node.align]
        paper = self.behind(node) if paper is None else paper
        ink = opaque(node.ink)
        style = (
            (f"background-color:{paper};" if paper else "")
            + f"font-family:{family_stack(node.font)};"
            f"font-size:{node.size}px;line-height:{round(node.size * node.line_height)}px;"
            f"font-weight:{weight_of(node.weight)};color:{ink};text-align:{align};{dress(node)}"
        )
        shown = self.linked(words_html(node), ink)
        language = f' lang="{escape(node.language)}"' if node.language else ""
        tall = f' height="{node.box[3]}" valign="{node.valign}"' if node.box[3] > 0 else ""
        colored = f' bgcolor="{paper}"{tall}' if paper else ""
        return (
            f'{TABLE} width="{width}"><tr><td dir="{side}" align="{align}"{language}{colored} '
            f'style="{style}">{shown}</td></tr></table>'
        )

    def picture(self, node: Picture, width: int) -> str:
        """Return an asset as a picture of its own, as wide as that and as high as it follows."""
        height = max(1, round(node.box[3] * width / max(1, node.box[2])))
        source = escape(web_address(self.picture_url(node.asset)))
        return self.linked(
            f'<img src="{source}" width="{width}" height="{height}" '
            f'alt="{escape(clamp(node.alt or self.alt))}" border="0" '
            f'style="display:block;width:{width}px;max-width:100%;height:{height}px;'
            f'object-fit:{node.fit};border-radius:{max(0, node.radius)}px;{_dress(node)}">'
        )

    def linked(self, inner: str, ink: str = "") -> str:
        """Return something within the scene's link; `ink` keeps it from turning blue."""
        if not self.link:
            return inner
        color = f"color:{ink};" if ink else ""
        return (
            f'<a href="{escape(self.link)}" target="_blank" '
            f'style="{color}text-decoration:none;">{inner}</a>'
        )


def web_address(url: str) -> str:
    """Return a web address, or nothing: no other scheme may reach a mail."""
    return url if url.startswith(("https://", "http://", "/")) and not url.startswith("//") else ""


def _dress(node: Picture) -> str:
    """Return what mail clients show of a picture's ground and opacity; some show none."""
    ground = f"background-color:{opaque(node.ground)};" if node.ground else ""
    return ground + (f"opacity:{node.opacity / 100:g};" if node.opacity < 100 else "")  # noqa: PLR2004  # percent
