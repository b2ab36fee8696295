"""The demo's page: the email in a mail client's frame, opened as somebody, at some moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from app.delivery.previewing import PreviewRequest, PreviewService
from app.delivery.viewing import filled
from app.demo.letters import letter_blocks, letter_email, letter_products
from app.demo.subscribers import Role
from app.errors import AppError
from app.model.message import Message
from app.model.plan import Plan
from app.model.ports import Now
from app.model.zones import zone_of

_MOMENT = "%a %d %b %Y, %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPage:
    """What the page shows: the cast, the emails, and previews through the code of an open."""

    previewing: PreviewService
    cast: Sequence[Role]
    messages: Sequence[Message]
    now: Now
    base_url: str
    templates: Path
    plans: Mapping[str, Plan]

    def routes(self) -> list[BaseRoute]:
        """Return the page's route."""
        return [Route("/demo", self.show)]

    async def show(self, request: Request) -> Response:
        """Show the email as `as` would see it, at `at` (their wall time; empty: now)."""
        role = next(
            (r for r in self.cast if r.subscriber.key == request.query_params.get("as")), None
        )
        role = role or self.cast[0]
        wanted = request.query_params.get("message")
        message = next((m for m in self.messages if m.key == wanted), self.messages[0])
        zone = zone_of(role.subscriber.tz or "America/New_York")
        at = _moment(request.query_params.get("at", ""))
        instant = at.replace(tzinfo=zone) if at else None
        fields = {
            "base": self.base_url,
            "message": message.key,
            "subscriber": role.subscriber.key,
        }
        html = self._template().render(
            email=letter_email(message),
            emails=[{"key": m.key, "name": m.name, "title": m.title} for m in self.messages],
            cast=[_person(r) for r in self.cast],
            chosen=_person(role)
            | {"local_time": (instant or self.now()).astimezone(zone).strftime(_MOMENT)},
            at=at.strftime("%Y-%m-%dT%H:%M") if at else "",
            blocks=await self._blocks(message, role, instant),
            products=letter_products(),
            static_url="{base}/static/",
            studio_url="",
        )
        return HTMLResponse(filled(html, fields), headers={"cache-control": "no-store"})

    async def _blocks(
        self, message: Message, role: Role, at: datetime | None
    ) -> list[dict[str, object]]:
        zone = zone_of(role.subscriber.tz or "America/New_York")
        return [
            block | await self._caption(str(block["name"]), message, role, at, zone_name=zone.key)
            for block in letter_blocks(message, self.plans)
        ]

    async def _caption(
        self, name: str, message: Message, role: Role, at: datetime | None, *, zone_name: str
    ) -> dict[str, object]:
        request = PreviewRequest(
            block=name,
            subscriber=role.subscriber.key,
            message=message.key,
            at=at,
        )
        try:
            document = (await self.previewing.preview(request)).document
        except AppError as error:
            return {"variant": "nothing", "because": error.message, "valid_until": ""}
        until = document["valid_until"]
        local = until.astimezone(zone_of(zone_name)) if isinstance(until, datetime) else None
        shown = {
            "variant": document["variant"],
            "because": _because(document),
            "valid_until": local.strftime(_MOMENT) if local else "",
        }
        return shown | ({"image_url": document["image"]} if at else {})

    def _template(self) -> Template:
        environment = Environment(
            loader=FileSystemLoader(self.templates), autoescape=select_autoescape(["html"])
        )
        return environment.get_template("demo/index.html")


def _person(role: Role) -> dict[str, object]:
    person = role.subscriber
    name = person.attributes.get("first_name") or "Somebody"
    return {"key": person.key, "name": name, "who": role.who, "city": person.home.city}


def _because(document: Mapping[str, object]) -> str:
    considered = document["considered"]
    assert isinstance(considered, list)
    held = next((entry for entry in considered if entry["held"]), None)
    return str(held["because"]) if held else "no variant's condition holds"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None
