import csv
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from vitruvian.engine.calibrated_residual import Task, calibrate_residual
from vitruvian.engine.learned_residual import fit, moments
from vitruvian.engine.scores import GRID, coverage, crps_from_quantiles, rmse
from vitruvian.organs.metabolism.features import Events, Past
from vitruvian.organs.metabolism.residual_task import experts, forecast_origins, plain_task, ridge_expert

NONE = Events(np.zeros(0), np.zeros(0), np.zeros(0))


def read_table(path: Path) -> Past:
    """Readings of one real person, without doses or meals."""
    with path.open() as lines:
        rows = [row for row in csv.DictReader(lines) if row["glucose_mgdl"]]
    time = np.array([datetime.fromisoformat(row["time"]).timestamp() / 60.0 for row in rows])
    glucose = np.array([float(row["glucose_mgdl"]) for row in rows])
    first = np.concatenate([[True], np.diff(time) > 0.5])
    return Past(time[first], glucose[first], NONE, NONE)


def test_the_last_origins_wait_for_their_truth():
    """Twelve origins of an hour's horizon are still open at the end, a hole in the past drops its origin."""
    time = np.concatenate([5.0 * np.arange(30), 5.0 * np.arange(30) + 400.0])
    past = Past(time, np.linspace(100.0, 200.0, 60), NONE, NONE)
    at, goal = forecast_origins(time, 60.0)
    assert (goal < 0).sum() == 12
    assert np.all(time[at[goal < 0]] + 60.0 > time[-1])
    task, columns, _ = plain_task("p", past, 60.0)
    assert np.isinf(task.rows.known).sum() == np.isnan(task.rows.truth).sum() == 12
    assert task.rows.features.shape == columns.values.shape


@pytest.mark.slow
def test_real_people_are_forecast_better_than_by_the_pooled_ridge(shared):
    """Three people with type 2 diabetes, each from the two others: RMSE, CRPS and coverage at 60 min."""
    folder = shared / "data" / "glucose" / "iglu_t2d"
    tasks: list[Task] = []
    for path in sorted(folder.glob("subject_*.csv")):
        task, columns, _ = plain_task(path.stem, read_table(path), 60.0)
        tasks.append(task)
    scored = []
    for i, one in enumerate(tasks):
        others = [t for j, t in enumerate(tasks) if j != i]
        got = calibrate_residual(others, experts(columns.tiers)).follow(one, GRID)
        pooled = fit([moments(t.rows) for t in others], (ridge_expert(),))
        base = pooled.predict(one.rows.features)
        errors = np.concatenate([t.rows.truth - pooled.predict(t.rows.features) for t in others])
        kept, truth = np.isfinite(one.rows.truth), one.rows.truth
        constant = base[:, None] + np.nanquantile(errors, GRID)
        scored.append(
            (
                rmse(truth[kept], got.mean[kept]) / rmse(truth[kept], base[kept]),
                crps_from_quantiles(truth[kept], got.quantiles[kept]).mean()
                / crps_from_quantiles(truth[kept], constant[kept]).mean(),
                coverage(truth[kept], got.quantiles[kept, 4], got.quantiles[kept, 94]),
            )
        )
    ratio, crps, inside = np.mean(scored, axis=0)
    assert ratio < 0.97
    assert crps < 0.97
    assert 0.87 < inside < 0.93
