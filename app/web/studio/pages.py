"""Templates of the studio, and what each is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, Response

from app.errors import AppError
from app.model.account import Account, Right
from app.model.brand import Brand
from app.studio.signing_in import SignedIn
from app.web.studio.working import working_brand


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the navigation."""

    title: str
    href: str
    right: Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Places that belong together. Without a title they stand first, by themselves."""

    title: str
    places: Sequence[Place]


NAVIGATION: Final[Sequence[Group]] = (
    Group(
        title="",
        places=(
            Place(title="Blocks", href="/studio/", right=Right.LOOK),
            Place(title="Gallery", href="/studio/gallery", right=Right.LOOK),
            Place(title="Messages", href="/studio/messages", right=Right.LOOK),
            Place(title="Live", href="/studio/live", right=Right.LOOK),
            Place(title="Elements", href="/studio/elements", right=Right.LOOK),
        ),
    ),
    Group(
        title="Data",
        places=(
            Place(title="Subscribers", href="/studio/subscribers", right=Right.PEOPLE),
            Place(title="Stores", href="/studio/stores", right=Right.LOOK),
            Place(title="Products", href="/studio/products", right=Right.LOOK),
            Place(title="Stock", href="/studio/stock", right=Right.LOOK),
            Place(title="Sources", href="/studio/sources", right=Right.LOOK),
            Place(title="Imports", href="/studio/imports", right=Right.RECORDS),
        ),
    ),
    Group(
        title="Brand",
        places=(
            Place(title="Brand kit", href="/studio/brand", right=Right.LOOK),
            Place(title="Assets", href="/studio/assets", right=Right.LOOK),
        ),
    ),
    Group(
        title="Workspace",
        places=(
            Place(title="API keys", href="/studio/keys", right=Right.MANAGE),
            Place(title="People & roles", href="/studio/accounts", right=Right.MANAGE),
            Place(title="Audit log", href="/studio/audit", right=Right.MANAGE),
        ),
    ),
)


class Pages:
    """Renders the studio's templates; every value is escaped."""

    def __init__(
        self, templates: Path, *, version: str, brands: Callable[[], Sequence[Brand]] = tuple
    ) -> None:
        self._brands = brands
        self._environment = Environment(
            loader=FileSystemLoader(templates / "studio"),
            autoescape=select_autoescape(["html"], default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["version"] = version

    def page(
        self, template: str, *, status: int = 200, account: Account | None = None, **context: object
    ) -> Response:
        """Render a template for whoever looks at it."""
        senders = self._brands() if account else ()
        text = self._environment.get_template(template).render(
            account=account,
            groups=_open_to(account),
            senders=senders,
            sender=_worked_with(senders),
            **context,
        )
        return HTMLResponse(text, status_code=status)

    def refusal(self, error: AppError, signed_in: SignedIn | None = None) -> Response:
        """Render what went wrong and what to do; whoever is signed in keeps the menu."""
        says = error.message if error.status < 500 else "Something failed on our side."  # noqa: PLR2004  # HTTP
        return self.page(
            "refusal.html",
            status=error.status,
            account=signed_in.account if signed_in else None,
            csrf=signed_in.session.csrf if signed_in else "",
            title=error.title,
            says=says,
            remedy=error.remedy,
        )


def _worked_with(senders: Sequence[Brand]) -> Brand | None:
    """Return the brand that is worked with: the chosen one, or the default one."""
    chosen = (each for each in senders if each.name == working_brand())
    return next(chosen, next(iter(senders), None))


def _open_to(account: Account | None) -> Sequence[Group]:
    """Return the navigation of whoever looks: what they may see."""
    if account is None:
        return ()
    groups = (
        Group(title=group.title, places=[each for each in group.places if account.may(each.right)])
        for group in NAVIGATION
    )
    return [group for group in groups if group.places]
