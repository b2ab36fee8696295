"""The pages of accounts and of the audit log: who may do what, and who did what."""

from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response

from app.errors import AppError, Refused, Unacceptable
from app.model.account import RIGHTS, AuditLog, Right, Role
from app.studio.accounts import LEAST_PASSWORD, AccountService
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Visit

_ENTRIES = 100
_MAY = {
    Right.LOOK: "look at blocks, figures, stores, products and sources",
    Right.DESIGN: "change drafts, messages, brands and assets",
    Right.PUBLISH: "publish and roll back",
    Right.RECORDS: "change stores, products, stock and sources",
    Right.PEOPLE: "see and change subscribers",
    Right.MANAGE: "look after accounts, API keys and the audit log",
}


class PeoplePages:
    """Shows and changes accounts; shows the audit log."""

    def __init__(self, *, accounts: AccountService, audit: AuditLog, pages: Pages) -> None:
        self._accounts = accounts
        self._audit = audit
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; all of them are an admin's."""
        manage = Right.MANAGE
        return (
            Page(method="GET", path="/accounts", right=manage, handle=self.accounts),
            Page(method="POST", path="/accounts", right=manage, handle=self.add),
            Page(method="POST", path="/accounts/{key}/change", right=manage, handle=self.change),
            Page(method="GET", path="/audit", right=manage, handle=self.audit),
        )

    async def accounts(self, visit: Visit) -> Response:
        """Show every account."""
        return await self._page(visit)

    async def add(self, visit: Visit) -> Response:
        """Create an account."""
        form = visit.form
        try:
            await self._accounts.add(
                form.get("email", ""),
                form.get("name", ""),
                _role(form.get("role", "")),
                form.get("password", ""),
                by=visit.account.email,
            )
        except Refused as error:
            return await self._page(visit, error=error)
        return RedirectResponse(f"{ROOT}/accounts", 303)

    async def change(self, visit: Visit) -> Response:
        """Give another role, close or open an account."""
        form = visit.form
        role = _role(form["role"]) if form.get("role") else None
        closed = {"close": True, "open": False}.get(form.get("do", ""))
        try:
            await self._accounts.change(
                visit.request.path_params["key"],
                by=visit.account.email,
                role=role,
                is_closed=closed,
            )
        except Refused as error:
            return await self._page(visit, error=error)
        return RedirectResponse(f"{ROOT}/accounts", 303)

    async def audit(self, visit: Visit) -> Response:
        """Show what was done, the newest first; on request, whether every line is whole."""
        cursor = visit.request.query_params.get("before", "")
        is_checked = "check" in visit.request.query_params
        page = await self._audit.page(cursor=cursor, limit=_ENTRIES)
        return self._pages.page(
            "audit.html",
            account=visit.account,
            csrf=visit.csrf,
            entries=page.items,
            more=page.cursor,
            is_checked=is_checked,
            broken=await self._audit.verify() if is_checked else None,
        )

    async def _page(self, visit: Visit, *, error: AppError | None = None) -> Response:
        return self._pages.page(
            "accounts.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            accounts=await self._accounts.all(),
            roles=[
                (role.value, [says for right, says in _MAY.items() if right in RIGHTS[role]])
                for role in Role
            ],
            form=visit.form if error else {},
            least=LEAST_PASSWORD,
            error=error,
        )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise Unacceptable(
            f"There is no role {text[:40]!r}.",
            remedy=f"There are {', '.join(Role)}.",
            field="role",
            value=text[:40],
        ) from error
