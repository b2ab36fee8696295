"""The page that checks a marketer's email before it is sent, and hands out a mended copy."""

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.responses import Response

from app.delivery.email_checking import EmailCheck, EmailChecks, MendedEmail
from app.delivery.embed import DEFAULT_FIELD
from app.delivery.esps import ESPS
from app.errors import AppError, NotFound, Refused, TooLarge, Unacceptable
from app.model.account import Right
from app.model.ports import Messages, Subscribers
from app.model.problem import Severity
from app.web.studio.pages import Pages
from app.web.studio.visits import KIB, Page, Visit

_MIB: Final = 1024 * KIB
_LARGEST: Final = 2 * _MIB  # characters
_SENT: Final = 7 * _MIB  # a form triples what is not ASCII


class EmailCheckPages:
    """Checks what is pasted; keeps nothing of it."""

    def __init__(
        self, *, checks: EmailChecks, messages: Messages, subscribers: Subscribers, pages: Pages
    ) -> None:
        self._subscribers = subscribers
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
            Page(
                method="POST",
                path=f"{at}/merged",
                right=Right.PEOPLE,
                handle=self.merge,
                most_bytes=_SENT,
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
        return _file(mended, "mended")

    async def merge(self, visit: Visit) -> Response:
        """Send the copy that one subscriber would get."""
        who = visit.form.get("who", "").strip()
        try:
            text, _, _ = _asked(visit.form)
            person = await self._subscribers.get(who)
            if person is None:
                raise NotFound(
                    f"There is no subscriber {who[:60]!r}.", remedy="Give a key or an external id.",
                    field="who", value=who[:60],
                )  # fmt: skip
            return _file(await self._checks.merged(text, person.key), "merged")
        except Refused as error:
            return await self._page(visit, visit.form, error=error)

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
            may_see_people=visit.account.may(Right.PEOPLE),
            esps=ESPS,
            usual=DEFAULT_FIELD,
            error=error,
        )


def _file(email: MendedEmail, what: str) -> Response:
    """Return an email as a file; what somebody pasted is never a page of ours."""
    disposition = f'attachment; filename="email-{what}.{email.ending}"'
    return Response(
        email.body,
        media_type="application/octet-stream",
        headers={"content-disposition": disposition},
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
