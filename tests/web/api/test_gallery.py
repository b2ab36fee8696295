"""Starters over the API."""


async def test_a_starter_is_listed_and_becomes_a_draft(served):
    """What it is stands in the list, its document in its own answer."""
    listed = (await served.call("GET", "/gallery")).json()["items"]
    (entry,) = [each for each in listed if each["name"] == "coupon"]
    assert (entry["size"], entry["personal"]) == ("600x216", False)
    assert {"what": "Parameters", "names": ["code", "offer", "until"]} in entry["needs"]
    starter = (await served.call("GET", "/gallery/coupon")).json()
    assert starter["variants"][-1] == "fallback"
    saved = await served.call("PUT", "/blocks/coupon", {"document": starter["document"]})
    assert saved.status_code == 201
    assert saved.json()["problems"] == []
    assert (await served.call("GET", "/gallery/nothing")).status_code == 404
