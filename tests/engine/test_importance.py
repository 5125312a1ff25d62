import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tracer import weighted_moments

from vitruvian.engine.importance import adaptive_importance, parameter_ess, weight_ess
from vitruvian.engine.mixture import from_modes

COV = np.array([[0.04, 0.05], [0.05, 0.25]])
CENTRE = np.array([1.0, -2.0])
START = from_modes(jnp.zeros((1, 2)), jnp.eye(2)[None], jnp.ones(1))


def _normal(z, data):
    centre, precision = data
    return -0.5 * (z - centre) @ precision @ (z - centre)


def _half(z, data):
    return jnp.where(z[0] > 0.0, -0.5 * z @ z, jnp.nan)


def test_a_distant_narrow_normal_is_found():
    """From a proposal that is far too wide the rounds adapt to the exact moments."""
    data = (CENTRE, np.linalg.inv(COV))
    found = adaptive_importance(_normal, START, data, jax.random.key(0), jnp.ones(2), 8, 500, 4000, 500)
    mean, cov = weighted_moments(np.asarray(found.z), np.asarray(found.weight))
    assert float(weight_ess(found.weight)) > 1000
    assert (mean - CENTRE) / np.sqrt(np.diag(COV)) == pytest.approx([0.0, 0.0], abs=0.08)
    assert cov == pytest.approx(COV, rel=0.1)


def test_draws_without_a_density_have_no_weight():
    """A draw at which the model fails is left out; the rest is right."""
    found = adaptive_importance(_half, START, (), jax.random.key(1), jnp.ones(2), 4, 500, 2000, 500)
    z, weight = np.asarray(found.z), np.asarray(found.weight)
    assert weight[z[:, 0] <= 0.0].sum() == 0.0
    assert weight @ z[:, 0] == pytest.approx(np.sqrt(2.0 / np.pi), abs=0.05)


def test_what_adapted_the_proposal_does_not_judge_it():
    """The answer is a batch of its own: as many draws as asked for, none of the rounds'."""
    data = (CENTRE, np.linalg.inv(COV))
    found = adaptive_importance(_normal, START, data, jax.random.key(4), jnp.ones(2), 3, 500, 700, 500)
    assert found.z.shape == (700, 2)
    assert float(found.weight.sum()) == pytest.approx(1.0)


def test_the_same_key_gives_the_same_bytes():
    """No hidden randomness."""
    data = (CENTRE, np.linalg.inv(COV))
    one, two = (
        adaptive_importance(_normal, START, data, jax.random.key(4), jnp.ones(2), 8, 500, 500, 500)
        for _ in range(2)
    )
    assert np.asarray(one.z).tobytes() == np.asarray(two.z).tobytes()
    assert np.asarray(one.weight).tobytes() == np.asarray(two.weight).tobytes()


def test_effective_draws_count_equal_weights_fully():
    """Equal weights count in full; one heavy draw counts once."""
    z = jnp.asarray(np.random.default_rng(0).normal(size=(200, 1)))
    assert float(weight_ess(jnp.full(200, 1 / 200))) == pytest.approx(200.0)
    assert float(parameter_ess(jnp.full(200, 1 / 200), z)[0]) == pytest.approx(200.0, rel=1e-6)
    assert float(weight_ess(jnp.zeros(200).at[3].set(1.0))) == 1.0
