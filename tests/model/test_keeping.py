"""A memory of two generations keeps what is asked for and stays within its bound."""

from hypothesis import given
from hypothesis import strategies as st

from app.model.keeping import Kept, Weighed


@given(st.integers(1, 9), st.lists(st.tuples(st.sampled_from("gpd"), st.integers(0, 12))))
def test_it_never_lies_and_never_grows(most: int, steps: list[tuple[str, int]]) -> None:
    """What is returned is what was put last, and there is never more than the bound."""
    kept: Kept[int, int] = Kept(most)
    last: dict[int, int] = {}
    for number, (step, key) in enumerate(steps):
        if step == "g":
            assert kept.get(key) in (None, last.get(key))
        elif step == "p":
            kept.put(key, number)
            last[key] = number
            assert kept.get(key) == number
        else:
            kept.drop(key)
            assert kept.get(key) is None
        assert len(kept) <= max(2, most)
    kept.clear()
    assert len(kept) == 0


def test_what_is_asked_for_survives() -> None:
    """Others are forgotten when the young generation is full; replacing forgets nothing."""
    kept: Kept[str, int] = Kept(4)
    kept.put("used", 0)
    for number in range(20):
        kept.put(f"other {number}", number)
        assert kept.get("used") == 0
    assert kept.get("other 3") is None
    for number in range(20):
        kept.put("used", number)
    assert (kept.get("used"), kept.get("other 19")) == (19, 19)


@given(st.integers(0, 40), st.lists(st.tuples(st.sampled_from("gp"), st.integers(1, 30))))
def test_what_is_weighed_stays_within_its_bound(most: int, steps: list[tuple[str, int]]) -> None:
    """The weight of what is kept never exceeds the bound, and a value is never another's."""
    kept: Weighed[int, int] = Weighed(most, lambda value: value)
    for step, key in steps:
        if step == "g":
            assert kept.get(key) in (None, key)
        else:
            kept.put(key, key)
            assert kept.get(key) == (key if key <= most // 2 else None)
        assert kept.weight <= most


def test_what_is_weighed_and_asked_for_survives() -> None:
    """Others make room; what a bound of nothing is given is not kept."""
    kept: Weighed[int, int] = Weighed(40, lambda _: 5)
    for number in range(30):
        kept.put(number, number + 1)
        assert kept.get(0) == 1
    assert (kept.get(3), kept.get(29)) == (None, 30)
    assert len(kept) <= 8
    nothing: Weighed[int, int] = Weighed(0, lambda _: 1)
    nothing.put(1, 1)
    assert nothing.get(1) is None
