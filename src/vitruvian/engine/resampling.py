"""Weighted draws as equally weighted ones."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any


def systematic(weight: Array, count: int) -> Array:
    """Which draws (count,) stand for all, by systematic resampling at equal distances: always the same.

    weight  (N,) not negative; need not sum to one
    """
    edges = np.cumsum(np.asarray(weight))
    picks = np.searchsorted(edges / edges[-1], (np.arange(count) + 0.5) / count)
    return np.minimum(picks, len(edges) - 1)
