"""The first proposal of importance sampling: components on different modes and on the tails beside them.

Gauss-Newton's curvature tells the shape of the posterior at a mode only. Where a coordinate's profile (the
best the others can do with it held) falls much more slowly than that curvature says, there is a tail or a
second region that draws from around the mode would never reach; a component is put there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from vitruvian.engine.gauss_newton import Optimum, Slopes, gauss_newton
from vitruvian.engine.mixture import Mixture, from_modes

Array = Any
MODES, TAILS = 4, 5
REACH = (-1.6, -0.8, 0.8, 1.6)
"""Where profiles are looked at, in SD of the prior from the mode."""
_WIDER = 1.5
_OUTSIDE, _SLOW, _LOWEST = 3.0, 0.75, 6.0
"""A tail: the curvature foretells a fall of over 3 (2.4 SD), the true one is under 3/4 of it and under 6."""
_LEAST_SHARE = 0.12


def first_proposal(slopes: Slopes, modes: Optimum, mask: Array, parameters: int) -> Mixture:
    """MODES + TAILS components of t distributions, weighted by their height times volume.

    modes       ends of Gauss-Newton, best first
    mask        (D,) coordinates in use
    parameters  the first so many coordinates have their profiles looked at
    """
    z, objective = np.asarray(modes.z), np.asarray(modes.objective)
    picked = _different(z, objective, np.asarray(modes.curvature))
    tails = _tails(slopes, modes, np.asarray(mask), parameters)
    rest = MODES + TAILS - len(picked) - len(tails.z)
    order = np.array(picked + [picked[0]] * rest)
    again = np.array([0] * len(picked) + [min(1 + n, 3) for n in range(rest)])
    wide = _WIDER * np.concatenate([2.0**again, np.ones(len(tails.z))])
    at = np.concatenate([z[order], tails.z])
    height = np.concatenate([objective[order], tails.objective])
    curvature = np.concatenate([np.asarray(modes.curvature)[order], tails.curvature])
    return _mixture(at, height, curvature, wide, np.asarray(mask))


def _mixture(at: Array, height: Array, curvature: Array, wide: Array, mask: Array) -> Mixture:
    """Components (K, D), none with less than a small share."""
    cov = wide[:, None, None] * np.linalg.inv(curvature)
    cov = cov * np.outer(mask, mask) + np.diag(1.0 - mask)
    mass = 0.5 * np.linalg.slogdet(cov)[1] - height
    share = np.maximum(np.exp(mass - mass.max()) / np.sum(np.exp(mass - mass.max())), _LEAST_SHARE)
    return from_modes(at * mask, cov, share / share.sum())


def _different(z: Array, objective: Array, curvature: Array) -> list[int]:
    """At most MODES ends not far below the best, each further than 1.5 SD from the others."""
    found: list[int] = []
    for k in np.flatnonzero(np.isfinite(objective) & (objective < objective[0] + 12.0)):
        apart = [min((z[k] - z[m]) @ curvature[c] @ (z[k] - z[m]) for c in (k, m)) for m in found]
        if all(d > 1.5**2 for d in apart):
            found.append(int(k))
    return found[:MODES]


def _tails(slopes: Slopes, modes: Optimum, mask: Array, parameters: int) -> Optimum:
    """At most TAILS points, one a coordinate and side, that are much higher than the curvature foretells.

    A point is the best the others can do with one coordinate held at one of REACH from the best mode.
    """
    best, cov = np.asarray(modes.z[0]), np.linalg.inv(np.asarray(modes.curvature[0]))
    far = [
        (i, reach)
        for i in range(parameters)
        for reach in REACH
        if mask[i] > 0 and 0.5 * reach**2 / cov[i, i] > _OUTSIDE
    ]
    if not far:
        return modes.rows([])
    starts = np.array([best + np.clip(cov[:, i] / cov[i, i] * reach, -3.0, 3.0) for i, reach in far])
    free = np.array([np.where(np.arange(len(best)) == i, 0.0, mask) for i, _ in far])
    side = gauss_newton(slopes, starts, free, 4)
    fall = np.nan_to_num(np.asarray(side.objective) - float(modes.objective[0]), nan=np.inf)
    kept: dict[tuple[int, bool], int] = {}
    for k in np.argsort(fall):
        i, reach = far[k]
        if fall[k] < min(_LOWEST, _SLOW * 0.5 * reach**2 / cov[i, i]):
            kept.setdefault((i, reach > 0), int(k))
    return side.rows(list(kept.values())[:TAILS])
