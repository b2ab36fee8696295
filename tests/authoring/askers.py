"""A tiny asker that answers from a dictionary, to execute plans in tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.model.facts import Item, Missing, Value, Why
from app.model.money import Money
from app.model.plan import Expression


@dataclass
class DictAsker:
    """Answers facts by name and keeps what was read, in order."""

    known: Mapping[str, Value | Missing] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def fact(self, name: str) -> Value | Missing:
        """Return what the dictionary says."""
        self.read.append(name)
        return self.known.get(name, Missing(Why.ABSENT, name))

    def ask(self, name: str, *args: Value) -> Value | Missing:
        """Return what the dictionary says under `name(args)`."""
        return self.fact(f"{name}({', '.join(map(str, args))})")

    def format(self, name: str, value: Value | Missing, *args: Value) -> Value | Missing:
        """Show which filter was applied to what."""
        if isinstance(value, Missing):
            return value
        if name == "text":
            return (
                f"{value.minor / 100} {value.currency}" if isinstance(value, Money) else str(value)
            )
        return f"{name}({', '.join(map(str, (value, *args)))})"

    def scoped(self, name: str, item: Item) -> "DictAsker":
        """Return an asker that knows the row as well."""
        row = {f"{name}.{key}": value for key, value in item.fields.items()}
        return DictAsker({**self.known, **row}, self.read)


def answer(expression: Expression, **facts: Value | Missing) -> Value | Missing:
    """Run an expression; facts are given with `__` for the dot: `store__name="Porto"`."""
    return expression(asker(**facts))


def asker(**facts: Value | Missing) -> DictAsker:
    """Return an asker; facts are given with `__` for the dot: `store__name="Porto"`."""
    return DictAsker({name.replace("__", "."): value for name, value in facts.items()})
