"""The kinds of elements, each as a node with live fields."""

from collections.abc import Callable, Mapping
from typing import Final

from app.authoring.codegen import value_function
from app.authoring.drawing import Drawn, Form, facts_of
from app.authoring.findings import suggestion
from app.authoring.formula import Filtered, Read
from app.authoring.formulas import Formula, conjunction
from app.model.plan import Element
from app.model.scene import (
    Align,
    Fill,
    Fit,
    Line,
    Map,
    Node,
    Panel,
    Picture,
    Progress,
    Text,
    VAlign,
)

_INK: Final = "#1a1a1aff"
_GROUND: Final = "#f2f2f2ff"
_ACCENT: Final = "#0b6bcbff"
_TRACK: Final = "#e5e5e5ff"
_WEIGHTS: Final = {"regular": 400, "bold": 700}


def build_element(kind: str, form: Form) -> Element:
    """Build one element; problems in it are noted and leave a prototype."""
    content = form.words("content")
    fallback = form.words("fallback_text")
    asset = form.words("asset")
    if kind == "text":
        node: Node = _text(form, content)
    elif kind == "picture":
        node = _picture(form, asset)
    else:
        node = _BUILDERS[kind](form)
    form.workshop.drawn.append(
        Drawn(
            path=form.path,
            node=node,
            scope=form.scope,
            when=form.cell.when,
            content=content,
            fallback_text=fallback,
            asset=asset,
            settled_colors=frozenset(form.settled),
        )
    )
    return Element(
        node=node,
        live=tuple(form.live),
        when=conjunction(form.cell.when),
        fallback_text=fallback.run if fallback else None,
    )


def _fill(form: Form) -> Fill | Panel:
    color, to = form.color("color"), form.color("to")
    if form.cell.whole:
        return Fill(color=color, to=to)
    return Panel(box=form.cell.box, color=color, to=to)


def _panel(form: Form) -> Panel:
    border = form.whole("border", 0)
    return Panel(
        box=form.box(),
        color=form.color("color"),
        to=form.color("to"),
        radius=form.whole("radius", 0),
        border=border,
        border_color=form.color("border_color", _INK if border else ""),
    )


def _line(form: Form) -> Line:
    x, y = form.cell.box[:2]
    x1, y1, x2, y2 = (int(number) for number in form.spec["points"])
    return Line(
        points=(x + x1, y + y1, x + x2, y + y2),
        color=form.color("color", _INK),
        width=form.whole("width", 1),
    )


def _text(form: Form, content: Formula | None) -> Text:
    size = form.spec.get("size", 16)
    sizes = size if isinstance(size, list) else [size]
    weight = form.spec.get("weight", 400)
    return Text(
        content=form.content("content", content),
        box=form.box(),
        ink=form.color("ink", _INK),
        font=str(form.spec.get("font", "body")),
        weight=int(_WEIGHTS.get(weight, weight)),
        size=int(max(sizes)),
        min_size=int(min(sizes)),
        lines=form.whole("lines", 1),
        align=Align(form.spec.get("align", Align.START)),
        valign=VAlign(form.spec.get("valign", VAlign.TOP)),
        line_height=float(form.spec.get("line_height", 1.25)),
        strike=bool(form.spec.get("strike", False)),
    )


def _picture(form: Form, asset: Formula | None) -> Picture:
    form.asset(asset)
    left, top = form.spec.get("focus", (50, 50))
    return Picture(
        asset="",
        box=form.box(),
        fit=Fit(form.spec.get("fit", Fit.COVER)),
        focus=(int(left), int(top)),
        radius=form.whole("radius", 0),
        alt=form.content("alt", form.words("alt")),
    )


def _progress(form: Form) -> Progress:
    form.number("value")
    return Progress(
        box=form.box(),
        value=0,
        color=form.color("color", _ACCENT),
        track=form.color("track", _TRACK),
        radius=form.whole("radius", 0),
    )


def _map(form: Form) -> Map:
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
        ink=form.color("ink", _INK),
        ground=form.color("ground", _GROUND),
        accent=form.color("accent", _ACCENT),
    )


_BUILDERS: Final[Mapping[str, Callable[[Form], Node]]] = {
    "fill": _fill,
    "box": _panel,
    "line": _line,
    "progress": _progress,
    "map": _map,
}
