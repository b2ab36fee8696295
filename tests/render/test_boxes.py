"""Boxes are joined where that costs less, or where they overlap."""

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.render.boxes import apart, merged


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4), max_size=9), st.integers(0, 400))
def test_merged_boxes_cover_all(corners: list[tuple[int, int, int, int]], overhead: int) -> None:
    """Whatever is merged, every box lies in one of the result, which costs no more."""
    boxes = [(x, y, x + w + 1, y + h + 1) for x, y, w, h in corners]
    found = merged(boxes, overhead)
    for box in boxes:
        assert any(
            other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]
            for other in found
        )
    cost = [
        sum((box[2] - box[0]) * (box[3] - box[1]) + overhead for box in some)
        for some in (found, boxes)
    ]
    assert cost[0] <= cost[1]


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 4), max_size=9))
def test_boxes_that_stand_apart_share_nothing(corners: list[tuple[int, int, int, int]]) -> None:
    """Every box lies in one of the result, and no two of those overlap."""
    boxes = [(x, y, x + w + 1, y + h + 1) for x, y, w, h in corners]
    found = apart(boxes)
    sheet = Image.new("L", (90, 90))
    for box in found:
        assert sheet.crop(box).getbbox() is None
        sheet.paste(255, box)
    for box in boxes:
        assert sheet.crop(box).getextrema() == (255, 255)
