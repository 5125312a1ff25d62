import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from vitruvian.engine.priors import Gamma, LogitNormal, LogNormal, Normal, SquareOfNormal, Uniform

REFERENCES = [
    (Normal(3.0, 2.0), stats.norm(3.0, 2.0)),
    (LogNormal(3.0, 0.5), stats.lognorm(0.5, scale=3.0)),
    (Uniform(2.0, 7.0), stats.uniform(2.0, 5.0)),
    (Gamma(3.3, 5e-4), stats.gamma(3.3, scale=5e-4)),
]
EVERY = [prior for prior, _ in REFERENCES] + [SquareOfNormal(0.11, 0.004), LogitNormal(1.0, 4.0, 0.7)]


@pytest.mark.parametrize(("prior", "reference"), REFERENCES)
def test_quantiles_are_those_of_the_named_distribution(prior, reference):
    """The forward value at z is the quantile at Φ(z)."""
    z = np.linspace(-4.0, 4.0, 41)
    assert np.asarray(prior.forward(z)) == pytest.approx(reference.ppf(stats.norm.cdf(z)), rel=1e-6)


@pytest.mark.parametrize("prior", EVERY)
def test_inverse_undoes_forward(prior):
    """inverse(forward(z)) is z."""
    for z in (-2.3, 0.0, 1.7):
        assert prior.inverse(float(prior.forward(jnp.asarray(z)))) == pytest.approx(z, abs=1e-6)


@pytest.mark.parametrize("prior", EVERY)
def test_forward_rises_with_a_finite_slope(prior):
    """Samplers find a positive slope everywhere a draw can fall."""
    slope = jax.vmap(jax.grad(prior.forward))(jnp.linspace(-5.0, 5.0, 101))
    assert bool(jnp.all(jnp.isfinite(slope)))
    assert bool(jnp.all(slope > 0))


def test_gamma_goes_on_beyond_its_table():
    """Far outside the table a gamma stays positive, finite and rising."""
    values = np.asarray(Gamma(3.3, 5e-4).forward(jnp.array([-12.0, -9.0, 9.0, 12.0])))
    assert np.all(np.isfinite(values))
    assert np.all(np.diff(values) > 0)
    assert values[0] > 0
