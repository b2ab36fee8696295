"""The vocabulary is what the gathered facts answer, no more and no less."""

from app.context.gathering import GatheredFacts
from app.context.storerow import FIELDS
from app.decide.clock import Clock
from app.decide.filters import Formatter
from app.model.facts import Fact, Missing
from app.model.rendering import Format, drawn_formats
from app.model.vocabulary import FACTS, FILTERS, OPEN_NAMESPACES, QUESTIONS, STORE_FIELDS
from app.model.zones import UTC_ZONE
from tests.builders import AT, an_ask, some_shelves


def test_every_fact_has_somebody_who_answers() -> None:
    """None is unknown to the facts or to the clock."""
    facts, clock = GatheredFacts(an_ask(), some_shelves(), {}), Clock(AT, UTC_ZONE)
    for fact in FACTS:
        of_clock = fact.name.startswith("clock.")
        known = clock.known(fact.name) if of_clock else facts.known(fact.name)
        assert isinstance(known, Fact) is of_clock or known.source != "vocabulary"
        assert fact.says
        assert fact.kind in ("text", "number", "flag", "money", "time", "moment", "list")


def test_names_are_said_once() -> None:
    """And rows of `stores` have the fields of `store`."""
    names = [fact.name for fact in FACTS] + [question.name for question in QUESTIONS]
    assert len(set(names)) == len(names)
    assert {name for name, _, _ in STORE_FIELDS} == set(FIELDS)
    assert {name.partition(".")[0] for name in names} >= set(OPEN_NAMESPACES) - {"params"}


def test_every_filter_is_there_and_takes_what_it_says() -> None:
    """With as many arguments as the vocabulary names none of them is unknown."""
    formatter = Formatter("en")
    for name, (least, _) in FILTERS.items():
        tries = [formatter.format(name, value, (1,) * least) for value in (1, "2026-11-27", AT)]
        if name != "money":
            assert any(not isinstance(written, Missing) for written in tries), name


def test_a_format_is_told_by_its_extension() -> None:
    """In any case; `jpeg` is `jpg`."""
    assert Format.of_extension("JPEG") is Format.JPG
    assert Format.of_extension("tiff") is None
    assert [one.media_type for one in Format] == [
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"
    ]  # fmt: skip


def test_only_what_every_client_shows_is_drawn_unasked() -> None:
    """WebP and AVIF have no extension of theirs until they are enabled."""
    assert {"png", "jpg", "jpeg", "gif"} == set(drawn_formats())
    assert Format.WEBP is drawn_formats([Format.WEBP])["webp"]
