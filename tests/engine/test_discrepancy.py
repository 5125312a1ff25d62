import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import multivariate_normal
from tracer import Tracer, error_covariance

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.discrepancy import Lasting, Wandering, White, noise_variances

ERROR = Wandering("size", 30.0, 8.0, 2.0)
MOVE = ERROR.dynamics({"size": jnp.asarray(12.0)}, 5.0)


def _matrix(rows):
    return np.array(rows, dtype=float)


def test_the_declared_size_is_the_stationary_sd():
    """F S Fᵀ + Q gives S back, and S starts with the declared SD squared."""
    f, q, s = (_matrix(part) for part in MOVE)
    assert f @ s @ f.T + q == pytest.approx(s)
    assert s[0, 0] == pytest.approx(144.0)
    assert np.all(np.linalg.eigvalsh(q) > 0)


def test_two_half_steps_are_one_step():
    """The discretisation is exact, so steps compose."""
    half = ERROR.dynamics({"size": jnp.asarray(12.0)}, 2.5)
    f, q = _matrix(half.transition), _matrix(half.noise)
    assert f @ f == pytest.approx(_matrix(MOVE.transition))
    assert f @ q @ f.T + q == pytest.approx(_matrix(MOVE.noise))


def test_filtering_gives_the_dense_normal_density():
    """Innovations and variances add up to the multivariate normal log density, gaps included."""
    model = Tracer(wandering=True)
    residual = np.random.default_rng(0).normal(size=12)
    read = np.array([1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1], dtype=float)
    error = model.observes["tracer_plasma"]
    move = error.dynamics({}, 0.5)
    belief, total = gap.begin(move), 0.0
    for value, weight in zip(residual, read, strict=True):
        belief, new, variance = gap.update(gap.predict(belief, move), error.reads, value, 0.3**2, weight)
        total += weight * -0.5 * (new**2 / variance + np.log(2 * np.pi * variance))
    used = read > 0
    dense = multivariate_normal(cov=error_covariance(model, 12)[np.ix_(used, used)])
    assert float(total) == pytest.approx(dense.logpdf(residual[used]), abs=1e-9)


def test_drawn_paths_keep_the_stationary_covariance():
    """Drawing and evolving leaves the distribution as it was."""

    def one(key):
        first, then = jax.random.split(key)
        return jnp.stack(gap.evolve(gap.sample(gap.begin(MOVE), first), MOVE, then))

    drawn = np.asarray(jax.vmap(one)(jax.random.split(jax.random.key(1), 40000)))
    start = _matrix(MOVE.start)
    scale = np.sqrt(np.outer(np.diag(start), np.diag(start)))
    assert np.cov(drawn.T) / scale == pytest.approx(start / scale, abs=0.03)


def test_independent_noise_adds_its_relative_part_in_quadrature():
    """White noise has no process; 3 and 4 make 5."""
    noise = White(sd=3.0, relative=0.1)
    assert noise.dynamics({}, 5.0) == gap.Dynamics((), (), ())
    assert float(noise.noise_sd({}, jnp.asarray(40.0))) == pytest.approx(5.0)


def test_variances_of_all_signals_are_those_of_each():
    """White signals are computed together, the others beside them, in the declared order."""
    kinds = {"a": White(2.0, 0.1), "b": Lasting(3.0, 100.0, 0.7), "c": White("size")}
    p, seen = (
        {"size": jnp.asarray(1.5)},
        {"a": jnp.asarray(10.0), "b": jnp.asarray(4.0), "c": jnp.asarray(9.0)},
    )
    each = [float(kind.noise_sd(p, seen[name])) ** 2 for name, kind in kinds.items()]
    assert np.asarray(noise_variances(kinds, p, seen)) == pytest.approx(each)
