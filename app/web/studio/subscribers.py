"""The pages of subscribers: looking for somebody, one profile, erasing it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.responses import RedirectResponse, Response

from app.errors import AppError, Conflict, Refused, Unacceptable
from app.model.account import Right
from app.model.subscriber import Subscriber
from app.studio.finding import PAGE, Finder
from app.studio.profiles import ProfileService
from app.web.api.problems import Faulty
from app.web.studio.door import ROOT
from app.web.studio.fields import attribute_rows, filled, query, there, wrong
from app.web.studio.pages import Pages
from app.web.studio.subscriber_form import FLAGS, form_of_subscriber, subscriber_of_form
from app.web.studio.visits import Page, Visit

_EVENTS = 50
_NAMES = ("first_name", "last_name", "name", "email")
LiveBlocks = Callable[[], Awaitable[Sequence[str]]]
"""Returns the names of blocks that readers get."""


class SubscriberPages:
    """Shows, changes and erases profiles, for those who may see people."""

    def __init__(
        self, *, finder: Finder, profiles: ProfileService, live_blocks: LiveBlocks, pages: Pages
    ) -> None:
        self._finder = finder
        self._profiles = profiles
        self._live_blocks = live_blocks
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; all of them ask for the right to see people."""
        one, people = "/subscribers/{key}", Right.PEOPLE
        return (
            Page(method="GET", path="/subscribers", right=people, handle=self.subscribers),
            Page(method="GET", path="/subscribers/new", right=people, handle=self.new),
            Page(method="POST", path="/subscribers", right=people, handle=self.add),
            Page(method="GET", path=one, right=people, handle=self.subscriber),
            Page(method="POST", path=one, right=people, handle=self.change),
            Page(method="GET", path=f"{one}/erase", right=people, handle=self.ask_to_erase),
            Page(method="POST", path=f"{one}/erase", right=people, handle=self.erase),
        )

    async def subscribers(self, visit: Visit) -> Response:
        """Show who has a key, an id or a word in an attribute."""
        asked = visit.request.query_params
        wanted, cursor = asked.get("q", "").strip()[:200], asked.get("after", "")
        found = await self._finder.subscribers(wanted, cursor=cursor, limit=PAGE)
        return self._pages.page(
            "subscribers.html",
            account=visit.account,
            csrf=visit.csrf,
            people=[(person, _called(person)) for person in found.items],
            count=await self._profiles.count(),
            wanted=wanted,
            is_first=not cursor,
            more=query(q=wanted, after=found.cursor) if found.cursor else "",
            looked=found.looked,
        )

    async def new(self, visit: Visit) -> Response:
        """Show the form of a new profile."""
        return await self._page(visit, None)

    async def add(self, visit: Visit) -> Response:
        """Create a profile."""
        try:
            person = subscriber_of_form(visit.form, None)
            kept = await self._profiles.add(person, by=visit.account.email)
        except (Unacceptable, Conflict) as error:
            return await self._page(visit, None, form=visit.form, error=error)
        return RedirectResponse(f"{ROOT}/subscribers/{kept.key}?saved=1", 303)

    async def subscriber(self, visit: Visit) -> Response:
        """Show one profile."""
        return await self._page(visit, await self._person(visit))

    async def change(self, visit: Visit) -> Response:
        """Change a profile."""
        former = await self._person(visit)
        try:
            person = subscriber_of_form(visit.form, former)
            await self._profiles.change(former, person, by=visit.account.email)
        except Unacceptable as error:
            return await self._page(visit, former, form=visit.form, error=error)
        return RedirectResponse(f"{ROOT}/subscribers/{former.key}?saved=1", 303)

    async def ask_to_erase(self, visit: Visit) -> Response:
        """Ask for the person's id before anything is erased."""
        return await self._question(visit, await self._person(visit))

    async def erase(self, visit: Visit) -> Response:
        """Erase a person."""
        person = await self._person(visit)
        try:
            await self._profiles.erase(
                person.key, visit.form.get("typed", ""), by=visit.account.email
            )
        except Unacceptable as error:
            return await self._question(visit, person, error=error)
        return RedirectResponse(f"{ROOT}/subscribers", 303)

    async def _person(self, visit: Visit) -> Subscriber:
        return await self._profiles.get(visit.request.path_params["key"])

    async def _question(
        self, visit: Visit, person: Subscriber, *, error: Refused | None = None
    ) -> Response:
        return self._pages.page(
            "subscriber-erase.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            person=person,
            called=_called(person),
            error=error,
        )

    async def _page(
        self,
        visit: Visit,
        person: Subscriber | None,
        *,
        form: Mapping[str, str] | None = None,
        error: AppError | None = None,
    ) -> Response:
        kept = list(person.attributes.items()) if person else []
        beside = wrong(error)
        return self._pages.page(
            "subscriber.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            person=person,
            called=_called(person) if person else "",
            form=filled(form if form is not None else form_of_subscriber(person) if person else {}),
            attributes=attribute_rows(form) if form else kept,
            flags=FLAGS,
            blocks=await self._live_blocks() if person else (),
            events=await self._finder.events(person.key, _EVENTS) if person else (),
            wrong=beside,
            there=there(error, lambda key: f"{ROOT}/subscribers/{key}"),
            error=error if error and not (beside and isinstance(error, Faulty)) else None,
            is_saved=visit.request.query_params.get("saved") == "1",
        )


def _called(person: Subscriber) -> str:
    """Return what a person is called, as far as common attributes say."""
    said = {name: person.attributes.get(name) for name in _NAMES}
    names = [said[name] for name in ("first_name", "last_name") if isinstance(said[name], str)]
    whole = " ".join(str(name) for name in names) or said["name"] or said["email"]
    return str(whole or person.external_id)
