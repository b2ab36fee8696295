"""The language of blocks for the designer's menus: its vocabulary, and conditions in words."""

from collections.abc import Sequence

from starlette.responses import Response

from app.model.account import Right
from app.studio.conditions import ConditionService
from app.studio.vocabulary import VocabularyService
from app.web.studio.answers import json_response, packed_json
from app.web.studio.seeing import whole_text
from app.web.studio.visits import Page, Takes, Visit


class WordingPages:
    """Answers what a block may say."""

    def __init__(self, *, vocabulary: VocabularyService, conditions: ConditionService) -> None:
        self._vocabulary = vocabulary
        self._conditions = conditions

    def pages(self) -> Sequence[Page]:
        """Return what the designer's menus are filled from."""
        return (
            Page(
                method="GET",
                path="/vocabulary.json",
                right=Right.LOOK,
                handle=self.vocabulary,
                for_scripts=True,
            ),
            Page(
                method="POST",
                path="/condition",
                right=Right.DESIGN,
                handle=self.condition,
                takes=Takes.DATA,
                for_scripts=True,
            ),
        )

    async def vocabulary(self, visit: Visit) -> Response:
        """Answer facts, filters, elements, and what the brand has."""
        brand = visit.request.query_params.get("brand", "")[:64]
        return packed_json(await self._vocabulary.read(brand), visit.request.headers)

    async def condition(self, visit: Visit) -> Response:
        """Answer a condition as text, as a tree and in words, from its text or from its tree."""
        if "tree" in visit.data:
            return json_response(self._conditions.from_tree(visit.data["tree"]))
        return json_response(self._conditions.from_text(whole_text(visit.data, "text")))
