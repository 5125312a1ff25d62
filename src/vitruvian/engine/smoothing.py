"""The discrepancy path given all readings of a stretch (Rauch-Tung-Striebel), one draw at a time.

Added to a counterfactual run it keeps what the model does not explain of this person's day, so that two plans
differ only by what the plans do.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.checkpoint import opening
from vitruvian.engine.likelihood import processes
from vitruvian.engine.model import Model, physical
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import march

Array = Any


def discrepancy_paths(
    model: Model, z: Array, problem: Problem, key: Array | None = None, start: Array | None = None
) -> dict[str, Array]:
    """What is added to each predicted signal at each step end, (T,); 0 for signals with white noise only.

    With a key the path is one draw from its distribution (by Matheron's rule on a simulated record: smoothing
    the difference), without one it is the mean.

    start  (S,) packed state and beliefs at the start of the problem, None: as the model begins
    """
    paths = {}
    state, beliefs = opening(model, z, problem, start)
    signals = march(model, z, problem, lambda c, k, s: (c, s), (), state)[2]
    for j, (signal, kind) in enumerate(model.observes.items()):
        predicted = signals[signal]
        if not kind.reads:
            paths[signal] = jnp.zeros_like(predicted)
            continue
        noise = kind.noise_sd(physical(model, z), predicted) ** 2
        move = processes(model, z)[signal]
        residual = problem.y[:, j] - predicted
        line = _Line(beliefs[signal], move, kind.reads, noise, problem.weight[:, j])
        own = None if key is None else jax.random.fold_in(key, j)
        paths[signal] = _smooth(line, residual) if own is None else _sampled(line, residual, own)
    return paths


class _Line(NamedTuple):
    """One signal's process: belief at the start, dynamics, states read, noise variance and weight (T,)."""

    start: gap.Belief
    move: gap.Dynamics
    reads: tuple[int, ...]
    noise: Array
    weight: Array


def _sampled(line: _Line, residual: Array, key: Array) -> Array:
    """A draw: a simulated path plus the smoothed difference between the record and its simulated record."""
    move, reads = line.move, line.reads
    first, rest, white = jax.random.split(key, 3)
    start = gap.sample(line.start, first)
    keys = jax.random.split(rest, residual.shape[0])

    def step(state: tuple[Array, ...], k: Array) -> tuple[tuple[Array, ...], Array]:
        after = gap.evolve(state, move, k)
        return after, gap.added(after, reads)

    path = jax.lax.scan(step, start, keys)[1]
    record = path + jnp.sqrt(line.noise) * jax.random.normal(white, residual.shape)
    level = line.start._replace(mean=tuple(jnp.zeros_like(m) for m in line.start.mean))
    return path + _smooth(line._replace(start=level), residual - record)


def _smooth(line: _Line, residual: Array) -> Array:
    """Mean of the added discrepancy at each step given all residuals, (T,)."""
    move, reads = line.move, line.reads

    def forward(
        belief: gap.Belief, row: tuple[Array, ...]
    ) -> tuple[gap.Belief, tuple[gap.Belief, gap.Belief]]:
        ahead = gap.predict(belief, move)
        after, _, _ = gap.update(ahead, reads, row[0], row[1], row[2])
        return after, (ahead, after)

    _, (ahead, after) = jax.lax.scan(forward, line.start, (residual, line.noise, line.weight))
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
