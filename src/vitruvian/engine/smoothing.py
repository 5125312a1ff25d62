"""The discrepancy path given all readings of a stretch (Rauch-Tung-Striebel), one draw at a time.

Added to a counterfactual run it keeps what the model does not explain of this person's day, so that two plans
differ only by what the plans do.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.likelihood import processes
from vitruvian.engine.model import Model, physical
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import march

Array = Any


def discrepancy_paths(model: Model, z: Array, problem: Problem, key: Array | None = None) -> dict[str, Array]:
    """What is added to each predicted signal at each step end, (T,); 0 for signals with white noise only.

    With a key the path is one draw from its distribution (by Matheron's rule on a simulated record: smoothing
    the difference), without one it is the mean.
    """
    paths = {}
    for j, (signal, kind) in enumerate(model.observes.items()):
        predicted = _predicted(model, z, problem, signal)
        if not kind.reads:
            paths[signal] = jnp.zeros_like(predicted)
            continue
        noise = kind.noise_sd(physical(model, z), predicted) ** 2
        move = processes(model, z)[signal]
        residual = problem.y[:, j] - predicted
        if key is None:
            paths[signal] = _smooth(move, kind.reads, residual, noise, problem.weight[:, j])
        else:
            paths[signal] = _sampled(move, kind.reads, residual, noise, problem.weight[:, j], key)
    return paths


def _predicted(model: Model, z: Array, problem: Problem, signal: str) -> Array:
    return march(model, z, problem, lambda c, k, s: (c, s[signal]), ())[2]


def _sampled(move: gap.Dynamics, reads: tuple[int, ...], residual: Array, noise: Array, weight: Array, key: Array) -> Array:
    """A draw: a simulated path plus the smoothed difference between the record and its own simulated record."""
    first, rest, white = jax.random.split(key, 3)
    start = gap.sample(gap.begin(move), first)
    keys = jax.random.split(rest, residual.shape[0])

    def step(state: tuple[Array, ...], k: Array) -> tuple[tuple[Array, ...], Array]:
        after = gap.evolve(state, move, k)
        return after, gap.added(after, reads)

    path = jax.lax.scan(step, start, keys)[1]
    record = path + jnp.sqrt(noise) * jax.random.normal(white, residual.shape)
    return path + _smooth(move, reads, residual - record, noise, weight)


def _smooth(move: gap.Dynamics, reads: tuple[int, ...], residual: Array, noise: Array, weight: Array) -> Array:
    """Mean of the added discrepancy at each step given all residuals, (T,)."""

    def forward(belief: gap.Belief, row: tuple[Array, ...]) -> tuple[gap.Belief, tuple[gap.Belief, gap.Belief]]:
        ahead = gap.predict(belief, move)
        after, _, _ = gap.update(ahead, reads, row[0], row[1], row[2])
        return after, (ahead, after)

    _, (ahead, after) = jax.lax.scan(forward, gap.begin(move), (residual, noise, weight))
    transition = jnp.array(move.transition)

    def backward(later: Array, row: tuple[Array, ...]) -> tuple[Array, Array]:
        mean, cov, next_mean, next_cov = row
        gain = jnp.linalg.solve(next_cov, transition @ cov).T
        smoothed = mean + gain @ (later - next_mean)
        return smoothed, smoothed

    mean, cov = jnp.stack(after.mean, -1), _matrix(after.cov)
    next_mean, next_cov = jnp.stack(ahead.mean, -1)[1:], _matrix(ahead.cov)[1:]
    last = mean[-1]
    _, earlier = jax.lax.scan(backward, last, (mean[:-1], cov[:-1], next_mean, next_cov), reverse=True)
    return jnp.concatenate([earlier, last[None]]) @ jnp.array(reads, dtype=float)


def _matrix(cov: tuple[tuple[Array, ...], ...]) -> Array:
    return jnp.stack([jnp.stack(row, -1) for row in cov], -2)
