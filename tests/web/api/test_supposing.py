"""A preview that supposes the weather, the stock, or what a source says."""

import pytest

from tests.web.api.conftest import BLOCKS
from tests.web.api.documents import SHELF

WEATHER = (BLOCKS / "weather.yaml").read_text("utf-8")


async def preview(served, facts, draft=WEATHER):
    """Preview a draft with supposed facts."""
    said = {"draft": draft, "facts": facts, "from": {"lat": 52.5, "lon": 13.4}}
    return await served.call("POST", "/preview", said)


@pytest.mark.parametrize("condition", ["rain", "snow", "storm", "fog", "hot", "cold"])
async def test_the_weather_is_supposed(served, condition):
    """The block shows itself as it would in that weather, and says that it is supposed."""
    answer = await preview(served, {"weather.condition": condition, "weather.temperature": 7})
    body = answer.json()

    assert answer.status_code == 200
    assert (body["variant"], body["reason"], body["fallback"]) == (condition, "matched", "")
    row = next(row for row in body["facts"] if row["name"] == "weather.condition")
    assert (row["value"], row["source"], row["valid_until"]) == (condition, "preview", None)


async def test_without_weather_the_block_falls_back_and_says_why(served):
    """The server has no weather here: what is missing names the setting."""
    body = (await preview(served, {})).json()

    assert body["reason"] == "fallback"
    assert body["fallback"] == ""
    missing = {row["name"]: row["source"] for row in body["missing"]}
    assert "OPENTIME_WEATHER_URL" in missing["weather.condition"]


async def test_the_stock_is_supposed_and_unknown(served):
    """A number is shown as given; null is nothing known."""
    draft = SHELF.replace("store.known and ", "").replace(" in {{ store.name }}", " left")
    many = (await preview(served, {"stock.here": 7}, draft)).json()
    none = (await preview(served, {"stock.here": None}, draft)).json()

    assert (many["variant"], many["say"]["headline"]) == ("here", "7 left")
    assert none["reason"] == "fallback"


async def test_what_cannot_be_supposed_is_refused_all_at_once(served):
    """Each with the fact's name, its value and the remedy."""
    facts = {"weather.condition": "rainy", "person.name": "Anna", "weather.temperature": "warm"}
    answer = await preview(served, facts)

    assert answer.status_code == 422
    faults = answer.json()["errors"]
    assert {fault["field"] for fault in faults} == {f"facts.{name}" for name in facts}
    assert all(fault["remedy"] for fault in faults)
