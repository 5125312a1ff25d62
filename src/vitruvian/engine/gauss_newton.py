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


class Optimum(NamedTuple):
    """z (S, D) where each start ended, objective (S,) = |r|² / 2, its Gauss-Newton matrix (S, D, D)."""

    z: Array
    objective: Array
    curvature: Array


class _Lane(NamedTuple):
    z: Array
    objective: Array
    damping: Array
    normal: Array
    gradient: Array


@partial(jax.jit, static_argnames=("residual", "steps"))
def gauss_newton(residual: Residual, starts: Array, data: Any, mask: Array, steps: int) -> Optimum:
    """Run `steps` damped Gauss-Newton steps from each start.

    residual  (z (D,), data) -> r (R,); a static, hashable function
    starts    (S, D); mask (D,) 1 for coordinates that may move
    """

    def linearise(z: Array) -> tuple[Array, Array, Array]:
        value, push = jax.linearize(lambda x: residual(x, data), z)
        jacobian = jax.vmap(push)(jnp.diag(mask))
        return 0.5 * value @ value, jacobian @ jacobian.T, jacobian @ value

    def enter(z: Array) -> _Lane:
        objective, normal, gradient = linearise(z)
        return _Lane(z, objective, jnp.asarray(1.0), normal, gradient)

    def step(lane: _Lane, _: None) -> tuple[_Lane, None]:
        damped = lane.normal + jnp.diag(lane.damping + (1.0 - mask))
        move = jax.scipy.linalg.solve(damped, lane.gradient, assume_a="pos")
        size = jnp.sqrt(jnp.sum(move**2))
        move = move * jnp.minimum(1.0, 3.0 / jnp.maximum(size, 1e-12))
        trial = lane.z - mask * move
        objective, normal, gradient = linearise(trial)
        better = objective < lane.objective
        taken = _Lane(trial, objective, lane.damping * 0.2, normal, gradient)
        kept = lane._replace(damping=lane.damping * 4.0)
        pick = jax.tree.map(lambda a, b: jnp.where(better, a, b), taken, kept)
        return pick._replace(damping=jnp.clip(pick.damping, 1e-6, 1e6)), None

    def run(z: Array) -> Optimum:
        lane, _ = jax.lax.scan(step, enter(z), None, length=steps)
        return Optimum(lane.z, lane.objective, lane.normal)

    return jax.vmap(run)(starts)
