"""Virtual readings: what a sensor would have read of a twin whose parameters are known."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.likelihood import processes
from vitruvian.engine.model import Model, physical
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import march

Array = Any


@partial(jax.jit, static_argnames=("model",))
def virtual_readings(model: Model, z: Array, problem: Problem, key: Array) -> Array:
    """Readings (T, M) at every step end for the truth z (P + E,), with discrepancy and sensor noise.

    They come from exactly the distribution that the likelihood assumes; what `problem` holds as readings is
    not looked at.
    """
    p, moves = physical(model, z), processes(model, z)
    signals = march(model, z, problem, lambda c, k, s: (c, s), ())[2]
    columns = []
    for j, (signal, kind) in enumerate(model.observes.items()):
        path_key, white_key = jax.random.split(jax.random.fold_in(key, j))
        extra = _path(moves[signal], kind.reads, len(problem.y), path_key)
        noise = kind.noise_sd(p, signals[signal]) * jax.random.normal(white_key, extra.shape)
        columns.append(signals[signal] + extra + noise)
    return jnp.stack(columns, axis=1)


def read_everywhere(problem: Problem, readings: Array) -> Problem:
    """The problem with a reading at every real step end."""
    real = jnp.arange(len(problem.y))[:, None] < problem.length
    weight = jnp.broadcast_to(real, readings.shape).astype(float)
    return problem._replace(y=jnp.where(real, readings, 0.0), weight=weight)


def _path(move: gap.Dynamics, reads: tuple[int, ...], total: int, key: Array) -> Array:
    """What a drawn discrepancy adds at each step end, (T,)."""
    if not reads:
        return jnp.zeros(total)
    first, rest = jax.random.split(key)

    def step(state: tuple[Array, ...], own: Array) -> tuple[tuple[Array, ...], Array]:
        after = gap.evolve(state, move, own)
        return after, gap.added(after, reads)

    path: Array = jax.lax.scan(step, gap.sample(gap.begin(move), first), jax.random.split(rest, total))[1]
    return path
