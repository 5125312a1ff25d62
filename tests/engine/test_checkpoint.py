import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tracer import Tracer, day

from vitruvian.engine.checkpoint import (
    RESIDUALS,
    beginning,
    opening,
    packed,
    parameters_at,
    start_at,
    summarise,
)

MODEL = Tracer(wandering=True)
PROBLEM = day(MODEL, [])


def _learnt(walk=0.0, count=4000):
    """Members whose state follows from z up to noise of its own."""
    random = np.random.default_rng(0)
    z = random.normal(size=(count, 2)) @ np.array([[0.3, 0.1], [0.0, 0.5]]) + np.array([1.0, -1.0])
    own = random.normal(size=(count, 1))
    vectors = np.concatenate([2.0 * z + 3.0, z[:, :1] + 0.2 * own, np.ones((count, 1))], axis=1)
    held, x = summarise(z, np.full(count, 1.0 / count), z, vectors, walk)
    return z, vectors, held, x


def test_packed_and_opened_is_the_same():
    """State and beliefs survive the way through one vector."""
    state, beliefs = opening(MODEL, jnp.zeros(2), PROBLEM)
    again = opening(MODEL, jnp.ones(2), PROBLEM, packed(state, beliefs))
    assert jax.tree.all(jax.tree.map(lambda a, b: bool(a == b), (state, beliefs), again))


def test_the_first_checkpoint_is_the_prior():
    """Coordinates are z itself and the state is the model's own."""
    x = jnp.arange(2.0 + RESIDUALS)
    first = beginning(MODEL, PROBLEM)
    assert np.asarray(parameters_at(first, x)) == pytest.approx([0.0, 1.0])
    own = packed(*opening(MODEL, jnp.array([0.0, 1.0]), PROBLEM))
    assert np.array_equal(start_at(MODEL, first, x, PROBLEM), own)


def test_a_summary_keeps_the_joint_moments():
    """Standard normal coordinates give back mean and covariance of parameters and state together."""
    z, vectors, held, _ = _learnt()
    random = np.random.default_rng(1)
    x = random.normal(size=(40000, 2 + RESIDUALS))
    drawn = np.concatenate([parameters_at(held, x)[:, :2], held.middle + x @ held.slope], axis=1)
    joint = np.concatenate([z, vectors], axis=1)
    assert drawn.mean(axis=0) == pytest.approx(joint.mean(axis=0), abs=0.02)
    assert np.cov(drawn.T) == pytest.approx(np.cov(joint.T), abs=0.05)


def test_members_find_themselves_in_the_new_coordinates():
    """The coordinates of a member lead back to its parameters and its state."""
    z, vectors, held, x = _learnt()
    assert np.asarray(parameters_at(held, x))[:, :2] == pytest.approx(z, abs=1e-9)
    assert held.middle + x @ held.slope == pytest.approx(vectors, abs=1e-6)


def test_a_walk_widens_towards_the_prior():
    """With drift the variance rises by the prior's share; the state keeps its own."""
    z, vectors, held, _ = _learnt(walk=0.6)
    cov = held.root @ held.root.T
    assert cov == pytest.approx(0.64 * np.cov(z.T, bias=True) + 0.36 * np.eye(2), abs=1e-6)
    assert np.diag(held.slope.T @ held.slope) == pytest.approx(vectors.var(axis=0), abs=0.01)
