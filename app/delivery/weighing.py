"""The weight of a block: each variant drawn as it would be sent, and how to make it lighter.

Drawn as well is told what no typeface has.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.authoring.findings import Path
from app.context.asking import Ask
from app.delivery.deciding import DecisionService
from app.delivery.lighter import Draw, advice, heaviest
from app.delivery.params import chosen_params
from app.delivery.samples import reader_of, sample_person
from app.errors import AppError, RenderError
from app.model.brand import Brand
from app.model.plan import Plan
from app.model.ports import Now, Subscribers
from app.model.reader import ReaderKind
from app.model.rendering import Format
from app.model.scene import Scene

STILL_WARN, FILM_WARN, MOST = 200_000, 500_000, 1_000_000
"""Bytes: heavier ones load slowly, the last is where mail proxies give up."""
_MOST_NAMED = 5  # characters
_LONGEST_S = 20.0  # that weighing a block may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A finding about one variant; `is_error` keeps the block from being published."""

    rule: str
    path: Path
    message: str
    remedy: str
    is_error: bool = False


class WeighingService:
    """Draws what a block would send; nothing of it is kept or recorded."""

    def __init__(
        self,
        *,
        now: Now,
        deciding: DecisionService,
        subscribers: Subscribers,
        draw: Draw,
        lacking: Callable[[Scene], str],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._deciding = deciding
        self._subscribers = subscribers
        self._draw = draw
        self._lacking = lacking
        self._monotonic = monotonic

    async def weigh(self, plan: Plan, brand: Brand, names: Mapping[str, str]) -> tuple[Weight, ...]:
        """Return what is too heavy in a plan that is bound to a brand, variant by variant.

        Told too are characters that no typeface has.
        `names` are those of assets, by digest. Each is decided as if its condition held, for a
        person of a long name, with what the home knows. What cannot be drawn weighs nothing: that
        is told elsewhere.
        """
        ask = await self._ask(plan, brand)
        ends = self._monotonic() + _LONGEST_S
        found: list[Weight] = []
        for path, alone in _each_alone(plan):
            if self._monotonic() > ends:
                found.append(_unweighed(path))
                break
            try:
                decision = (await self._deciding.decide(replace(ask, plan=alone))).decision
                scene = decision.scene
                weight = await asyncio.to_thread(self._weighed, scene, plan, path, names)
            except AppError:
                continue
            found += [each for each in (weight, self._unlettered(scene, plan, path)) if each]
        return tuple(found)

    async def _ask(self, plan: Plan, brand: Brand) -> Ask:
        people = (await self._subscribers.page(cursor="", limit=1)).items
        return Ask(
            plan=plan,
            brand=brand,
            reader=reader_of(ReaderKind.PERSON),
            at=self._now(),
            subscriber=sample_person(people[0] if people else None, brand),
            place=brand.place,
            params=chosen_params(plan, {}),
            moves=plan.format is Format.GIF,
        )

    def _weighed(
        self, scene: Scene, plan: Plan, path: Path, names: Mapping[str, str]
    ) -> Weight | None:
        """Return what is to be said of a scene; draws it, more than once where it is heavy."""
        drawing = self._draw(scene, plan.format)
        size, least = len(drawing.body), FILM_WARN if drawing.is_fleeting else STILL_WARN
        if size <= least and not drawing.reduced:
            return None
        try:
            element = heaviest(scene, plan.format, size, self._draw, names)
            remedy = advice(scene, plan.format, least, self._draw)
        except RenderError:
            element, remedy = "", "Make it smaller."
        weighs = f"more than {MOST // 1000:,} kB" if drawing.reduced else f"{size // 1000:,} kB"
        most = f", most of it {element}" if element else ""
        return Weight(
            rule="too-heavy" if drawing.reduced else "heavy",
            path=(*path, "draw"),
            message=f"As {plan.format.spelled} `{_name(plan, path)}` weighs {weighs}{most}.",
            remedy=remedy,
            is_error=bool(drawing.reduced),
        )

    def _unlettered(self, scene: Scene, plan: Plan, path: Path) -> Weight | None:
        """Return what is to be said of characters that nothing draws."""
        lacking = self._lacking(scene)
        if not lacking:
            return None
        shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in lacking[:_MOST_NAMED])
        more = ", …" if len(lacking) > _MOST_NAMED else ""
        return Weight(
            rule="no-typeface",
            path=(*path, "draw"),
            message=(
                f"`{_name(plan, path)}` says what no typeface here has: {shown}{more}; "
                "readers see a box, or nothing."
            ),
            remedy="Write something else, or upload a typeface that has it and use its family.",
        )


def _each_alone(plan: Plan) -> list[tuple[Path, Plan]]:
    """Return every variant as the only one of a plan, its condition taken for granted."""
    found: list[tuple[Path, Plan]] = []
    for number, variant in enumerate(plan.variants):
        held = replace(variant, when=None)
        found.append((("variants", number), replace(plan, variants=(held,))))
    found.append((("fallback",), replace(plan, variants=())))
    return found


def _name(plan: Plan, path: Path) -> str:
    if path == ("fallback",):
        return "fallback"
    number = path[1]
    assert isinstance(number, int)
    return plan.variants[number].name


def _unweighed(path: Path) -> Weight:
    return Weight(
        rule="not-weighed",
        path=path,
        message=f"From here on nothing was weighed: it took more than {_LONGEST_S:.0f} s.",
        remedy="Draw less, or smaller.",
    )
