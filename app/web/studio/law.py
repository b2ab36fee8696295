"""The law of blocks, their JSON Schema, for the editor of a block's source."""

from collections.abc import Callable, Mapping, Sequence

import msgspec
from starlette.responses import Response

from app.model.account import Right
from app.web.studio.visits import Page, Visit


class LawPages:
    """Answers what `static/studio/js/designer/source.js` completes by."""

    def __init__(self, law: Callable[[], Mapping[str, object]]) -> None:
        self._law = law

    def pages(self) -> Sequence[Page]:
        """Return the page; whoever may look sees it."""
        path = "/block.schema.json"
        return (
            Page(method="GET", path=path, right=Right.LOOK, handle=self.show, for_scripts=True),
        )

    async def show(self, _: Visit) -> Response:
        """Show the schema."""
        return Response(msgspec.json.encode(self._law()), media_type="application/schema+json")
