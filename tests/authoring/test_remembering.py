"""Expressions that were compiled before mean what they meant."""

from app.authoring.block import check_block, examine_block
from app.authoring.remembering import Remembered
from app.authoring.source_names import KnownSource
from tests.authoring.blocks import NEAREST_STORE, a_block


def test_what_is_remembered_changes_nothing_that_is_found() -> None:
    """The second time too, errors and warnings are those of a first time."""
    remembered = Remembered()
    documents = (
        NEAREST_STORE,
        NEAREST_STORE.replace("stock.total > 0", "stock.totl > 0"),
        a_block(when="weather.condition == 'fine'", say='{headline: "{{ person.first_name }}"}'),
        a_block(say='{link: "{{ person.url }}"}'),
    )
    for document in documents * 2:
        assert examine_block(document, remembered=remembered).problems == check_block(document)
    assert remembered.met > 0


def test_the_same_words_elsewhere_mean_something_else() -> None:
    """A text is remembered with the names that could be read where it stood."""
    remembered = Remembered()
    line = '[{text: {content: "{{ say.more }}", box: [0, 0, 90, 20]}}]'
    said = a_block(say="{more: More}", draw=line)
    unsaid = a_block(say="{less: Less}", draw=line)
    assert examine_block(said, remembered=remembered).sound is not None
    (problem,) = examine_block(unsaid, remembered=remembered).problems
    assert problem.rule == "unknown-say"


def test_a_link_is_not_remembered_as_a_text() -> None:
    """What is fine to read can be no address."""
    remembered = Remembered()
    headline = a_block(say='{headline: "javascript:x"}')
    assert examine_block(headline, remembered=remembered).sound is not None
    link = a_block(say='{link: "javascript:x"}')
    assert examine_block(link, remembered=remembered).sound is None


def test_what_was_read_of_a_source_is_forgotten_with_it() -> None:
    """An expression that names a field is an error once there is none of that name."""
    remembered = Remembered()
    document = a_block(say='{headline: "{{ source.reviews.rating }}"}')
    sources = {"reviews": KnownSource(fields={"rating": "number"}, tokens=frozenset())}
    known = examine_block(document, sources=sources, remembered=remembered)
    assert known.sound is not None
    gone = examine_block(document, sources={}, remembered=remembered)
    assert [problem.rule for problem in gone.problems] == ["unknown-source"]


def test_remembered_expressions_still_cost_the_documents_budget() -> None:
    """A document that says too much is refused, however often it was looked at."""
    remembered = Remembered()
    expression = "{{ " + " + ".join(["clock.hour"] * 60) + " }}"
    say = "{" + ", ".join(f's{number}: "{expression}"' for number in range(20)) + "}"
    for _ in range(2):
        found = examine_block(a_block(say=say), remembered=remembered).problems
        assert "too-complex" in {problem.rule for problem in found}
