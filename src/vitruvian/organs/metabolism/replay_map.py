"""Most probable parameters of a day under ReplayBG's own likelihood: independent errors of SD 5 mg/dL.

That likelihood is a known misfit (residuals of a day are 13-18 mg/dL and autocorrelated); it is here to
compare the solver with the peer's on equal terms, nothing else uses it. The posterior has many modes: many
draws from the prior are judged by their curve alone, the best are refined a little, the best of those to the
end. Coordinates that do not move the curve stay at their prior median, where their most probable value is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.core.seeds import derive
from vitruvian.engine.gauss_newton import gauss_newton
from vitruvian.engine.model import Model
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import march
from vitruvian.organs.metabolism.replay import MEALS, Replay

Array = Any
PEER_SD = 5.0
GLUCOSE = "glucose_interstitial"
DRAWS, SPREAD = 480, 0.7
"""Curves that are judged, and the SD of their coordinates (1 is the prior)."""
ROUNDS = ((24, 4), (8, 6), (4, 10))
"""Starts and Gauss-Newton steps of each round of refinement."""
LANES = 4
"""Starts whose slopes are taken together: one program serves all rounds."""


@dataclass(frozen=True)
class PeerResidual:
    """Whitened residuals of one draw: the touched coordinates x (A,) alone move, `places` (A,) says which."""

    model: Model

    def __call__(self, x: Array, data: tuple[Problem, Array]) -> Array:
        """Misfit of each reading, then the prior."""
        problem, places = data
        z = jnp.zeros(len(self.model.parameters)).at[places].set(x)
        misfit = (problem.y[:, 0] - curve(self.model, z, problem)) * problem.weight[:, 0]
        return jnp.concatenate([misfit / PEER_SD, x])


def peer_model(labels: set[str]) -> Replay:
    """Model A with the published priors and the meal classes of the day; absent ones would only cost time."""
    return Replay(meals=tuple(meal for meal in MEALS if meal in labels), published=True)


def curve(model: Model, z: Array, problem: Problem) -> Array:
    """Interstitial glucose (T,) of one draw, no disturbance, no noise."""
    signal: Array = march(model, z, problem, lambda held, k, seen: (held, seen[GLUCOSE]), ())[2]
    return signal


@partial(jax.jit, static_argnames=("model",))
def curves(model: Model, z: Array, problem: Problem) -> Array:
    """Curves (N, T) of draws z (N, D)."""
    return jax.vmap(lambda one: curve(model, one, problem))(z)


def most_probable(model: Model, problem: Problem, seed: int = 0) -> Array:
    """The z (D,) of the highest posterior density that was found."""
    size = len(model.parameters)
    draws = np.random.default_rng(derive(seed, "replay-map")).normal(size=(DRAWS, size)) * SPREAD
    probes = np.concatenate([np.zeros((1, size)), np.eye(size)])
    seen = np.asarray(curves(model, np.concatenate([probes, draws]), problem))
    places = np.flatnonzero(np.abs(seen[1 : 1 + size] - seen[0]).max(axis=1) > 1e-9)
    starts = draws[:, places]
    misfit = (seen[1 + size :] - problem.y[:, 0]) * problem.weight[:, 0] / PEER_SD
    value = np.sum(misfit**2, axis=1) + np.sum(starts**2, axis=1)
    for count, steps in ROUNDS:
        best = np.argsort(value, kind="stable")[:count]
        starts, value = _refined(model, problem, places, starts[best], steps)
    z = np.zeros(size)
    z[places] = starts[np.argmin(value)]
    return z


def _refined(model: Model, problem: Problem, places: Array, starts: Array, steps: int) -> tuple[Array, Array]:
    """Where the starts end, and their objectives."""

    def slopes(z: Array, moves: Array) -> tuple[Array, Array]:
        padded = np.concatenate([z, np.repeat(z[:1], -len(z) % LANES, axis=0)])
        parts = [
            _tangents(model, padded[i : i + LANES], problem, places) for i in range(0, len(padded), LANES)
        ]
        r, jacobian = (np.concatenate(part)[: len(z)] for part in zip(*parts, strict=True))
        return r, jacobian[:, moves]

    found = gauss_newton(slopes, starts, np.ones(len(places)), steps)
    return found.z, found.objective


@partial(jax.jit, static_argnames=("model",))
def _tangents(model: Model, starts: Array, problem: Problem, places: Array) -> tuple[Array, Array]:
    """Residuals (S, R) and their exact slopes (S, A, R): with few coordinates cheaper than differences."""

    def one(x: Array) -> tuple[Array, Array]:
        value, push = jax.linearize(lambda at: PeerResidual(model)(at, (problem, places)), x)
        return value, jax.vmap(push)(jnp.eye(len(x)))

    return jax.vmap(one)(starts)


def misfit(model: Model, z: Array, problem: Problem) -> dict[str, float]:
    """RMSE (mg/dL) and mean absolute relative difference (%) of the curve of z from the readings."""
    used = problem.weight[:, 0] > 0
    seen = np.asarray(curves(model, np.asarray(z)[None], problem))[0][used]
    read = problem.y[used, 0]
    return {
        "rmse": float(np.sqrt(np.mean((seen - read) ** 2))),
        "mard_percent": float(100.0 * np.mean(np.abs(seen - read) / read)),
    }
