import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import multivariate_normal
from tracer import Tracer, day, doses, error_covariance, unit_response

from vitruvian.engine.likelihood import fit, log_likelihood, log_posterior, residual_vector

Z = jnp.array([0.4, 0.3])
MEAN = 5.3 + 1.12 * unit_response(doses(), 48)


def _readings(holes=()):
    values = MEAN + np.random.default_rng(2).normal(size=48)
    values[list(holes)] = np.nan
    return values


@pytest.mark.parametrize("wandering", [False, True])
def test_equals_the_dense_normal_density(wandering):
    """The filter gives the multivariate normal density of the readings that exist."""
    model = Tracer(wandering=wandering)
    values = _readings(holes=(3, 4, 5, 30))
    used = np.isfinite(values)
    dense = multivariate_normal(MEAN[used], error_covariance(model, 48)[np.ix_(used, used)])
    found = log_likelihood(model, Z, day(model, values))
    assert float(found) == pytest.approx(dense.logpdf(values[used]), abs=1e-8)


def test_squares_of_the_residuals_are_the_log_posterior():
    """|r|² is -2 log posterior up to a constant, so Gauss-Newton climbs the right hill."""
    model = Tracer(wandering=True)
    problem, active = day(model, _readings()), jnp.ones(2)

    def gap(z):
        r = residual_vector(model, z, problem, active)
        return float(r @ r + 2.0 * log_posterior(model, z, problem, active))

    assert gap(Z) == pytest.approx(gap(jnp.array([-1.0, 2.0])), abs=1e-8)


def test_a_stretch_goes_on_where_the_last_one_ended():
    """Two halves, the second from the state and beliefs of the first, weigh what the whole weighs."""
    model = Tracer(wandering=True)
    values = _readings()
    whole = fit(model, Z, day(model, values))
    first = fit(model, Z, day(model, values[:20], doses(2), hours=10.0))
    late = [e for e in doses() if e.start >= 10.0]
    shifted = [type(e)(e.signal, e.start - 10.0, e.end - 10.0, e.amount) for e in late]
    second = fit(model, Z, day(model, values[20:], shifted, hours=14.0), first.state, first.beliefs)
    parts = np.concatenate([first.innovation[:20], second.innovation[:28]])
    assert parts == pytest.approx(np.asarray(whole.innovation), abs=1e-9)
