"""Networks by address: each with a label, an address having that of its longest prefix."""

import socket
from array import array
from bisect import bisect_right
from collections.abc import Iterable, MutableSequence, Sequence

_V4_BITS, _V6_BITS, _NODE_BITS = 32, 128, 64

_Span = tuple[int, int, int]
"""First and last number, label."""


Prefix = tuple[int, int, int, int]
"""A network: its first address as a number, its bits (32 or 128), the length of the prefix, its
label (never 0)."""


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
        label_before = 0
        # Prefixes lie within each other or apart: the wider of two that begin together comes first.
        spans.sort(key=lambda span: (span[0], -span[1]))
        for first, last, label in (*spans, (beyond, beyond, 0)):
            while enclosing and enclosing[-1][0] < first:
                end = enclosing.pop()[0] + 1
                outer = enclosing[-1][1] if enclosing else 0
                if end != first and end < beyond and outer != label_before:
                    starts.append(end)
                    self._labels.append(outer)
                    label_before = outer
            if first == beyond:
                break
            if starts and starts[-1] == first:
                self._labels[-1] = label
            elif label != label_before:
                starts.append(first)
                self._labels.append(label)
            label_before = label
            enclosing.append((last, label))

    def label(self, number: int) -> int:
        """Return the label at a number."""
        at = bisect_right(self._starts, number) - 1
        return self._labels[at] if at >= 0 else 0
