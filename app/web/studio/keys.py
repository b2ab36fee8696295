"""The page of API keys: who may use the REST API."""

from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response

from app.errors import AppError, Refused
from app.model.account import Right
from app.model.ports import ApiKey, Now
from app.studio.api_keys import LIVES, ApiKeyService
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit


class KeyPages:
    """Shows, creates and revokes API keys."""

    def __init__(self, *, keys: ApiKeyService, base_url: str, now: Now, pages: Pages) -> None:
        self._keys = keys
        self._base_url = base_url
        self._now = now
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; all of them are an admin's."""
        manage = Right.MANAGE
        return (
            Page(method="GET", path="/keys", right=manage, handle=self.all),
            Page(method="POST", path="/keys", right=manage, handle=self.create),
            Page(method="POST", path="/keys/{prefix}/revoke", right=manage, handle=self.revoke),
        )

    async def all(self, visit: Visit) -> Response:
        """Show every key."""
        return await self._page(visit)

    async def create(self, visit: Visit) -> Response:
        """Create a key and show its secret; loading the page again does not show it again."""
        form = visit.form
        try:
            made = await self._keys.create(
                form.get("name", ""),
                form.get("may", ""),
                form.get("days", ""),
                by=visit.account.email,
            )
        except Refused as error:
            return await self._page(visit, error=error)
        return await self._page(visit, made=made)

    async def revoke(self, visit: Visit) -> Response:
        """Revoke a key."""
        await self._keys.revoke(visit.request.path_params["prefix"], by=visit.account.email)
        return RedirectResponse(f"{ROOT}/keys", 303)

    async def _page(
        self,
        visit: Visit,
        *,
        made: tuple[ApiKey, str] | None = None,
        error: AppError | None = None,
    ) -> Response:
        return self._pages.page(
            "keys.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            keys=await self._keys.all(),
            made=made[0] if made else None,
            secret=made[1] if made else "",
            base_url=self._base_url,
            now=self._now(),
            lives=LIVES,
            form=visit.form if error else {},
            error=error,
        )
