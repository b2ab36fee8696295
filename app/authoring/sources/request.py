"""Checks how a source is asked: its address, headers, body and credentials."""

import re
from collections.abc import Container, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from app.authoring.findings import Findings
from app.authoring.sources.tokens import check_tokens, refuse_secrets
from app.model.source_tokens import SECRET, tokens_in

_AUTHORITY: Final = re.compile(r"[^/]*//[^/?#]*")
_RESERVED: Final = frozenset(
    {"host", "content-length", "connection", "transfer-encoding", "accept-encoding", "te",
     "upgrade", "expect", "if-none-match", "if-modified-since", "range"}
)  # fmt: skip
_CREDENTIALS: Final = re.compile(r"authorization|api-?key|token|secret|password", re.IGNORECASE)
_SECRET_QUERY: Final = re.compile(
    r"\A(?:api_?key|key|token|access_token|secret|password|pwd)\Z", re.IGNORECASE
)
_UNWRITABLE: Final = re.compile(r"[^\x20-\x7e]")


def check_request(
    tree: Mapping[str, Any], findings: Findings, secrets: Container[str] | None
) -> None:
    """Note everything that is wrong with the request. `secrets` None: names are not checked."""
    url, body = tree.get("url"), tree.get("body")
    if isinstance(url, str):
        _check_url(url, findings)
    if isinstance(body, str) and body:
        check_tokens(body, ("body",), findings)
        refuse_secrets(body, ("body",), findings)
        if tree.get("method", "GET") != "POST":
            message = "A body is sent with POST alone."
            findings.error("body-without-post", ("body",), message, "Write `method: POST`.")
    headers = tree.get("headers")
    for name, value in headers.items() if isinstance(headers, dict) else ():
        if isinstance(value, str):
            _check_header(str(name), value, findings, secrets)
    signing = tree.get("signing")
    if isinstance(signing, dict) and isinstance(signing.get("secret"), str):
        _check_secret(signing["secret"], "signing", findings, secrets)


def _check_url(url: str, findings: Findings) -> None:
    path = ("url",)
    authority = _AUTHORITY.match(url)
    if authority is not None and tokens_in(authority[0]):
        findings.error(
            "token-place",
            path,
            f"`[{tokens_in(authority[0])[0]}]` stands in the host, so that a reader could choose "
            "the server.",
            "Write the host out; tokens belong into the path and the query.",
        )
        return
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or _UNWRITABLE.search(url) or " " in url:
        message = f"“{url[:80]}” is not an address that can be asked."
        findings.error("url", path, message, "Write it with https://, a host and no spaces.")
        return
    if "@" in parts.netloc:
        findings.error(
            "url-credentials",
            path,
            "The address holds a user name or password.",
            "Send it in a header as a secret: `headers: {Authorization: 'Basic {secret:NAME}'}`.",
        )
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if _SECRET_QUERY.match(name):
            findings.warn(
                "url-credentials",
                path,
                f"`{name}` in the query looks like a credential, which servers on the way log.",
                "Send it in a header as a secret, if the other side takes one there.",
            )
    check_tokens(url, path, findings)
    refuse_secrets(url, path, findings)


def _check_header(
    name: str, value: str, findings: Findings, secrets: Container[str] | None
) -> None:
    path = ("headers", name)
    if name.lower() in _RESERVED:
        message = f"The header `{name}` is written by the server itself."
        findings.error("reserved-header", path, message, "Leave it out.")
    if _UNWRITABLE.search(SECRET.sub("", value)):
        message = f"The value of `{name}` holds characters that no header can."
        findings.error("header", path, message, "Keep to printable ASCII.")
    check_tokens(value, path, findings)
    used = SECRET.findall(value)
    for secret in used:
        _check_secret(secret, f"headers.{name}", findings, secrets)
    if _CREDENTIALS.search(name) and not used:
        findings.error(
            "plain-credential",
            path,
            f"The header `{name}` looks like a credential that is written out.",
            "Set it as a secret, and write `{secret:NAME}` here.",
        )


def _check_secret(
    name: str, where: str, findings: Findings, secrets: Container[str] | None
) -> None:
    if secrets is not None and name not in secrets:
        findings.warn(
            "unknown-secret",
            tuple(where.split(".", 1)),
            f"The secret `{name}` is not set.",
            f"Set it before the source is asked: `PUT /api/v1/secrets/{name}`.",
        )
