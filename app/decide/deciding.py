"""Decide: the first variant that holds and can be filled, resolved to a scene.

Pure and synchronous. The ladder's first three rungs are here: this variant, a later one, the
block's fallback; what comes after a fallback that fails is delivery's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.decide.clock import Clock
from app.decide.computed import Computed
from app.decide.digest import scene_digest
from app.decide.drawing import assemble, compute, says_nothing
from app.decide.filters import Formatter
from app.decide.ledger import Ledger
from app.decide.replaying import Outcome, Replayer
from app.decide.steadiness import steadiness
from app.model.decision import Considered, Decision, Reason
from app.model.facts import Facts, Missing, Value
from app.model.keeping import Kept
from app.model.plan import Plan, Variant
from app.model.scene import Scene

_STEADY = "its condition holds, and it stays true as long as the picture is kept"
_SceneKey = tuple[int, int, str, Computed]


@dataclass(frozen=True, slots=True)
class _Filled:
    scene: Scene
    digest: bytes
    says: Mapping[str, Value | Missing]


class Decider:
    """Decides, and remembers up to `remember` assembled scenes by what they were computed from."""

    def __init__(self, *, remember: int = 2048) -> None:
        # Plan and variant stand in the value too: while it is remembered, their ids are their own.
        self._scenes: Kept[_SceneKey, tuple[Scene, bytes, Plan, Variant]] = Kept(remember)
        self._replayer = Replayer(2 * remember)
        self.assembled = 0
        self.recalled = 0

    @property
    def replayed(self) -> int:
        """How many decisions came from facts that had all been met before."""
        return self._replayer.replayed

    def decide(self, plan: Plan, facts: Facts, clock: Clock, formatter: Formatter) -> Decision:
        """Choose the variant this reader should see, and resolve it."""
        ledger = Ledger(facts, clock, formatter)
        outcome = self._replayer.replay(plan, ledger)
        if outcome is None:
            outcome = self._evaluated(plan, ledger)
            self._replayer.learn(plan, ledger, outcome)
        return _decision(plan, outcome, ledger)

    def decide_steady(
        self, plan: Plan, facts: Facts, clock: Clock, formatter: Formatter, *, keep_for: timedelta
    ) -> Decision:
        """Choose for a reader that keeps the picture: what it says stays true for `keep_for`.

        That is the first variant whose condition and content cannot change by then, else the
        fallback. Counts of stock change with every sale, so nothing that reads one is kept.
        """
        until = clock.at + keep_for
        whole = Ledger(facts, clock, formatter)
        considered: list[Considered] = []
        ends: datetime | None = None
        outcome: Outcome | None = None
        for variant in plan.variants:
            ledger = Ledger(facts, clock, formatter)
            held, because = _holds(variant, ledger)
            filled = self._fill(plan, variant, ledger) if held else None
            if filled is not None:
                because, ends = steadiness(ledger, until)
                outcome = _outcome(plan, variant, Reason.MATCHED, filled, ledger, considered)
            elif held:
                because = f"held, but nothing it says is known: {_unknown(ledger)}"
            whole.note_all(ledger)
            considered.append(Considered(variant.name, not because, because or _STEADY))
            if outcome is not None and not because:
                outcome = replace(outcome, considered=tuple(considered))
                break
            outcome = None
        if outcome is None:
            outcome, ends = self._fallen_back(plan, whole, Reason.FALLBACK, considered), None
        decision = _decision(plan, outcome, whole)
        if ends is not None:  # from then on it would not stay true for so long
            decision.valid_until = min(ends - keep_for, decision.valid_until or ends)
        return decision

    def decide_fallback(
        self, plan: Plan, facts: Facts, clock: Clock, formatter: Formatter
    ) -> Decision:
        """Resolve the block's fallback without looking at any variant."""
        ledger = Ledger(facts, clock, formatter)
        return _decision(plan, self._fallen_back(plan, ledger, Reason.FALLBACK, []), ledger)

    def _evaluated(self, plan: Plan, ledger: Ledger) -> Outcome:
        considered: list[Considered] = []
        passed_over = False
        for variant in plan.variants:
            held, because = _holds(variant, ledger)
            filled = self._fill(plan, variant, ledger) if held else None
            if held and filled is None:
                passed_over = True
                because = f"held, but nothing it says is known: {_unknown(ledger)}"
            considered.append(Considered(variant.name, filled is not None, because))
            if filled is not None:
                reason = Reason.DEGRADED if passed_over else Reason.MATCHED
                return _outcome(plan, variant, reason, filled, ledger, considered)
        reason = Reason.DEGRADED if passed_over else Reason.FALLBACK
        return self._fallen_back(plan, ledger, reason, considered)

    def _fallen_back(
        self, plan: Plan, ledger: Ledger, reason: Reason, considered: list[Considered]
    ) -> Outcome:
        filled = self._fill(plan, plan.fallback, ledger, lenient=True)
        assert filled is not None
        return _outcome(plan, plan.fallback, reason, filled, ledger, considered)

    def _fill(
        self, plan: Plan, variant: Variant, ledger: Ledger, *, lenient: bool = False
    ) -> _Filled | None:
        ledger.says = {}
        for name, expression in variant.say:
            ledger.says[name] = expression(ledger)
        computed = compute(variant.drawing, ledger)
        if not lenient and says_nothing(variant.drawing, computed):
            return None
        scene, digest = self._scene(plan, variant, computed, ledger.language)
        return _Filled(scene, digest, ledger.says)

    def _scene(
        self, plan: Plan, variant: Variant, computed: Computed, language: str
    ) -> tuple[Scene, bytes]:
        key = (id(plan), id(variant), language, computed)
        known = self._scenes.get(key)
        if known is not None:
            self.recalled += 1
            return known[0], known[1]
        self.assembled += 1
        scene = Scene(
            width=plan.width,
            height=plan.height,
            density=plan.density,
            background=plan.background,
            nodes=assemble(variant.drawing, computed, language, variant.flows),
        )
        digest = scene_digest(scene)
        self._scenes.put(key, (scene, digest, plan, variant))
        return scene, digest


