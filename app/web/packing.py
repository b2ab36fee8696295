"""Static files, packed: what is text goes out as gzip, made once per file and process.

Only files that are the same for everybody are packed: in an answer that also holds a secret,
its length would tell of it.
"""

import gzip
import os
import re
import stat
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

_TEXTS: Final = frozenset({".css", ".js", ".json", ".svg", ".txt"})
_LEAST: Final = 1024  # bytes: less is not worth it
_KEPT: Final = 256  # files
_NAME: Final = "gzip"
_NEVER: Final = re.compile(r"q=0(\.0*)?")


class PackedFiles(StaticFiles):
    """Serves a folder; texts as gzip to whoever takes it."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file, and pack it: this runs beside the loop, where the answer is made of it."""
        full_path, found = super().lookup_path(path)
        if found is not None and _is_packed(Path(full_path), found):
            _packed(Path(full_path), found.st_mtime_ns)
        return full_path, found

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return the file, packed if that is worth it, or that it has not changed."""
        plain = super().file_response(full_path, stat_result, scope, status_code)
        path = Path(os.fspath(full_path))
        if not _is_packed(path, stat_result):
            return plain
        plain.headers["vary"] = "accept-encoding"
        asked = Headers(scope=scope)
        if not takes_packed(asked) or isinstance(plain, NotModifiedResponse) or "range" in asked:
            return plain
        body = _packed(path, stat_result.st_mtime_ns)
        answer = Response(body, status_code, media_type=plain.media_type)
        for name in ("etag", "last-modified", "vary"):
            answer.headers[name] = plain.headers[name]
        answer.headers["content-encoding"] = _NAME
        return answer


def takes_packed(asked: Headers) -> bool:
    """Tell whether whoever asks so takes gzip."""
    for each in asked.get("accept-encoding", "").split(","):
        name, *said = each.replace(" ", "").split(";")
        if name == _NAME:
            return not any(_NEVER.fullmatch(one) for one in said)
    return False


def packed(body: bytes, *, level: int = 5) -> bytes:
    """Return a text as gzip, the same each time."""
    return gzip.compress(body, compresslevel=level, mtime=0)


def _is_packed(path: Path, found: os.stat_result) -> bool:
    return path.suffix in _TEXTS and found.st_size >= _LEAST and stat.S_ISREG(found.st_mode)


@lru_cache(maxsize=_KEPT)
def _packed(path: Path, _changed_ns: int) -> bytes:
    return packed(path.read_bytes(), level=9)  # once for all who ask
