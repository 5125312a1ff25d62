"""What other people taught: a calibrated residual and a plain baseline, as sums that hold nobody's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitruvian.engine.calibrated_residual import CalibratedResidual, Predictive, Task, calibrate_residual
from vitruvian.engine.learned_residual import Expert, LearnedResidual, Moments, fit, moments
from vitruvian.engine.scores import GRID

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pool:
    """The forecaster of one horizon and its baseline, both from the same people.

    errors  (99,) quantiles of the baseline's own errors on the people it was fitted to, at `scores.GRID`
    """

    residual: CalibratedResidual
    baseline: LearnedResidual
    errors: Floats

    @property
    def trained_on(self) -> tuple[str, ...]:
        """Hashes of the people in it."""
        return self.residual.trained_on

    def baseline_forecast(self, task: Task) -> Predictive:
        """The baseline's forecasts: one set of weights and one set of error quantiles for everybody."""
        mean = self.baseline.predict(task.rows.features)
        return Predictive(mean, np.zeros_like(mean), mean[:, None] + self.errors, GRID)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return {
            "residual": self.residual.to_dict(),
            "baseline": self.baseline.to_dict(),
            "errors": self.errors.tolist(),
        }

    @classmethod
    def from_dict(cls, held: Mapping[str, Any]) -> Pool:
        """The inverse of `to_dict`, to the last bit."""
        return cls(
            CalibratedResidual.from_dict(held["residual"]),
            LearnedResidual.from_dict(held["baseline"]),
            np.asarray(held["errors"], dtype=np.float64),
        )


def train_pool(
    people: Sequence[Task],
    experts: Sequence[Expert],
    baseline: Expert,
    held: Mapping[str, Moments] | None = None,
) -> Pool:
    """A pool of two or more people.

    held  moments by person, when they are at hand
    Raises NotEnoughData for fewer than two.
    """
    known = held or {task.rows.person: moments(task.rows) for task in people}
    residual = calibrate_residual(people, experts, known)
    plain = fit([known[task.rows.person] for task in people], (baseline,))
    errors = np.concatenate([_errors(task, plain) for task in people])
    return Pool(residual, plain, np.asarray(np.quantile(errors, GRID), dtype=np.float64))


def _errors(task: Task, plain: LearnedResidual) -> Floats:
    error = task.rows.truth - plain.predict(task.rows.features)
    return np.asarray(error[np.isfinite(error)], dtype=np.float64)
