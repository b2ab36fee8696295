"""Bounds of a block document; whatever exceeds one is refused when it is published."""

from typing import Final

DOCUMENT_BYTES: Final = 256 * 1024
DOCUMENT_DEPTH: Final = 16
SOURCE_BYTES: Final = 16 * 1024  # of one text or condition
TREE_DEPTH: Final = 40
TREE_NODES: Final = 1500  # in all expressions of a document together
NUMBER: Final = 1e15
NUMBER_DIGITS: Final = 24  # as written
STRING: Final = 2000  # characters, of a literal or a result
CHAIN: Final = 4  # comparisons in `a < b < c`
TOKENS: Final = 4 * TREE_NODES  # in all texts and conditions of a document together
OPTIONS: Final = 100  # in `x in [...]`
NAME: Final = 100  # characters of a fact's name
ELEMENTS: Final = 50  # per layout, those of stacks and rows included
COORDINATE: Final = 8192
DEVICE_SIDE: Final = 4096  # pixels
DEVICE_AREA: Final = 8_000_000  # pixels
