"""An ensemble of twins that moves with the readings: weights first, an affine transport when they thin out.

Each member carries parameters z, the model's state and, integrated out exactly, a belief about its discrepancy.
A reading multiplies the weights by its predictive density. When the effective number of members falls below
half, the log weights, a smooth function of z, are fitted by a quadratic; members are moved affinely to the normal
it describes, and their states follow by regression. No member is duplicated and no sampling noise is added.
Source of the idea: Reich 2013, doi:10.1137/130907367 (transport instead of resampling); the quadratic fit is ours.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.likelihood import processes
from vitruvian.engine.model import Model, physical, unpack_inputs
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import latent_rates, prepared

Array = Any


class Ensemble(NamedTuple):
    """N members: z (N, P), state and beliefs with leading axis N, log weights (N,), steps taken."""

    z: Array
    state: Any
    beliefs: Any
    log_weight: Array
    steps: Array


class Told(NamedTuple):
    """Per step and signal: mean and SD of the reading predicted before it came, (T, M), and members that count (T,)."""

    mean: Array
    sd: Array
    effective: Array


@partial(jax.jit, static_argnames=("model",))
def begin(model: Model, z: Array, problem: Problem, key: Array) -> Ensemble:
    """Members with parameters z (N, P), at the start of `problem`, equally weighted."""

    def one(draw: Array) -> tuple[Any, Any]:
        p = prepared(model, draw, problem)
        moves = processes(model, draw)
        return model.initial(p, problem.person, problem.static, key), {s: gap.begin(m) for s, m in moves.items()}

    z = z[:, : len(model.parameters)]
    state, beliefs = jax.vmap(one)(z)
    return Ensemble(z, state, beliefs, jnp.full(z.shape[0], -jnp.log(z.shape[0])), jnp.asarray(0))


@partial(jax.jit, static_argnames=("model",), donate_argnames=("ensemble",))
def assimilate(model: Model, ensemble: Ensemble, problem: Problem, key: Array, drift: Array) -> tuple[Ensemble, Told]:
    """Carry the ensemble through the steps of `problem`, using every reading in it.

    drift  SD per step of the random walk of z (0: parameters are constant); the walk keeps the prior
           stationary. Scalar or (P,).
    Latent events are drawn by each member from their own spread.
    """
    layout = jax.vmap(lambda z: latent_rates(problem, z))
    size = problem.column.shape[0]
    rates = layout(jax.random.normal(jax.random.fold_in(key, 1), (ensemble.z.shape[0], size)))

    def step(now: Ensemble, k: Array) -> tuple[Ensemble, tuple[Array, Array, Array]]:
        here = jax.random.fold_in(jax.random.fold_in(key, 2), k)
        noise = jax.random.normal(here, now.z.shape)
        moved = now._replace(z=now.z * jnp.sqrt(1.0 - drift**2) + drift * noise)
        ahead, told = _step(model, moved, problem, rates, k, here)
        real = k < problem.length
        kept: Ensemble = jax.tree.map(lambda a, b: jnp.where(real, a, b), ahead, now)
        return kept, (*told, effective(kept))

    final, told = jax.lax.scan(step, ensemble, jnp.arange(problem.u.shape[0]))
    return final, Told(*told)


def effective(ensemble: Ensemble) -> Array:
    """Members that count."""
    weight = jax.nn.softmax(ensemble.log_weight)
    return 1.0 / jnp.sum(weight**2)


def _step(
    model: Model, now: Ensemble, problem: Problem, rates: Array, k: Array, key: Array
) -> tuple[Ensemble, tuple[Array, Array]]:
    """One exchange step of all members and the reading at its end."""

    def one(z: Array, state: Any, held: Any, rate: Array) -> tuple[Any, Any, Array, Array, Array]:
        p = prepared(model, z, problem)
        row = _inputs(problem, rate, k)
        t0 = problem.clock / model.minutes_per_unit + k * model.exchange
        state, readout = model.advance(p, state, unpack_inputs(model, row), t0, problem.static, key)
        return _hear(model, z, state, held, model.observe(p, readout), problem, k)

    state, beliefs, gain, mean, variance = jax.vmap(one)(now.z, now.state, now.beliefs, rates)
    before = jax.nn.softmax(now.log_weight)
    centre = before @ mean
    spread = jnp.sqrt(before @ (variance + (mean - centre) ** 2))
    log_weight = jax.nn.log_softmax(now.log_weight + gain)
    ahead = Ensemble(now.z, state, beliefs, log_weight, now.steps + 1)
    thin = effective(ahead) < 0.5 * now.z.shape[0]
    return jax.lax.cond(thin, _transport, lambda e: e, ahead), (centre, spread)


def _inputs(problem: Problem, rate: Array, k: Array) -> Array:
    """Input row of step k with this member's latent amounts."""
    if problem.column.shape[0] == 0:
        return problem.u[k]
    columns = jnp.append(problem.column, 0)
    picked = problem.slots[k]
    return problem.u[k].at[columns[picked]].add(rate[picked])


