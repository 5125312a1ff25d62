"""Outcomes of a glucose path that people decide by."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitruvian.engine.model import Outcome

Array = Any
_SIGNAL = "glucose_interstitial"


def share_below(limit: float) -> Any:
    """Percent of time under `limit` mg/dL, as a measure over (..., T)."""

    def measure(values: Array, minutes: float) -> Array:
        return 100.0 * np.mean(np.asarray(values) < limit, axis=-1)

    return measure


def share_in_range(values: Array, minutes: float) -> Array:
    """Percent of time within 70-180 mg/dL, both ends included."""
    inside = (np.asarray(values) >= 70.0) & (np.asarray(values) <= 180.0)
    return 100.0 * np.mean(inside, axis=-1)


def share_above(values: Array, minutes: float) -> Array:
    """Percent of time above 180 mg/dL."""
    return 100.0 * np.mean(np.asarray(values) > 180.0, axis=-1)


def lowest(values: Array, minutes: float) -> Array:
    """Lowest value, mg/dL."""
    return np.min(values, axis=-1)


def highest(values: Array, minutes: float) -> Array:
    """Highest value, mg/dL."""
    return np.max(values, axis=-1)


def symmetric_risk(glucose: Array) -> Array:
    """Kovatchev's f: negative below 112.5 mg/dL, positive above. Source: metabolic.md section 7."""
    return 1.509 * (np.log(np.asarray(glucose, dtype=float)) ** 1.084 - 5.381)


def risk(values: Array, minutes: float) -> Array:
    """Twice the low plus the high blood glucose index, means over all values."""
    f = symmetric_risk(np.clip(values, 20.0, 600.0))
    return np.mean(10.0 * f**2 * np.where(f < 0, 2.0, 1.0), axis=-1)


def any_below(limit: float) -> Any:
    """1 where the path goes under `limit` mg/dL at least once."""

    def measure(values: Array, minutes: float) -> Array:
        return (np.min(values, axis=-1) < limit).astype(float)

    return measure


OUTCOMES = (
    Outcome("time_in_range", _SIGNAL, "%", "share of time at 70-180 mg/dL", share_in_range, 1),
    Outcome("time_below_70", _SIGNAL, "%", "share of time under 70 mg/dL", share_below(70.0), -1),
    Outcome("time_below_54", _SIGNAL, "%", "share of time under 54 mg/dL", share_below(54.0), -1),
    Outcome("time_above_180", _SIGNAL, "%", "share of time over 180 mg/dL", share_above, -1),
    Outcome("lowest", _SIGNAL, "mg/dL", "lowest glucose", lowest, 0),
    Outcome("highest", _SIGNAL, "mg/dL", "highest glucose", highest, 0),
    Outcome("low_event", _SIGNAL, "1", "glucose goes under 70 mg/dL", any_below(70.0), -1, is_event=True),
    Outcome("risk", _SIGNAL, "1", "twice the low plus the high glucose index", risk, -1),
)
