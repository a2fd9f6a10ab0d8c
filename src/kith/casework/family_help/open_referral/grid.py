"""Latitude and longitude to the British National Grid, so that distances are straight lines in metres.

Source: A guide to coordinate systems in Great Britain (Ordnance Survey), annexes B and C: a seven-parameter shift from
WGS84 to OSGB36, good to about five metres, then the transverse Mercator projection.
"""

from __future__ import annotations

from math import atan2, cos, hypot, radians, sin, sqrt, tan

# Semi-axes in metres of the ellipsoids GRS80 and Airy 1830.
_GRS80 = (6378137.0, 6356752.3141)
_AIRY = (6377563.396, 6356256.909)
# WGS84 to OSGB36: metres, parts in a million, seconds of arc.
_SHIFT = (-446.448, 125.157, -542.060)
_SCALE = 20.4894e-6
_TURN = tuple(radians(seconds / 3600) for seconds in (-0.1502, -0.2470, -0.8421))
# The National Grid: scale on the central meridian, true origin, and the origin's easting and northing.
_F0 = 0.9996012717
_ORIGIN = (radians(49), radians(-2))
_E0, _N0 = 400000.0, -100000.0


def to_grid(latitude: float, longitude: float) -> tuple[int, int] | None:
    """Return easting and northing in whole metres, or None outside Great Britain's grid."""
    if not (49.0 < latitude < 61.5 and -9.0 < longitude < 2.5):
        return None
    easting, northing = _project(*_shifted(radians(latitude), radians(longitude)))
    if not (0 <= easting < 700_000 and 0 <= northing < 1_300_000):
        return None
    return round(easting), round(northing)


def to_degrees(easting: int, northing: int) -> tuple[float, float]:
    """Return latitude and longitude (WGS84) of a place on the grid, to about ten metres, by refining a first guess."""
    latitude, longitude = 49 + (northing + 100_000) / 111_300, -2 + (easting - 400_000) / 70_000
    for _ in range(8):
        e, n = _project(*_shifted(radians(latitude), radians(longitude)))
        if hypot(easting - e, northing - n) < 0.5:
            break
        latitude += (northing - n) / 111_300
        longitude += (easting - e) / (111_300 * cos(radians(latitude)))
    return round(latitude, 6), round(longitude, 6)


def _shifted(phi: float, lam: float) -> tuple[float, float]:
    a, b = _GRS80
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(phi) ** 2)
    x, y, z = nu * cos(phi) * cos(lam), nu * cos(phi) * sin(lam), (1 - e2) * nu * sin(phi)
    rx, ry, rz = _TURN
    x2 = _SHIFT[0] + (1 + _SCALE) * x - rz * y + ry * z
    y2 = _SHIFT[1] + rz * x + (1 + _SCALE) * y - rx * z
    z2 = _SHIFT[2] - ry * x + rx * y + (1 + _SCALE) * z
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    flat = hypot(x2, y2)
    found = atan2(z2, flat * (1 - e2))
    for _ in range(6):
        nu = a / sqrt(1 - e2 * sin(found) ** 2)
        found = atan2(z2 + e2 * nu * sin(found), flat)
    return found, atan2(y2, x2)


def _project(phi: float, lam: float) -> tuple[float, float]:
    a, b = _AIRY
    phi0, lam0 = _ORIGIN
    e2 = 1 - (b / a) ** 2
    n = (a - b) / (a + b)
    s, c, t = sin(phi), cos(phi), tan(phi)
    nu = a * _F0 / sqrt(1 - e2 * s * s)
    rho = a * _F0 * (1 - e2) / (1 - e2 * s * s) ** 1.5
    eta2 = nu / rho - 1
    minus, plus = phi - phi0, phi + phi0
    arc = b * _F0 * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * minus
        - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(minus) * cos(plus)
        + (1.875 * n**2 + 1.875 * n**3) * sin(2 * minus) * cos(2 * plus)
        - 35 / 24 * n**3 * sin(3 * minus) * cos(3 * plus)
    )  # fmt: skip
    d = lam - lam0
    northing = (
        arc + _N0 + nu / 2 * s * c * d**2 + nu / 24 * s * c**3 * (5 - t**2 + 9 * eta2) * d**4
        + nu / 720 * s * c**5 * (61 - 58 * t**2 + t**4) * d**6
    )  # fmt: skip
    easting = (
        _E0 + nu * c * d + nu / 6 * c**3 * (nu / rho - t**2) * d**3
        + nu / 120 * c**5 * (5 - 18 * t**2 + t**4 + 14 * eta2 - 58 * t**2 * eta2) * d**5
    )  # fmt: skip
    return easting, northing
