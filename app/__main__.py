"""The command line: `opentime` and `python -m app`."""

import os
import sys

from app.cli.commands import app
from app.errors import AppError, ConfigurationError

EX_CONFIG = 78
EX_FAILED = 1


def main() -> None:
    """Run the command line; failures are one line each, with their remedy."""
    os.umask(0o077)  # a home holds profiles, an export holds keys: nobody else's business
    try:
        app()
    except ConfigurationError as error:
        sys.exit(_told(error, EX_CONFIG))
    except AppError as error:
        sys.exit(_told(error, EX_FAILED))


def _told(error: AppError, code: int) -> int:
    print(f"opentime: {error.message} {error.remedy}".strip(), file=sys.stderr)  # noqa: T201  # a command line speaks
    return code


if __name__ == "__main__":
    main()
