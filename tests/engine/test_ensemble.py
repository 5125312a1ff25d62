import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tracer import Tracer, day, doses

from vitruvian.engine.checkpoint import RESIDUALS, beginning
from vitruvian.engine.ensemble import advance, effective, settle
from vitruvian.engine.likelihood import log_likelihood
from vitruvian.engine.simulate import simulate
from vitruvian.engine.window import cut


def _members(model, problem, count=50):
    z = np.random.default_rng(0).normal(size=(count, 2))
    x = jnp.asarray(np.concatenate([z, np.zeros((count, RESIDUALS))], axis=1))
    return z, settle(model, beginning(model, problem), x, cut(model, problem, 0, 0))


def test_weights_are_the_likelihoods(linear, problem):
    """Stepping through a day weighs each member exactly as the batch likelihood does."""
    z, ensemble = _members(linear, problem)
    after, _ = advance(linear, ensemble, problem, jnp.zeros((50, 0)))
    expected = jax.nn.log_softmax(jax.vmap(lambda one: log_likelihood(linear, one, problem))(z))
    assert np.asarray(after.log_weight) == pytest.approx(np.asarray(expected), abs=1e-8)


def test_steps_one_by_one_are_the_day(linear, problem):
    """A day at once and in single steps ends alike."""
    _, ensemble = _members(linear, problem)
    whole, told = advance(linear, ensemble, problem, jnp.zeros((50, 0)))
    means = []
    for k in range(48):
        ensemble, heard = advance(linear, ensemble, cut(linear, problem, k, k + 1, 1), jnp.zeros((50, 0)))
        means.append(float(heard.mean[0, 0]))
    assert np.asarray(ensemble.log_weight) == pytest.approx(np.asarray(whole.log_weight), abs=1e-9)
    assert means == pytest.approx(np.asarray(told.mean)[:48, 0], abs=1e-9)


def test_members_take_their_own_latent_doses():
    """A member that ate more has the higher level."""
    model = Tracer(spread=0.3)
    problem = day(model, [], doses(1))
    _, ensemble = _members(model, problem, 2)
    latents = np.zeros((2, len(problem.column)))
    latents[1, 0] = 1.0
    after, _ = advance(model, ensemble, problem, jnp.asarray(latents))
    z = np.concatenate([np.random.default_rng(0).normal(size=(2, 2)), latents], axis=1)
    assert np.asarray(after.state) == pytest.approx(np.asarray(simulate(model, z, problem).final))


def test_a_step_without_a_reading_changes_no_weight(linear):
    """What was not read teaches nothing."""
    empty = day(linear, [])
    _, ensemble = _members(linear, empty)
    after, told = advance(linear, ensemble, empty, jnp.zeros((50, 0)))
    assert np.asarray(after.log_weight) == pytest.approx(np.full(50, -np.log(50.0)))
    assert np.asarray(told.effective) == pytest.approx(np.full(48, 50.0))


def test_effective_members_count_weights():
    """Equal weights count all; a member that failed counts nothing."""
    assert float(effective(jnp.full(10, -jnp.log(10.0)))) == pytest.approx(10.0)
    assert float(effective(jnp.array([0.0, -jnp.inf]))) == pytest.approx(1.0)
