"""`opentime users` and `opentime audit`: the people of the studio, and what they did."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.errors import AppError
from app.model.account import Role
from app.settings import read_settings

if TYPE_CHECKING:  # commands that do not ask for people start faster
    from app.composition.studio import People

users = typer.Typer(
    name="users", help="People who may sign in to the studio.", no_args_is_help=True
)
Home = Annotated[Path | None, typer.Option("--home", help="Folder of the database and caches.")]
Password = Annotated[
    str,
    typer.Option(
        "--password",
        prompt=True,
        hide_input=True,
        confirmation_prompt=True,
        help="Asked for when not given.",
    ),
]
_BY = "command line"


@users.command("list")
def list_(home: Home = None) -> None:
    """Show every account."""

    async def show(people: "People") -> None:
        table = Table("email", "name", "role", "since", "state")
        for each in await people.accounts.all():
            state = "closed" if each.is_closed else "open"
            since = each.created_at.date().isoformat()
            table.add_row(each.email, each.name, each.role.value, since, state)
        Console().print(table)

    _with(home, show)


@users.command()
def add(
    email: str,
    password: Password,
    name: Annotated[str, typer.Option(help="As colleagues see it.")] = "",
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.DESIGNER,
    home: Home = None,
) -> None:
    """Create an account."""

    async def create(people: "People") -> None:
        account = await people.accounts.add(email, name, role, password, by=_BY)
        Console().print(f"{account.email} may sign in as {account.role.value}.", markup=False)

    _with(home, create)


@users.command()
def password(email: str, new: Password, home: Home = None) -> None:
    """Set a new password; the person's sessions end."""

    async def change(people: "People") -> None:
        await people.accounts.set_password(email, new, by=_BY)
        Console().print(f"{email} has a new password.", markup=False)

    _with(home, change)


@users.command()
def code(home: Home = None) -> None:
    """Show the code that makes the first account in the studio."""

    async def show(people: "People") -> None:
        if await people.signing_in.is_new():
            typer.echo(people.signing_in.setup_code())
        else:
            typer.echo("The studio is set up already.")

    _with(home, show)


def audit(home: Home = None) -> None:
    """Check that no line of the audit log was changed or taken out; 1 when one was."""
    from app.composition.storage import open_storage, system_now  # noqa: PLC0415  # as above

    storage = open_storage(read_settings(given={"home": home}), system_now)
    try:
        broken = asyncio.run(storage.audit.verify())
    finally:
        storage.database.close()
    if broken is not None:
        typer.echo(f"Line {broken} of the audit log was tampered with: compare with a backup.")
        raise typer.Exit(1)
    typer.echo("The audit log is whole.")


def _with(home: Path | None, job: "Callable[[People], Awaitable[None]]") -> None:
    from app.adapters.passwords import Passwords  # noqa: PLC0415  # other commands start faster
    from app.composition.storage import open_storage, system_now  # noqa: PLC0415  # as above
    from app.composition.studio import people  # noqa: PLC0415  # as above

    settings = read_settings(given={"home": home})
    storage, passwords = open_storage(settings, system_now), Passwords()

    async def run() -> None:
        await job(people(settings, storage, system_now, passwords))

    try:
        asyncio.run(run())
    except AppError as error:
        typer.echo(f"{error.message} {error.remedy}".strip(), err=True)
        raise typer.Exit(1) from None
    finally:
        passwords.close()
        storage.database.close()
