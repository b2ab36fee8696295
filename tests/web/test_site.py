"""Health, metrics, the front page, and what lies behind the hot routes."""
# wide lines read better here

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.routing import Route

from app.composition.routes import site_routes
from app.server import application
from app.web.health import health_routes
from app.web.hot import HotRoutes
from tests.serving import Running, serving

pytestmark = pytest.mark.asyncio(loop_scope="session")


def site(demo: Running) -> Running:
    """Return the demo with all its routes."""
    from dataclasses import replace

    return replace(demo, app=application(demo.services, site_routes(demo.services)))


async def test_metrics_are_valid_exposition(demo):
    """Every figure parses, is named after the product, and opens move the counters."""
    site_ = site(demo)
    await demo.ask(demo.open_path("hero", "%%id%%"))
    before = await figures(site_)
    await demo.ask(demo.open_path("hero", "%%id%%"))
    await demo.ask(demo.open_path("hero"))
    after = await figures(site_)
    assert all(name.startswith("opentime_") for name in after)
    assert (
        after["opentime_broken_merge_tags_total"] - before["opentime_broken_merge_tags_total"] == 1
    )
    assert after["opentime_events_accepted_total"] - before["opentime_events_accepted_total"] == 1
    assert "opentime_render_incomplete_total" in after


async def figures(site_: Running) -> dict[str, float]:
    """Return the samples of /metrics."""
    answer = await site_.ask("/metrics")
    assert answer["content-type"].startswith("text/plain")
    assert answer["cache-control"] == "no-store"
    families = text_string_to_metric_families(answer.body.decode())
    return {sample.name: sample.value for family in families for sample in family.samples}


async def test_alive_and_ready(demo):
    """A sound process is alive and ready; neither answer may be kept."""
    site_ = site(demo)
    assert (await site_.ask("/healthz")).body == b"ok\n"
    ready = await site_.ask("/readyz")
    assert (ready.status, ready.body) == (
        200,
        b'{"ready":true,"troubles":{},"sources":{}}',
    )
    assert ready["cache-control"] == "no-store"


async def test_not_ready():
    """A process in trouble says which part, and is taken out of rotation."""
    routes = health_routes(
        figures=lambda: {"opentime_a": ("A gauge", 1.0)},
        samples=tuple,
        troubles=lambda: {"database": "torn"},
        sources=dict,
    )
    readyz = next(r for r in routes if isinstance(r, Route) and r.path == "/readyz")
    answer = await readyz.endpoint(None)
    assert (answer.status_code, b"torn" in answer.body) == (503, True)


async def test_the_front_page_and_the_studio(demo):
    """The front page links to what there is and runs nothing."""
    site_ = site(demo)
    page = await site_.ask("/")
    assert (page.status, page["cache-control"]) == (200, "no-store")
    assert "default-src 'none'" in page["content-security-policy"]
    assert b"/openapi.json" in page.body
    moved = await site_.ask("/studio")
    assert (moved.status, moved["location"]) == (308, "/studio/")
    assert (await site_.ask("/studio/")).status == 303
    assert (await site_.ask("/nothing")).status == 404


async def test_what_no_route_answers_is_kept_by_no_cache(demo):
    """A 404 or 405 outside the hot routes says so, and no slash redirects to the host asked for."""
    for path, method, status in (
        ("/nothing", "GET", 404), ("/static/none.png", "GET", 404),
        ("/healthz/", "GET", 404), ("/healthz", "POST", 405),
    ):  # fmt: skip
        answer = await site(demo).ask(path, method=method)
        assert (answer.status, answer["cache-control"]) == (status, "no-store")


async def test_a_request_without_a_raw_path_or_a_peer(demo):
    """Servers that give no raw path and no address are served too."""
    sent = []

    async def send(event):
        sent.append(event)

    scope = {
        "type": "http", "method": "GET", "path": demo.open_path("hero"), "query_string": b"",
        "headers": [], "client": None,
    }  # fmt: skip
    await demo.app(scope, None, send)
    assert sent[0]["status"] == 200


async def test_a_defect_behind_a_view_is_not_a_traceback(demo):
    """The last edge answers 503 that nobody keeps; HEAD has no body."""

    class Broken:
        async def view(self, _request):
            raise ZeroDivisionError

    services = demo.services
    app = HotRoutes(
        opening=services.opening, clicking=services.clicking, viewing=Broken(),
        calendar=services.calendar, content=services.content, standing=services.standing,
        rest=demo.app,
    )  # fmt: skip
    from dataclasses import replace

    broken = replace(demo, app=app)
    answer = await broken.ask("/v/a/b")
    assert (answer.status, answer["cache-control"]) == (503, "private, no-store")
    assert (await broken.ask("/v/a/b", method="HEAD")).body == b""


async def test_the_view_of_a_message(demo):
    """The whole message names its reader's key in every URL; a stranger's is the anonymous one."""
    key = demo.someone().key
    page = (await demo.ask(f"/v/{demo.message.key}/{key}")).body.decode()
    assert (
        page.count(f"/o/{demo.message.key}/{key}/") + page.count(f"/c/{demo.message.key}/{key}/")
        > 2
    )
    assert "{base}" not in page
    stranger = await demo.ask(f"/v/{demo.message.key}/<script>")
    assert stranger == await demo.ask(f"/v/{demo.message.key}")
    assert b"<script" not in stranger.body


@pytest.mark.asyncio(loop_scope="function")
async def test_two_servers_of_a_home_do_not_mind_each_other(demo_home):
    """Two processes' worth of services over one home serve the same picture."""
    async with serving(demo_home) as first, serving(demo_home) as second:
        path = first.open_path("hero")
        assert (await first.ask(path)).body == (await second.ask(path)).body
