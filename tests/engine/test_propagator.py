import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.linalg import expm

from vitruvian.engine.propagator import exponential


@pytest.mark.parametrize("step", [0.1, 2.5, 8.0])
def test_equals_the_matrix_exponential(step):
    """Scaling and squaring agrees with scipy to 1e-11."""
    rates = np.array([[-0.9, 0.0, 1.0], [0.9, -0.3, 0.0], [0.0, 0.0, 0.0]])
    assert np.asarray(exponential(jnp.asarray(rates), step)) == pytest.approx(expm(rates * step), abs=1e-11)


def test_confluent_rates_have_a_finite_gradient():
    """Equal rates, where closed forms divide by zero, are nothing special."""

    def last(k):
        rates = jnp.stack([jnp.stack([-k, 0.0 * k]), jnp.stack([k, -0.2 + 0.0 * k])])
        return exponential(rates, 5.0)[1, 0]

    assert float(last(jnp.asarray(0.2))) == pytest.approx(0.2 * 5.0 * np.exp(-1.0), rel=1e-12)
    assert np.isfinite(float(jax.grad(last)(jnp.asarray(0.2))))
