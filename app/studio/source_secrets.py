"""Where sources send secrets, and who may try them elsewhere."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from app.errors import Forbidden
from app.model.account import Account, Right
from app.model.source import SourceSpec
from app.model.source_tokens import secrets_in


def check_secrets(spec: SourceSpec, kept: Iterable[SourceSpec], by: Account) -> None:
    """Raise Forbidden for a secret that no kept source sends to the server that is asked.

    Who may manage sends any of them anywhere.
    """
    server = _server(spec)
    known = (secrets_in(each) for each in kept if _server(each) == server)
    unknown = sorted(secrets_in(spec).difference(*known))
    if unknown and not by.may(Right.MANAGE):
        raise Forbidden(
            f"No source sends the secret {unknown[0]!r} to {server} yet.",
            remedy="Ask an admin to try it, or try it without the secret.",
            field="headers",
            value=unknown[0],
        )


def sent_by(spec: SourceSpec) -> str:
    """Return which server a source asks, and the names of the secrets it gets."""
    return ", ".join((_server(spec), *sorted(secrets_in(spec))))


def _server(spec: SourceSpec) -> str:
    """Return scheme, host and port."""
    parts = urlsplit(spec.url)
    return f"{parts.scheme}://{parts.netloc}".lower()
