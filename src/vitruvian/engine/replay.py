"""Replay: what a past stretch would have been under other inputs, with this person's own discrepancy kept."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.checkpoint import opening
from vitruvian.engine.model import Model
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import march
from vitruvian.engine.smoothing import discrepancy_paths

Array = Any


def replay(
    model: Model, posterior: Posterior, past: Problem, changed: Problem, key: Array, count: int = 500
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Paths (count, T) of each signal as lived and as changed, with the same draw and discrepancy path.

    `changed` must hold the same latent events in the same order as `past` (amounts may differ), so that the
    amount really taken stays what the draw says it was.
    """
    if past.column.shape != changed.column.shape or not np.array_equal(past.column, changed.column):
        raise ValueError("the changed inputs must keep the latent events of the past in their order")
    z, starts = jnp.asarray(posterior.draws(count)), posterior.starts(count)
    lived, other = _replays(model, z, starts, past, changed, jax.random.split(key, count))
    length = int(past.length)
    return _shortened(lived, length), _shortened(other, length)


def _shortened(paths: dict[str, Array], length: int) -> dict[str, Array]:
    return {s: np.asarray(v)[:, :length] for s, v in paths.items()}


@partial(jax.jit, static_argnames=("model",))
def _replays(
    model: Model, z: Array, starts: Array | None, past: Problem, changed: Problem, keys: Array
) -> Any:
    def one(draw: Array, start: Array | None, key: Array) -> tuple[dict[str, Array], dict[str, Array]]:
        extra = discrepancy_paths(model, draw, past, key, start)
        state, _ = opening(model, draw, past, start)

        def run(problem: Problem) -> dict[str, Array]:
            signals: dict[str, Array] = march(model, draw, problem, lambda c, k, s: (c, s), (), state)[2]
            return {s: v + extra[s] for s, v in signals.items()}

        return run(past), run(changed)

    return jax.vmap(one)(z, starts, keys)
