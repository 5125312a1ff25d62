"""A learned forecast with calibrated bands: mean, spread and quantiles, each from others and the own past.

Three learners in a row, all of them blind to what is not known at the origin:
mean      experts on the features (`learned_residual`)
spread    the size of the error to expect, by the same machinery on what makes forecasts hard
scores    error divided by spread, whose quantiles make the bands (`conformal`)

The spread and the scores of other people come from forecasts for each of them by a pool without them and,
because the pool never held the person to be forecast, without that person too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.conformal import condense, rolling_quantiles
from vitruvian.engine.learned_residual import Expert, LearnedResidual, Moments, Rows, fit, moments

Floats = NDArray[np.float64]

SPREAD_POOL_ROWS = 2000.0
LEAST_SPREAD = 0.25
"""The spread forecast never falls under this share of the pool's mean absolute error."""
CROSS_PEOPLE = 12
"""Other people followed to learn spread and scores; more of them change little and cost in proportion."""
CROSS_BLOCK = 144


@dataclass(frozen=True, slots=True)
class Task:
    """One person's rows, and what makes each forecast hard: `difficulty` (n, d), scaled to order one."""

    rows: Rows
    difficulty: Floats


@dataclass(frozen=True, slots=True)
class Predictive:
    """Mean (n,), expected absolute error (n,) and quantiles (n, l) at `levels` (l,)."""

    mean: Floats
    spread: Floats
    quantiles: Floats
    levels: Floats


@dataclass(frozen=True, slots=True)
class CalibratedResidual:
    """The three learners.

    mean_error  mean absolute error of the pool, the unit of `LEAST_SPREAD`
    scores      (m,) quantiles of the other people's scores
    """

    mean: LearnedResidual
    spread: LearnedResidual
    mean_error: float
    scores: Floats

    @property
    def trained_on(self) -> tuple[str, ...]:
        """Hashes of the people whose rows it has seen."""
        return self.mean.trained_on

    def follow(self, task: Task, levels: Floats, block: int = 12) -> Predictive:
        """Forecasts along a person's rows; raises ModelError for a person it was trained on.

        block  successive forecasts that share one solution, see `LearnedResidual.follow`
        """
        rows = task.rows
        mean = self.mean.follow(rows, block).mean
        error = rows.truth - mean
        spread = self._spread(task, mean, np.abs(error), block)
        scores = rolling_quantiles(self.scores, error / spread, rows.origin, rows.known, levels, block=block)
        return Predictive(mean, spread, mean[:, None] + spread[:, None] * scores, levels)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return {
            "mean": self.mean.to_dict(),
            "spread": self.spread.to_dict(),
            "mean_error": self.mean_error,
            "scores": self.scores.tolist(),
        }

    @classmethod
    def from_dict(cls, held: Mapping[str, Any]) -> CalibratedResidual:
        """The inverse of `to_dict`, to the last bit."""
        return cls(
            LearnedResidual.from_dict(held["mean"]),
            LearnedResidual.from_dict(held["spread"]),
            float(held["mean_error"]),
            np.asarray(held["scores"], dtype=np.float64),
        )

    def _spread(self, task: Task, mean: Floats, size: Floats, block: int) -> Floats:
        rows = _spread_rows(task, mean, size, self.mean_error)
        return np.maximum(self.spread.follow(rows, block).mean, LEAST_SPREAD * self.mean_error)


def calibrate_residual(
    people: Sequence[Task], experts: Sequence[Expert], held: Mapping[str, Moments] | None = None
) -> CalibratedResidual:
    """The three learners from other people.

    held  moments by person, when they are at hand; else they are computed
    Raises NotEnoughData for fewer than two people: bands need a forecast for somebody who was not trained on.
    """
    if len(people) < 2:
        raise NotEnoughData(f"{len(people)} person to learn from, bands need 2 or more: give more people")
    pool = [held[p.rows.person] if held else moments(p.rows) for p in people]
    crossed = [_followed_by_others(people, pool, i, experts) for i in _spaced(len(people))]
    mean_error = float(np.mean(np.concatenate([np.abs(error) for _, _, error in crossed])))
    spreads = [_spread_rows(task, mean, np.abs(error), mean_error) for task, mean, error in crossed]
    columns = tuple(range(spreads[0].features.shape[1]))
    spread = fit([moments(r) for r in spreads], [Expert("spread", columns, SPREAD_POOL_ROWS)])
    floor = LEAST_SPREAD * mean_error
    scores = [
        e / np.maximum(spread.predict(r.features), floor)
        for r, (_, _, e) in zip(spreads, crossed, strict=True)
    ]
    learned = fit(pool, experts)
    return CalibratedResidual(
        learned,
        replace(spread, trained_on=learned.trained_on),
        mean_error,
        condense(np.concatenate(scores)),
    )


def _followed_by_others(
    people: Sequence[Task], pool: Sequence[Moments], i: int, experts: Sequence[Expert]
) -> tuple[Task, Floats, Floats]:
    """The known rows of person i, with forecasts and errors of the pool of the others."""
    rows, is_known = people[i].rows, np.isfinite(people[i].rows.truth)
    kept = Rows(
        rows.person,
        rows.origin[is_known],
        rows.known[is_known],
        rows.features[is_known],
        rows.truth[is_known],
    )
    others = fit([m for j, m in enumerate(pool) if j != i], experts)
    mean = others.follow(kept, CROSS_BLOCK).mean
    return Task(kept, people[i].difficulty[is_known]), mean, kept.truth - mean


def _spread_rows(task: Task, mean: Floats, size: Floats, unit: float) -> Rows:
    """Rows whose truth is the size of the error; a large forecast change is itself a difficulty."""
    features = np.concatenate([task.difficulty, np.abs(mean)[:, None] / unit], axis=1)
    return replace(task.rows, features=features, truth=size)


def _spaced(n: int) -> list[int]:
    """At most `CROSS_PEOPLE` indices, evenly spaced."""
    return sorted({int(i) for i in np.linspace(0, n - 1, min(n, CROSS_PEOPLE)).round()})
