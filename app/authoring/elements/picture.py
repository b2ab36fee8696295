"""`picture`: a picture from the assets."""

from typing import Final

from app.authoring.drawing import Form, digest_of
from app.authoring.elements.expressions import Maybe, optional_text
from app.authoring.limits import SOURCE_BYTES
from app.authoring.schema_parts import (
    BOX,
    RADIUS,
    TEXT,
    WHEN,
    color,
    integers,
    number,
    record,
    text,
)
from app.model.facts import Missing
from app.model.nodes.basics import Fit
from app.model.nodes.picture import Mask, Picture
from app.model.plan import Asker, Expression

SCHEMA: Final = record(
    "A picture from the assets; left out when there is none of that name.",
    required=("asset", "box"),
    asset=text("The asset's name.", "{{ product.image }}", minLength=1, maxLength=SOURCE_BYTES),
    fallback=text(
        "The asset that is shown when that one is missing, or its name unknown.",
        "hero.jpg",
        minLength=1,
        maxLength=SOURCE_BYTES,
    ),
    box=BOX,
    alt={**TEXT, "description": "The picture in words."},
    fit=text("How it fills its box.", "cover", enum=[f.value for f in Fit], default="cover"),
    focus=integers("Percent from left and top that stay visible.", [50, 30], (0, 100), (0, 100))
    | {"default": [50, 50]},
    mask=text(
        "`circle` cuts the largest circle out of the middle.",
        "circle",
        enum=[m.value for m in Mask],
        default="box",
    ),
    radius={**RADIUS, "default": 0},
    ground=color("What shows beside and through the picture; none without it.", "brand.soft"),
    opacity=number(
        "Percent; less lets through what lies below.",
        80,
        "integer",
        minimum=0,
        maximum=100,
        default=100,
    ),
    tint=color("A colour over the picture.", "brand.pine"),
    strength=number("Percent of the tint.", 60, "integer", minimum=0, maximum=100, default=50),
    when=WHEN,
)


def build(form: Form) -> Picture:
    """Return the picture; its asset is always live, for a name may be uploaded anew."""
    words, otherwise = form.words("asset"), form.words("fallback")
    if words is not None:
        asset = digest_of(words)
        form.live.append(("asset", _either(asset, digest_of(otherwise)) if otherwise else asset))
    left, top = form.spec.get("focus", (50, 50))
    return Picture(
        asset="",
        box=form.box(),
        fit=Fit(form.spec.get("fit", Fit.COVER)),
        focus=(int(left), int(top)),
        radius=form.whole("radius", 0),
        alt=optional_text(form, "alt"),
        mask=Mask(form.spec.get("mask", Mask.BOX)),
        opacity=form.whole("opacity", 100),
        tint=form.color("tint"),
        strength=form.whole("strength", 50),
        ground=form.color("ground"),
    )


def _either(asset: Expression, otherwise: Expression) -> Expression:
    def digest(asker: Asker) -> Maybe:
        found = asset(asker)
        return otherwise(asker) if isinstance(found, Missing) or not found else found

    return digest
