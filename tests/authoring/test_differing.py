"""What changed between two documents, as people read it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.authoring.differing import Kind, changes, lines
from tests.authoring.blocks import NEAREST_STORE


def told(after: str, before: str = NEAREST_STORE) -> list[tuple[str, str, str, str]]:
    """Return changes as rows."""
    return [
        (" › ".join(each.where), each.kind.value, each.before, each.after)
        for each in changes(before, after)
    ]


def test_nothing_changed_in_the_same_document() -> None:
    """Comments and quotes are no fields."""
    assert told(NEAREST_STORE) == []
    assert told(NEAREST_STORE.replace("# CSS pixels; drawn at density 2", "# wide")) == []
    assert lines(NEAREST_STORE, NEAREST_STORE) == ()


def test_a_changed_field_is_named_by_what_it_belongs_to() -> None:
    """Variants and layouts by their names, elements by their words."""
    assert told(NEAREST_STORE.replace("Order today, there tomorrow", "Order now")) == [
        ("Variant “order-online” › say › headline", "changed", "Order today, there tomorrow",
         "Order now"),
    ]  # fmt: skip
    assert told(NEAREST_STORE.replace("[0, 0, 240, 240]", "[0, 0, 200, 240]")) == [
        ("Layout “store-card” › picture “hero.jpg” › box", "changed", "[0, 0, 240, 240]",
         "[0, 0, 200, 240]"),
    ]  # fmt: skip
    assert told(NEAREST_STORE.replace("default: NB-1042", "default: NB-2")) == [
        ("Parameter “sku” › default", "changed", "NB-1042", "NB-2")
    ]
    assert told(NEAREST_STORE.replace("size: 600x240", "size: 600x300")) == [
        ("Size", "changed", "600x240", "600x300")
    ]


def test_what_comes_and_goes_is_told_once() -> None:
    """An element that is put before others changes nothing about them."""
    added = NEAREST_STORE.replace(
        "    - picture:", "    - line: {points: [0, 0, 9, 9], color: '#123'}\n    - picture:"
    )
    ((where, kind, _, after),) = told(added)
    assert (where, kind) == ("Layout “store-card” › line 2", "added")
    assert "points" in after
    ((where, kind, before, _),) = told(NEAREST_STORE, added)
    assert (where, kind) == ("Layout “store-card” › line 2", "removed")
    assert "points" in before


def test_variants_are_followed_by_name() -> None:
    """One that is renamed went and came; another order is one change."""
    renamed = told(NEAREST_STORE.replace("name: order-online", "name: order"))
    assert [(where, kind) for where, kind, *_ in renamed] == [
        ("Variant “order”", "added"), ("Variant “order-online”", "removed"),
    ]  # fmt: skip
    head, first, rest = NEAREST_STORE.partition("  - name: pick-up-tonight")
    one, second, tail = rest.partition("  - name: order-online")
    two, fallback, end = tail.partition("fallback:")
    turned = head + second + two + first + one + fallback + end
    assert told(turned) == [
        ("Order of the variants", "changed", "pick-up-tonight, order-online",
         "order-online, pick-up-tonight"),
    ]  # fmt: skip


def test_lines_are_numbered_in_both_documents() -> None:
    """What went, what came, and some lines around them."""
    ((*group,),) = lines(NEAREST_STORE, NEAREST_STORE.replace("600x240", "600x300", 1))
    assert [(line.sign, line.old, line.new) for line in group] == [
        ("", 1, 1), ("-", 2, None), ("+", None, 2), ("", 3, 3), ("", 4, 4), ("", 5, 5),
    ]  # fmt: skip


def test_a_document_that_cannot_be_read_still_has_lines() -> None:
    """Its fields are nobody's guess."""
    assert changes(NEAREST_STORE, "a: [") == ()
    assert lines(NEAREST_STORE, "a: [")


documents = st.recursive(
    st.integers() | st.booleans() | st.none() | st.text("ab “", max_size=3),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from("abc"), inside, max_size=3)
    ),
    max_leaves=8,
)
keys = st.sampled_from(["variants", "layouts", "params", "fallback", "size"])


@given(st.dictionaries(keys, documents), st.dictionaries(keys, documents))
def test_whatever_is_written_can_be_compared(old, new) -> None:
    """Documents of any shape, and the other way round what was added was removed."""
    before, after = json.dumps(old), json.dumps(new)
    forth, back = changes(before, after), changes(after, before)
    assert all(change.where for change in (*forth, *back))
    if before == after:
        assert forth == ()
    ways = [Kind.ADDED in {c.kind for c in forth}, Kind.REMOVED in {c.kind for c in back}]
    assert ways[0] == ways[1]