def _hear(
    model: Model, z: Array, state: Any, held: Any, predicted: dict[str, Array], problem: Problem, k: Array
) -> tuple[Any, Any, Array, Array, Array]:
    """Beliefs after the readings of step k, their log density, and what was predicted."""
    p = physical(model, z)
    moves = processes(model, z)
    gain, beliefs, means, variances = jnp.zeros(()), {}, [], []
    for j, (signal, kind) in enumerate(model.observes.items()):
        ahead = gap.predict(held[signal], moves[signal]) if kind.reads else held[signal]
        noise = kind.noise_sd(p, predicted[signal]) ** 2
        weight = problem.weight[k, j]
        after, innovation, variance = gap.update(
            ahead, kind.reads, problem.y[k, j] - predicted[signal], noise, weight
        )
        gain = gain - 0.5 * weight * (innovation**2 / variance + jnp.log(variance))
        beliefs[signal] = after
        means.append(problem.y[k, j] - innovation)
        variances.append(variance)
    return state, beliefs, gain, jnp.stack(means), jnp.stack(variances)


def _transport(ensemble: Ensemble) -> Ensemble:
    """Equal weights again: z moved to the posterior that the log weights describe, states carried along."""
    count, size = ensemble.z.shape
    mean = jnp.mean(ensemble.z, axis=0)
    root = jnp.linalg.cholesky(jnp.cov(ensemble.z.T) + 1e-10 * jnp.eye(size))
    white = jax.scipy.linalg.solve_triangular(root, (ensemble.z - mean).T, lower=True).T
    slope, bend = _quadratic(white, ensemble.log_weight)
    centre, shrink = _gaussian_update(slope, bend)
    moved = centre + white @ shrink
    beliefs = {s: b.mean for s, b in ensemble.beliefs.items()}
    state, means = _carry_along((ensemble.state, beliefs), white, moved - white)
    held = {s: b._replace(mean=means[s]) for s, b in ensemble.beliefs.items()}
    level = jnp.full(count, -jnp.log(count))
    return Ensemble(mean + moved @ root.T, state, held, level, ensemble.steps)


def _quadratic(q: Array, level: Array) -> tuple[Array, Array]:
    """Least-squares fit of level (N,) by slope·q + qᵀ bend q / 2 over white coordinates q (N, P).

    The log weight is a smooth deterministic function of z, so this regression has no sampling noise; a small
    ridge decides where members are few.
    """
    size = q.shape[1]
    rows, columns = jnp.triu_indices(size)
    products = q[:, rows] * q[:, columns] * jnp.where(rows == columns, 0.5, 1.0)
    design = jnp.concatenate([jnp.ones((q.shape[0], 1)), q, products], axis=1)
    ridge = jnp.concatenate([jnp.full(1, 1e-9), jnp.full(size, 1e-3), jnp.full(len(rows), 5.0)])
    level = level - jnp.max(level)
    normal = design.T @ design + jnp.diag(ridge)
    found = jax.scipy.linalg.solve(normal, design.T @ level, assume_a="pos")
    half = jnp.zeros((size, size)).at[rows, columns].set(found[1 + size :])
    return found[1 : 1 + size], jnp.triu(half) + jnp.triu(half, 1).T


def _gaussian_update(slope: Array, bend: Array) -> tuple[Array, Array]:
    """Mean (P,) and symmetric square root of the covariance (P, P) of N(0, I) times exp(slope·q + qᵀ bend q / 2)."""
    values, vectors = jnp.linalg.eigh(jnp.eye(slope.shape[0]) - bend)
    values = jnp.maximum(values, 0.5)
    return (vectors / values) @ (vectors.T @ slope), (vectors / jnp.sqrt(values)) @ vectors.T


def _carry_along(held: Any, white: Array, move: Array) -> Any:
    """States moved by their linear regression on the white coordinates."""
    normal = white.T @ white + 1e-6 * white.shape[0] * jnp.eye(white.shape[1])

    def shift(leaf: Array) -> Array:
        flat = leaf.reshape(leaf.shape[0], -1)
        gain = jax.scipy.linalg.solve(normal, white.T @ (flat - jnp.mean(flat, axis=0)), assume_a="pos")
        return leaf + (move @ gain).reshape(leaf.shape)

    return jax.tree.map(shift, held)
