import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.engine.normal_mixture import draw, fitted, log_density, moved, slices, standard


def _white(x, weight):
    mean = weight @ x
    root = np.linalg.cholesky((x - mean).T @ (weight[:, None] * (x - mean)))
    return np.linalg.solve(root, (x - mean).T).T


@pytest.fixture(scope="module")
def hills():
    """Whitened draws with two modes in one direction and none in the others, unevenly weighted."""
    random = np.random.default_rng(0)
    x = random.normal(size=(8000, 5))
    x[:, 2] = 0.4 * x[:, 2] + np.where(random.uniform(size=8000) < 0.3, 1.5, -1.0)
    weight = random.uniform(0.5, 1.5, size=8000)
    weight /= weight.sum()
    return _white(x, weight), weight


def test_the_standard_mixture_is_the_standard_normal():
    """Its log density is -x·x/2 everywhere."""
    x = jnp.array([0.3, -1.2, 2.0])
    assert float(log_density(standard(3), x)) == pytest.approx(-0.5 * float(x @ x))


def test_two_modes_are_kept_with_exact_moments(hills):
    """Mean zero and unit covariance are exact; between the modes the density is low."""
    found = fitted(*hills)
    drawn = np.asarray(draw(found, jax.random.key(0), 60000))
    assert drawn.mean(axis=0) == pytest.approx(np.zeros(5), abs=0.03)
    assert np.cov(drawn.T) == pytest.approx(np.eye(5), abs=0.04)
    x, _ = hills
    for level in (0.05, 0.3, 0.5, 0.7, 0.95):
        assert np.quantile(drawn[:, 2], level) == pytest.approx(np.quantile(x[:, 2], level), abs=0.12)


def test_the_density_is_that_of_the_draws(hills):
    """exp(log density) integrates to the standard normal's constant along a line of draws."""
    found = fitted(*hills)
    drawn = draw(found, jax.random.key(1), 4000)
    ratio = jax.vmap(lambda x: jnp.exp(-0.5 * x @ x - log_density(found, x)))(drawn)
    assert float(ratio.mean()) == pytest.approx(1.0, abs=0.1)


def test_a_walk_keeps_unit_covariance(hills):
    """Turned by less than one, the rest is filled up with noise."""
    turn = 0.8 * np.eye(5)
    drawn = np.asarray(draw(moved(fitted(*hills), turn), jax.random.key(2), 60000))
    assert np.cov(drawn.T) == pytest.approx(np.eye(5), abs=0.04)


def test_slices_lie_along_the_odd_direction(hills):
    """Each slice holds a quarter, and they differ in the direction that has two modes."""
    x, weight = hills
    share = weight[:, None] * slices(x, weight)
    assert share.sum(axis=0) == pytest.approx(np.full(4, 0.25), abs=0.01)
    middles = share.T @ x / share.sum(axis=0)[:, None]
    assert np.argmax(np.ptp(middles, axis=0)) == 2
