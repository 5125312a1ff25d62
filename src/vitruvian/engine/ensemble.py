"""An ensemble of twins stepped through readings with exact weights.

Each member has its parameters, its model state and, integrated out exactly, a belief about its discrepancy. A
reading multiplies the weights by its predictive density. What depends on the parameters alone is prepared
once, so one reading costs one exchange step. When weights thin out, `engine.assimilate` makes a new ensemble.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.checkpoint import Checkpoint, opening, parameters_at, start_at
from vitruvian.engine.likelihood import fit, processes
from vitruvian.engine.model import Model, physical, unpack_inputs
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import inputs_at, keep, prepared

Array = Any


class Ensemble(NamedTuple):
    """N members, all leaves with leading axis N; log_weight (N,) is normalised."""

    p: dict[str, Array]
    ready: dict[str, Array]
    moves: dict[str, gap.Dynamics]
    state: Any
    beliefs: Any
    log_weight: Array


class Told(NamedTuple):
    """Mean and SD of each reading predicted before it came (T, M), and members that count after it (T,)."""

    mean: Array
    sd: Array
    effective: Array


@partial(jax.jit, static_argnames=("model",))
def settle(model: Model, checkpoint: Checkpoint, x: Array, window: Problem) -> Ensemble:
    """Members at coordinates x (N, D) carried from the checkpoint through the window, equally weighted."""

    def one(at: Array) -> tuple[Any, ...]:
        z = parameters_at(checkpoint, at)
        state, beliefs = opening(model, z, window, start_at(model, checkpoint, at, window))
        after = fit(model, z, window, state, beliefs)
        return _fixed(model, z, window), after.state, after.beliefs

    (p, ready, moves), state, beliefs = jax.vmap(one)(x)
    return _typed(Ensemble(p, ready, moves, state, beliefs, _level(x.shape[0])))


@partial(jax.jit, static_argnames=("model",))
def carried(model: Model, z: Array, starts: Array | None, window: Problem) -> Ensemble:
    """Members of parameters and latents z (N, P + E) carried through the window, equally weighted.

    starts  (N, S) packed state and beliefs in which they begin; None: as the model begins
    """

    def one(draw: Array, start: Array | None) -> tuple[Any, ...]:
        after = fit(model, draw, window, *opening(model, draw, window, start))
        return _fixed(model, draw, window), after.state, after.beliefs

    (p, ready, moves), state, beliefs = jax.vmap(one)(z, starts)
    return _typed(Ensemble(p, ready, moves, state, beliefs, _level(z.shape[0])))


@partial(jax.jit, static_argnames=("model",))
def reparametrised(model: Model, ensemble: Ensemble, z: Array, problem: Problem) -> Ensemble:
    """The same states under parameters z (N, P), equally weighted."""
    p, ready, moves = jax.vmap(lambda draw: _fixed(model, draw, problem))(z)
    return _typed(Ensemble(p, ready, moves, ensemble.state, ensemble.beliefs, _level(z.shape[0])))


def _level(count: int) -> Array:
    """Equal log weights."""
    return jnp.full(count, -jnp.log(float(count)))


def _typed(ensemble: Ensemble) -> Ensemble:
    """The same with strong types everywhere, so that a step's result is of the type that the step takes."""
    typed: Ensemble = jax.tree.map(lambda a: jax.lax.convert_element_type(a, a.dtype), ensemble)
    return typed


def _fixed(model: Model, z: Array, problem: Problem) -> tuple[Any, Any, Any]:
    """What follows from the parameters alone."""
    return physical(model, z), prepared(model, z, problem), processes(model, z)


@partial(jax.jit, static_argnames=("model",))
def advance(model: Model, ensemble: Ensemble, problem: Problem, latents: Array) -> tuple[Ensemble, Told]:
    """The ensemble after all steps of `problem`, every reading used; latents (N, E) are standard normal."""
    each = problem.amount * jnp.exp(problem.spread * latents)
    rates = jnp.concatenate([each, jnp.zeros((latents.shape[0], 1))], axis=1)

    def step(now: Ensemble, k: Array) -> tuple[Ensemble, Told]:
        ahead, mean, sd = _step(model, now, problem, rates, k)
        kept = _typed(keep(k < problem.length, ahead, now))
        return kept, Told(mean, sd, effective(kept.log_weight))

    return jax.lax.scan(step, ensemble, jnp.arange(problem.u.shape[0]))


def effective(log_weight: Array) -> Array:
    """Members that count, 1 / Σ w²."""
    return jnp.exp(-jax.nn.logsumexp(2.0 * log_weight))


def _step(
    model: Model, now: Ensemble, problem: Problem, rates: Array, k: Array
) -> tuple[Ensemble, Array, Array]:
    """One exchange step of all members and the readings at its end."""
    t0 = problem.clock / model.minutes_per_unit + k * model.exchange
    key = jax.random.fold_in(jax.random.key(0), k)

    def one(member: Ensemble, rate: Array) -> tuple[Any, Any, Array, Array, Array]:
        u = unpack_inputs(model, inputs_at(problem, rate, k))
        state, readout = model.advance(member.ready, member.state, u, t0, problem.static, key)
        beliefs, gain, mean, variance = _hear(model, member, model.observe(member.ready, readout), problem, k)
        return state, beliefs, gain, mean, variance

    state, beliefs, gain, mean, variance = jax.vmap(one)(now, rates)
    before = jnp.exp(now.log_weight)
    centre = before @ mean
    spread = jnp.sqrt(before @ (variance + (mean - centre) ** 2))
    log_weight = jax.nn.log_softmax(now.log_weight + jnp.where(jnp.isfinite(gain), gain, -jnp.inf))
    return now._replace(state=state, beliefs=beliefs, log_weight=log_weight), centre, spread


def _hear(
    model: Model, member: Ensemble, predicted: dict[str, Array], problem: Problem, k: Array
) -> tuple[Any, Array, Array, Array]:
    """Beliefs after the readings of step k, their log density, and what was predicted."""
    gain, beliefs, means, variances = jnp.zeros(()), {}, [], []
    for j, (signal, kind) in enumerate(model.observes.items()):
        ahead = gap.predict(member.beliefs[signal], member.moves[signal])
        noise = kind.noise_sd(member.p, predicted[signal]) ** 2
        weight = problem.weight[k, j]
        after, innovation, variance = gap.update(
            ahead, kind.reads, problem.y[k, j] - predicted[signal], noise, weight
        )
        gain = gain - 0.5 * weight * (innovation**2 / variance + jnp.log(variance))
        beliefs[signal] = after
        means.append(problem.y[k, j] - innovation)
        variances.append(variance)
    return beliefs, gain, jnp.stack(means), jnp.stack(variances)
