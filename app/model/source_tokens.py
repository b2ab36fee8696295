"""The `[fact.name]` tokens of a source: facts of the open that its request or look-up names."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from app.model.source import SourceSpec

TOKEN: Final = re.compile(r"\[([a-z][a-z0-9_]*(?:\.[a-zA-Z0-9_-]+)+)\]")
"""A name with a dot in brackets, so that `[true]` in a JSON body is none."""

SECRET: Final = re.compile(r"\{secret:([^{}]+)\}")
"""A secret by its name, in a header's value."""

SECRET_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}\Z")
SECRET_VALUE: Final = re.compile(r"[\x20-\x7e]{1,4000}\Z")
"""What a header can carry."""


@lru_cache(maxsize=4096)
def tokens_in(text: str) -> tuple[str, ...]:
    """Return the facts that a text names, in their order, each once."""
    return tuple(dict.fromkeys(TOKEN.findall(text)))


def request_tokens(spec: SourceSpec) -> tuple[str, ...]:
    """Return the facts that a source's request names, sorted: its answer depends on them."""
    texts = (spec.url, spec.body, *[value for _, value in spec.headers])
    return tuple(sorted({name for text in texts for name in tokens_in(text)}))


def all_tokens(specs: Iterable[SourceSpec]) -> frozenset[str]:
    """Return the facts that the requests or look-ups of sources name."""
    return frozenset(
        name for spec in specs for name in (*request_tokens(spec), *tokens_in(spec.lookup))
    )


def secrets_in(spec: SourceSpec) -> frozenset[str]:
    """Return the names of the secrets that a source's request needs."""
    named = {name for _, value in spec.headers for name in SECRET.findall(value)}
    return frozenset(named | ({spec.signing.secret} if spec.signing is not None else set()))


def filled(text: str, tokens: Mapping[str, str], escaped: Callable[[str], str] = str) -> str:
    """Return a text with its tokens' values in their places; one without a value leaves nothing."""
    return TOKEN.sub(lambda found: escaped(tokens.get(found[1], "")), text)
