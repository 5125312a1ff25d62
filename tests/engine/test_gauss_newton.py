import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.engine.gauss_newton import gauss_newton


def _line(z, data):
    design, y = data
    return design @ z - y


def _valley(z, data):
    return jnp.array([10.0 * (z[1] - z[0] ** 2), 1.0 - z[0]])


def test_a_linear_problem_is_least_squares():
    """The end point is the normal equations' and the curvature their matrix."""
    random = np.random.default_rng(0)
    design, y = random.normal(size=(20, 3)), random.normal(size=20)
    found = gauss_newton(_line, jnp.zeros((1, 3)), (design, y), jnp.ones(3), 25)
    assert np.asarray(found.z[0]) == pytest.approx(np.linalg.lstsq(design, y, rcond=None)[0], abs=1e-8)
    assert np.asarray(found.curvature[0]) == pytest.approx(design.T @ design)


def test_all_starts_reach_the_end_of_a_curved_valley():
    """Rosenbrock's valley is followed from every side."""
    starts = jnp.array([[-1.2, 1.0], [2.0, -1.0], [0.0, 2.0]])
    found = gauss_newton(_valley, starts, (), jnp.ones(2), 60)
    assert np.asarray(found.z) == pytest.approx(np.ones((3, 2)), abs=1e-5)
    assert np.asarray(found.objective) == pytest.approx(np.zeros(3), abs=1e-9)


def test_masked_coordinates_stay():
    """A coordinate out of use keeps its starting value."""
    design, y = np.eye(2), np.array([3.0, 3.0])
    found = gauss_newton(_line, jnp.zeros((1, 2)), (design, y), jnp.array([1.0, 0.0]), 20)
    assert np.asarray(found.z[0]) == pytest.approx([3.0, 0.0], abs=1e-6)
