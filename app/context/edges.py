"""What a CDN in front says about its client: believed only from the CDN itself.

Anybody can write these headers, so they count when the hop that handed the request to us lies in
the CDN's networks, or when a secret that only the CDN knows stands beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from math import isfinite

from app.context.client_ip import TrustedProxies, client_ip, parse_address
from app.model.subscriber import Home
from app.model.zones import is_zone

SECRET_HEADER = b"x-opentime-edge"
_LONGEST = 128  # bytes of a header that is read
_COUNTRY_LETTERS = 2
_NO_COUNTRY = frozenset({"XX", "T1", "ZZ"})  # unknown, Tor
_FARTHEST = (90.0, 180.0)

Headers = Mapping[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeHeaders:
    """The names, in lower case, under which a CDN writes its client's address and place."""

    address: bytes
    with_port: bool = False
    country: bytes
    region: bytes
    city: bytes
    postcode: bytes
    lat: bytes
    lon: bytes
    tz: bytes


EDGES: Mapping[str, EdgeHeaders] = {
    "cloudflare": EdgeHeaders(
        address=b"cf-connecting-ip",
        country=b"cf-ipcountry",
        region=b"cf-region",
        city=b"cf-ipcity",
        postcode=b"cf-postal-code",
        lat=b"cf-iplatitude",
        lon=b"cf-iplongitude",
        tz=b"cf-timezone",
    ),
    # Fastly sets the address; the others are written by the VCL that docs/readers.md shows.
    "fastly": EdgeHeaders(
        address=b"fastly-client-ip",
        country=b"fastly-geo-country",
        region=b"fastly-geo-region",
        city=b"fastly-geo-city",
        postcode=b"fastly-geo-postal-code",
        lat=b"fastly-geo-latitude",
        lon=b"fastly-geo-longitude",
        tz=b"fastly-geo-timezone",
    ),
    "cloudfront": EdgeHeaders(
        address=b"cloudfront-viewer-address",
        with_port=True,
        country=b"cloudfront-viewer-country",
        region=b"cloudfront-viewer-country-region-name",
        city=b"cloudfront-viewer-city",
        postcode=b"cloudfront-viewer-postal-code",
        lat=b"cloudfront-viewer-latitude",
        lon=b"cloudfront-viewer-longitude",
        tz=b"cloudfront-viewer-time-zone",
    ),
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a CDN sees its client: as an address of a place, and the time zone (or empty)."""

    home: Home
    tz: str


class TrustedEdge:
    """One CDN, and how it is known."""

    def __init__(self, names: EdgeHeaders, *, networks: TrustedProxies, secret: str) -> None:
        self._names = names
        self._networks = networks
        self._secret = secret.encode()

    def is_there(self, hop: str, headers: Headers) -> bool:
        """Tell whether the request came through the CDN: by its address or by the secret."""
        known = self._networks.hop(hop)
        if known is not None and known.is_trusted:
            return True
        if not self._secret:
            return False
        return compare_digest(headers.get(SECRET_HEADER, b""), self._secret)

    def client(self, headers: Headers, forwarded_for: str) -> str:
        """Return the address that the CDN was asked from, empty when it does not say.

        `forwarded_for` is what the CDN had before it in X-Forwarded-For; without a header of its
        own the last address there is its client's.
        """
        said = _text(headers, self._names.address)
        address = _without_port(said) if self._names.with_port else said
        found = parse_address(address) if address else None
        if found is not None:
            return str(found)
        before, _, last = forwarded_for.rpartition(",")
        if parse_address(last) is None:
            return ""
        return client_ip(peer=last, forwarded_for=before, trusted=self._networks)

    def sighting(self, headers: Headers) -> Sighting | None:
        """Return where the CDN sees its client; None: it does not say."""
        names = self._names
        country = _text(headers, names.country).upper()
        if len(country) != _COUNTRY_LETTERS or country in _NO_COUNTRY:
            return None
        lat, lon = _degrees(headers, names.lat, names.lon)
        tz = _text(headers, names.tz)
        home = Home(
            postcode=_text(headers, names.postcode),
            city=_text(headers, names.city),
            region=_text(headers, names.region),
            country=country,
            lat=lat,
            lon=lon,
        )
        return Sighting(home, tz if is_zone(tz) else "")


def _without_port(said: str) -> str:
    """Return the address of `1.2.3.4:5`, `[::1]:5` or, as CloudFront writes it, `::1:5`."""
    address, _, port = said.rpartition(":")
    return address.removeprefix("[").removesuffix("]") if port.isdigit() else ""


def _text(headers: Headers, name: bytes) -> str:
    value = headers.get(name, b"")
    if not value or len(value) > _LONGEST:
        return ""
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def _degrees(headers: Headers, *names: bytes) -> tuple[float | None, float | None]:
    try:
        lat, lon = (float(_text(headers, name)) for name in names)
    except ValueError:
        return None, None
    if not (isfinite(lat) and isfinite(lon)):
        return None, None
    return (lat, lon) if abs(lat) <= _FARTHEST[0] and abs(lon) <= _FARTHEST[1] else (None, None)
