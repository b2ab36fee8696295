"""A scene as mail-safe HTML: nested tables, inline styles, text as text in reading order.

No script, style element, svg, data URL, srcset or background picture: what every mail client
keeps. Layers cannot overlap in mail, so a scene is laid out as rows, and as two columns where a
picture stands beside everything else.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from app.errors import RenderError
from app.model.scene import Align, Map, Picture, Progress, Scene, Text
from app.render.bidi import Direction, direction_of
from app.render.colors import luminance
from app.render.flow import (
    BRIGHT,
    Content,
    bands,
    behind,
    bottom,
    columns,
    ground,
    opaque,
    over,
    right,
    visible,
)
from app.render.graphemes import clamp
from app.render.textual import text_line

MAX_BYTES = 102 * 1024  # Gmail clips longer mails
_FAMILIES = {
    "display": "Fraunces,Georgia,serif",
    "heading": "'Bricolage Grotesque','Noto Sans',Arial,sans-serif",
}
_SANS = "'Noto Sans','Segoe UI',Arial,sans-serif"
_TABLE = '<table role="presentation" cellpadding="0" cellspacing="0" border="0"'
_BOLD = 600


def scene_html(
    scene: Scene,
    *,
    say: Mapping[str, str],
    link: str,
    alt: str,
    picture_url: Callable[[str], str],
) -> str:
    """Return the scene as one table of at most MAX_BYTES; raises RenderError when larger.

    `picture_url` gives the absolute address of an asset. A scene without any text says `say`.
    """
    paper = ground(scene)
    content = [node for node in scene.nodes if isinstance(node, Content) and visible(node)]
    if not any(isinstance(node, Text) for node in content) and (said := text_line(say, alt)):
        ink = "#16202aff" if luminance(paper) > BRIGHT else "#ffffffff"
        box = (16, scene.height, max(1, scene.width - 32), 24)
        content.append(Text(content=said, box=box, ink=ink))
    page = _Page(scene, alt, _address(link), picture_url)
    parts = columns(content)
    inner = page.rows(content, 0, scene.width) if parts is None else page.pair(*parts)
    if (rest := scene.height - max(map(bottom, content), default=scene.height)) > 0:
        span = ' colspan="2"' if parts else ""
        inner += (
            f'<tr><td{span} height="{rest}" style="font-size:0;line-height:0;">&nbsp;</td></tr>'
        )
    body = (
        f'{_TABLE} width="{scene.width}" bgcolor="{paper}" '
        f'style="width:{scene.width}px;max-width:100%;background-color:{paper};">{inner}</table>'
    )
    if len(body.encode()) > MAX_BYTES:
        raise RenderError(
            f"The HTML of this scene is {len(body.encode())} bytes, allowed are {MAX_BYTES}.",
            remedy="Shorten its texts or draw fewer rows.",
        )
    return body


class _Page:
    """One scene being written. Every text and picture is a link of its own, as Outlook needs."""

    def __init__(
        self, scene: Scene, alt: str, link: str, picture_url: Callable[[str], str]
    ) -> None:
        self._scene = scene
        self._alt = alt
        self._link = link
        self._picture_url = picture_url

    def pair(self, left: Sequence[Content], others: Sequence[Content]) -> str:
        """Return one row of two cells, split between the two groups."""
        split = (max(right(node) for node in left) + min(node.box[0] for node in others)) // 2
        halves = ((left, 0, split), (others, split, self._scene.width - split))
        return f"<tr>{''.join(self._cell(*half, 0) for half in halves)}</tr>"

    def rows(self, nodes: Sequence[Content], start: int, width: int, top: int = 0) -> str:
        """Return a row for each band of nodes, inside `width` pixels from `start`, below `top`."""
        rows: list[str] = []
        for band in bands(nodes):
            if len(band) == 1:
                rows.append(self._row(band[0], start, width, top))
            else:
                edges = [start, *(node.box[0] for node in band[1:]), start + width]
                cells = "".join(
                    self._cell([node], edge, after - edge, top)
                    for node, edge, after in zip(band, edges[:-1], edges[1:], strict=True)
                )
                rows.append(f'<tr><td>{_TABLE} width="{width}"><tr>{cells}</tr></table></td></tr>')
            top = max(top, *(bottom(node) for node in band))
        return "".join(rows)

    def _cell(self, nodes: Sequence[Content], start: int, width: int, top: int) -> str:
        inner = self.rows(nodes, start, width, top)
        return (
            f'<td valign="top" width="{width}" style="width:{width}px;">'
            f'{_TABLE} width="100%">{inner}</table></td>'
        )

    def _row(self, node: Content, start: int, width: int, top: int) -> str:
        x, y, wide, _ = node.box
        wide = min(wide, width)
        sides = (max(0, min(x - start, width)), max(0, start + width - x - wide))
        inner = self._content(node, wide)
        style = f"padding:{max(0, y - top)}px {sides[1]}px 0 {sides[0]}px;"
        return f'<tr><td style="{style}">{inner}</td></tr>' if inner else ""

    def _content(self, node: Content, width: int) -> str:
        match node:
            case Text():
                return self._text(node, width)
            case Picture():
                return self._linked(self._picture(node, width), "")
            case Progress():
                return _bar(node, width, ground(self._scene))
            case Map():
                content = f"📍 {node.label}" if node.label else ""
                label = Text(content=content, box=node.box, ink=node.ink, size=13, weight=700)
                return self._text(label, width) if content else ""

    def _text(self, node: Text, width: int) -> str:
        text = clamp(node.content).strip()
        side = direction_of(text, language=node.language)
        starts, ends = ("right", "left") if side is Direction.RTL else ("left", "right")
        align = {Align.START: starts, Align.END: ends, Align.CENTER: "center"}[node.align]
        paper = behind(node, self._scene)
        ink = opaque(node.ink)
        style = (
            (f"background-color:{paper};" if paper else "")
            + f"font-family:{_FAMILIES.get(node.font, _SANS)};"
            f"font-size:{node.size}px;line-height:{round(node.size * node.line_height)}px;"
            f"font-weight:{'bold' if node.weight >= _BOLD else 'normal'};"
            f"color:{ink};text-align:{align};"
            + ("text-decoration:line-through;" if node.strike else "")
        )
        shown = self._linked(escape(text).replace("\n", "<br>"), ink)
        language = f' lang="{escape(node.language)}"' if node.language else ""
        tall = f' height="{node.box[3]}" valign="{node.valign}"' if node.box[3] > 0 else ""
        colored = f' bgcolor="{paper}"{tall}' if paper else ""
        return (
            f'{_TABLE} width="{width}"><tr><td dir="{side}" align="{align}"{language}{colored} '
            f'style="{style}">{shown}</td></tr></table>'
        )

    def _picture(self, node: Picture, width: int) -> str:
        height = max(1, round(node.box[3] * width / max(1, node.box[2])))
        source = escape(_address(self._picture_url(node.asset)))
        return (
            f'<img src="{source}" width="{width}" height="{height}" '
            f'alt="{escape(clamp(node.alt or self._alt))}" border="0" '
            f'style="display:block;width:{width}px;max-width:100%;height:{height}px;'
            f'object-fit:{node.fit};border-radius:{max(0, node.radius)}px;">'
        )

    def _linked(self, inner: str, ink: str) -> str:
        if not self._link:
            return inner
        color = f"color:{ink};" if ink else ""
        return (
            f'<a href="{escape(self._link)}" target="_blank" '
            f'style="{color}text-decoration:none;">{inner}</a>'
        )


def _bar(node: Progress, whole: int, paper: str) -> str:
    done = whole * max(0, min(1000, node.value)) // 1000
    cells = "".join(
        f'<td width="{width}" height="{node.box[3]}" bgcolor="{color}" '
        f'style="width:{width}px;font-size:0;line-height:0;background-color:{color};">&nbsp;</td>'
        for width, color in (
            (done, over(node.color, paper)),
            (whole - done, over(node.track, paper)),
        )
        if width > 0
    )
    return f'{_TABLE} width="{whole}"><tr>{cells}</tr></table>'


def _address(url: str) -> str:
    """Return a web address, or nothing: no other scheme may reach a mail."""
    return url if url.startswith(("https://", "http://", "/")) and not url.startswith("//") else ""
