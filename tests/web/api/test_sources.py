"""Sources and secrets through the API."""

import json

import pytest

from app.adapters.sqlite.notices import Kind
from tests.adapters.sources.stubs import Mode, serving_sources
from tests.web.api.conftest import serving

CANARY = "canary-5d1e-of-a-secret"
ITEMS = {"items": [{"sku": "A", "price": 1.5}, {"sku": "B"}, {"sku": "C", "price": "x"}]}


def a_document(url: str = "https://feeds.example/r.json", **said: object) -> dict[str, object]:
    """Build the document of a pulled source of prices; paused, so that nobody asks by himself."""
    price = {"path": "$.price", "type": "money", "currency": "EUR"}
    read = {"as": "json", "rows": "$.items[*]", "fields": {"sku": "$.sku", "price": price}}
    return {"source": "prices", "url": url, "read": read, "every": "5 min", "paused": True} | said


async def test_a_source_is_created_read_replaced_and_deleted(served):
    """Its document comes back whole, with what was not said."""
    first = await served.call("PUT", "/sources/prices", a_document())
    again = await served.call("PUT", "/sources/prices", a_document(every="1 h"))
    read = (await served.call("GET", "/sources/prices")).json()

    assert (first.status_code, again.status_code) == (201, 200)
    assert read["document"] == a_document(
        brand=read["brand"], every="1 h", deadline="250 ms", fresh_for="1 h", stale_for="1 d",
        feeds="facts", snapshot=True, paused=True,
    )  # fmt: skip
    assert read["status"]["health"] == "paused"
    listed = (await served.call("GET", "/sources")).json()["items"]
    assert [(one["name"], one["every"]) for one in listed] == [("prices", "1 h")]
    assert (await served.call("PUT", "/sources/prices", read["document"])).status_code == 200

    assert (await served.call("DELETE", "/sources/prices")).status_code == 204
    assert (await served.call("DELETE", "/sources/prices")).status_code == 404
    assert (await served.call("GET", "/sources/prices")).status_code == 404


async def test_a_document_is_taken_as_yaml(served):
    """As it stands in a file."""
    yaml = "source: a\nurl: https://f.example/\nread: {as: csv, fields: {x: X}}\n"
    headers = {"content-type": "application/yaml"}

    answer = await served.call("PUT", "/sources/a", content=yaml, headers=headers)

    assert answer.status_code == 201
    assert answer.json()["document"]["read"] == {"as": "csv", "fields": {"x": "X"}}


async def test_every_problem_of_a_document_is_named(served):
    """With field, rule and remedy; nothing is stored."""
    wrong = a_document(url="ftp://x", every="soon", colour="red")

    answer = await served.call("PUT", "/sources/prices", wrong)

    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert {one["rule"] for one in errors} >= {"url", "wrong-form", "unknown-field"}
    assert all(one["remedy"] for one in errors)
    assert (await served.call("GET", "/sources")).json()["items"] == []


async def test_warnings_come_with_the_answer(served):
    """A secret that is not set keeps nothing from being configured."""
    document = a_document(headers={"Authorization": "Bearer {secret:api}"})

    answer = await served.call("PUT", "/sources/prices", document)

    (problem,) = answer.json()["problems"]
    assert (problem["rule"], problem["severity"]) == ("unknown-secret", "warning")


@pytest.mark.parametrize(
    ("path", "change", "status"),
    [
        ("/sources/other", {}, 422),
        ("/sources/prices?brand=nobody", {}, 404),
        ("/sources/prices", {"brand": "nobody"}, 404),
        ("/sources/prices?brand=default", {"brand": "other"}, 422),
    ],
)
async def test_name_and_brand_are_those_of_the_address(served, path, change, status):
    """A document that says another is not stored under it."""
    assert (await served.call("PUT", path, a_document(**change))).status_code == status


