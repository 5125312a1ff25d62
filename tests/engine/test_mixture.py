import numpy as np
import pytest
from scipy.stats import multivariate_t

from vitruvian.engine.mixture import FREEDOM, draw, from_modes, log_density, refit

COV = np.array([[1.0, 0.5], [0.5, 2.0]])
TWO = from_modes(np.array([[0.0, 0.0], [3.0, -1.0]]), np.stack([COV, 0.5 * COV]), np.array([0.3, 0.7]))


def test_density_is_that_of_weighted_t_distributions():
    """Against scipy's multivariate t."""
    at = np.random.default_rng(0).normal(size=(5, 2))
    first = multivariate_t([0.0, 0.0], COV, df=FREEDOM).pdf(at)
    second = multivariate_t([3.0, -1.0], 0.5 * COV, df=FREEDOM).pdf(at)
    expected = np.log(0.3 * first + 0.7 * second)
    assert np.asarray(log_density(TWO, at, np.ones(2))) == pytest.approx(expected)


def test_draws_have_the_moments_of_the_mixture():
    """Mean, and covariance widened by the t's freedom / (freedom - 2)."""
    single = from_modes(np.array([[1.0, 2.0]]), COV[None], np.ones(1))
    z = draw(single, np.random.default_rng(0), 40000)
    assert z.mean(axis=0) == pytest.approx([1.0, 2.0], abs=0.03)
    assert np.cov(z.T) == pytest.approx(COV * FREEDOM / (FREEDOM - 2.0), abs=0.08)


def test_coordinates_out_of_use_stay_out_of_the_density():
    """A masked coordinate with unit scale at zero changes no density but for its dimension."""
    one = from_modes(np.zeros((1, 1)), np.ones((1, 1, 1)), np.ones(1))
    padded = from_modes(np.zeros((1, 2)), np.eye(2)[None], np.ones(1))
    at = np.linspace(-2.0, 2.0, 5)
    wide = np.stack([at, np.zeros(5)], axis=1)
    expected = log_density(one, at[:, None], np.ones(1))
    assert np.asarray(log_density(padded, wide, np.array([1.0, 0.0]))) == pytest.approx(expected)


def test_refitting_finds_two_clusters():
    """Expectation-maximisation moves the components onto the draws."""
    random = np.random.default_rng(1)
    z = np.concatenate([random.normal(-3.0, 0.5, (300, 1)), random.normal(4.0, 1.0, (700, 1))])
    now = from_modes(np.array([[-1.0], [1.0]]), np.ones((2, 1, 1)), np.array([0.5, 0.5]))
    for _ in range(15):
        now = refit(now, z, np.full(1000, 1e-3), np.ones(1))
    assert np.asarray(now.mean)[:, 0] == pytest.approx([-3.0, 4.0], abs=0.4)
    assert np.asarray(now.weight) == pytest.approx([0.3, 0.7], abs=0.03)
