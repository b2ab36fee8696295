"""A request for what a source is configured to ask: its tokens filled in, each in its own way.

What a reader's profile or address puts into a request can end no part of it: in an address it is
percent-encoded, in a header kept to one line, in a body escaped as the body's kind demands.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape

from app.adapters.outbound.conditional import NOTHING, Validators
from app.adapters.outbound.exchange import Request
from app.adapters.outbound.signing import Signer
from app.errors import SourceRefused, Unacceptable
from app.model.ports import Now
from app.model.source import SourceSpec
from app.model.source_tokens import SECRET, filled, tokens_in

SecretValue = Callable[[str], Awaitable[str | None]]
"""Returns a secret by its name, None when there is none."""

_AUTHORITY = re.compile(r"[^/]*//[^/?#]*")
_PLAIN = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")
_ACCEPTS = {
    "json": "application/json, */*;q=0.5",
    "csv": "text/csv, */*;q=0.5",
    "tsv": "text/tab-separated-values, */*;q=0.5",
}
_ACCEPTS_OTHERWISE = "application/xml, text/xml, */*;q=0.5"


class Requests:
    """Makes requests of specs; the secrets are read for each one and kept nowhere."""

    def __init__(self, *, secret: SecretValue, now: Now) -> None:
        self._secret = secret
        self._now = now

    async def of(
        self, spec: SourceSpec, tokens: Mapping[str, str], *, known: Validators = NOTHING
    ) -> Request:
        """Return the request; raises SourceRefused for what cannot be sent."""
        kind = _kind_of_body(spec)
        headers = {"Accept": _ACCEPTS.get(spec.shape.kind.value, _ACCEPTS_OTHERWISE)}
        for name, value in spec.headers:
            headers[name] = await self._opened(spec, filled(value, tokens, _on_one_line))
        signer = None
        if spec.signing is not None:
            secret = await self._value(spec, spec.signing.secret)
            signer = Signer(
                key=spec.signing.secret,
                secret=secret.encode(),
                now=self._now,
                header=spec.signing.header,
            )
        try:
            return Request(
                url=_address(spec, tokens),
                method=spec.method,
                headers=headers,
                body=filled(spec.body, tokens, kind).encode(),
                signer=signer,
                known=known,
            )
        except Unacceptable as error:
            raise SourceRefused(error.message, remedy=error.remedy) from None

    async def _opened(self, spec: SourceSpec, value: str) -> str:
        """Return a header's value with its secrets; no token can have brought one in."""
        for name in dict.fromkeys(SECRET.findall(value)):
            secret = await self._value(spec, name)
            value = value.replace(f"{{secret:{name}}}", secret)
        return value

    async def _value(self, spec: SourceSpec, name: str) -> str:
        value = await self._secret(name)
        if value is None:
            raise SourceRefused(
                f'The source "{spec.name}" needs the secret "{name}", which is not set.',
                remedy="Set it under /api/v1/secrets, or take it out of the source.",
            )
        return value


def _address(spec: SourceSpec, tokens: Mapping[str, str]) -> str:
    """Return the address; a token chooses no server, whoever wrote the spec."""
    authority = _AUTHORITY.match(spec.url)
    if authority is not None and tokens_in(authority[0]):
        raise SourceRefused(
            f'The source "{spec.name}" is not asked: a token stands in its host.',
            remedy="Write the host out; tokens belong into the path and the query.",
        )
    return filled(spec.url, tokens, lambda value: quote(value, safe=""))


def _on_one_line(value: str) -> str:
    # Braces too, so that a reader's name cannot ask for a secret.
    return quote(value, safe=_PLAIN.replace("{", "").replace("}", ""))


def _kind_of_body(spec: SourceSpec) -> Callable[[str], str]:
    """Return what escapes a token for the body: by its content type, else by how it begins."""
    said = next((value for name, value in spec.headers if name.lower() == "content-type"), "")
    start = spec.body.lstrip()[:1]
    if "json" in said or (not said and start in ("{", "[")):
        return lambda value: json.dumps(value)[1:-1]
    if "xml" in said or (not said and start == "<"):
        return lambda value: escape(value, {'"': "&quot;", "'": "&apos;"})
    return lambda value: quote(value, safe="")
