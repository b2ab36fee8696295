"""The gallery: every example through the path of an open, with fixed facts and a fixed clock."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.authoring import compile_block
from app.authoring.options import Described, described_kinds
from app.decide.clock import Clock
from app.decide.deciding import decide
from app.decide.filters import Formatter
from app.demo.gallery.examples import Example, read_examples
from app.demo.gallery.world import World
from app.model.decision import Decision
from app.model.rendering import Format
from app.model.scene import Scene
from app.model.zones import zone_of
from app.render import Drawing
from app.render.html import scene_html

Draw = Callable[[Scene, Format], Drawing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One kind of element with its options and examples; `options` is empty for other themes."""

    kind: str
    says: str
    described: Described | None
    examples: tuple[Example, ...]


class Gallery:
    """Examples and how they come out. `draw` must know the pictures of the same world."""

    def __init__(self, *, folder: Path, world: World, draw: Draw) -> None:
        self._folder = folder
        self._world = world
        self._draw = draw

    @cached_property
    def examples(self) -> dict[str, Example]:
        """All examples by name, in the order of the documentation."""
        return {example.name: example for example in read_examples(self._folder)}

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Examples by kind: first every kind a layout may hold, then other themes."""
        described = {kind.name: kind for kind in described_kinds()}
        themes = dict.fromkeys(example.kind for example in self.examples.values())
        return tuple(
            Chapter(
                kind=kind,
                says=described[kind].says if kind in described else "",
                described=described.get(kind),
                examples=tuple(e for e in self.examples.values() if e.kind == kind),
            )
            for kind in dict.fromkeys([*described, *themes])
        )

    def decision(self, example: Example) -> Decision:
        """Return what is decided when the example is opened."""
        plan = self._world.bound(
            compile_block(
                example.document, file=example.name, brand_colors=self._world.brand.colors
            )
        )
        facts = self._world.facts(plan, example.opening, example.format)
        clock = Clock(facts.ask.at, zone_of(facts.wall_zone()))
        return decide(plan, facts, clock, Formatter(facts.locale()))

    def drawing(self, example: Example) -> Drawing:
        """Return the example as its picture."""
        return self._draw(self.decision(example).scene, example.format)

    def html(self, example: Example, pictures: str) -> str:
        """Return the example as mail-safe HTML; `pictures` is the address of the demo's folder."""
        decision = self.decision(example)
        return scene_html(
            decision.scene,
            say=decision.say,
            link=decision.link or self._world.brand.link,
            alt=decision.alt,
            picture_url=lambda digest: f"{pictures}/{self._world.picture_path(digest)}",
        )
