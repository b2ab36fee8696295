"""One element of a layout built: its node, what of it is live, when it is shown."""

from app.authoring.drawing import Drawn, Form
from app.authoring.elements.registry import KINDS
from app.authoring.formulas import conjunction
from app.model.plan import Element


def build_element(name: str, form: Form) -> Element:
    """Build an element of a kind; problems in it are noted and leave a prototype."""
    kind = KINDS[name]
    node = kind.build(form)
    fallback = form.words("fallback_text")
    form.workshop.drawn.append(
        Drawn(
            path=form.path,
            node=node,
            scope=form.scope,
            when=form.cell.when,
            said=dict(form.said),
            texts=kind.texts(node),
            ground=kind.ground(node),
            settled_colors=frozenset(form.settled),
        )
    )
    return Element(
        node=node,
        live=tuple(form.live),
        when=conjunction(form.cell.when),
        rows=max(form.rows, default=0),
        fallback_text=fallback.run if fallback else None,
    )
