"""The ledger hands out facts and notes each once; rows of a list know their own fields."""

from app.decide.clock import Clock
from app.decide.filters import Formatter
from app.decide.ledger import Ledger
from app.model.facts import Fact, Facts, Item, Known, Missing, Value, Why
from app.model.zones import UTC_ZONE
from tests.builders import AT


class Echo(Facts):
    """Facts whose value is their name."""

    def known(self, name: str) -> Known:
        """Return the name."""
        return Fact(name, "echo")

    def answer(self, name: str, args: tuple[Value, ...]) -> Known:
        """Return the name and the first argument."""
        return Fact(f"{name} {args[0]}", "echo")


def a_ledger() -> Ledger:
    """Build a ledger at AT."""
    return Ledger(Echo(), Clock(AT, UTC_ZONE), Formatter("en"))


def test_a_question_about_the_unknown_is_not_asked() -> None:
    """What is missing spreads."""
    ledger, missing = a_ledger(), Missing(Why.TIMEOUT, "weather")
    assert ledger.ask("stock.at", missing) == missing  # type: ignore[arg-type]  # on purpose
    assert list(ledger.items()) == []


def test_what_is_said_is_not_a_reading() -> None:
    """Nor is what is not said."""
    ledger = a_ledger()
    ledger.says = {"a": "A"}
    assert ledger.fact("say.a") == "A"
    assert ledger.fact("say.b") == Missing(Why.ABSENT, "say")
    assert list(ledger.items()) == []


def test_a_row_knows_its_fields_and_asks_the_rest() -> None:
    """Also a row within a row; what it lacks is absent under its name."""
    ledger = a_ledger()
    row = ledger.scoped("shop", Item(name="S1", fields={"name": "Porto"}))
    inner = row.scoped("other", Item(name="S2", fields={"name": "Faro"}))
    assert [inner.fact("other.name"), inner.fact("shop.name")] == ["Faro", "Porto"]
    assert inner.fact("brand.name") == "brand.name"
    assert inner.fact("shop.phone") == Missing(Why.ABSENT, "shop.phone")
    assert inner.ask("stock.at", "S1") == "stock.at S1"
    assert inner.ask("clock.between", "00:00", "23:00") is True
    assert inner.format("upper", "porto") == "PORTO"
    assert [name for name, _ in ledger.items()] == [
        "brand.name", "stock.at('S1')", "clock.between('00:00', '23:00')",
    ]  # fmt: skip
