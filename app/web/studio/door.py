"""The studio's door: who comes in, with which right, from which page; headers of every answer.

A POST needs the origin of the page it comes from to be ours and, of somebody signed in, the token
of the session. Nothing behind the door is ever cached or framed.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import SplitResult, quote, urlsplit

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.errors import AppError, Forbidden, NotFound, TooMany, Unauthorized
from app.model.account import Right
from app.studio.signing_in import LIFE, SignedIn, SignInService
from app.web.api.problems import MEDIA_TYPE, problem_document
from app.web.studio.bodies import data_of, form_of
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Takes, Visit
from app.web.studio.working import note_brand

ROOT = "/studio"
_RULES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ClientOf = Callable[[str, str], str]
"""Returns the client's address, given the peer's and what X-Forwarded-For says."""

HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": _RULES,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_GONE = 499  # as proxies write of whoever hung up
_log = logging.getLogger("opentime.studio")


class Door:
    """Lets visitors in to the pages their role may see."""

    def __init__(
        self, *, signing_in: SignInService, pages: Pages, client_of: ClientOf, is_https: bool
    ) -> None:
        self._signing_in = signing_in
        self._client_of = client_of
        self._pages = pages
        self._is_https = is_https
        # With this prefix a browser lets no other host set it; it needs https.
        self._cookie = "__Host-opentime" if is_https else "opentime"

    def routes(self, pages: Iterable[Page]) -> list[BaseRoute]:
        """Return the routes of pages, each behind the door; the last is of what is no page."""
        rest = Page(method="GET", path="/{rest:path}", right=Right.LOOK, handle=_nowhere)
        return [
            Route(ROOT + page.path, self._guarded(page), methods=[page.method])
            for page in (*pages, rest)
        ]

    def begun(self, response: Response, signed_in: SignedIn) -> Response:
        """Return a response that leaves the session's secret with the browser."""
        response.set_cookie(
            self._cookie,
            signed_in.secret,
            max_age=int(LIFE.total_seconds()),
            httponly=True,
            secure=self._is_https,
            samesite="lax",
            path="/",
        )
        return response

    def ended(self, response: Response) -> Response:
        """Return a response that takes the session's secret back."""
        response.delete_cookie(
            self._cookie, path="/", httponly=True, secure=self._is_https, samesite="lax"
        )
        return response

    def _guarded(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            note_brand(request)
            try:
                response = await self._answer(page, request)
            except AppError as error:
                response = self._refusal(page, request, error)
            except ClientDisconnect:  # nobody is left to be told, and nothing failed
                response = Response(status_code=_GONE)
            except Exception:  # noqa: BLE001  # an edge: whoever works here is told something
                _log.exception("The studio failed at %s %s", page.method, page.path)
                failure = AppError("Something failed on our side.", remedy="Try again.")
                response = self._refusal(page, request, failure)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return endpoint

    async def _answer(self, page: Page, request: Request) -> Response:
        signed_in = await self._signing_in.who(request.cookies.get(self._cookie, ""))
        request.state.signed_in = signed_in  # whoever is refused keeps the menu
        if page.method == "POST":
            _check_origin(request)
        if page.right is not None:  # before anything is read: a stranger's body costs nothing
            if signed_in is None:
                return await self._to_sign_in(page, request)
            _check_right(page.right, signed_in)
        form: Mapping[str, str] = {}
        if page.method == "POST":
            if page.takes is Takes.FORM:
                form = await form_of(request, page.most_bytes)
            if signed_in is not None and page.right is not None:
                _check_token(request, form, signed_in)
        data = await data_of(request, page.most_bytes) if page.takes is Takes.DATA else {}
        return await page.handle(
            Visit(request=request, ip=self._ip(request), signed_in=signed_in, form=form, data=data)
        )

    def _ip(self, request: Request) -> str:
        peer = request.client.host if request.client else ""
        return self._client_of(peer, ",".join(request.headers.getlist("x-forwarded-for")))

    async def _to_sign_in(self, page: Page, request: Request) -> Response:
        if page.for_scripts:
            raise Unauthorized("Nobody is signed in.", remedy="Sign in again, in another tab.")
        if await self._signing_in.is_new():
            return RedirectResponse(f"{ROOT}/set-up", status_code=303)
        back = quote(request.url.path) if request.method == "GET" else ""
        return RedirectResponse(f"{ROOT}/sign-in" + (f"?to={back}" if back else ""), 303)

    def _refusal(self, page: Page, request: Request, error: AppError) -> Response:
        if error.report:
            _log.error("The studio failed at %s: %s", request.url.path, error.message)
        signed_in = getattr(request.state, "signed_in", None)
        response = (
            _problem(request, error) if page.for_scripts else self._pages.refusal(error, signed_in)
        )
        if isinstance(error, TooMany):
            response.headers["retry-after"] = str(max(1, round(error.wait_s)))
        return response


async def _nowhere(visit: Visit) -> Response:
    raise NotFound(
        "There is no such page in the studio.",
        remedy="Look whether the address is whole, or go on from the menu.",
        field="path",
        value=visit.request.url.path[:200],
    )


def _problem(request: Request, error: AppError) -> Response:
    document = problem_document(error, request.url.path)
    return Response(msgspec.json.encode(document), status_code=error.status, media_type=MEDIA_TYPE)


def way_back(target: str) -> str:
    """Return a path below the studio to go on to; the library for everything else."""
    parts = parts_of(target)
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith(f"{ROOT}/")
    return parts.path if is_ours and "\\" not in target and "//" not in target else f"{ROOT}/"


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address; of what is none, such as `http://[`, all are empty."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _check_origin(request: Request) -> None:
    """Refuse what comes from a page of somebody else's; browsers say so with every POST."""
    origin = request.headers.get("origin", "")
    host = request.headers.get("host", "")
    if not origin or not host or parts_of(origin).netloc.lower() != host.lower():
        raise Forbidden(
            "This form was not sent from the studio.",
            remedy="Open the page in the studio and send it from there.",
            field="Origin",
            value=origin[:200],
        )


def _check_token(request: Request, form: Mapping[str, str], signed_in: SignedIn) -> None:
    token = request.headers.get("x-csrf-token") or form.get("csrf", "")
    if not hmac.compare_digest(token.encode(), signed_in.session.csrf.encode()):
        raise Forbidden(
            "This page is from another session.", remedy="Load the page again.", field="csrf"
        )


def _check_right(right: Right, signed_in: SignedIn) -> None:
    if not signed_in.account.may(right):
        raise Forbidden(
            f"Your role, {signed_in.account.role.value}, may not do this.",
            remedy="Ask an admin.",
            field="right",
            value=right.value,
        )
