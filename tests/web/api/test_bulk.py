"""Bulk upserts and lists."""


async def test_bulk_is_counted(served):
    """POST counts what it created, changed and left as it was; a bare list is taken too."""
    first = await served.call("POST", "/subscribers", [{"external_id": "a"}, {"external_id": "b"}])
    rows = [{"external_id": "a", "consent": True}, {"external_id": "b"}, {"external_id": "c"}]
    second = await served.call("POST", "/subscribers", {"items": rows})
    third = await served.call("POST", "/subscribers", {"items": rows})

    assert first.json() == {"created": 2, "updated": 0, "unchanged": 0}
    assert second.json() == {"created": 1, "updated": 1, "unchanged": 1}
    assert third.json() == {"created": 0, "updated": 0, "unchanged": 3}


async def test_bulk_names_every_bad_row_and_stores_none(served):
    """All or none: each bad row is named by index and field, good ones are not stored."""
    rows = [
        {"external_id": "good"},
        {"external_id": "b", "tz": "Mars", "home": {"country": "1"}},
        {},
        {"external_id": "d", "nose": 1},
        7,
    ]
    answer = await served.call("POST", "/subscribers", {"items": rows})
    found = [(entry["index"], entry["field"]) for entry in answer.json()["errors"]]

    assert answer.status_code == 422
    assert found == [
        (1, "tz"), (1, "home.country"), (2, "external_id"), (3, "nose"), (4, "body")
    ]  # fmt: skip
    assert (await served.call("GET", "/subscribers")).json()["items"] == []


async def test_bulk_takes_ten_thousand_and_no_more(served):
    """10,000 rows are stored at once, 10,001 are 413."""
    rows = [{"external_id": f"crm-{n}"} for n in range(10_001)]
    over = await served.call("POST", "/subscribers", {"items": rows})
    full = await served.call("POST", "/subscribers", {"items": rows[:-1]})

    assert (over.status_code, full.status_code) == (413, 200)
    assert full.json()["created"] == 10_000


async def test_pages_cover_the_list_once(served):
    """Following the cursor shows everybody once, in the order of creation."""
    rows = [{"external_id": f"crm-{n}"} for n in range(5)]
    await served.call("POST", "/subscribers", {"items": rows})
    seen, cursor, more = [], "", True
    while more:
        path = f"/subscribers?limit=2&cursor={cursor}"
        page = (await served.call("GET", path)).json()
        seen += [item["external_id"] for item in page["items"]]
        cursor, more = page["cursor"], bool(page["cursor"])

    assert [row["external_id"] for row in rows] == seen
