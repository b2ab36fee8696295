"""`picture`: a picture from the assets."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.limits import SOURCE_BYTES
from app.authoring.schema_parts import BOX, RADIUS, TEXT, WHEN, integers, record, text
from app.model.nodes.basics import Fit
from app.model.nodes.picture import Picture

SCHEMA: Final = record(
    "A picture from the assets.",
    required=("asset", "box"),
    asset=text("The asset's name.", "{{ product.image }}", minLength=1, maxLength=SOURCE_BYTES),
    box=BOX,
    alt={**TEXT, "description": "The picture in words."},
    fit=text("How it fills its box.", "cover", enum=[f.value for f in Fit], default="cover"),
    focus=integers("Percent from left and top that stay visible.", [50, 30], (0, 100), (0, 100))
    | {"default": [50, 50]},
    radius={**RADIUS, "default": 0},
    when=WHEN,
)


def build(form: Form) -> Picture:
    """Return the picture; its asset is always live, for a name may be uploaded anew."""
    form.asset("asset")
    left, top = form.spec.get("focus", (50, 50))
    return Picture(
        asset="",
        box=form.box(),
        fit=Fit(form.spec.get("fit", Fit.COVER)),
        focus=(int(left), int(top)),
        radius=form.whole("radius", 0),
        alt=form.content("alt"),
    )
