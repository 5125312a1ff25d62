import math

import numpy as np
import pytest

from vitruvian.engine import scores


def test_a_point_forecast_has_its_absolute_error_as_crps():
    """Quantiles that all agree give the absolute error."""
    truth, quantiles = np.array([3.0, 10.0]), np.full((2, 99), 5.0)
    assert scores.crps_from_quantiles(truth, quantiles) == pytest.approx([2.0, 5.0])


def test_crps_of_a_normal_forecast_is_the_closed_form():
    """Quantiles and samples of a standard normal give Gneiting's formula at a truth of 0.7."""
    from scipy.stats import norm

    truth = np.array([0.7])
    exact = 0.7 * (2 * norm.cdf(0.7) - 1) + 2 * norm.pdf(0.7) - 1 / math.sqrt(math.pi)
    grid = (np.arange(2000) + 0.5) / 2000
    assert scores.crps_from_quantiles(truth, norm.ppf(grid)[None], grid) == pytest.approx(exact, rel=1e-3)
    samples = np.random.default_rng(1).normal(size=(1, 200_000))
    assert scores.crps_from_samples(truth, samples) == pytest.approx(exact, rel=1e-2)


def test_crps_from_samples_is_unbiased_by_the_number_of_samples():
    """The mean over many small ensembles equals that of a large one."""
    rng = np.random.default_rng(2)
    small = scores.crps_from_samples(np.zeros(40_000), rng.normal(size=(40_000, 4))).mean()
    large = scores.crps_from_samples(np.zeros(1), rng.normal(size=(1, 200_000)))[0]
    assert small == pytest.approx(large, abs=5e-3)


def test_one_sample_is_refused():
    """A single sample has no spread."""
    with pytest.raises(ValueError, match="at least 2"):
        scores.crps_from_samples(np.zeros(3), np.zeros((3, 1)))


def test_pinball_loss_weighs_the_two_sides_by_the_level():
    """At level 0.9 a truth above costs nine times a truth below."""
    loss = scores.pinball(np.array([1.0, -1.0]), np.zeros((2, 1)), np.array([0.9]))
    assert loss[:, 0] == pytest.approx([0.9, 0.1])


def test_coverage_counts_the_ends_and_width_is_the_mean():
    """A truth on the end of its band is inside."""
    low, high = np.array([0.0, 0.0, 0.0]), np.array([1.0, 1.0, 4.0])
    assert scores.coverage(np.array([1.0, 1.1, 0.0]), low, high) == pytest.approx(2 / 3)
    assert scores.width(low, high) == pytest.approx(2.0)
    assert scores.rmse(np.array([3.0, 4.0]), np.zeros(2)) == pytest.approx(math.sqrt(12.5))
