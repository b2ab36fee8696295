"""Plans are compiled once, and anew when what they read of sources may be another."""

from datetime import UTC, datetime

from app.delivery.plans import Plans
from app.model.plan import Plan
from app.model.ports import BlockVersion
from tests.builders import a_plan

AT = datetime(2026, 11, 27, tzinfo=UTC)


class _World:
    """Published blocks by name, the numbers of changes, and what was compiled."""

    def __init__(self, **reads: frozenset[str]) -> None:
        self.reads = reads
        self.numbers = {"blocks": 1, "sources": 1}
        self.compiled: list[str] = []
        self.plans = Plans(self, self._compile, lambda plan, _: plan, self)

    def number(self, kind: str) -> int:
        return self.numbers[kind]

    def published(self, name: str) -> BlockVersion | None:
        if name not in self.reads:
            return None
        return BlockVersion(name=name, version=1, document="", published_at=AT, note="")

    def configure(self) -> None:
        """Configure a source: a change to sources and, with them, to blocks."""
        self.numbers = {kind: number + 1 for kind, number in self.numbers.items()}

    def _compile(self, version: BlockVersion) -> Plan:
        self.compiled.append(version.name)
        return a_plan(reads=self.reads[version.name])


async def test_a_plan_is_compiled_once():
    """However often it is asked for."""
    world = _World(stars=frozenset({"source.reviews.rating"}))

    first, again = await world.plans.get("stars"), await world.plans.get("stars")

    assert first is again is world.plans.ready("stars")
    assert world.compiled == ["stars"]
    assert await world.plans.get("unknown") is None


async def test_what_reads_a_source_is_compiled_anew_when_sources_change():
    """What reads none is not."""
    world = _World(stars=frozenset({"source.reviews.rating"}), plain=frozenset({"person.x"}))
    for name in ("stars", "plain"):
        await world.plans.get(name)

    world.configure()

    assert world.plans.ready("stars") is None
    for name in ("stars", "plain"):
        await world.plans.get(name)
    assert world.compiled == ["stars", "plain", "stars"]
    assert world.plans.ready("stars") is not None
