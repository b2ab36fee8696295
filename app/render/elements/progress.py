"""A bar that fills, painted and as mail-safe HTML."""

from PIL import ImageChops

from app.model.nodes.progress import Progress
from app.render.canvas import rounded
from app.render.colors import over
from app.render.elements.brush import Brush
from app.render.elements.page import TABLE, Page


def paint(brush: Brush, node: Progress) -> str:
    """Paint a bar with round ends; a `radius` above 0 makes the ends less round."""
    canvas = brush.canvas
    x, y, width, height = (value * canvas.density for value in node.box)
    if width <= 0 or height <= 0:
        return ""
    radius = node.radius * canvas.density if node.radius > 0 else height
    track = rounded(width, height, radius)
    canvas.stamp(track, (x, y), node.track)
    if node.value <= 0:
        return ""
    done = width * min(1000, node.value) // 1000
    # A bar that has just begun is a cap of full height, cut by the track's own end.
    bar = rounded(max(done, min(height, width)), height, radius)
    whole = track.copy()
    whole.paste(0, (0, 0, width, height))
    whole.paste(bar, (0, 0))
    canvas.stamp(ImageChops.multiply(whole, track), (x, y), node.color)
    return ""


def html(page: Page, node: Progress, width: int) -> str:
    """Return two cells: the part that is done and the rest."""
    done = width * max(0, min(1000, node.value)) // 1000
    cells = "".join(
        f'<td width="{part}" height="{node.box[3]}" bgcolor="{color}" '
        f'style="width:{part}px;font-size:0;line-height:0;background-color:{color};">&nbsp;</td>'
        for part, color in (
            (done, over(node.color, page.ground)),
            (width - done, over(node.track, page.ground)),
        )
        if part > 0
    )
    return f'{TABLE} width="{width}"><tr>{cells}</tr></table>'
