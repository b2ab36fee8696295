"""What texts and links become at open time."""

import pytest

from app.model.facts import Missing, Value, Why
from app.model.money import Money
from tests.authoring.askers import DictAsker, answer, asker
from tests.authoring.blocks import a_text

MALFORMED = Missing(Why.MALFORMED, "expression")


def test_texts_are_missing_as_a_whole() -> None:
    """A text with a missing part is missing, and nothing after that part is read."""
    text = a_text("{{ person.a }} and {{ person.b }}")
    reader = asker()

    assert Missing(Why.ABSENT, "person.a") == text(reader)
    assert reader.read == ["person.a"]


def test_texts_format_values() -> None:
    """Values other than texts are written by the asker; filters are its business."""
    text = a_text(
        "{{ product.price }}|{{ params.n | number(2) }}|{{ 'x' }}|{# no #}{{ 'a' if 1 > 0 }}"
    )

    assert (
        answer(text, product__price=Money(1999, "EUR"), params__n=5) == "19.99 EUR|number(5, 2)|x|a"
    )


def test_a_choice_without_else_has_no_value() -> None:
    """What `if` leaves open is missing."""
    assert Missing(Why.ABSENT, "expression") == answer(a_text("{{ 'a' if 1 > 2 }}"))


def test_texts_and_links_are_bounded() -> None:
    """A shown text is cut, a joined value and a link of absurd length are malformed."""
    long = {"person__a": "x" * 3000}

    assert answer(a_text("{{ person.a }}"), **long) == "x" * 2000
    assert answer(a_text("{{ person.a ~ 'y' }}"), **long) == MALFORMED
    assert answer(a_text("https://a.example/{{ person.a }}", "link"), **long) == MALFORMED


def test_an_asker_that_answers_nonsense_is_malformed() -> None:
    """What the asker cannot write as a text is malformed."""

    class Odd(DictAsker):
        def format(self, *_: Value | Missing) -> Value | Missing:
            return 7

    assert a_text("{{ params.n }}")(Odd({"params.n": 1})) == MALFORMED


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("@evil.com", "%40evil.com"),
        (".evil.com/", ".evil.com%2F"),
        ("//evil", "%2F%2Fevil"),
        ("\\", "%5C"),
        ("a\r\nSet-Cookie: x", "a%0D%0ASet-Cookie%3A%20x"),
        ("javascript:", "javascript%3A"),
        ("Š", "%C5%A0"),
        (1234567, "1234567"),
        (True, "true"),
        (2.5, "2.5"),
    ],
)
def test_values_in_links_are_encoded(value: Value, expected: str) -> None:
    """Whatever a value is, it stays one piece of the path; numbers are not localized."""
    link = a_text("https://shop.example/p/{{ person.a }}", "shop_url")

    assert f"https://shop.example/p/{expected}" == answer(link, person__a=value)


def test_what_is_written_in_a_link_is_made_ascii() -> None:
    """Umlauts in the path are percent-encoded, what is encoded already stays."""
    assert (
        answer(a_text("https://a.example/ä%20?x=ß#y", "link"))
        == "https://a.example/%C3%A4%20?x=%C3%9F#y"
    )
