"""The error tree: every failure names the thing, the value and the remedy.

AppError                      500, reported
|- Refused                    4xx, not reported
|  |- NotFound 404  |- Forbidden 403  |- Unauthorized 401  |- Unacceptable 422  |- Conflict 409
|  |                                                                        `- Taken
|  |- TooLarge 413  |- TooMany 429
|  `- AuthoringError 422, every problem of a document, not the first (model/problem.py)
|- Overloaded                 503; images are answered by the fallback instead
|- StorageFull 507  |- StorageFailing 503, what the disk does to us
|- SourceError 503            caught where facts are gathered, becomes Missing
|- RenderError                caught only where renderings are made, becomes the fallback
`- ConfigurationError         start-up only: lists every bad setting, exits 78
"""

import errno
from typing import ClassVar


class AppError(Exception):
    """A failure with a status, a message for whoever asked, and a remedy."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something failed on our side"
    report: ClassVar[bool] = True

    def __init__(self, message: str, *, remedy: str = "", field: str = "", value: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.field = field
        self.value = value


class Refused(AppError):
    """The request cannot be served as it is."""

    status = 400
    title = "The request was refused"
    report = False


class Unauthorized(Refused):
    """No credential, or one that is not known."""

    status = 401
    title = "A valid API key is needed"


class Forbidden(Refused):
    """The credential lacks the right."""

    status = 403
    title = "This key may not do that"


class NotFound(Refused):
    """What was named does not exist."""

    status = 404
    title = "Not found"


class Conflict(Refused):
    """The request contradicts what is stored."""

    status = 409
    title = "Conflict"


class Taken(Conflict):
    """What was to be made is there already; `there`: the key or id that it is asked for by."""

    def __init__(self, message: str, *, there: str, remedy: str, field: str, value: str) -> None:
        super().__init__(message, remedy=remedy, field=field, value=value)
        self.there = there


class TooLarge(Refused):
    """The body or document is over its limit."""

    status = 413
    title = "Too large"


class TooMany(Refused):
    """The same was tried too often; `wait_s` seconds later it may be tried again."""

    status = 429
    title = "Too many attempts"

    def __init__(self, message: str, *, remedy: str = "", wait_s: float = 60.0) -> None:
        super().__init__(message, remedy=remedy)
        self.wait_s = wait_s


class Unacceptable(Refused):
    """A value is not one the field can take."""

    status = 422
    title = "A value is not acceptable"


class Overloaded(AppError):
    """Every worker is busy and the queue is full."""

    status = 503
    title = "Busy, try again shortly"
    report = False


class StorageFull(AppError):
    """There is no room left to write."""

    status = 507
    title = "The disk is full"


class StorageFailing(AppError):
    """The disk does not answer as it should."""

    status = 503
    title = "The disk fails at present"


class SourceError(AppError):
    """A source of facts failed."""

    status = 503
    title = "What is asked for cannot be read at present"
    report = False


class SourceTimeout(SourceError):
    """A source of facts was too late."""


class SourceUnavailable(SourceError):
    """A source of facts could not be reached."""


class SourceBusy(SourceUnavailable):
    """A source of facts asked to be left alone, for so many seconds if it said how many."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class SourceUnsuited(SourceUnavailable):
    """A source of facts is up, and finds fault with this one request."""


class SourceRefused(SourceUnavailable):
    """A source of facts is at an address that is never asked."""


class SourceMalformed(SourceError):
    """A source of facts answered with something unreadable."""


class RenderError(AppError):
    """A scene could not be drawn."""


class ConfigurationError(AppError):
    """A setting is wrong; the server does not start."""

    status = 500
    title = "Configuration"


def storage_failure(error: OSError) -> AppError:
    """Return what a failure of the operating system's files means to whoever asked."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StorageFull(
            f"There is no room left to write: {error.strerror}.",
            remedy="Free space on the volume that holds the home directory.",
        )
    return StorageFailing(
        f"A file could not be read or written: {error.strerror or error}.",
        remedy="Check the volume that holds the home directory, its health and permissions.",
    )
