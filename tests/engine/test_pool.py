import json

import numpy as np
import pytest

from vitruvian.core.errors import ModelError, NotEnoughData
from vitruvian.engine.calibrated_residual import Task
from vitruvian.engine.learned_residual import Expert, Rows
from vitruvian.engine.pool import Pool, train_pool

EXPERTS, PLAIN = (Expert("both", (0, 1), 300.0),), Expert("plain", (0,), 1.0)


def task(name: str, n: int = 400) -> Task:
    """A linear world with noise of SD 1."""
    rng = np.random.default_rng([3, *name.encode()])
    x, origin = rng.normal(size=(n, 2)), np.arange(float(n))
    truth = x @ np.array([2.0, -1.0]) + rng.normal(size=n)
    return Task(Rows(name, origin, origin + 6.0, x, truth), np.ones((n, 1)))


@pytest.fixture(scope="module")
def pool() -> Pool:
    return train_pool([task(name) for name in "abcd"], EXPERTS, PLAIN)


def test_the_baseline_has_the_error_quantiles_of_the_people_it_learned_from(pool):
    """Errors of the plain baseline have SD √2, so its 90 % band is 2 · 1.645 · √2 wide, for everybody."""
    got = pool.baseline_forecast(task("new"))
    width = got.quantiles[:, 94] - got.quantiles[:, 4]
    assert np.ptp(width) == pytest.approx(0.0, abs=1e-9)
    assert width[0] == pytest.approx(2 * 1.645 * 2**0.5, rel=0.06)


def test_a_pool_survives_json_to_the_last_bit(pool):
    """A pool that was written and read forecasts the same."""
    again = Pool.from_dict(json.loads(json.dumps(pool.to_dict())))
    levels = np.array([0.05, 0.95])
    new = task("new")
    a, b = pool.residual.follow(new, levels), again.residual.follow(new, levels)
    assert np.array_equal(a.quantiles, b.quantiles)
    assert np.array_equal(pool.baseline_forecast(new).mean, again.baseline_forecast(new).mean)


def test_a_person_of_the_pool_is_refused(pool):
    """Nobody is forecast by a pool that learned from them; the pool says from whom it did."""
    assert pool.trained_on == ("a", "b", "c", "d")
    with pytest.raises(ModelError, match="used in training"):
        pool.residual.follow(task("b"), np.array([0.5]))


def test_one_person_is_no_pool():
    """Bands need forecasts for somebody who was not trained on."""
    with pytest.raises(NotEnoughData):
        train_pool([task("a")], EXPERTS, PLAIN)