async def test_sources_of_brands_stand_beside_each_other(served):
    """Under one name, each with its own address."""
    await served.call("PUT", "/brands/south", {"title": "South"})
    await served.call("PUT", "/sources/prices", a_document())
    south = await served.call("PUT", "/sources/prices?brand=south", a_document(every="2 h"))

    assert south.status_code == 201
    read = await served.call("GET", "/sources/prices?brand=south")
    assert (read.json()["brand"], read.json()["document"]["every"]) == ("south", "2 h")
    assert len((await served.call("GET", "/sources")).json()["items"]) == 2
    assert len((await served.call("GET", "/sources?brand=south")).json()["items"]) == 1


async def test_a_source_on_demand_is_not_fetched(served):
    """It has nobody to ask about."""
    await served.call("PUT", "/sources/prices", a_document(every="on-demand"))
    answer = await served.call("POST", "/sources/prices/fetch")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["remedy"]


async def test_rows_are_nothing_before_the_first_fetch(served):
    """And that is no error."""
    await served.call("PUT", "/sources/prices", a_document())
    rows = (await served.call("GET", "/sources/prices/rows")).json()
    assert rows == {"fetched_at": None, "changed_at": None, "items": []}


@pytest.mark.net
async def test_a_source_is_fetched_and_its_rows_are_shown(home):
    """Amounts in minor units, null for what is absent; the last error in words."""
    async with serving_sources({"/r": json.dumps(ITEMS).encode()}) as server:
        given = {"private_hosts": "127.0.0.0/8", "outbound_ports": server.port}
        async with serving(home, **given) as served:
            url = server.url("/r", host="127.0.0.1")
            await served.call("PUT", "/sources/prices", a_document(url, paused=False))

            status = (await served.call("POST", "/sources/prices/fetch")).json()
            assert (status["health"], status["rows"], status["bad_rows"]) == ("good", 2, 1)
            assert status["last_error"] == ""
            rows = (await served.call("GET", "/sources/prices/rows?limit=5")).json()
            assert rows["items"] == [
                {"sku": "A", "price": {"minor": 150, "currency": "EUR"}},
                {"sku": "B", "price": None},
            ]

            server.modes["/r"] = Mode.ERROR
            failed = await served.call("POST", "/sources/prices/fetch")
            assert failed.status_code == 200
            assert failed.json()["health"] == "stale"
            assert "500" in failed.json()["last_error"]
            read = (await served.call("GET", "/sources/prices/status")).json()
            assert read["failures"] == 1


async def test_a_secret_is_never_said(served, caplog):
    """No answer holds it: neither the one that sets it nor a list, nor one of a mistake."""
    caplog.set_level("DEBUG")
    answers = [
        await served.call("PUT", "/secrets/api", {"value": CANARY}),
        await served.call("GET", "/secrets"),
        await served.call("PUT", "/secrets/api", {"value": f"{CANARY}\n"}),
        await served.call("PUT", "/secrets/-", {"value": CANARY}),
        await served.call("DELETE", "/secrets/api"),
        await served.call("DELETE", "/secrets/api"),
    ]

    assert [one.status_code for one in answers] == [200, 200, 422, 422, 204, 404]
    assert answers[1].json()["items"][0]["name"] == "api"
    assert [one.text for one in answers if CANARY in one.text] == []
    assert CANARY not in caplog.text


async def test_secrets_are_the_business_of_those_who_write(served):
    """Even their names."""
    headers = await served.key("read")
    assert (await served.call("GET", "/secrets", headers=headers)).status_code == 403
    assert (await served.call("GET", "/sources", headers=headers)).status_code == 200
    fetched = await served.call("POST", "/sources/prices/fetch", headers=headers)
    assert fetched.status_code == 403


async def test_what_opens_share_changes_with_a_source(served):
    """Answers that stand are decided anew, and plans compiled."""
    notices = served.services.storage.database.notices
    world, blocks = notices.world(), notices.number(Kind.BLOCKS)

    await served.call("PUT", "/sources/prices", a_document())

    assert notices.world() != world
    assert notices.number(Kind.BLOCKS) == blocks + 1
    world = notices.world()
    await served.call("PUT", "/sources/prices", a_document())
    assert notices.world() == world
