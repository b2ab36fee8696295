"""Whose networks an address may lie in, as far as a reader's class and place depend on it."""

from dataclasses import dataclass
from typing import Protocol


class NetworkList(Protocol):
    """A set of networks, asked by address."""

    def __contains__(self, ip: object, /) -> bool:
        """Tell whether the address lies in one of the networks."""
        ...


@dataclass(frozen=True, slots=True)
class Region:
    """Where the readers behind a relay's network are, as the relay's owner states it."""

    country: str  # ISO 3166-1 alpha-2, upper case
    region: str  # ISO 3166-2, or empty
    city: str  # or empty


class RelayList(NetworkList, Protocol):
    """The egress networks of a privacy relay, each with the region it stands for."""

    def region(self, ip: str) -> Region | None:
        """Return the region of an address; None: not the relay's, or not stated."""
        ...


class NoNetworks:
    """A list that was never loaded."""

    def __contains__(self, ip: object) -> bool:
        return False

    def region(self, _ip: str) -> Region | None:
        """Return None."""
        return None


_NONE = NoNetworks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The lists in force; one that is not loaded is empty.

    `google`, `microsoft` and `yahoo` are where the mail services fetch from, not all they own.
    """

    relay: RelayList = _NONE
    google: NetworkList = _NONE
    microsoft: NetworkList = _NONE
    yahoo: NetworkList = _NONE
    scanners: NetworkList = _NONE


UNLISTED = Networks()
"""No list is loaded."""


class NetworkLists(Protocol):
    """Where the lists in force are asked for: they may be replaced at any time."""

    def current(self) -> Networks:
        """Return the lists in force; the same object until one is replaced."""
        ...

    def edition(self) -> int:
        """Return a number that grows when a list is replaced."""
        ...


@dataclass(frozen=True, slots=True)
class FixedLists:
    """Lists that stay what they are."""

    networks: Networks = UNLISTED

    def current(self) -> Networks:
        """Return the lists."""
        return self.networks

    def edition(self) -> int:
        """Return 0."""
        return 0
