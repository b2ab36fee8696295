"""`map`: rings around the reader, the store in its direction."""

from typing import Final

from app.authoring.codegen import value_function
from app.authoring.drawing import Form, facts_of
from app.authoring.elements.defaults import ACCENT, GROUND, INK
from app.authoring.findings import suggestion
from app.authoring.formula import Filtered, Read
from app.authoring.schema_parts import BOX, WHEN, color, record, text
from app.model.nodes.map import Map

SCHEMA: Final = record(
    "Rings around the reader, and the store in its direction at its distance.",
    required=("around", "box"),
    around=text("`store`, or the name of a row of `each`.", "store", pattern=r"^[a-z][a-z0-9_]*$"),
    box=BOX,
    ink=color("Rings and words.", default=INK[:7]),
    ground=color("Background.", "#f2f2f2", default=GROUND[:7]),
    accent=color("The store.", default=ACCENT[:7]),
    when=WHEN,
)


def build(form: Form) -> Map:
    """Return the map; direction, distance and label are live."""
    around = str(form.spec["around"])
    if around != "store" and around not in form.scope.rows:
        form.workshop.findings.error(
            "unknown-place",
            (*form.path, "around"),
            f"A map cannot be drawn around `{around}`.",
            suggestion(around, ["store", *form.scope.rows]) or "Write `store`.",
        )
    bearing, distance = Read(f"{around}.bearing"), Read(f"{around}.distance")
    names = frozenset((bearing.name, distance.name))
    form.workshop.reads.update(facts_of(names, form.scope))
    form.live.extend(
        (
            ("bearing", value_function(bearing)),
            ("distance_m", value_function(distance)),
            ("label", value_function(Filtered("distance", distance, ()))),
        )
    )
    return Map(
        box=form.box(),
        bearing=0,
        distance_m=0,
        label="",
        ink=form.color("ink", INK),
        ground=form.color("ground", GROUND),
        accent=form.color("accent", ACCENT),
    )
