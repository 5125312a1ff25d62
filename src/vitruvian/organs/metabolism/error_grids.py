"""Error grids: how much a wrong glucose value would matter. Reference r and estimate p in mg/dL.

Clarke 1987, doi:10.2337/diacare.10.5.622: public packages disagree on the edges (70 itself, C before D);
here the first match of `clarke` wins, in the order A, E, C, D, B. Parkes (consensus) grid with the corner
points of Pfützner 2013, doi:10.1177/193229681300700517: a point on a line belongs to the worse zone.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

Array = Any
_END = 1e4

_UPPER_1 = {
    "B": ((0, 50), (30, 50), (140, 170), (280, 380), (430, 550)),
    "C": ((0, 60), (30, 60), (50, 80), (70, 110), (260, 550)),
    "D": ((0, 100), (25, 100), (50, 125), (80, 215), (125, 550)),
    "E": ((0, 150), (35, 155), (50, 550)),
}
_LOWER_1 = {
    "B": ((50, 0), (50, 30), (170, 145), (385, 300), (550, 450)),
    "C": ((120, 0), (120, 30), (260, 130), (550, 250)),
    "D": ((250, 0), (250, 40), (550, 150)),
}
_UPPER_2 = {
    "B": ((0, 50), (30, 50), (230, 330), (440, 550)),
    "C": ((0, 60), (30, 60), (280, 550)),
    "D": ((0, 80), (25, 80), (35, 90), (125, 550)),
    "E": ((0, 200), (35, 200), (50, 550)),
}
_LOWER_2 = {
    "B": ((50, 0), (50, 30), (90, 80), (330, 230), (550, 450)),
    "C": ((90, 0), (260, 130), (550, 250)),
    "D": ((250, 0), (250, 40), (410, 110), (550, 160)),
}
_LINES = {1: (_UPPER_1, _LOWER_1), 2: (_UPPER_2, _LOWER_2)}


def clarke(reference: Array, estimate: Array) -> Array:
    """Zone "A" to "E" of each pair."""
    r, p = np.broadcast_arrays(np.asarray(reference, dtype=float), np.asarray(estimate, dtype=float))
    a = ((r <= 70) & (p <= 70)) | (np.abs(p - r) <= 0.2 * r)
    e = ((r >= 180) & (p <= 70)) | ((r <= 70) & (p >= 180))
    c = ((r >= 70) & (r <= 290) & (p >= r + 110)) | ((r >= 130) & (r <= 180) & (p <= 1.4 * r - 182))
    edge = 175.0 / 3.0
    flat = (p >= 70) & (p <= 180) & ((r >= 240) | (r <= edge))
    d = flat | ((r >= edge) & (r <= 70) & (p >= 1.2 * r))
    return np.select([a, e, c, d], ["A", "E", "C", "D"], "B")


def parkes(reference: Array, estimate: Array, diabetes: Literal[1, 2] = 1) -> Array:
    """Zone "A" to "E" of each pair on the grid for type 1 or type 2 diabetes."""
    r, p = np.broadcast_arrays(np.asarray(reference, dtype=float), np.asarray(estimate, dtype=float))
    upper, lower = _LINES[diabetes]
    zone = np.full(r.shape, "A")
    for name in "BCDE":
        beyond = p >= _height(upper[name], r)
        if name in lower:
            beyond |= r >= _reach(lower[name], p)
        zone = np.where(beyond, name, zone)
    return zone


def shares(zones: Array) -> dict[str, float]:
    """Percent of pairs in each zone."""
    flat = np.asarray(zones).ravel()
    return {name: float(100.0 * np.mean(flat == name)) for name in "ABCDE"}


def acceptable(zones: Array) -> float:
    """Percent of pairs in zones A and B."""
    each = shares(zones)
    return each["A"] + each["B"]


def mard(reference: Array, estimate: Array) -> float:
    """Mean absolute relative difference, %."""
    r, p = np.asarray(reference, dtype=float), np.asarray(estimate, dtype=float)
    return float(100.0 * np.mean(np.abs(p - r) / r))


def rmse(reference: Array, estimate: Array) -> float:
    """Root mean squared difference, mg/dL."""
    r, p = np.asarray(reference, dtype=float), np.asarray(estimate, dtype=float)
    return float(np.sqrt(np.mean((p - r) ** 2)))


def explained(reference: Array, estimate: Array) -> float:
    """Coefficient of determination, 100 (1 - SSE/SST), %."""
    r, p = np.asarray(reference, dtype=float), np.asarray(estimate, dtype=float)
    return float(100.0 * (1.0 - np.sum((p - r) ** 2) / np.sum((r - r.mean()) ** 2)))


def _height(line: tuple[tuple[int, int], ...], r: Array) -> Array:
    """p of an upper line at r, its last stretch continued."""
    points = _continued(line)
    return np.interp(r, points[:, 0], points[:, 1])


def _reach(line: tuple[tuple[int, int], ...], p: Array) -> Array:
    """r of a lower line at p, its last stretch continued."""
    points = _continued(line)
    return np.interp(p, points[:, 1], points[:, 0])


def _continued(line: tuple[tuple[int, int], ...]) -> Array:
    points = np.array(line, dtype=float)
    slope = points[-1] - points[-2]
    return np.vstack([points, points[-1] + slope * (_END / np.max(slope))])
