"""How far and in which direction: on the ellipsoid of the Earth, in a microsecond or two."""

from math import asin, atan, atan2, cos, degrees, hypot, inf, pi, radians, sin, sqrt, tan

EQUATOR_KM = 6378.137
"""Equatorial radius of WGS 84."""

_FLATTENING = 1 / 298.257223563
_SQUARED_ECCENTRICITY = _FLATTENING * (2 - _FLATTENING)
_FARTHEST_KM = 20_003.932  # between the poles, along a meridian: no two places are farther apart
_FLATTEST_KM = 6_399.594  # the largest radius of curvature, at the poles
_SPOT = 1e-24  # squared: a hundredth of a millimetre, below which fractions overflow
_POLE_KM = EQUATOR_KM * (1 - _FLATTENING)
_MOST_TURNS = 30
_BULGE = 1 / (1 - _SQUARED_ECCENTRICITY) - 1  # the second eccentricity, squared
_CURVATURE = 3.1e-11

EQUAL_KM = 0.001
"""Stores that are not farther than the nearest by more than this are equally far."""

FAR_KM = 1_500
"""Beyond it chords mislead by more than the fast distance does."""

_FAST_ERROR = 3e-5  # twice the relative error of the fast distance
_STEADY_KM = 15_500  # up to here, and never more than
_STEADY_ERROR = 0.15
_MISLEADING = ((19_000, 1.0), (19_800, 9.0), (inf, 32.0))  # up to so many km: twice the km


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance over the ellipsoid in kilometres, by Andoyer and Lambert's formula.

    The error is below 1.5e-5 of the distance (5 m in 300 km) up to 15,000 km; it grows to
    kilometres towards the antipode, where the result never exceeds half a meridian.
    """
    middle, half = radians(lat1 + lat2) / 2, radians(lat1 - lat2) / 2
    turn = radians(lon1 - lon2) / 2
    sin2_middle, sin2_half, sin2_turn = sin(middle) ** 2, sin(half) ** 2, sin(turn) ** 2
    near = sin2_half * (1 - sin2_turn) + (1 - sin2_middle) * sin2_turn
    far = 1 - near
    if near < _SPOT:
        return 0.0
    if far <= 0:
        return _FARTHEST_KM
    arc = atan2(sqrt(near), sqrt(far))
    ratio = 3 * sqrt(near * far) / arc
    bulge = (ratio - 1) / (2 * far) * sin2_middle * (1 - sin2_half)
    waist = (ratio + 1) / (2 * near) * (1 - sin2_middle) * sin2_half
    length = 2 * arc * EQUATOR_KM * (1 + _FLATTENING * (bulge - waist))
    return min(length, _FARTHEST_KM)


def fast_doubt(distance: float) -> float:
    """Return by how many km fast distances up to this one may differ and be ordered wrongly.

    The metre within which places count as equally far is included.
    """
    if distance <= _STEADY_KM:
        return EQUAL_KM + min(_FAST_ERROR * distance, _STEADY_ERROR)
    return next(error for reach, error in _MISLEADING if distance <= reach)


def exact_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the geodesic distance to a tenth of a millimetre, by Vincenty's iteration.

    Where that does not settle, near the antipode, by Karney's, which takes 20 times as long.
    """
    turn = radians((lon2 - lon1 + 180) % 360 - 180)
    start, end = (atan((1 - _FLATTENING) * tan(radians(lat))) for lat in (lat1, lat2))
    sin1, cos1, sin2, cos2 = sin(start), cos(start), sin(end), cos(end)
    around = turn
    for _ in range(_MOST_TURNS):
        east, north = cos2 * sin(around), cos1 * sin2 - sin1 * cos2 * cos(around)
        sine, cosine = hypot(east, north), sin1 * sin2 + cos1 * cos2 * cos(around)
        if sine == 0:
            break
        arc, lean = atan2(sine, cosine), cos1 * east / sine
        steep = 1 - lean * lean
        middle = cosine - 2 * sin1 * sin2 / steep if steep > 1e-12 else 0.0  # noqa: PLR2004  # zero
        share = _FLATTENING / 16 * steep * (4 + _FLATTENING * (4 - 3 * steep))
        wave = 2 * middle * middle - 1
        before = around
        further = arc + share * sine * (middle + share * cosine * wave)
        around = turn + (1 - share) * _FLATTENING * lean * further
        if abs(around) > pi:
            break
        if abs(around - before) < 1e-12:  # noqa: PLR2004  # a hundredth of a millimetre
            return _along(steep, arc, middle)
    from geopy.distance import geodesic  # noqa: PLC0415  # slow to import, and seldom needed

    return float(geodesic((lat1, lon1), (lat2, lon2)).km)


def _along(steep: float, arc: float, middle: float) -> float:
    """Return the length of an arc of the auxiliary sphere on the ellipsoid, by Vincenty."""
    bulge = steep * _BULGE
    scale = 1 + bulge / 16384 * (4096 + bulge * (-768 + bulge * (320 - 175 * bulge)))
    small = bulge / 1024 * (256 + bulge * (-128 + bulge * (74 - 47 * bulge)))
    sine, cosine, wave = sin(arc), cos(arc), 2 * middle * middle - 1
    last = small / 6 * middle * (4 * sine * sine - 3) * (2 * wave - 1)
    shift = small * sine * (middle + small / 4 * (cosine * wave - last))
    return _POLE_KM * scale * (arc - shift)


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the initial bearing from the first place to the second: degrees [0, 360) from north.

    Zero where there is none: from a place to itself or to its antipode.
    """
    start, end, turn = radians(lat1), radians(lat2), radians(lon2 - lon1)
    east = sin(turn) * cos(end)
    north = cos(start) * sin(end) - sin(start) * cos(end) * cos(turn)
    if abs(east) < 1e-15 and abs(north) < 1e-15:  # noqa: PLR2004  # rounding of the sines
        return 0.0
    return degrees(atan2(east, north)) % 360 % 360  # the first may round up to 360 itself


def place_in_space(lat: float, lon: float) -> tuple[float, float, float]:
    """Return the point of the ellipsoid in kilometres from the Earth's centre.

    Straight chords between such points order places almost exactly as distances over ground do.
    """
    high, around = radians(lat), radians(lon)
    rise = sin(high)
    radius = EQUATOR_KM / sqrt(1 - _SQUARED_ECCENTRICITY * rise * rise)
    level = radius * cos(high)
    return level * cos(around), level * sin(around), radius * (1 - _SQUARED_ECCENTRICITY) * rise


def longest_chord(distance: float) -> float:
    """Return a chord that no two places within `distance` km exceed."""
    if distance >= pi * _FLATTEST_KM:
        return inf
    return 2 * _FLATTEST_KM * sin(distance / (2 * _FLATTEST_KM))


def shortest_arc(chord: float) -> float:
    """Return a distance that no two places as far apart in space are within."""
    return 2 * _FLATTEST_KM * asin(min(chord / (2 * _FLATTEST_KM), 1.0))


def doubt(chord: float) -> float:
    """Return by how many km two chords near `chord` may differ and still be ordered wrongly.

    The metre within which places count as equally far is included. The rest grows with the cube:
    a chord falls short of its arc by c^3/24R^2, and R varies by a hundredth over the Earth.
    """
    return 0.001_001 + _CURVATURE * chord * chord * chord
