"""Networks by address: each with a label, an address having that of its longest prefix."""

import socket
from array import array
from bisect import bisect_right
from collections.abc import Iterable, MutableSequence, Sequence
from typing import NamedTuple

_V4_BITS, _V6_BITS, _NODE_BITS = 32, 128, 64

_Span = tuple[int, int, int]
"""First and last number, label."""


class Prefix(NamedTuple):
    """A network: its first address as a number, its bits, the length of the prefix, its label."""

    first: int
    bits: int  # 32 or 128
    length: int
    label: int = 1  # never 0


class Ranges:
    """Compact and immutable: 12 bytes per prefix of up to 64 bits, found in a microsecond."""

    __slots__ = ("_v4", "_v6", "_v6_long")

    def __init__(self, prefixes: Iterable[Prefix] = ()) -> None:
        v4: list[_Span] = []
        v6: list[_Span] = []
        v6_long: list[_Span] = []  # of hosts and the like: few, and kept whole
        for first, bits, length, label in prefixes:
            last = first | (1 << (bits - length)) - 1
            if bits == _V4_BITS:
                v4.append((first, last, label))
            elif length <= _NODE_BITS:
                v6.append((first >> _NODE_BITS, last >> _NODE_BITS, label))
            else:
                v6_long.append((first, last, label))
        self._v4 = _Table(v4, array("I"), _V4_BITS)
        self._v6 = _Table(v6, array("Q"), _NODE_BITS)
        self._v6_long = _Table(v6_long, [], _V6_BITS)

    def label(self, ip: str) -> int:
        """Return the label of an address in canonical form, 0 when it lies in no network."""
        try:
            if ":" in ip:
                number = int.from_bytes(socket.inet_pton(socket.AF_INET6, ip))
                return self._v6_long.label(number) or self._v6.label(number >> _NODE_BITS)
            return self._v4.label(int.from_bytes(socket.inet_pton(socket.AF_INET, ip)))
        except (OSError, ValueError):
            return 0

    def __contains__(self, ip: object) -> bool:
        return isinstance(ip, str) and self.label(ip) != 0


class _Table:
    """Where the label changes, and to what; a label of 0 is a gap."""

    __slots__ = ("_labels", "_starts")

    def __init__(
        self, spans: list[_Span], starts: "MutableSequence[int] | array[int]", bits: int
    ) -> None:
        self._starts: Sequence[int] = starts
        self._labels = array("I")
        beyond = 1 << bits
        enclosing: list[tuple[int, int]] = []

        def begin(number: int, label: int) -> None:
            if starts and starts[-1] == number:
                self._labels[-1] = label
            elif number < beyond and (self._labels[-1] if self._labels else 0) != label:
                starts.append(number)
                self._labels.append(label)

        def leave() -> None:
            last, _ = enclosing.pop()
            begin(last + 1, enclosing[-1][1] if enclosing else 0)

        # Prefixes lie within each other or apart: the wider of two that begin together comes first.
        for first, last, label in sorted(spans, key=lambda span: (span[0], -span[1])):
            while enclosing and enclosing[-1][0] < first:
                leave()
            begin(first, label)
            enclosing.append((last, label))
        while enclosing:
            leave()

    def label(self, number: int) -> int:
        """Return the label at a number."""
        at = bisect_right(self._starts, number) - 1
        return self._labels[at] if at >= 0 else 0
