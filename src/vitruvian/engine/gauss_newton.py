"""Maximum a posteriori by Gauss-Newton from many starts at once.

Levenberg-Marquardt on whitened residuals. Slopes are central differences (`differences`), which look at the
model through the same compiled program as the samplers do: nothing else has to be compiled, and a model may
have kinks. Where the same fit is made over and over, a caller brings slopes of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Array = Any
Residuals = Callable[[Array], Array]
Slopes = Callable[[Array, Array], tuple[Array, Array]]
"""Places z (S, D) and the M coordinates that move -> residuals r (S, R), their slopes (S, M, R)."""
SHIFT = 0.01
"""Half the distance of the two places of a slope, in SD of the prior: its error is of the order of 1e-5."""
_AT_ONCE = 1000
"""Places looked at together: what they give is held until the slopes are made of it."""
_FIRST_DAMPING, _LEAST_DAMPING, _MOST_DAMPING = 5.0, 1e-6, 1e6
_FARTHEST, _SETTLED = 3.0, 1e-11
"""Longest step in SD of the prior, and the gain, as a share of the objective, that is no gain."""


class Optimum(NamedTuple):
    """z (S, D) where each start ended, objective (S,) = |r|² / 2, its Gauss-Newton matrix (S, D, D)."""

    z: Array
    objective: Array
    curvature: Array

    def rows(self, picks: Array) -> Optimum:
        """Some of the ends."""
        return Optimum(*(part[np.asarray(picks, dtype=int)] for part in self))


@dataclass
class _Lanes:
    """Where all starts are, what was found there, where they look next, and which are still on their way."""

    z: Array
    objective: Array
    damping: Array
    normal: Array
    gradient: Array
    trial: Array
    live: Array


def differences(residuals: Residuals) -> Slopes:
    """Slopes by central differences of residuals, places (N, D) -> r (N, R).

    A place and its neighbours are looked at together, though a trial that is no better needs no slopes: a
    program of many lanes takes them at the price of one.
    """

    def slopes(z: Array, moves: Array) -> tuple[Array, Array]:
        axes = SHIFT * np.eye(z.shape[1])[moves]
        shifts = np.concatenate([np.zeros((1, z.shape[1])), axes, -axes])
        seen = residuals((z[:, None] + shifts).reshape(-1, z.shape[1])).reshape(len(z), len(shifts), -1)
        up, down = seen[:, 1 : 1 + len(moves)], seen[:, 1 + len(moves) :]
        return seen[:, 0], (up - down) / (2.0 * SHIFT)

    return slopes


def gauss_newton(slopes: Slopes, starts: Array, free: Array, steps: int) -> Optimum:
    """At most `steps` damped Gauss-Newton steps from each start.

    slopes  of the residuals, not finite where the model fails
    starts  (S, D); free (D,) or (S, D): 1 for coordinates that may move
    The curvature is that of all coordinates; those that no start may move have that of their prior alone.
    """
    starts = np.asarray(starts, dtype=float)
    count, size = starts.shape
    free = np.broadcast_to(np.asarray(free, dtype=float), starts.shape)
    lanes = _Lanes(
        z=starts.copy(),
        objective=np.full(count, np.inf),
        damping=np.full(count, _FIRST_DAMPING),
        normal=np.tile(np.eye(size), (count, 1, 1)),
        gradient=np.zeros((count, size)),
        trial=starts.copy(),
        live=np.ones(count, dtype=bool),
    )
    for _ in range(steps + 1):
        if not lanes.live.any():
            break
        _step(slopes, lanes, free)
    return Optimum(lanes.z, lanes.objective, lanes.normal)


def _step(slopes: Slopes, lanes: _Lanes, free: Array) -> None:
    """Looks at the trial of each live start, takes those that are lower, and chooses the next trials."""
    live = np.flatnonzero(lanes.live)
    objective, normal, gradient = _linearised(slopes, lanes.trial[live], np.flatnonzero(free.any(axis=0)))
    before = lanes.objective[live]
    better = objective < before
    taken = live[better]
    lanes.z[taken], lanes.objective[taken] = lanes.trial[taken], objective[better]
    lanes.normal[taken], lanes.gradient[taken] = normal[better], gradient[better]
    factor = np.where(better, 0.2, 4.0)
    lanes.damping[live] = np.clip(lanes.damping[live] * factor, _LEAST_DAMPING, _MOST_DAMPING)
    small = better & (before < objective + _SETTLED * (1.0 + objective))
    stuck = ~better & (lanes.damping[live] >= _MOST_DAMPING)
    lanes.live[live[small | stuck]] = False
    lanes.trial[live] = _next(lanes, live, free[live])


def _linearised(slopes: Slopes, z: Array, moves: Array) -> tuple[Array, Array, Array]:
    """Objective (S,), Gauss-Newton matrix (S, D, D) and gradient (S, D) at z (S, D)."""
    count, size = z.shape
    objective, normal = np.empty(count), np.tile(np.eye(size), (count, 1, 1))
    gradient = np.zeros((count, size))
    together = max(1, _AT_ONCE // (2 * len(moves) + 1))
    for begin in range(0, count, together):
        part = range(count)[begin : begin + together]
        r, jacobian = slopes(z[part], moves)
        jacobian = np.nan_to_num(jacobian, posinf=0.0, neginf=0.0)
        with np.errstate(over="ignore"):
            objective[part] = 0.5 * np.sum(r**2, axis=1)
        normal[np.ix_(part, moves, moves)] = jacobian @ jacobian.swapaxes(1, 2)
        gradient[np.ix_(part, moves)] = np.einsum("smr,sr->sm", jacobian, r)
    return np.where(np.isfinite(objective), objective, np.inf), normal, gradient


def _next(lanes: _Lanes, live: Array, free: Array) -> Array:
    """Where to look next: a damped step of limited length in the free coordinates."""
    diagonal = np.eye(free.shape[1]) * (lanes.damping[live, None] + (1.0 - free))[:, None]
    damped = lanes.normal[live] * free[:, :, None] * free[:, None, :] + diagonal
    move = np.linalg.solve(damped, (free * lanes.gradient[live])[..., None])[..., 0]
    size = np.sqrt(np.sum(move**2, axis=1, keepdims=True))
    return lanes.z[live] - free * move * np.minimum(1.0, _FARTHEST / np.maximum(size, 1e-12))
