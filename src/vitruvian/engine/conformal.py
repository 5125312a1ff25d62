"""Recalibration of intervals from scores: other people's, and the person's own as they become known.

A score is an error divided by the spread that was forecast for it. Split conformal prediction takes the
quantiles of past scores as the quantiles of the next one. Here the scores of other people count as a
number of rows older than all the own ones, so that a new person has bands at once, an old one their own
(weighted conformal prediction: Tibshirani et al. 2019, arXiv:1904.06019). Overlapping forecasts are not
exchangeable, so the coverage is measured, not promised.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

POOL_ROWS = 300.0
"""How many own scores the scores of other people count for."""
HALF_LIFE_ROWS = 1000.0
"""After so many newer ones an own score counts half: the spread it was divided by has been learned since."""
_FORGOTTEN = 10.0


def condense(scores: Floats, size: int = 300) -> Floats:
    """The quantiles (size,) that stand for many scores."""
    return np.asarray(np.quantile(scores, (np.arange(size) + 0.5) / size), dtype=np.float64)


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Quantiles (l,) of weighted values (n,), linear between the middles of the weights."""
    order = np.argsort(values, kind="stable")
    mass = weights[order]
    middle = (np.cumsum(mass) - 0.5 * mass) / mass.sum()
    return np.asarray(np.interp(levels, middle, values[order]), dtype=np.float64)


def rolling_quantiles(
    pool: Floats,
    own: Floats,
    origin: Floats,
    known: Floats,
    levels: Floats,
    *,
    pool_rows: float = POOL_ROWS,
    half_life_rows: float = HALF_LIFE_ROWS,
    block: int = 12,
) -> Floats:
    """Quantiles (n, l) of the score at each origin, from the pool and the own scores known by then.

    pool    (m,) scores of other people, best condensed
    own     (n,) scores of the forecasts made at `origin` (n,), each readable from `known` on; both ascend
    levels  (l,) in (0, 1)
    block   successive forecasts that share one answer: what its first origin knew
    """
    out = np.empty((len(origin), len(levels)))
    pool_weights = np.full(len(pool), pool_rows / len(pool))
    for start in range(0, len(origin), block):
        seen = int(np.searchsorted(known, origin[start], side="right"))
        recent = own[max(0, seen - int(_FORGOTTEN * half_life_rows)) : seen]
        ages = np.arange(len(recent), 0, -1)
        values = np.concatenate([pool, recent])
        fading = pool_weights * 0.5 ** (seen / half_life_rows)
        weights = np.concatenate([fading, 0.5 ** (ages / half_life_rows)])
        out[start : start + block] = weighted_quantiles(values, weights, levels)
    return out
