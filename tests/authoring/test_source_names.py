"""`source.NAME.FIELD` in blocks: what parses, what is told, and who a block is then for."""

from datetime import timedelta

import pytest

from app.authoring import check_block, compile_block
from app.authoring.source_names import known_sources
from app.model.problem import AuthoringError
from app.model.source import FeedKind, FeedShape, FieldSpec, FieldType, SourceSpec

FIELDS = (
    FieldSpec(name="sku", path="sku"),
    FieldSpec(name="rating", path="rating", type=FieldType.NUMBER),
)
SHAPE = FeedShape(kind=FeedKind.JSON, fields=FIELDS, key="sku")
REVIEWS = SourceSpec(
    name="reviews", brand="b", url="https://f.example/r", shape=SHAPE, every=timedelta(minutes=5)
)
OF_SKU = SourceSpec(name="offers", brand="b", url="https://f.example/[params.sku]", shape=SHAPE)
OF_PERSON = SourceSpec(
    name="points", brand="b", url="https://f.example/p", shape=SHAPE, lookup="[person.id]"
)
KNOWN = known_sources([REVIEWS, OF_SKU, OF_PERSON])


def a_block(
    say: str = "{{ source.reviews.rating }}", when: str = "source.reviews.known", extra: str = ""
) -> str:
    """Write a block that reads sources."""
    return f"""
block: stars
size: 300x60
alt: What others say
{extra}
variants:
  - name: stars
    when: {when}
    say: {{headline: "{say}"}}
    draw:
      - text: {{content: "{{{{ say.headline }}}}", box: [0, 0, 300, 60], size: 20}}
fallback:
  say: {{headline: Hello}}
  draw:
    - text: {{content: "{{{{ say.headline }}}}", box: [0, 0, 300, 60], size: 20}}
"""


def found(document: str) -> dict[str, tuple[str, str]]:
    """Return message and remedy of each problem by its rule."""
    return {p.rule: (p.message, p.remedy) for p in check_block(document, sources=KNOWN)}


def test_a_field_of_a_source_is_a_fact():
    """It parses, and the plan says what has to be looked up outside."""
    plan = compile_block(a_block(), sources=KNOWN)

    assert plan.reads == {"source.reviews.rating", "source.reviews.known"}
    assert plan.outside == ("source.reviews",)
    assert not plan.personal
    assert found(a_block()) == {}


def test_the_age_is_a_number_of_minutes():
    """A block may refuse what is too old."""
    assert found(a_block(when="source.reviews.known and source.reviews.age < 30")) == {}


def test_an_unknown_source_is_told_with_the_nearest():
    """Before it is published, when it can still be mended."""
    message, remedy = found(a_block("{{ source.review.rating }}"))["unknown-source"]
    assert "`review`" in message
    assert "`source.reviews`" in remedy


def test_an_unknown_field_is_told_with_the_nearest():
    """Or with all that there are."""
    message, remedy = found(a_block("{{ source.reviews.ratng }}"))["unknown-source"]
    assert "`ratng`" in message
    assert "`source.reviews.rating`" in remedy

    _, remedy = found(a_block("{{ source.reviews.zzz }}"))["unknown-source"]
    assert "sku, rating, known, age, items" in remedy


def test_a_source_alone_is_no_value():
    """One of its fields is."""
    message, remedy = found(a_block("{{ source.reviews }}"))["unknown-fact"]
    assert "`source.reviews`" in message
    assert "source.reviews.known" in remedy


@pytest.mark.parametrize("name", ["source.a.b.c", "store.a.b", "source._a.b", "source.a._b"])
def test_other_dots_are_refused(name):
    """Three parts name a field of a source, and nothing else has three."""
    with pytest.raises(AuthoringError):
        compile_block(a_block(f"{{{{ {name} }}}}"))


def test_what_is_published_goes_on_without_its_source():
    """A source that is deleted costs its facts; the block goes on to its next variant."""
    plan = compile_block(a_block("{{ source.gone.rating }}"), sources={})
    assert plan.outside == ("source.gone", "source.reviews")


def test_what_a_source_is_asked_with_belongs_to_the_block():
    """It reads the parameter, whose place is in the URL."""
    declared = "params: {sku: {type: text, default: A}}"
    block = a_block("{{ source.offers.rating }}", "source.offers.known", declared)

    plan = compile_block(block, sources=KNOWN)

    assert "params.sku" in plan.reads
    assert not plan.personal
    assert found(block) == {}


def test_a_parameter_that_a_source_asks_with_is_declared():
    """Else it would never be asked."""
    block = a_block("{{ source.offers.rating }}", "source.offers.known")

    message, remedy = found(block)["undeclared-param"]

    assert "params.sku" in message
    assert "sku: {type: text}" in remedy


def test_a_source_that_is_asked_with_a_profile_makes_a_block_personal():
    """Its picture is one reader's alone."""
    assert compile_block(a_block("{{ source.points.rating }}"), sources=KNOWN).personal


def test_sources_of_two_brands_under_one_name_count_together():
    """A block may be sent by either."""
    other = SourceSpec(name="reviews", brand="c", url="https://f.example/[person.id]", shape=SHAPE)
    assert compile_block(a_block(), sources=known_sources([REVIEWS, other])).personal


EACH = """
      - each:
          of: source.reviews.items
          as: review
          box: [0, 0, 300, 20]
          draw:
            - text: {content: "{{ review.%s }}", box: [0, 0, 300, 20], size: 12}
"""


def test_the_items_are_drawn_by_each():
    """Rows have the fields of the source."""
    block = a_block().replace("fallback:", f"{EACH.strip(chr(10)) % 'rating'}\nfallback:", 1)
    assert "unknown-list" not in found(block)
    assert "unknown-fact" not in found(block)
    assert "source.reviews.items" in compile_block(block, sources=KNOWN).reads

    wrong = a_block().replace("fallback:", f"{EACH.strip(chr(10)) % 'rank'}\nfallback:", 1)
    message, _ = found(wrong)["unknown-fact"]
    assert "`source.reviews.items` has no `rank`" in message


def test_a_list_of_an_unknown_source_is_told():
    """With the lists that there are."""
    text = EACH.strip("\n").replace("reviews", "zzz") % "rating"
    block = a_block().replace("fallback:", f"{text}\nfallback:", 1)
    _, remedy = found(block)["unknown-list"]
    assert ".items" in remedy
    assert compile_block(block).outside


def test_a_field_that_may_be_missing_is_told():
    """Unless the condition is sure of the source."""
    unsure = {p.rule for p in check_block(a_block(when="params.x == 'a'"), sources=KNOWN)}
    sure = {p.rule for p in check_block(a_block(), sources=KNOWN)}
    assert sure == set()
    assert unsure
