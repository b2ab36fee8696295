"""`map`: stores around the reader, as rings, on a map of the country, or on streets."""

from typing import Final

from app.authoring import shown_stores
from app.authoring.drawing import Form, facts_of
from app.authoring.elements.defaults import ACCENT, GROUND, INK
from app.authoring.findings import suggestion
from app.authoring.schema_parts import BOX, RADIUS, WHEN, color, flag, number, record, text
from app.authoring.shown_stores import STORES, Label, facts_needed, stores_of
from app.model.nodes.area import Area
from app.model.nodes.map import MOST_STORES, Map
from app.model.plan import Expression
from app.model.tiling import LEAST_ZOOM, MOST, MOST_ZOOM, grid

_SCHEMATIC, _BASE, _TILES = "schematic", "base", "tiles"
_ZOOM: Final = 14
_ROUGH_KM: Final = 60  # below, the shipped coast is only a few corners
_OF_STYLES: Final = {
    "zoom": (_TILES,),
    "extent": (_BASE, _TILES),
    "water": (_BASE, _TILES),
    "cities": (_BASE, _TILES),
    "reader": (_BASE, _TILES),
}
SCHEMA: Final = record(
    "Where stores are: rings around the reader, a map of the country, or streets.",
    required=("around", "box"),
    around=text(
        "`store`, `stores` for the nearest of them, or the name of a row of `each`.",
        "store",
        pattern=r"^[a-z][a-z0-9_]*$",
    ),
    box=BOX,
    style=text(
        "`schematic`: direction and distance. `base`: land, water, borders, cities. `tiles`: "
        "streets from OPENTIME_TILES_URL; until they have arrived, as `base`.",
        "base",
        enum=[_SCHEMATIC, _BASE, _TILES],
        default=_SCHEMATIC,
    ),
    label=text(
        "What stands beside a pin.",
        "both",
        enum=[label.value for label in Label],
        default=Label.DISTANCE.value,
    ),
    limit=number(
        "Of `stores`, at most so many.", 5, "integer", minimum=1, maximum=MOST_STORES, default=3
    ),
    zoom=number(
        "Of tiles: 12 a town, 14 a quarter, 16 a street.",
        15,
        "integer",
        minimum=LEAST_ZOOM,
        maximum=MOST_ZOOM,
        default=_ZOOM,
    ),
    extent=number(
        "Kilometres from left to right, the first store in the middle; without it as far as the "
        "stores and the reader need.",
        200,
        "integer",
        minimum=20,
        maximum=20_000,
    ),
    reader=flag("A dot where the reader is.", default=True),
    cities=flag("The names of cities.", default=True),
    ink=color("Rings, lines and words.", default=INK[:7]),
    ground=color("Background, or land.", "#f2f2f2", default=GROUND[:7]),
    water=color("Sea and lakes; without it a tone that suits the land.", "#c9dde4"),
    accent=color("The store.", default=ACCENT[:7]),
    radius={**RADIUS, "default": 8},
    when=WHEN,
)


def build(form: Form) -> Map | Area:
    """Return the map; everything about its stores is live."""
    around, style = str(form.spec["around"]), str(form.spec.get("style", _SCHEMATIC))
    _check(form, around, style)
    label = Label(form.spec.get("label", Label.DISTANCE))
    limit = form.whole("limit", 3)
    numbers = ("bearing", "distance") if style == _SCHEMATIC else ("lat", "lon")
    if around == STORES:
        form.rows.append(limit)
        form.workshop.reads.add(STORES)
    else:
        names = (f"{around}.{name}" for name in facts_needed(label, numbers))
        form.workshop.reads.update(facts_of(frozenset(names), form.scope))
    stores = stores_of(around, label, limit, numbers)
    return _schematic(form, stores) if style == _SCHEMATIC else _area(form, stores, style)


def _schematic(form: Form, stores: Expression) -> Map:
    rest, rings = shown_stores.others(stores), shown_stores.rings(stores)
    form.live.extend(
        (
            ("bearing", shown_stores.first(stores, "bearing")),
            ("distance_m", shown_stores.first(stores, "distance")),
            ("label", shown_stores.first(stores, "label")),
            ("rings_m", rings),
            ("ring_labels", rings),
        )
    )
    if form.spec["around"] == STORES:
        form.live.extend((("others", rest), ("other_labels", rest)))
    return Map(
        box=form.box(),
        bearing=0,
        distance_m=0,
        label="",
        ink=form.color("ink", INK),
        ground=form.color("ground", GROUND),
        accent=form.color("accent", ACCENT),
        radius=form.whole("radius", 8),
    )


def _area(form: Form, stores: Expression, style: str) -> Area:
    form.live.extend((("stores", stores), ("labels", stores)))
    box, zoom = form.box(), form.whole("zoom", _ZOOM) if style == _TILES else 0
    if form.spec.get("reader", True):
        form.live.append(("reader", shown_stores.reader))
        form.workshop.reads.update(("place.lat", "place.lon"))
    if zoom:
        form.live.append(("tiles", shown_stores.tiles(stores, zoom, box[2:])))
        form.live.append(("credit", shown_stores.credit))
    return Area(
        box=box,
        stores=(),
        extent_km=form.whole("extent", 0),
        zoom=zoom,
        ink=form.color("ink", INK),
        ground=form.color("ground", GROUND),
        water=form.color("water"),
        accent=form.color("accent", ACCENT),
        cities=bool(form.spec.get("cities", True)),
        radius=form.whole("radius", 8),
    )


def _check(form: Form, around: str, style: str) -> None:
    """Note what cannot be drawn, and what would do nothing."""
    findings = form.workshop.findings
    if around != STORES and not form.is_store(around):
        findings.error(
            "unknown-place",
            (*form.path, "around"),
            f"A map cannot be drawn around `{around}`.",
            suggestion(around, ["store", STORES, *form.scope.rows]) or "Write `store`.",
        )
    for option, styles in _OF_STYLES.items():
        if option in form.spec and style not in styles:
            findings.warn(
                "idle-option",
                (*form.path, option),
                f"`{option}` does nothing on a map of the style `{style}`.",
                f"Remove it, or write `style: {styles[0]}`.",
            )
    if style == _BASE and 0 < form.whole("extent", 0) < _ROUGH_KM:
        findings.warn(
            "rough-map",
            (*form.path, "extent"),
            f"{form.whole('extent', 0)} km across, coasts and borders are only a few corners.",
            f"Show {_ROUGH_KM} km or more, or write `style: tiles`.",
        )
    needed = grid(0, 0, form.whole("zoom", _ZOOM), *form.spec["box"][2:])
    if style == _TILES and needed.columns * needed.rows > MOST:
        findings.warn(
            "too-many-tiles",
            (*form.path, "box"),
            f"The map needs {needed.columns * needed.rows} tiles, so it is drawn without them.",
            f"Make it smaller: {MOST} tiles are allowed.",
        )
