"""Weighing as the API and the command line use it: a document in, problems out."""

from app.authoring.placing import placed
from app.composition.core import Core
from app.delivery.asset_names import asset_names
from app.delivery.weighing import WeighingService
from app.model.problem import Problem


class Weigher:
    """Weighs documents that compile, against what the home knows."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._service = WeighingService(
            now=core.now,
            deciding=core.deciding,
            subscribers=core.storage.subscribers,
            draw=core.renderings.draw,
            lacking=core.lacking,
        )

    async def weigh(self, document: str, *, file: str = "draft") -> tuple[Problem, ...]:
        """Return which variants are too heavy for mail, or say what no typeface has.

        Raises AuthoringError.
        """
        core = self._core
        plan = await core.authoring.compile_draft(document)
        brand = core.storage.brands.read("")
        names = asset_names(plan, core.storage.assets.digest)
        found = await self._service.weigh(core.authoring.bind(plan, brand), brand, names)
        return placed(document, found, file=file)
