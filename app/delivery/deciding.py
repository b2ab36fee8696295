"""From an open to a decision: gather, then decide; a defect costs a rung, not the answer."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from app.context.asking import Ask
from app.context.gathering import GatheredFacts, Gatherer
from app.decide.appointing import appoint
from app.decide.clock import Clock
from app.decide.computed import Computed
from app.decide.deciding import Decider
from app.decide.drawing import compute
from app.decide.filters import Formatter
from app.decide.ledger import Ledger
from app.model.appointment import Appointment
from app.model.decision import Decision
from app.model.plan import Zone
from app.model.reader import ReaderKind

_log = logging.getLogger("opentime.deciding")
_MOST_LOCALES = 256
KEPT_FOR = timedelta(days=7)
"""How long what a prefetching reader is shown must stay true: it shows its copy that long."""


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class Decided:
    """A decision with what it was decided on. `fault`: why a rung of the ladder was lost."""

    decision: Decision
    facts: GatheredFacts
    fault: str = ""


class DecisionService:
    """Gathers and decides for opens, clicks, views and previews alike."""

    def __init__(
        self, *, gatherer: Gatherer, decider: Decider, zones: Callable[[str], ZoneInfo]
    ) -> None:
        self._gatherer = gatherer
        self._decider = decider
        self._zones = zones
        self._formatters: OrderedDict[str, Formatter] = OrderedDict()

    def decide_now(self, ask: Ask) -> Decided | None:
        """Return what `decide` returns, if no source has to be waited for."""
        facts = self._gatherer.gather_now(ask)
        return self._decided(ask, facts) if facts is not None else None

    async def decide(self, ask: Ask) -> Decided:
        """Return a decision, the block's fallback when deciding fails; raises if that fails too."""
        return self._decided(ask, await self._gatherer.gather(ask))

    def _decided(self, ask: Ask, facts: GatheredFacts) -> Decided:
        clock = self._clock(ask, facts)
        formatter = self._formatter(facts.locale())
        try:
            if ask.plan.steady and ask.reader.kind is ReaderKind.PREFETCH:
                decision = self._decider.decide_steady(
                    ask.plan, facts, clock, formatter, keep_for=KEPT_FOR
                )
            else:
                decision = self._decider.decide(ask.plan, facts, clock, formatter)
        except Exception as error:  # noqa: BLE001  # an edge: a defect must not cost the picture
            _log.exception("Deciding block %s version %d failed", ask.plan.block, ask.plan.version)
            decision = self._decider.decide_fallback(ask.plan, facts, clock, formatter)
            return Decided(decision=decision, facts=facts, fault=f"defect {type(error).__name__}")
        return Decided(decision=decision, facts=facts, fault=decision.degraded_by)

    async def appoint(self, ask: Ask) -> Appointment | None:
        """Return the block's event for whoever asks; None: it has none, or none that is known."""
        if ask.plan.event is None:
            return None
        decided = await self.decide(ask)
        facts = decided.facts
        clock = self._clock(ask, facts)
        ledger = Ledger(facts, clock, self._formatter(facts.locale()))
        ledger.says = dict(decided.decision.say)
        return appoint(ask.plan.event, ledger, clock.zone)

    def computed(self, ask: Ask, decided: Decided) -> Computed:
        """Return what the decided variant's elements are filled with, and which are hidden."""
        plan, facts = ask.plan, decided.facts
        name = decided.decision.variant
        variant = next((each for each in plan.variants if each.name == name), plan.fallback)
        ledger = Ledger(facts, self._clock(ask, facts), self._formatter(facts.locale()))
        ledger.says = {}
        for said, expression in variant.say:  # each may quote those before it
            ledger.says[said] = expression(ledger)
        return compute(variant.drawing, ledger)

    def apart(self, remember: int) -> "DecisionService":
        """Return one that gathers from the same, and remembers apart: for drafts, by the dozen."""
        decider = Decider(remember=remember)
        return DecisionService(gatherer=self._gatherer, decider=decider, zones=self._zones)

    async def decide_fallback(self, ask: Ask) -> Decision:
        """Return the decision that the block's fallback makes."""
        facts = await self._gatherer.gather(ask)
        formatter = self._formatter(facts.locale())
        return self._decider.decide_fallback(ask.plan, facts, self._clock(ask, facts), formatter)

    def _clock(self, ask: Ask, facts: GatheredFacts) -> Clock:
        if ask.plan.zone is Zone.BRAND:
            return Clock(ask.at, self._zones(ask.brand.tz))
        # Most opens never look at the clock: the reader's zone is found when one does.
        return Clock(ask.at, lambda: self._zones(facts.zone()))

    def _formatter(self, locale: str) -> Formatter:
        formatter = self._formatters.get(locale)
        if formatter is None:
            formatter = self._formatters[locale] = Formatter(locale)
            if len(self._formatters) > _MOST_LOCALES:
                self._formatters.popitem(last=False)
        return formatter
