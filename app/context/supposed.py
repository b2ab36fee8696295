"""What would be shown if: the facts of an open, some of them as a preview supposes them."""

from typing import Final

from app.context.gathered import GatheredFacts
from app.model.facts import Fact, Known, Missing
from app.model.weather import Condition

_SKIES: Final = {Condition.HOT: Condition.CLEAR, Condition.COLD: Condition.CLEAR}
_OF_WEATHER: Final = {
    "weather.sky": "weather.condition",
    "weather.icon": "weather.condition",
    "weather.tomorrow_icon": "weather.tomorrow_condition",
}


class SupposedFacts(GatheredFacts):
    """Facts of an open of which `ask.supposed` are taken for granted.

    Whatever is supposed of the weather or of a source makes it known, and a supposed condition
    brings its own icon, unless these are supposed as well.
    """

    __slots__ = ()

    def known(self, name: str) -> Known:
        """Return what is supposed, else what is known."""
        supposed = self.ask.supposed or {}
        if (given := supposed.get(name)) is not None:
            return given
        if name.endswith(".known"):
            group = name.removesuffix("known")
            if any(n.startswith(group) and isinstance(k, Fact) for n, k in supposed.items()):
                return Fact(value=True, source="preview")
        likely = supposed.get(_OF_WEATHER.get(name, ""))
        if likely is not None:
            return likely if isinstance(likely, Missing) else self._fitting(name, likely)
        return super().known(name)

    def _fitting(self, name: str, given: Fact) -> Fact:
        condition = Condition(str(given.value))
        if name == "weather.sky":
            return Fact(_SKIES.get(condition, condition).value, given.source)
        is_day = self.known("weather.is_day") if name == "weather.icon" else None
        is_night = isinstance(is_day, Fact) and is_day.value is False
        return Fact(f"weather-{condition}-{'night' if is_night else 'day'}", given.source)
