"""Maximum a posteriori by Gauss-Newton from many starts at once.

Levenberg-Marquardt on whitened residuals; every start is a lane of one compiled loop. Few parameters: forward
mode, which needs no tape and compiles quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

Array = Any
Residual = Callable[[Array, Any], Array]
LANES = 8
"""Starts that run side by side."""


class Optimum(NamedTuple):
    """z (S, D) where each start ended, objective (S,) = |r|² / 2, its Gauss-Newton matrix (S, D, D)."""

    z: Array
    objective: Array
    curvature: Array


class _Lane(NamedTuple):
    """Where a start is, what was found there, and where it looks next."""

    z: Array
    objective: Array
    damping: Array
    normal: Array
    gradient: Array
    trial: Array


@partial(jax.jit, static_argnames=("residual",))
def gauss_newton(residual: Residual, starts: Array, data: Any, mask: Array, steps: int) -> Optimum:
    """Run `steps` damped Gauss-Newton steps from each start.

    residual  (z (D,), data) -> r (R,); a static, hashable function
    starts    (S, D); mask (D,) or (S, D): 1 for coordinates that may move
    curvature is that of the coordinates that mask (D,) leaves free; with a mask per start, of all coordinates
    The number of steps is no constant of the program, and the residual is linearised at one place in it: both
    keep compilation short.
    """
    masks = jnp.broadcast_to(mask, starts.shape)
    used = mask if mask.ndim == 1 else jnp.ones(starts.shape[1])

    def linearise(z: Array) -> tuple[Array, Array, Array]:
        value, push = jax.linearize(lambda x: residual(x, data), z)
        jacobian = jax.vmap(push)(jnp.diag(used))
        return 0.5 * value @ value, jacobian @ jacobian.T, jacobian @ value

    def step(lane: _Lane, free: Array) -> _Lane:
        objective, normal, gradient = linearise(lane.trial)
        taken = _Lane(lane.trial, objective, lane.damping * 0.2, normal, gradient, lane.trial)
        kept = lane._replace(damping=lane.damping * 4.0)
        pick = jax.tree.map(lambda a, b: jnp.where(objective < lane.objective, a, b), taken, kept)
        damping = jnp.clip(pick.damping, 1e-6, 1e6)
        after: _Lane = pick._replace(damping=damping, trial=_next(pick, damping, free))
        return after

    def run(z: Array, free: Array) -> Optimum:
        size = z.shape[0]
        nothing = jnp.asarray(jnp.inf), jnp.asarray(5.0), jnp.eye(size), jnp.zeros(size)
        lane = jax.lax.fori_loop(0, steps + 1, lambda _, now: step(now, free), _Lane(z, *nothing, z))
        return Optimum(lane.z, lane.objective, lane.normal)

    return jax.vmap(run)(starts, masks)


def in_lanes(residual: Residual, starts: Array, data: Any, masks: Array, steps: int) -> Optimum:
    """`gauss_newton` from any number of starts (S, D), masks (S, D), LANES at a time: one compilation."""
    count = starts.shape[0]
    spare = jnp.arange(-(-count // LANES) * LANES) % count
    parts = [
        gauss_newton(residual, starts[spare[k : k + LANES]], data, masks[spare[k : k + LANES]], steps)
        for k in range(0, len(spare), LANES)
    ]
    found: Optimum = jax.tree.map(lambda *a: jnp.concatenate(a)[:count], *parts)
    return found


def _next(lane: _Lane, damping: Array, free: Array) -> Array:
    """The point to look at next: a damped step of length 3 at most, in the free coordinates."""
    damped = lane.normal * jnp.outer(free, free) + jnp.diag(damping + (1.0 - free))
    move = jax.scipy.linalg.solve(damped, free * lane.gradient, assume_a="pos")
    size = jnp.sqrt(jnp.sum(move**2))
    move = move * jnp.minimum(1.0, 3.0 / jnp.maximum(size, 1e-12))
    return lane.z - free * move
