"""The pages of signing in: first set-up, sign-in, sign-out."""

from collections.abc import Sequence
from typing import Final

from starlette.responses import RedirectResponse, Response

from app.errors import AppError, Refused
from app.model.account import Right
from app.studio.accounts import LEAST_PASSWORD
from app.studio.signing_in import SignInService
from app.web.studio.door import ROOT, Door, way_back
from app.web.studio.pages import Pages
from app.web.studio.visits import KIB, Page, Visit

_SENT: Final = 16 * KIB  # by whoever knows the address: a name, an email, a password


class SigningPages:
    """Shows the forms, and takes them."""

    def __init__(self, *, signing_in: SignInService, pages: Pages, door: Door) -> None:
        self._signing_in = signing_in
        self._pages = pages
        self._door = door

    def pages(self) -> Sequence[Page]:
        """Return the pages; signing in is open to everybody."""
        return (
            Page(method="GET", path="/sign-in", right=None, handle=self.sign_in_form),
            Page(method="POST", path="/sign-in", right=None, handle=self.sign_in, most_bytes=_SENT),
            Page(method="POST", path="/sign-out", right=Right.LOOK, handle=self.sign_out),
            Page(method="GET", path="/set-up", right=None, handle=self.set_up_form),
            Page(method="POST", path="/set-up", right=None, handle=self.set_up, most_bytes=_SENT),
        )

    async def sign_in_form(self, visit: Visit) -> Response:
        """Show where to sign in."""
        if await self._signing_in.is_new():
            return RedirectResponse(f"{ROOT}/set-up", 303)
        to = way_back(visit.request.query_params.get("to", ""))
        if visit.signed_in is not None:
            return RedirectResponse(to, 303)
        return self._sign_in_page(to=to)

    async def sign_in(self, visit: Visit) -> Response:
        """Begin a session."""
        email, to = visit.form.get("email", ""), way_back(visit.form.get("to", ""))
        try:
            signed_in = await self._signing_in.sign_in(
                email, visit.form.get("password", ""), visit.ip
            )
        except Refused as error:
            return self._sign_in_page(to=to, email=email, error=error)
        if visit.signed_in is not None:  # whoever knew the former secret is out
            await self._signing_in.sign_out(visit.signed_in)
        return self._door.begun(RedirectResponse(to, 303), signed_in)

    async def sign_out(self, visit: Visit) -> Response:
        """End the session."""
        if visit.signed_in is not None:
            await self._signing_in.sign_out(visit.signed_in)
        return self._door.ended(RedirectResponse(f"{ROOT}/sign-in", 303))

    async def set_up_form(self, visit: Visit) -> Response:
        """Show where the first account is made."""
        if not await self._signing_in.is_new():
            return RedirectResponse(f"{ROOT}/sign-in", 303)
        code = visit.request.query_params.get("code", "")
        return self._set_up_page(code=code)

    async def set_up(self, visit: Visit) -> Response:
        """Make the first account and begin its session."""
        form = visit.form
        code, email, name = form.get("code", ""), form.get("email", ""), form.get("name", "")
        try:
            signed_in = await self._signing_in.set_up(
                code, email, name, form.get("password", ""), visit.ip
            )
        except Refused as error:
            return self._set_up_page(code=code, email=email, name=name, error=error)
        return self._door.begun(RedirectResponse(f"{ROOT}/", 303), signed_in)

    def _sign_in_page(self, *, to: str, email: str = "", error: AppError | None = None) -> Response:
        return self._pages.page(
            "sign-in.html", status=error.status if error else 200, to=to, email=email, error=error
        )

    def _set_up_page(
        self, *, code: str, email: str = "", name: str = "", error: AppError | None = None
    ) -> Response:
        return self._pages.page(
            "set-up.html",
            status=error.status if error else 200,
            code=code,
            email=email,
            name=name,
            least=LEAST_PASSWORD,
            error=error,
        )
