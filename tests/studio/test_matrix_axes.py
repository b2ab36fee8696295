"""Choices of the matrix that are none are named as the form names them."""

from starlette.datastructures import QueryParams

from app.errors import Unacceptable
from app.model.account import Role
from app.web.studio.matrix_axes import axes_said, doubts_of


def doubts(query):
    """Return what is wrong with a query, where only Paris is a place."""

    def place(text):
        if text != "Paris, FR":
            raise Unacceptable("That is no place.", remedy="Write Paris, FR.")

    return doubts_of(axes_said(QueryParams(query)), place=place, zone="Europe/Berlin")


def test_every_choice_that_is_none_is_named():
    """By the label of its field and in its own place, empty fields before it or not."""
    found = doubts("t=&t=x&t=9999-01-01T00:00&f=Paris,+FR&f=203.0.113.7&f=Nowhere")
    labels = {field: doubt.label for field, doubt in found.items()}
    assert labels == {"t1": "Time 2", "t2": "Time 3", "f2": "Place 3"}
    assert "2026-11-27T17:55" in found["t1"].says


def test_too_many_people_are_counted():
    """More than have room are said to be."""
    assert "5 were chosen" in doubts("p=a&p=b&p=c&p=d&p=e")["p"].says


def test_what_can_be_shown_raises_no_doubt():
    """Nothing, and what is well written."""
    assert not doubts("")
    assert not doubts("p=a&t=2026-11-27T13:00&t=&f=&f=Paris,+FR&own=1&own=2")


async def test_the_page_keeps_what_was_typed(browser):
    """Beside the field stands what is wrong, in it what was typed."""
    await browser.sign_in(Role.ANALYST)
    page = (await browser.get("/studio/blocks/greeting/matrix?t=&t=soon&f=Nowhere&p=top")).text
    assert "Nothing is shown yet: Time 2, Place 1." in page
    assert 'value="soon" aria-invalid="true" aria-describedby="t1-says"' in page
    assert 'value="Nowhere" placeholder="Paris, FR" aria-invalid="true"' in page
    assert 'value="top" checked' in page
