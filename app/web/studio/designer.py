"""The designer of a block: the page that its scripts come to life on."""

from collections.abc import Sequence

from starlette.responses import Response

from app.model.account import Right
from app.model.drafting import revision_of
from app.model.ports import Blocks
from app.studio.casting import Casting
from app.studio.histories import known_block
from app.studio.personas import PREFIX
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit
from app.web.studio.working import working_brand


class DesignerPages:
    """Shows a block's draft as something to be designed."""

    def __init__(self, *, blocks: Blocks, casting: Casting, pages: Pages) -> None:
        self._blocks = blocks
        self._casting = casting
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the page."""
        return (
            Page(
                method="GET",
                path="/blocks/{name}/design",
                right=Right.DESIGN,
                handle=self.design,
            ),
        )

    async def design(self, visit: Visit) -> Response:
        """Show the designer; raises NotFound."""
        record = await known_block(self._blocks, visit.request.path_params["name"])
        brand = self._casting.brand(working_brand()).name
        return self._pages.page(
            "designer.html",
            account=visit.account,
            csrf=visit.csrf,
            record=record,
            may_publish=visit.account.may(Right.PUBLISH),
            block={
                "name": record.name,
                "document": record.draft,
                "revision": revision_of(record.draft),
                "brand": brand,
                "may_see_people": visit.account.may(Right.PEOPLE),
                "personas": [
                    {"ident": PREFIX + each.slug, "title": each.title, "says": each.says}
                    for each in await self._casting.personas(brand)
                ],
            },
        )
