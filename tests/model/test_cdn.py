"""Tests of the tags by which shared answers are purged."""

from hypothesis import given
from hypothesis import strategies as st

from app.model.cdn import SHARED_TAG, kinds_of, tag, tags_of


@given(st.text(), st.text())
def test_a_tag_is_one_that_every_cdn_accepts(kind, name):
    """R19: visible ASCII without comma or blank, lower case, at most 256 characters."""
    text = tag(kind, name)
    assert len(text) <= 256
    assert all("!" <= each <= "~" and each != "," for each in text)
    assert text == text.lower()


@given(st.frozensets(st.text(min_size=1), max_size=80))
def test_an_answer_has_at_most_fifty_tags(kinds):
    """R19: what is dropped is a kind of record, never what the answer is."""
    tags = tags_of(block="a", message="m", brand="b", kinds=kinds)
    assert len(tags) <= 50
    assert tags[:4] == (SHARED_TAG, "block-a", "message-m", "brand-b")


def test_kinds_follow_from_what_is_read():
    """Facts of the store are made of stores and stock, a source's of that source."""
    reads = frozenset({"store.name", "product.price", "source.weather.sky", "clock.hour"})
    assert kinds_of(reads) == {"stores", "stock", "products", "source-weather"}


def test_what_reads_no_record_has_no_kinds():
    """Clock, message and brand are no kinds of record of their own."""
    assert kinds_of(frozenset({"clock.hour", "message.name", "brand.ink"})) == frozenset()
