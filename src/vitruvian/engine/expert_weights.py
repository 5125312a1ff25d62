"""Weights over several forecasters by what each has lost so far: exponentially weighted aggregation.

The losses of other people open the account, so that a forecaster which does not carry over from person to
person starts with little weight; the person's own past losses then decide. A forecaster's loss counts only
from the moment at which its truth was known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OPENING_ROWS = 1000.0
"""How many own rows the evidence of other people counts for; flat from 300 to 3000 on real people."""
RATE = 0.01
"""Nats per row of loss, in units of the best forecaster's loss. Small, because the errors of overlapping
forecasts are strongly autocorrelated."""


def opening_weights(evidence: Floats) -> Floats:
    """Weights (e,) before anything is known of the person, from mean losses (e,) on other people."""
    return _softmax(-RATE * OPENING_ROWS * evidence / np.min(evidence))


def rolling_weights(losses: Floats, origin: Floats, known: Floats, evidence: Floats) -> Floats:
    """Weights (n, e) for forecasts at each origin, from losses (n, e) known by then.

    origin    (n,) ascending, when each forecast is made
    known     (n,) ascending, when its truth is known (inf: not yet); the loss of that row is then read
    evidence  (e,) mean losses on other people
    """
    total = np.vstack([np.zeros((1, losses.shape[1])), np.cumsum(np.nan_to_num(losses), axis=0)])
    best = np.cumsum(np.nan_to_num(np.min(losses, axis=1))) / np.arange(1, len(losses) + 1)
    seen = np.searchsorted(known, origin, side="right")
    unit = np.where(seen > 0, best[np.maximum(seen - 1, 0)], 1.0)
    unit = np.where(unit > 0, unit, 1.0)
    own = total[seen] / unit[:, None]
    return _softmax(-RATE * (own + OPENING_ROWS * evidence / np.min(evidence)))


def _softmax(score: Floats) -> Floats:
    lifted = np.exp(score - score.max(axis=-1, keepdims=True))
    return np.asarray(lifted / lifted.sum(axis=-1, keepdims=True), dtype=np.float64)
