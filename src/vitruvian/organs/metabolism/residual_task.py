"""The learned residual's task for one person: which forecasts, from which features, with which experts."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitruvian.engine.calibrated_residual import Task
from vitruvian.engine.learned_residual import Expert, Rows
from vitruvian.organs.metabolism.features import (
    READINGS,
    Features,
    Past,
    difficulty,
    features,
    origins,
    targets,
)

Floats = Any
POOL_ROWS = {"lags": 500.0, "core": 500.0, "mid": 800.0, "rich": 1500.0}
"""Own rows that the pool counts for, by tier: wider experts lean longer on others. Halving or doubling all of
them moves the error of real people by less than 1 %."""


def experts(tiers: dict[str, tuple[int, ...]]) -> tuple[Expert, ...]:
    """One expert for each tier of features, narrow to wide."""
    return tuple(Expert(name, columns, POOL_ROWS[name]) for name, columns in tiers.items())


def ridge_expert() -> Expert:
    """The baseline: the twelve readings alone. Alone in a fit, `predict` is the pooled ridge."""
    return Expert("ridge", tuple(range(READINGS)), 1.0)


def forecast_origins(time: Floats, horizon_min: float) -> tuple[Floats, Floats]:
    """Indices of the origins and of their targets (−1: not yet) that a task holds.

    Origins whose target is missing in the past are left out; those with a target still to come stay.
    """
    at = origins(time)
    goal = targets(time, at, horizon_min)
    is_held = (goal >= 0) | (time[at] + horizon_min > time[-1])
    return at[is_held], goal[is_held]


def task(person: str, past: Past, at: Floats, goal: Floats, columns: Features) -> Task:
    """Forecasts of the change (mg/dL) from each origin to its target.

    person    hash of the person
    at, goal  indices from `forecast_origins`
    columns   features of those origins
    """
    is_known = goal >= 0
    known = np.where(is_known, past.time[goal], np.inf)
    truth = np.where(is_known, past.glucose[goal] - past.glucose[at], np.nan)
    return Task(Rows(person, past.time[at], known, columns.values, truth), difficulty(past, at))


def plain_task(person: str, past: Past, horizon_min: float) -> tuple[Task, Features, Floats]:
    """The task, its features and its origins, without a model's own forecast among the features."""
    at, goal = forecast_origins(past.time, horizon_min)
    columns = features(past, at, horizon_min)
    return task(person, past, at, goal, columns), columns, at