def decide(plan: Plan, facts: Facts, clock: Clock, formatter: Formatter) -> Decision:
    """Decide once, remembering nothing."""
    return Decider(remember=1).decide(plan, facts, clock, formatter)


def _holds(variant: Variant, ledger: Ledger) -> tuple[bool, str]:
    if variant.when is None:
        return True, "holds always"
    answer = variant.when(ledger)
    if isinstance(answer, Missing):
        return False, f"unknown: {answer.source} {answer.why}"
    return (True, "its condition holds") if answer else (False, "its condition does not hold")


def _outcome(  # noqa: PLR0917  # what led to it, one by one
    plan: Plan,
    variant: Variant,
    reason: Reason,
    filled: _Filled,
    ledger: Ledger,
    considered: list[Considered],
) -> Outcome:
    say = {name: value for name, value in filled.says.items() if isinstance(value, str)}
    alt = plan.alt(ledger) if plan.alt else None
    return Outcome(
        variant=variant.name,
        reason=reason,
        scene=filled.scene,
        digest=filled.digest,
        say=say,
        link=say.get("link", ""),
        alt_said=alt if isinstance(alt, str) else "",
        considered=tuple(considered),
    )


def _decision(plan: Plan, outcome: Outcome, ledger: Ledger) -> Decision:
    valid_until, failed = ledger.summary()
    return Decision(
        block=plan.block,
        version=plan.version,
        variant=outcome.variant,
        reason=outcome.reason,
        scene=outcome.scene,
        scene_digest=outcome.digest,
        say=outcome.say,
        link=outcome.link,
        alt_said=outcome.alt_said,
        valid_until=valid_until,
        personal=plan.personal,
        read=ledger.items(),
        considered=outcome.considered,
        degraded_by=failed,
    )


def _unknown(ledger: Ledger) -> str:
    return ", ".join(name for name, _ in ledger.missing()) or "nothing"
