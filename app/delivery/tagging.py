"""Tags of shared answers: made once for each block in a message, then looked up."""

from typing import Final

from app.model.cdn import kinds_of, tags_of
from app.model.keeping import Kept
from app.model.keys import MessageKey
from app.model.plan import Plan

_MOST: Final = 4096


class Tagging:
    """The tags of what one process serves. Loop thread only."""

    def __init__(self) -> None:
        self._made: Kept[tuple[str, int, str, str], tuple[str, ...]] = Kept(_MOST)

    def tags(self, plan: Plan, message: MessageKey, brand: str) -> tuple[str, ...]:
        """Return the tags of a block in a message of a brand."""
        key = (plan.block, plan.version, message, brand)
        tags = self._made.get(key)
        if tags is None:
            tags = tags_of(
                block=plan.block, message=message, brand=brand, kinds=kinds_of(plan.reads)
            )
            self._made.put(key, tags)
        return tags
