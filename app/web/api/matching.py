"""From a path to the operations there; segments are unescaped one by one, so ids may hold `/`."""

from collections.abc import Iterable, Mapping
from urllib.parse import unquote_to_bytes

from app.errors import NotFound
from app.web.api.calls import Operation
from app.web.api.problems import MethodNotAllowed

PREFIX = "/api/v1"
_Template = tuple[str, ...]


class RouteTable:
    """The operations by path; literal segments win over parameters."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        by_path: dict[_Template, dict[str, Operation]] = {}
        for operation in operations:
            template = tuple(operation.path.strip("/").split("/"))
            by_path.setdefault(template, {})[operation.method] = operation
        self._by_length: dict[int, list[tuple[_Template, dict[str, Operation]]]] = {}
        for template in sorted(by_path, key=_openness):
            same = self._by_length.setdefault(len(template), [])
            same.append((template, by_path[template]))

    def find(self, method: str, raw_path: bytes) -> tuple[Operation, Mapping[str, str]]:
        """Return the operation and the path's parameters; raises NotFound, MethodNotAllowed."""
        shown = raw_path.decode("ascii", "replace")
        segments = _segments(raw_path)
        for template, operations in self._by_length.get(len(segments), []):
            found = _matched(template, segments)
            if found is None:
                continue
            operation = operations.get("GET" if method == "HEAD" else method)
            if operation is None:
                raise MethodNotAllowed(method, shown, _allow(operations))
            return operation, found
        raise NotFound(
            f"There is nothing at {shown[:200]!r}.",
            remedy="The operations are listed at /openapi.json.",
            field="path",
            value=shown,
        )


def _segments(raw_path: bytes) -> tuple[str, ...]:
    inside = raw_path[len(PREFIX) :].removeprefix(b"/")
    # What is not UTF-8 becomes a name that nothing has.
    return tuple(unquote_to_bytes(part).decode(errors="replace") for part in inside.split(b"/"))


def _matched(template: _Template, segments: tuple[str, ...]) -> Mapping[str, str] | None:
    found: dict[str, str] = {}
    for wanted, given in zip(template, segments, strict=True):
        if wanted.startswith("{") and given:
            found[wanted[1:-1]] = given
        elif wanted != given:
            return None
    return found


def _openness(template: _Template) -> tuple[bool, ...]:
    return tuple(part.startswith("{") for part in template)


def _allow(operations: Iterable[str]) -> str:
    methods = set(operations)
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
