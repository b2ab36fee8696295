"""`icon`: a small picture from the shipped set."""

from typing import Final

from app.authoring.drawing import Form, plain
from app.authoring.findings import suggestion
from app.authoring.schema_parts import BOX, TEXT, WHEN, color, record, text
from app.model.icons import ICONS
from app.model.nodes.icon import Icon

_SHARPEST: Final = 192  # CSS pixels; larger ones look soft
SCHEMA: Final = record(
    "An icon: an outline in any colour, or the weather in its own. Hidden when there is none of "
    "that name.",
    required=("name", "box"),
    name=text(
        "Its name, such as `store`, `truck` or `weather-rain-night`; may be live.",
        "truck",
        minLength=1,
        maxLength=200,
    ),
    box=BOX,
    color=color("Its colour. Without it outlines are dark and the weather is in colour."),
    alt={**TEXT, "description": "The icon in words, where no emoji says the same."},
    when=WHEN,
)


def build(form: Form) -> Icon:
    """Return the icon; a name that is written out must exist."""
    words = form.words("name")
    name = plain(words) if words is not None and words.is_plain() else ""
    if name and name not in ICONS:
        form.workshop.findings.error(
            "unknown-icon",
            (*form.path, "name"),
            f"There is no icon `{name}`.",
            suggestion(name, ICONS) or "docs/icons.md shows them all.",
        )
    elif words is not None and not name:
        form.live.append(("name", words.run))
    node = Icon(name=name, box=form.box(), color=form.color("color"), alt=form.content("alt"))
    if min(node.box[2:]) > _SHARPEST:
        form.workshop.findings.warn(
            "soft-icon",
            (*form.path, "box"),
            f"The icon is {min(node.box[2:])} pixels wide and will look soft.",
            f"Keep it to {_SHARPEST}; a picture can be larger.",
        )
    return node
