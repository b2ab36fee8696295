"""A scene as mail-safe HTML: nested tables, inline styles, text as text in reading order.

No script, style element, svg, data URL, srcset or background picture: what every mail client
keeps. Layers cannot overlap in mail, so a scene is laid out as rows, and as two columns where a
picture stands beside everything else. What a node looks like there is said in `elements`.
"""

from collections.abc import Callable, Mapping, Sequence

from app.errors import RenderError
from app.model.nodes.placing import Boxed
from app.model.scene import Scene, Text
from app.render.colors import luminance
from app.render.elements.page import TABLE, Page, web_address
from app.render.elements.registry import LOOKS
from app.render.flow import BRIGHT, bands, behind, bottom, columns, content, ground, right
from app.render.spoken import scene_line
from app.render.textual import text_line

MAX_BYTES = 102 * 1024  # Gmail clips longer mails


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
    nodes = content(scene)
    is_silent = not any(LOOKS[type(node)].speaks for node in nodes)
    if is_silent and (said := text_line(say, "" if scene_line(scene) else alt)):
        ink = "#16202aff" if luminance(paper) > BRIGHT else "#ffffffff"
        box = (16, scene.height, max(1, scene.width - 32), 24)
        nodes.append(Text(content=said, box=box, ink=ink))
    page = Page(
        ground=paper,
        alt=alt,
        link=web_address(link),
        picture_url=picture_url,
        behind=lambda text: behind(text, scene),
    )
    body = (
        f'{TABLE} width="{scene.width}" bgcolor="{paper}" '
        f'style="width:{scene.width}px;max-width:100%;background-color:{paper};">'
        f"{_rows_of(scene, page, nodes)}</table>"
    )
    if len(body.encode()) > MAX_BYTES:
        raise RenderError(
            f"The HTML of this scene is {len(body.encode())} bytes, allowed are {MAX_BYTES}.",
            remedy="Shorten its texts or draw fewer rows.",
        )
    return body


def _rows_of(scene: Scene, page: Page, nodes: Sequence[Boxed]) -> str:
    """Return the rows of the whole scene, as high as the scene."""
    parts = columns(nodes)
    inner = _rows(page, nodes, 0, scene.width) if parts is None else _pair(page, *parts, scene)
    rest = scene.height - max(map(bottom, nodes), default=scene.height)
    if rest <= 0:
        return inner
    span = ' colspan="2"' if parts else ""
    return (
        f'{inner}<tr><td{span} height="{rest}" style="font-size:0;line-height:0;">&nbsp;</td></tr>'
    )


def _pair(page: Page, left: Sequence[Boxed], others: Sequence[Boxed], scene: Scene) -> str:
    """Return one row of two cells, split between the two groups."""
    split = (max(right(node) for node in left) + min(node.box[0] for node in others)) // 2
    halves = ((left, 0, split), (others, split, scene.width - split))
    return f"<tr>{''.join(_cell(page, *half, 0) for half in halves)}</tr>"


def _rows(page: Page, nodes: Sequence[Boxed], start: int, width: int, top: int = 0) -> str:
    """Return a row for each band of nodes, inside `width` pixels from `start`, below `top`."""
    rows: list[str] = []
    for band in bands(nodes):
        if len(band) == 1:
            rows.append(_row(page, band[0], start, width, top))
        else:
            edges = [start, *(node.box[0] for node in band[1:]), start + width]
            cells = "".join(
                _cell(page, [node], edge, after - edge, top)
                for node, edge, after in zip(band, edges[:-1], edges[1:], strict=True)
            )
            rows.append(f'<tr><td>{TABLE} width="{width}"><tr>{cells}</tr></table></td></tr>')
        top = max(top, *(bottom(node) for node in band))
    return "".join(rows)


def _cell(page: Page, nodes: Sequence[Boxed], start: int, width: int, top: int) -> str:
    inner = _rows(page, nodes, start, width, top)
    return (
        f'<td valign="top" width="{width}" style="width:{width}px;">'
        f'{TABLE} width="100%">{inner}</table></td>'
    )


def _row(page: Page, node: Boxed, start: int, width: int, top: int) -> str:
    x, y, wide, _ = node.box
    wide = min(wide, width)
    sides = (max(0, min(x - start, width)), max(0, start + width - x - wide))
    write = LOOKS[type(node)].html
    inner = write(page, node, wide) if write else ""
    style = f"padding:{max(0, y - top)}px {sides[1]}px 0 {sides[0]}px;"
    return f'<tr><td style="{style}">{inner}</td></tr>' if inner else ""
