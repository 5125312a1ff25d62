import json

import numpy as np
import pytest

from vitruvian.core.errors import ModelError, NotEnoughData
from vitruvian.engine.calibrated_residual import CalibratedResidual, Task, calibrate_residual
from vitruvian.engine.learned_residual import Expert, Rows
from vitruvian.engine.scores import GRID, coverage, crps_from_quantiles

EXPERTS = (Expert("both", (0, 1), 300.0),)


def task(name: str, n: int = 800, scale: float = 1.0) -> Task:
    """A linear world whose noise grows with a difficulty that is given."""
    rng = np.random.default_rng([7, *name.encode()])
    x, hard = rng.normal(size=(n, 2)), rng.uniform(0.0, 2.0, size=n)
    origin = np.arange(float(n))
    truth = x @ np.array([2.0, -1.0]) + scale * (0.3 + hard) * rng.standard_t(6, size=n)
    return Task(Rows(name, origin, origin + 12.0, x, truth), hard[:, None])


@pytest.fixture(scope="module")
def learned() -> CalibratedResidual:
    return calibrate_residual([task(name) for name in "abcde"], EXPERTS)


def test_bands_hold_nine_in_ten_for_a_new_person(learned):
    """And are narrow where the forecast is easy."""
    new = task("new", 3000)
    got = learned.follow(new, GRID)
    assert 0.88 < coverage(new.rows.truth, got.quantiles[:, 4], got.quantiles[:, 94]) < 0.92
    width = got.quantiles[:, 94] - got.quantiles[:, 4]
    easy, hard = new.difficulty[:, 0] < 0.5, new.difficulty[:, 0] > 1.5
    assert width[hard].mean() > 1.8 * width[easy].mean()
    for part in (easy, hard):
        inside = coverage(new.rows.truth[part], got.quantiles[part, 4], got.quantiles[part, 94])
        assert 0.86 < inside < 0.94


def test_bands_widen_for_a_person_with_larger_errors(learned):
    """Three times the noise of the pool is covered after the first days."""
    new = task("noisy", 6000, scale=3.0)
    got = learned.follow(new, GRID)
    late = slice(3000, None)
    assert 0.87 < coverage(new.rows.truth[late], got.quantiles[late, 4], got.quantiles[late, 94]) < 0.93


def test_the_distribution_beats_one_of_constant_width(learned):
    """The CRPS is lower than that of the pool's own residual quantiles around the same mean."""
    new = task("new", 3000)
    got = learned.follow(new, GRID)
    constant = got.mean[:, None] + np.quantile(new.rows.truth - got.mean, GRID)
    ours = crps_from_quantiles(new.rows.truth, got.quantiles).mean()
    assert ours < 0.98 * crps_from_quantiles(new.rows.truth, constant).mean()


def test_bands_never_look_ahead(learned):
    """Truths known after an origin change neither its mean nor its quantiles."""
    new = task("new", 400)
    rows = new.rows
    changed = np.where(rows.known > 200.0, 50.0, rows.truth)
    other = Task(Rows("new", rows.origin, rows.known, rows.features, changed), new.difficulty)
    first, second = learned.follow(new, GRID), learned.follow(other, GRID)
    assert np.array_equal(first.quantiles[:201], second.quantiles[:201])


def test_rows_without_a_truth_are_forecast(learned):
    """The last rows, whose truth is still to come, have finite bands that ascend."""
    new = task("new", 60)
    rows = new.rows
    ahead = rows.origin >= 48
    open_rows = Rows(
        "new",
        rows.origin,
        np.where(ahead, np.inf, rows.known),
        rows.features,
        np.where(ahead, np.nan, rows.truth),
    )
    got = learned.follow(Task(open_rows, new.difficulty), GRID)
    assert np.all(np.isfinite(got.quantiles))
    assert np.all(np.diff(got.quantiles, axis=1) >= 0.0)


def test_a_person_of_the_pool_is_refused(learned):
    """Also after a journey through JSON."""
    back = CalibratedResidual.from_dict(json.loads(json.dumps(learned.to_dict())))
    assert back.trained_on == ("a", "b", "c", "d", "e")
    with pytest.raises(ModelError, match="was used in training"):
        back.follow(task("c"), GRID)


def test_it_survives_json_to_the_last_bit(learned):
    """What is read back gives the same quantiles."""
    new = task("new", 100)
    back = CalibratedResidual.from_dict(json.loads(json.dumps(learned.to_dict())))
    assert np.array_equal(back.follow(new, GRID).quantiles, learned.follow(new, GRID).quantiles)


def test_one_person_is_too_few_for_bands():
    """Scores need somebody who was not trained on."""
    with pytest.raises(NotEnoughData, match="2 or more"):
        calibrate_residual([task("a")], EXPERTS)
