"""`opentime check`: blocks and emails before they are published or sent."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.settings import read_settings

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the database and caches.")]


def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Blocks and emails.")] = None,
    esp: Annotated[str, typer.Option(help="Whose merge tags the emails must hold.")] = "",
    field: Annotated[str, typer.Option(help="Field of the ESP with our key.")] = "opentime_key",
    fix: Annotated[Path | None, typer.Option(help="Where a mended copy of the email goes.")] = None,
    home: Home = None,
) -> None:
    """Lint blocks and emails (.html, .eml): every problem, with file, line and remedy."""
    from app.cli import blocks, emails  # noqa: PLC0415  # other commands start faster
    from app.delivery.email_checking import sending_by  # noqa: PLC0415  # as above

    settings, sending, console = (
        read_settings(given={"home": home}),
        sending_by(esp, field),
        Console(),
    )
    if fix is not None:
        if len(files or []) != 1 or files is None:
            raise typer.BadParameter("Name the one email to mend.", param_hint="FILES")
        if fix.suffix.lower() != files[0].suffix.lower():
            raise typer.BadParameter("A copy ends as the email does.", param_hint="--fix")
        for line, done in emails.fix_email(settings, files[0], fix, sending).done:
            console.print(f"{files[0]}:{line}: {done}", markup=False, highlight=False)
        files = [fix]
    checked, problems = blocks.check(settings, files or [], sending)
    raise typer.Exit(blocks.tell(problems, checked, console))
