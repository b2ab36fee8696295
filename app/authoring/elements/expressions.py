"""Expressions of elements that show a value in several ways, or several values as one."""

from math import isfinite
from typing import TypeGuard

from app.authoring.codegen import value_function
from app.authoring.drawing import Form, facts_of, plain
from app.authoring.formula import Read
from app.authoring.operations import MALFORMED
from app.model.facts import Missing, Value
from app.model.plan import Asker, Expression

Maybe = Value | Missing


def expression(form: Form, name: str) -> Expression | None:
    """Return what a field computes; None when it is absent or refused."""
    if name not in form.spec:
        return None
    path, source = (*form.path, name), str(form.spec[name])
    formula = form.workshop.formulas.condition(source, path, form.scope)
    noted = form.workshop.noted(formula, form.scope)
    return noted.run if noted is not None else None


def fact(form: Form, name: str) -> Expression:
    """Return what a fact is, or a field of a row."""
    form.workshop.reads.update(facts_of(frozenset({name}), form.scope))
    return value_function(Read(name))


def formatted(run: Expression, name: str, *args: Value) -> Expression:
    """Return a value as a filter writes it for the reader."""

    def written(asker: Asker) -> Maybe:
        return asker.format(name, run(asker), *args)

    return written


def optional(run: Expression) -> Expression:
    """Return a text, empty where a part of it is unknown."""

    def shown(asker: Asker) -> Maybe:
        value = run(asker)
        return "" if isinstance(value, Missing) else value

    return shown


def share_of(part: Expression, whole: Expression | None) -> Expression:
    """Return one number divided by another; by nothing when there is no other."""
    if whole is None:
        return part

    def share(asker: Asker) -> Maybe:
        one, all_of_it = part(asker), whole(asker)
        if isinstance(one, Missing):
            return one
        if isinstance(all_of_it, Missing):
            return all_of_it
        if not is_number(one) or not is_number(all_of_it) or not all_of_it:
            return MALFORMED
        return one / all_of_it

    return share


def is_number(value: Maybe) -> TypeGuard[int | float]:
    """Tell whether a value is a finite number; flags are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def optional_text(form: Form, name: str, field: str = "") -> str:
    """Return a text that never changes; one that does becomes live, and empty while unknown.

    `field` of the node, where it is not called `name`.
    """
    words = form.words(name)
    if words is None:
        return ""
    if words.is_plain():
        return plain(words)
    form.live.append((field or name, optional(words.run)))
    return ""
