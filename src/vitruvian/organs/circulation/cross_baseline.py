"""What would be foretold of a new valve without a twin: people like these, and the cuff of before.

The mean gradient afterwards is that of other people with a new valve, whoever it is; the systolic pressure is
what the cuff read before the operation, moved by how much it moved in other people. Both were measured on 40
people of `cross_truth.TUNING_SEED`. A formula with the areas (gradient before times the square of the area by
continuity over that of the prosthesis) was tried and is worse than the first: its errors have an SD of 0.52
of the logarithm.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.stats import norm

from vitruvian.engine.scores import crps_from_samples
from vitruvian.organs.circulation.cross_truth import Truth

Array = Any
_LEVELS = (np.arange(1000) + 0.5) / 1000.0


class Others(NamedTuple):
    """Of people who were operated on: mean and SD of the gradient's logarithm, and of the systolic pressure's
    move from what a cuff read before, mmHg."""

    gradient: float
    gradient_sd: float
    moved: float
    moved_sd: float


OTHERS = Others(2.30, 0.467, 6.4, 5.3)


def measured_others(true: Truth) -> Others:
    """What these people show."""
    logs = np.log(true.after.gradient)
    moved = true.after.sbp - np.array([patient.readings["sbp"] for patient in true.patients])
    return Others(float(logs.mean()), float(logs.std()), float(moved.mean()), float(moved.std()))


def gradient_crps(true: Array, others: Others = OTHERS) -> float:
    """Mean CRPS, mmHg, of gradients (N,) foretold as those of others."""
    draws = np.exp(others.gradient + others.gradient_sd * norm.ppf(_LEVELS))
    return float(np.mean(crps_from_samples(true, np.tile(draws, (len(true), 1)))))


def systolic_crps(true: Array, read: Array, others: Others = OTHERS) -> float:
    """Mean CRPS, mmHg, of systolic pressures (N,) foretold from what cuffs read before (N,)."""
    draws = others.moved + others.moved_sd * norm.ppf(_LEVELS)
    return float(np.mean(crps_from_samples(true, np.asarray(read)[:, None] + draws)))
