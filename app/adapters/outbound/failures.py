"""What goes wrong on the wire, in the project's own words.

A library's words are dropped with their cause: they quote what the server sent, which may be
the very secret it was sent.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from app.errors import SourceMalformed, SourceTimeout, SourceUnavailable


@contextmanager
def in_our_words(host: str, *, malformed: str) -> Iterator[None]:
    """Raise SourceError for what httpcore and the system raise; `malformed` says what is."""
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError):
        raise SourceTimeout(f"{host} did not answer in time.") from None
    except (httpcore.ConnectError, httpcore.ConnectionNotAvailable) as error:
        raise SourceUnavailable(f"{host} cannot be connected to{_certificate(error)}.") from None
    except httpcore.ProtocolError:
        raise SourceMalformed(f"{host} {malformed}.") from None
    except (httpcore.NetworkError, OSError):
        raise SourceUnavailable(f"{host} broke the connection.") from None


def _certificate(error: Exception) -> str:
    cause = error.__context__  # the pool drops what is the cause
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f": its certificate does not hold ({cause.verify_message.strip(' .')})"
    return ": TLS failed" if isinstance(cause, ssl.SSLError) else ""
