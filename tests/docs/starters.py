"""The starters as a page of the documentation, and one sheet of how they look."""

from functools import cache
from io import BytesIO

from PIL import Image

from app.demo.brand import brand
from app.demo.gallery.looks import Looks
from app.demo.gallery.world import World
from app.model.rendering import Format
from app.render import FontBook, Renderer
from app.studio.starters import Starter, read_starters
from tests.docs.generated import DOCS, ROOT, table

PAGE = DOCS / "gallery.md"
SHEET = DOCS / "pictures" / "gallery.png"
_COLUMNS, _WIDE, _GAP = 3, 400, 20  # pixels of the sheet
_PAPER = "#e9e5dc"
_COLORS = 192  # of the sheet, so that it stays small
_INTRO = """\
# Starters

Blocks to begin with: `templates/gallery/`, a file each. The studio shows them at `/studio/gallery`
in the brand's colours and makes a draft of one by a click; so does the command line:

```bash
opentime new                                  # lists them
opentime new my-store --from nearest-store    # makes the draft `my-store`
```

Each keeps to the [colours that every brand has](blocks.md#the-head) and to the roles of its fonts,
says in its fallback nothing that it does not know, and has no finding of `opentime check`,
whatever the brand. Pictures that one names go along. Here they are as Northbeam's, with what its
readers see:

![All starters](pictures/gallery.png)

A starter is an ordinary block with lines above it that say how its variants come about. They are
what the gallery draws and what the tests try; a copy is without them.

```yaml
# face on-the-way
# look reached: nb-max 2026-11-27T17:30
# look on-the-way: nb-anna 2026-11-27T17:30
# look fallback: nobody 2026-11-27T17:30 weather.sky=rain offer="10 % off" from=40.7,-74.0
```

After the variant stand who opens it (somebody of the demo's cast, or nobody), when on their wall,
and what is given: a fact with a dot in its name, a place as `from`, anything else a parameter. The
face is shown on the card.
"""


@cache
def the_starters() -> dict[str, Starter]:
    """Return the starters by name."""
    return dict(read_starters(ROOT / "templates" / "gallery"))


def page() -> str:
    """Return docs/gallery.md."""
    return _INTRO + "".join(_chapter(starter) for starter in the_starters().values())


def sheet() -> bytes:
    """Return every starter's face on one sheet."""
    world = World(ROOT / "static" / "demo")
    looks = Looks(world)
    renderer = Renderer(fonts=FontBook(ROOT / "static" / "fonts"), picture=world.picture)
    heights = [_GAP] * _COLUMNS
    places = []
    for starter in the_starters().values():
        scene = looks.decision(starter, starter.face, brand()).scene
        drawn = Image.open(BytesIO(renderer.draw(scene, Format.PNG))).convert("RGB")
        picture = drawn.resize((_WIDE, round(_WIDE * scene.height / scene.width)), _SMOOTH)
        column = heights.index(min(heights))
        places.append((picture, (_GAP + column * (_WIDE + _GAP), heights[column])))
        heights[column] += picture.height + _GAP
    canvas = Image.new("RGB", (_GAP + _COLUMNS * (_WIDE + _GAP), max(heights)), _PAPER)
    for picture, place in places:
        canvas.paste(picture, place)
    file = BytesIO()
    canvas.quantize(_COLORS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


_SMOOTH = Image.Resampling.LANCZOS


def _chapter(starter: Starter) -> str:
    whose = "each reader sees their own" if starter.plan.personal else "the same for everybody"
    conditions = {each.name: f"`{each.when_text}`" for each in starter.plan.variants}
    rows = [(look.variant, conditions.get(look.variant, "otherwise")) for look in starter.looks]
    needs = "; ".join(
        need.what.lower() + (f" ({', '.join(f'`{name}`' for name in need.names)})")
        if need.names
        else need.what.lower()
        for need in starter.needs
    )
    return (
        f"\n## {starter.title}\n\n{starter.about}\n\n"
        f"`{starter.name}`, {starter.plan.width}x{starter.plan.height}, {starter.format.spelled}, "
        f"{whose}. Tags: {', '.join(starter.tags)}.{f' Needs {needs}.' if needs else ''}\n\n"
        + table(("Variant", "Shown when"), rows)
    )
