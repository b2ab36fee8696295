"""The page that checks a marketer's email before it is sent, and hands out a mended copy."""

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.responses import Response

from app.delivery.email_checking import EmailCheck, EmailChecks
from app.delivery.embed import DEFAULT_FIELD
from app.delivery.esps import ESPS
from app.errors import AppError, Refused, TooLarge, Unacceptable
from app.model.account import Right
from app.model.ports import Messages
from app.model.problem import Severity
from app.web.studio.pages import Pages
from app.web.studio.visits import KIB, Page, Visit

_MIB: Final = 1024 * KIB
_LARGEST: Final = 2 * _MIB  # characters
_SENT: Final = 7 * _MIB  # a form triples what is not ASCII


class EmailCheckPages:
    """Checks what is pasted; keeps nothing of it."""

    def __init__(self, *, checks: EmailChecks, messages: Messages, pages: Pages) -> None:
        self._checks = checks
        self._messages = messages
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look checks emails."""
        look, at = Right.LOOK, "/messages/check"
        return (
            Page(method="GET", path=at, right=look, handle=self.ask),
            Page(method="POST", path=at, right=look, handle=self.check, most_bytes=_SENT),
            Page(
                method="POST", path=f"{at}/mended", right=look, handle=self.mend, most_bytes=_SENT
            ),
        )

    async def ask(self, visit: Visit) -> Response:
        """Show an empty form, for the provider of the message that the address names."""
        asked = visit.request.query_params
        message = await self._messages.get(asked.get("message", "")[:200])
        form = {
            "message": message.key if message else "",
            "esp": asked.get("esp", message.esp if message else "")[:80],
            "field": asked.get("field", message.esp_field if message else "")[:80],
        }
        return await self._page(visit, form)

    async def check(self, visit: Visit) -> Response:
        """Show what is wrong with the email, each with its line and remedy."""
        try:
            text, esp, field = _asked(visit.form)
            return await self._page(visit, visit.form, await self._checks.check(text, esp, field))
        except Refused as error:
            return await self._page(visit, visit.form, error=error)

    async def mend(self, visit: Visit) -> Response:
        """Send the mended copy."""
        try:
            text, esp, field = _asked(visit.form)
            mended = await self._checks.mended(text, esp, field)
        except Refused as error:
            return await self._page(visit, visit.form, error=error)
        name = f"email-mended.{mended.ending}"
        return Response(
            mended.body,
            media_type="application/octet-stream",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )

    async def _page(
        self,
        visit: Visit,
        form: Mapping[str, str],
        checked: EmailCheck | None = None,
        *,
        error: AppError | None = None,
    ) -> Response:
        message = await self._messages.get(form.get("message", "")[:200])
        shown = set(checked.blocks) if checked else set()
        return self._pages.page(
            "email-check.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            form=form,
            message=message,
            checked=checked,
            errors=_count(checked, Severity.ERROR),
            warnings=_count(checked, Severity.WARNING),
            absent=[name for name in message.blocks if name not in shown] if message else [],
            esps=ESPS,
            usual=DEFAULT_FIELD,
            error=error,
        )


def _asked(form: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the email, the provider and its field; raises Unacceptable, TooLarge."""
    text = form.get("email", "")
    if not text.strip():
        raise Unacceptable(
            "There is no email yet.",
            remedy="Paste its HTML, or choose the file.",
            field="email",
        )
    if len(text) > _LARGEST:
        raise TooLarge(
            f"The email has {len(text):,} characters.",
            remedy="Save it without attachments, or use `opentime check`.",
            field="email",
        )
    return text, form.get("esp", ""), form.get("field", "").strip() or DEFAULT_FIELD


def _count(checked: EmailCheck | None, severity: Severity) -> int:
    found = checked.found if checked else ()
    return sum(each.problem.severity is severity for each in found)
