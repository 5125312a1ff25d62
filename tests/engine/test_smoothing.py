import jax
import numpy as np
import pytest
from tracer import Tracer, day, doses, error_covariance, unit_response

from vitruvian.engine.smoothing import discrepancy_paths

Z = np.array([0.0, 0.0])
MEAN = 5.0 + unit_response(doses(), 48)


def _holed():
    values = MEAN + np.random.default_rng(3).normal(size=48)
    values[10:20] = np.nan
    return values


def _conditional(model, values):
    """Mean and covariance of the path given the readings, by one dense solve."""
    total = error_covariance(model, 48)
    path = total - 0.3**2 * np.eye(48)
    used = np.isfinite(values)
    gain = path[:, used] @ np.linalg.inv(total[np.ix_(used, used)])
    return gain @ (values - MEAN)[used], path - gain @ path[used]


def test_the_mean_path_is_the_dense_conditional_mean():
    """Forward filter and backward pass agree with Gaussian conditioning, across a gap."""
    model, values = Tracer(wandering=True), _holed()
    found = discrepancy_paths(model, Z, day(model, values))["tracer_plasma"]
    assert np.asarray(found) == pytest.approx(_conditional(model, values)[0], abs=1e-6)


def test_drawn_paths_have_the_conditional_distribution():
    """Draws scatter around that mean as the conditional covariance says."""
    model, values = Tracer(wandering=True), _holed()
    problem = day(model, values)
    draw = lambda key: discrepancy_paths(model, Z, problem, key)["tracer_plasma"]  # noqa: E731
    paths = np.asarray(jax.jit(jax.vmap(draw))(jax.random.split(jax.random.key(0), 4000)))
    mean, cov = _conditional(model, values)
    assert paths.mean(axis=0) == pytest.approx(mean, abs=0.06)
    assert paths.std(axis=0) == pytest.approx(np.sqrt(np.diag(cov)), abs=0.04)


def test_independent_noise_leaves_no_path():
    """White noise is not carried into a counterfactual."""
    found = discrepancy_paths(Tracer(), Z, day(Tracer(), _holed()))["tracer_plasma"]
    assert not np.any(np.asarray(found))
