"""AWS Signature Version 4, as far as one request with a body needs it."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who signs, for which service in which region."""

    key_id: str
    secret: str = field(repr=False)
    region: str
    service: str


def signed(
    credentials: Credentials,
    *,
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    body: bytes,
    at: datetime,
) -> Mapping[str, str]:
    """Return the headers to add to a request.

    `path` and `query` are written canonically already; `headers` are those to be signed, by
    names in lower case, `host` among them; `at` is aware UTC.
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    all_of_them = dict(sorted({**headers, "x-amz-date": stamp}.items()))
    names = ";".join(all_of_them)
    lines = "".join(f"{name}:{value}\n" for name, value in all_of_them.items())
    canonical = "\n".join((method, path, query, lines, names, sha256(body).hexdigest()))
    scope = f"{stamp[:8]}/{credentials.region}/{credentials.service}/aws4_request"
    text = "\n".join((_ALGORITHM, stamp, scope, sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{credentials.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    authorization = (
        f"{_ALGORITHM} Credential={credentials.key_id}/{scope}, SignedHeaders={names}, "
        f"Signature={signature}"
    )
    return {"X-Amz-Date": stamp, "Authorization": authorization}
