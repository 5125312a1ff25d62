"""How good a forecast of a distribution was: pinball loss, CRPS, coverage and width of bands.

Lower is better for losses. CRPS has the unit of what was forecast; for a point it is the absolute error.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GRID: Floats = np.arange(1, 100) / 100.0
"""The 99 levels at which quantile forecasts are compared."""


def rmse(truth: Floats, mean: Floats) -> float:
    """Root of the mean squared error."""
    return float(np.sqrt(np.mean((truth - mean) ** 2)))


def pinball(truth: Floats, quantiles: Floats, levels: Floats) -> Floats:
    """Pinball loss (n, l) of quantiles (n, l) at levels (l,) for truths (n,)."""
    above = truth[:, None] - quantiles
    return np.maximum(levels * above, (levels - 1.0) * above)


def crps_from_quantiles(truth: Floats, quantiles: Floats, levels: Floats = GRID) -> Floats:
    """CRPS (n,) as twice the mean pinball loss over equally spaced levels.

    Source: Gneiting & Raftery 2007, doi:10.1198/016214506000001437 (quantile form).
    """
    return np.asarray(2.0 * pinball(truth, quantiles, levels).mean(axis=1), dtype=np.float64)


def crps_from_samples(truth: Floats, samples: Floats) -> Floats:
    """CRPS (n,) of the empirical distribution of samples (n, m), without the bias of a small m.

    E|X − y| − E|X − X′|/2 with the second term over distinct pairs.
    Raises ValueError for fewer than two samples.
    """
    m = samples.shape[1]
    if m < 2:
        raise ValueError(f"{m} sample cannot show a spread: give at least 2")
    ranked = np.sort(samples, axis=1)
    rank = 2.0 * np.arange(1, m + 1) - m - 1.0
    spread = (ranked * rank).sum(axis=1) / (m * (m - 1.0))
    return np.asarray(np.abs(samples - truth[:, None]).mean(axis=1) - spread, dtype=np.float64)


def coverage(truth: Floats, low: Floats, high: Floats) -> float:
    """Share of the truths within their band, ends included."""
    return float(np.mean((truth >= low) & (truth <= high)))


def width(low: Floats, high: Floats) -> float:
    """Mean width of the bands."""
    return float(np.mean(high - low))
