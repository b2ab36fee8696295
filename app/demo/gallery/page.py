"""The gallery as a page of the studio: every element, option and script, drawn by this server."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from app.demo.gallery.coloring import colored, worded
from app.demo.gallery.examples import Example
from app.demo.gallery.gallery import Gallery
from app.model.keeping import Kept

ADDRESS: Final = "/studio/elements"
_PICTURES: Final = "/static/demo"
_MOST_KEPT: Final = 512  # pictures: more than there are examples
_RULES: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_MAIL_RULES: Final = _RULES | {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
}
_MAIL: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>In a mail</title>'
    '<body style="margin:24px;">{}</body></html>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    """The page, and each example as its picture, as HTML of a mail and as its document."""

    gallery: Gallery
    templates: Path
    _drawn: Kept[str, bytes] = field(init=False, default_factory=lambda: Kept(_MOST_KEPT))
    # One at a time: a page of examples must not take the processors from opens.
    _turn: asyncio.Semaphore = field(init=False, default_factory=lambda: asyncio.Semaphore(1))

    def routes(self) -> list[BaseRoute]:
        """Return the page's routes."""
        return [Route(ADDRESS, self.show), Route(f"{ADDRESS}/{{file}}", self.example)]

    async def show(self, _request: Request) -> Response:
        """Show all examples beside their documents."""
        environment = Environment(
            loader=FileSystemLoader(self.templates), autoescape=select_autoescape(["html"])
        )
        environment.filters |= {"colored": colored, "worded": worded}
        chapters = await asyncio.to_thread(lambda: self.gallery.chapters)
        html = environment.get_template("studio/elements.html").render(
            chapters=chapters, address=ADDRESS
        )
        return HTMLResponse(html, headers=_RULES)

    async def example(self, request: Request) -> Response:
        """Answer `NAME.png` (or .gif, .jpg), `NAME.html` and `NAME.yaml`."""
        name, _, extension = str(request.path_params["file"]).rpartition(".")
        example = self.gallery.examples.get(name)
        if example is not None and extension == "yaml":
            return PlainTextResponse(example.document, headers=_RULES)
        if example is not None and extension == "html":
            html = await asyncio.to_thread(self.gallery.html, example, _PICTURES)
            return HTMLResponse(_MAIL.format(html), headers=_MAIL_RULES)
        if example is not None and extension == example.format:
            body = await self._picture(example)
            return Response(body, headers=_RULES, media_type=example.format.media_type)
        return PlainTextResponse(
            "There is no such example.\n", status_code=404, headers={"cache-control": "no-store"}
        )

    async def _picture(self, example: Example) -> bytes:
        body = self._drawn.get(example.name)
        if body is None:
            async with self._turn:
                drawing = await asyncio.to_thread(self.gallery.drawing, example)
            body = drawing.body
            self._drawn.put(example.name, body)
        return body
