"""The front page: what runs here and where to go."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

_RULES = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_LEAD = "Live email content: the pixels are decided when the email is opened."
Link = Mapping[str, str]
DEMO: Link = {"href": "/demo", "title": "The demo's email", "says": "six live blocks"}
LINKS: Sequence[Link] = (
    {"href": "/studio/", "title": "Studio", "says": "blocks, previews, accounts"},
    {"href": "/studio/elements", "title": "Elements", "says": "everything a layout can draw"},
    {"href": "/openapi.json", "title": "REST API", "says": "OpenAPI 3.1"},
    {"href": "/metrics", "title": "Metrics", "says": "for Prometheus"},
    {"href": "/readyz", "title": "Readiness", "says": "what is wrong, if anything"},
)


def front_routes(
    *, templates: Path, version: str, has_demo: bool, owed: Sequence[tuple[str, str]]
) -> list[BaseRoute]:
    """Return `/`; `owed`: credits (text, link) for data shown."""
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=select_autoescape(["html"])
    )
    links = [DEMO, *LINKS] if has_demo else list(LINKS)

    def page(heading: str, lead: str) -> Response:
        html = environment.get_template("front.html").render(
            heading=heading, lead=lead, links=links, version=version, credits=owed
        )
        return HTMLResponse(html, headers=_RULES)

    async def front(_request: Request) -> Response:
        return page("Opentime", _LEAD)

    async def to_studio(_request: Request) -> Response:
        return RedirectResponse("/studio/", status_code=308, headers={"cache-control": "no-store"})

    return [Route("/", front), Route("/studio", to_studio)]
