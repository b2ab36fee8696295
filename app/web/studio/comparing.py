"""Two versions of a block side by side: what changed in words, in lines, and in pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from app.delivery.drafts import DraftService
from app.delivery.previewing import PreviewRequest
from app.errors import NotFound, Refused
from app.model.account import Right
from app.model.keys import ANONYMOUS
from app.model.ports import Now
from app.studio.casting import Casting
from app.studio.histories import HistoryService, compared
from app.studio.personas import Persona
from app.web.studio.chosen import instant_or_none
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand

_PERSONAS: Final = ("unknown", "top", "arabic")
DRAFT, LIVE = "draft", "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A picture as it is in two versions; an address is empty where there is none."""

    title: str
    says: str
    before: str
    after: str
    is_same: bool


class ComparingPages:
    """Shows versions of a block beside each other."""

    def __init__(
        self,
        *,
        drafts: DraftService,
        history: HistoryService,
        casting: Casting,
        pages: Pages,
        now: Now,
    ) -> None:
        self._drafts = drafts
        self._history = history
        self._casting = casting
        self._pages = pages
        self._now = now

    def pages(self) -> Sequence[Page]:
        """Return the pages: two versions beside each other, and one picture of a version."""
        path, design = "/blocks/{name}", Right.DESIGN
        return (
            Page(method="GET", path=f"{path}/compare", right=design, handle=self.compare),
            Page(method="GET", path=f"{path}/drawn", right=design, handle=self.drawn),
        )

    async def compare(self, visit: Visit) -> Response:
        """Show what differs between two versions; by default the live one and the draft."""
        name, query = visit.request.path_params["name"], visit.request.query_params
        told, _ = await self._history.history(name)
        has_live = any(each.is_live for each in told)
        before = query.get("from", "") or (LIVE if has_live else DRAFT)
        after = query.get("to", "") or DRAFT
        documents = [await self._history.document(name, each[:20]) for each in (before, after)]
        return self._pages.page(
            "compare.html",
            account=visit.account,
            csrf=visit.csrf,
            name=name,
            told=told,
            before=before,
            after=after,
            has_live=has_live,
            difference=compared(*documents),
            pairs=await self.pairs(name, (before, documents[0]), (after, documents[1])),
        )

    async def drawn(self, visit: Visit) -> Response:
        """Draw a version for a persona at a time, or one of its variants."""
        name, query = visit.request.path_params["name"], visit.request.query_params
        document = await self._history.document(name, query.get("of", LIVE)[:20])
        slug = query.get("who", "")[:40]
        persona = await self._casting.persona(slug, working_brand(), field="who") if slug else None
        seen = _seen(persona, instant_or_none(query.get("at", "")[:40]) or self._now())
        sketch = await self._drafts.sketch(name, document, query.get("show", "")[:80], seen)
        if not sketch.body:
            raise NotFound(
                f"This version of {name!r} cannot be drawn.", remedy="Mend its errors.", field="of"
            )
        return Response(sketch.body, media_type=sketch.format.media_type)

    async def pairs(
        self, name: str, before: tuple[str, str], after: tuple[str, str]
    ) -> Sequence[Pair]:
        """Return every variant and some personas in two versions: which one, and its document."""
        at = self._now()
        shows = dict.fromkeys(
            [*await self._drafts.variants(name, after[1]),
             *await self._drafts.variants(name, before[1])]
        )  # fmt: skip
        found = [
            await self._pair(name, before, after, f"Variant “{show}”", show=show, at=at)
            for show in shows
        ]
        people = await self._casting.personas(working_brand())
        few = [each for each in people if each.slug in _PERSONAS]
        return found + [
            await self._pair(name, before, after, each.title, persona=each, at=at) for each in few
        ]

    async def _pair(
        self,
        name: str,
        before: tuple[str, str],
        after: tuple[str, str],
        title: str,
        *,
        at: datetime,
        show: str = "",
        persona: Persona | None = None,
    ) -> Pair:
        seen = _seen(persona, at)
        looks = []
        for which, document in (before, after):
            has_it = not show or show in await self._drafts.variants(name, document)
            look = await self._look(name, document, show, seen) if has_it else None
            who = persona.slug if persona is not None else ""
            query = urlencode({"of": which, "show": show, "who": who, "at": at.isoformat()})
            looks.append((look, f"/studio/blocks/{name}/drawn?{query}" if look else ""))
        (old, old_address), (new, new_address) = looks
        says = _words(old, new) if persona else ""
        return Pair(
            title=title,
            says=says,
            before=old_address,
            after=new_address,
            is_same=old is not None and new is not None and old[1] == new[1],
        )

    async def _look(
        self, name: str, document: str, show: str, seen: PreviewRequest
    ) -> tuple[str, bytes] | None:
        try:
            return await self._drafts.look(name, document, show, seen)
        except Refused:
            return None


def _seen(persona: Persona | None, at: datetime) -> PreviewRequest:
    profile = persona.profile if persona is not None else None
    return PreviewRequest(subscriber=ANONYMOUS, profile=profile, brand=working_brand(), at=at)


def _words(old: tuple[str, bytes] | None, new: tuple[str, bytes] | None) -> str:
    """Return which variants somebody sees."""
    names = [look[0] if look else "nothing" for look in (old, new)]
    return f"Sees “{names[0]}”" if names[0] == names[1] else f"From “{names[0]}” to “{names[1]}”"
