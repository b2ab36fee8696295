"""Drafts for the designer's scripts: drawn while they are edited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec
from starlette.responses import Response

from app.delivery.drafts import DraftService, Sketch
from app.delivery.parts import Part
from app.delivery.previewing import PreviewRequest
from app.errors import Conflict
from app.model.account import Right
from app.model.drafting import Clash
from app.model.keys import ANONYMOUS
from app.model.problem import Problem
from app.studio.casting import Casting
from app.studio.editing import EditingService
from app.studio.personas import PREFIX
from app.web.api.problems import MEDIA_TYPE, problem_document
from app.web.studio.answers import json_response
from app.web.studio.seeing import seen_by, whole_text
from app.web.studio.visits import KIB, Page, Takes, Visit

MOST_BYTES: Final = 640 * KIB  # a document inside a JSON text


class DraftingPages:
    """Draws drafts and keeps them."""

    def __init__(self, *, drafts: DraftService, editing: EditingService, casting: Casting) -> None:
        self._drafts = drafts
        self._editing = editing
        self._casting = casting

    def pages(self) -> Sequence[Page]:
        """Return what the designer asks."""
        asked = (("draw", self.draw), ("draft", self.save), ("here", self.here))
        return [
            Page(
                method="POST",
                path=f"/blocks/{{name}}/{name}",
                right=Right.DESIGN,
                handle=handle,
                takes=Takes.DATA,
                for_scripts=True,
                most_bytes=MOST_BYTES,
            )
            for name, handle in asked
        ]

    async def draw(self, visit: Visit) -> Response:
        """Answer the draft as a picture, with its elements and its problems."""
        seen = seen_by(visit.account, visit.data.get("seen"), brand=whole_text(visit.data, "brand"))
        if seen.subscriber.startswith(PREFIX):
            slug = seen.subscriber.removeprefix(PREFIX)
            persona = await self._casting.persona(slug, seen.brand)
            seen = replace(seen, subscriber=ANONYMOUS, profile=persona.profile)
        seen = await self._placed(seen)
        sketch = await self._drafts.sketch(
            visit.request.path_params["name"],
            whole_text(visit.data, "document"),
            whole_text(visit.data, "show"),
            seen,
        )
        return json_response(_drawn(sketch))

    async def _placed(self, seen: PreviewRequest) -> PreviewRequest:
        """Return what is asked for, without the place of whoever refused that it be used."""
        is_stored = seen.subscriber != ANONYMOUS
        may_place = (
            await self._casting.may_place_one(seen.subscriber, seen.brand)
            if is_stored
            else self._casting.may_place(seen.profile, seen.brand)
        )
        return seen if may_place else replace(seen, place=None)

    async def save(self, visit: Visit) -> Response:
        """Keep the draft, or answer 409 with what somebody else saved meanwhile."""
        saved = await self._editing.save(
            visit.request.path_params["name"],
            whole_text(visit.data, "document"),
            base=whole_text(visit.data, "base"),
            by=visit.account,
        )
        if isinstance(saved, Clash):
            return _clash(visit, saved)
        return json_response({"revision": saved.revision, "saved_at": saved.at})

    async def here(self, visit: Visit) -> Response:
        """Note that this person has the block open; answer who else has."""
        others = await self._editing.here(visit.request.path_params["name"], visit.account)
        return json_response({"others": [{"name": o.name, "since": o.since} for o in others]})


def _clash(visit: Visit, clash: Clash) -> Response:
    """Return a problem document that also has the other draft."""
    error = Conflict(
        f"{clash.by or 'Somebody else'} saved this block meanwhile.",
        remedy="Take theirs, or save yours over it.",
        field="base",
    )
    said = msgspec.structs.asdict(problem_document(error, visit.request.url.path))
    said |= {"document": clash.document, "revision": clash.revision, "by": clash.by}
    return Response(msgspec.json.encode(said), status_code=error.status, media_type=MEDIA_TYPE)


def _drawn(sketch: Sketch) -> Mapping[str, object]:
    return {
        "image": sketch.body or None,  # base64
        "media_type": sketch.format.media_type,
        "width": sketch.width,
        "height": sketch.height,
        "elements": [_element(part) for part in sketch.parts],
        "layout": sketch.layout,
        "chosen": sketch.chosen,
        "decision": sketch.decision or None,
        "problems": [problem_row(problem) for problem in sketch.problems],
        "ms": sketch.spent,
    }


def _element(part: Part) -> Mapping[str, object]:
    return {
        "path": part.path,
        "kind": part.kind,
        "box": part.box,
        "shown": part.shown,
        "why": part.why,
        "label": part.label,
        "rows": part.rows,
    }


def problem_row(problem: Problem) -> Mapping[str, object]:
    """Return a problem of a document, for whoever shows it where it is."""
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "path": problem.path,
        "message": problem.message,
        "remedy": problem.remedy,
    }
