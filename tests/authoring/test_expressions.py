"""What expressions mean at open time."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.model.facts import Item, Missing, Value, Why
from app.model.money import Money
from app.model.problem import AuthoringError
from tests.authoring.askers import DictAsker, answer, asker
from tests.authoring.blocks import a_condition, a_text

GONE = Missing(Why.TIMEOUT, "test")
TRUTH = {"T": True, "F": False, "M": GONE}
MALFORMED = Missing(Why.MALFORMED, "expression")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("7 // 2 - 7 % 2", 2),
        ("7 / 2", 3.5),
        ("-3 + 1", -2),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("3 > 2 >= 2 != 1", True),
        ("1 <= 1", True),
        ("'a' < 'b'", True),
        ("'a' == 'a' and 'a' != 'b'", True),
        ("1 == 1.0", True),
        ("true == 1", False),
        ("'1' == 1", False),
        ("'1' != 1", True),
        ("2 in [1, 2]", True),
        ("-2 in [-2]", True),
        ("true in [1, 2]", False),
        ("'c' not in ['a', 'b']", True),
        ("not 'x'", False),
        ("'yes' if 1 > 2 else 'no'", "no"),
        ("'yes' if 2 > 1 else 'no'", "yes"),
        ("'a' ~ 'b' ~ 1", "ab1"),
        ("min(3, 1, 2) + max(1, 5)", 6),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(2.345, 2)", 2.35),
        ("round(7)", 7),
        ("abs(-4)", 4),
        ("'' | default('x')", "x"),
        ("'y' | default('x')", "y"),
        ("1 is defined and not (1 is none) and not (1 is undefined)", True),
        ("0 or 'b'", "b"),
        ("'a' and 'b'", "b"),
    ],
)
def test_values(expression: str, expected: Value) -> None:
    """Expressions of constants have the value that a reader of Jinja expects."""
    assert expected == answer(a_condition(expression))


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0",
        "1 % 0",
        "1e15 * 10",
        "params.t + 1",
        "params.f + 1",
        "params.t < 1",
        "-params.t",
        "round(params.t)",
        "min(params.t, 1)",
        "len(params.t)",
        "params.f < 1",
        "product.price < 20",
        "product.price < product.was",
        "store.closes < 'noon'",
        "message.sent_at < store.opens",
        "round(params.n * 1e15)",
    ],
)
def test_clashes_are_missing(expression: str) -> None:
    """What has no answer is missing and malformed; nothing is raised."""
    facts: dict[str, Value | Missing] = {
        "params__t": "text",
        "params__f": True,
        "params__n": 10,
        "product__price": Money(1999, "EUR"),
        "product__was": Money(2999, "USD"),
        "store__closes": time(18),
        "message__sent_at": datetime(2026, 11, 27, tzinfo=UTC),
        "store__opens": datetime(2026, 11, 27),  # noqa: DTZ001  # the clash under test
    }

    assert answer(a_condition(expression), **facts) == MALFORMED


def test_kinds_that_have_an_order() -> None:
    """Money of one currency, wall times (also as written) and instants can be compared."""
    facts: dict[str, Value | Missing] = {
        "product__price": Money(1999, "EUR"),
        "product__was": Money(2999, "EUR"),
        "store__closes": time(18),
        "clock__time": time(12, 30),
        "message__sent_at": datetime(2026, 11, 27, tzinfo=UTC),
    }

    for condition in (
        "product.was > product.price",
        "store.closes >= '18:00' and '17:00' < store.closes",
        "store.closes > clock.time",
        "message.sent_at == message.sent_at",
        "store.closes == '18:00'",
        "store.closes > '9:30'",
    ):
        assert answer(a_condition(condition), **facts) is True


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("T and T", "T"), ("T and F", "F"), ("T and M", "M"),
        ("F and T", "F"), ("F and F", "F"), ("F and M", "F"),
        ("M and T", "M"), ("M and F", "F"), ("M and M", "M"),
        ("T or T", "T"), ("T or F", "T"), ("T or M", "T"),
        ("F or T", "T"), ("F or F", "F"), ("F or M", "M"),
        ("M or T", "T"), ("M or F", "M"), ("M or M", "M"),
        ("not T", "F"), ("not F", "T"), ("not M", "M"),
        ("M == 1", "M"), ("1 < M", "M"), ("M + 1", "M"), ("1 * M", "M"), ("-M", "M"),
        ("M in [1]", "M"), ("M not in [1]", "M"), ("1 < 2 < M", "M"), ("2 < 1 < M", "F"),
        ("M ~ 'x'", "M"), ("M | upper", "M"), ("'x' | truncate(M)", "M"),
        ("min(1, M)", "M"), ("len(M)", "M"), ("stock.at(M)", "M"),
        ("'x' if M else 'y'", "M"), ("M is defined", "F"), ("M is none", "T"),
        ("M | default(true)", "T"), ("M | default(M)", "M"),
    ],
)  # fmt: skip
def test_missing_spreads_as_in_kleenes_logic(expression: str, expected: str) -> None:
    """Missing decides nothing by itself and is decided by nothing that does not depend on it."""
    condition = expression
    for letter in TRUTH:
        condition = " ".join(
            _replaced(word, letter) for word in condition.replace("(", "( ").split(" ")
        ).replace("( ", "(")
    facts = DictAsker({"person.T": True, "person.F": False, "person.M": GONE})

    assert TRUTH[expected] == a_condition(condition)(facts)


def _replaced(word: str, letter: str) -> str:
    bare = word.strip("()-,")
    return word.replace(letter, f"person.{letter}") if bare == letter else word


def test_a_null_is_missing() -> None:
    """A fact whose value is null has no value."""
    facts = {"person__x": None}

    assert answer(a_condition("person.x is none"), **facts) is True
    assert answer(a_condition("person.x | default('y')"), **facts) == "y"
    for expression in ("person.x == 1", "person.x | upper", "person.x ~ 'a'", "person.x < 1"):
        assert answer(a_condition(expression), **facts).why == Why.ABSENT  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("condition", "facts", "read"),
    [
        ("person.a and person.b", {"person__a": False}, ["person.a"]),
        ("person.a or person.b", {"person__a": True}, ["person.a"]),
        ("person.a | default(person.b)", {"person__a": 1}, ["person.a"]),
        ("person.b if person.a else 1", {"person__a": False}, ["person.a"]),
        ("person.b if person.a else 1", {}, ["person.a"]),
        ("2 < 1 < person.a", {}, []),
        ("person.a and person.b", {}, ["person.a", "person.b"]),
    ],
)
def test_only_what_matters_is_read(
    condition: str, facts: dict[str, Value], read: list[str]
) -> None:
    """What a decided operator does not need is not read, so it cannot shorten the validity."""
    reader = asker(**facts)

    a_condition(condition)(reader)

    assert read == reader.read


def test_questions_lists_and_subscripts() -> None:
    """Questions take values, lists have a length, and brackets name odd attributes."""
    rows = (Item(name="a", fields={}), Item(name="b", fields={}))
    facts = DictAsker(
        {
            "stock.at(S1)": 4,
            "stores": rows,
            "person.first name": "Ana",
            "clock.between(9, 18)": True,
        }
    )

    assert a_condition("stock.at('S' ~ 1) + len(stores)")(facts) == 6
    assert a_condition('person["first name"]')(facts) == "Ana"
    assert a_condition("clock.between('9', '18')")(facts) is True


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.times(),
    st.datetimes(), st.timedeltas(), st.builds(Money, st.integers(), st.sampled_from("AB")),
    st.just(GONE), st.just((Item(name="i", fields={}),)),
)  # fmt: skip
OPERATORS = ["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%", "~", "and", "or"]
EVERYTHING = [
    *(a_condition(f"person.a {op} person.b") for op in OPERATORS),
    a_condition("person.a in ['x', 1, true]"),
    a_condition("person.a if person.b else -person.a"),
    a_condition("round(person.a, person.b)"),
    a_condition("min(person.a, abs(person.b))"),
    a_condition("person.a | default(len(person.b))"),
    a_text("{{ person.a }}{{ person.b }}"),
    a_text("https://a.example/{{ person.a }}/{{ person.b }}", "link"),
]


@example(left=1.7e308, right=2.0)  # times a hundred it is infinite
@given(left=VALUES, right=VALUES)
def test_nothing_raises(left: Value | Missing, right: Value | Missing) -> None:
    """No pair of values makes any operation raise."""
    for expression in EVERYTHING:
        answer(expression, person__a=left, person__b=right)


def test_plurals_by_name() -> None:
    """Forms by name arrive in CLDR's order; those not given are empty."""
    words = a_text("{{ params.n | plural(many='par', one='para', other='pary') }}")
    assert answer(words, params__n=5) == "plural(5, , para, , , par, pary)"


@pytest.mark.parametrize(
    "forms", ["one='a'", "one='a', lots='b', other='c'", "'a', other='b'", "**params"]
)
def test_plurals_that_cannot_be(forms: str) -> None:
    """`other` is needed, other names are none, and the two ways do not mix."""
    with pytest.raises(AuthoringError):
        a_text("{{ params.n | plural(" + forms + ") }}")
