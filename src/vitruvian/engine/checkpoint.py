"""A checkpoint: all that was learnt before a moment, as a distribution of parameters and state.

    z = mean + root v        state and belief = middle + (v, r) · slope        v ~ mixture, r ~ N(0, I)

The mixture of normals has mean zero and unit covariance; it keeps second modes, as of two rates that could
be exchanged. r holds what of the state does not follow from the parameters (the dose that one member really
took and another did not). In the coordinates (v, r) a later stretch of record is again a fit with a prior of
unit scale, so the same samplers serve. The first checkpoint is the prior itself, with the model's own
initial state.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.likelihood import processes
from vitruvian.engine.model import Model
from vitruvian.engine.normal_mixture import NormalMixture, fitted, log_density, moved, standard
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import prepared

Array = Any
RESIDUALS = 6
"""Directions of the state kept beside those that follow from the parameters."""


class Checkpoint(NamedTuple):
    """mean (P,), root (P, P), middle (S,), slope (P + RESIDUALS, S), mixture of v; first: 1 for the prior."""

    mean: Array
    root: Array
    middle: Array
    slope: Array
    mixture: NormalMixture
    first: Array


def opening(model: Model, z: Array, problem: Problem, vector: Array | None = None) -> tuple[Any, Any]:
    """State and beliefs at the start of a problem: the model's own, or what `vector` (S,) holds."""
    p = prepared(model, z, problem)
    state = model.initial(p, problem.person, problem.static, jax.random.key(0))
    pair = (state, {s: gap.begin(m) for s, m in processes(model, z).items()})
    if vector is None:
        return pair
    held: tuple[Any, Any] = ravel_pytree(pair)[1](vector)
    return held


def packed(state: Any, beliefs: Any) -> Array:
    """State and beliefs as one vector (S,)."""
    return ravel_pytree((state, beliefs))[0]


@partial(jax.jit, static_argnames=("model",))
def beginning(model: Model, problem: Problem) -> Checkpoint:
    """Nothing learnt yet."""
    size = len(model.parameters)
    vector = packed(*opening(model, jnp.zeros(size), problem))
    slope = jnp.zeros((size + RESIDUALS, vector.shape[0]))
    return Checkpoint(jnp.zeros(size), jnp.eye(size), vector, slope, standard(size), jnp.asarray(1.0))


def log_prior(checkpoint: Checkpoint, x: Array, mask: Array) -> Array:
    """Log density of window coordinates x (P + RESIDUALS + E,) before the window, up to a constant."""
    size = checkpoint.mean.shape[0]
    return log_density(checkpoint.mixture, x[:size]) - 0.5 * jnp.sum(mask[size:] * x[size:] ** 2)


def parameters_at(checkpoint: Checkpoint, x: Array) -> Array:
    """Parameters and latent events z (..., P + E) at window coordinates x (..., P + RESIDUALS + E)."""
    size = checkpoint.mean.shape[0]
    z = checkpoint.mean + x[..., :size] @ checkpoint.root.T
    return jnp.concatenate([z, x[..., size + RESIDUALS :]], axis=-1)


def start_at(model: Model, checkpoint: Checkpoint, x: Array, problem: Problem) -> Array:
    """Packed state and beliefs (S,) with which the window of coordinates x begins."""
    own = packed(*opening(model, parameters_at(checkpoint, x), problem))
    learnt = checkpoint.middle + x[: checkpoint.slope.shape[0]] @ checkpoint.slope
    return jnp.where(checkpoint.first > 0, own, learnt)


def summarise(
    draws: Array, weight: Array, z: Array, vectors: Array, walk: Array | float
) -> tuple[Checkpoint, Array]:
    """Checkpoint of weighted draws (K, P), and the coordinates (N, P + RESIDUALS) of members z (N, P) in it.

    vectors  (N, S) packed state and beliefs of the equally weighted members
    walk     SD of what parameters may have moved since the last checkpoint, (P,) or one for all; it keeps the
             prior stationary
    """
    mean = weight @ draws
    root = _root((draws - mean).T @ (weight[:, None] * (draws - mean)))
    white = np.linalg.solve(root, (z - mean).T).T
    middle = vectors.mean(axis=0)
    normal = white.T @ white + 1e-6 * len(z) * np.eye(z.shape[1])
    slope = np.linalg.solve(normal, (white - white.mean(axis=0)).T @ (vectors - middle))
    rest = vectors - middle - (white - white.mean(axis=0)) @ slope
    middle = middle - white.mean(axis=0) @ slope
    kept = np.sqrt(1.0 - np.broadcast_to(walk, mean.shape) ** 2)
    remains = kept[:, None] * root
    wider = _root(remains @ remains.T + np.diag(1.0 - kept**2))
    turn = np.linalg.solve(wider, remains)
    lost = _root(np.eye(len(mean)) - turn.T @ turn).T @ slope
    scale = vectors.std(axis=0) + 1e-12
    own, axes = _directions(rest / scale, lost / scale)
    x = np.concatenate([white @ np.linalg.solve(wider, root).T, own], axis=1)
    learnt = fitted(np.linalg.solve(root, (draws - mean).T).T, weight)
    held = Checkpoint(
        kept * mean, wider, middle, np.concatenate([turn @ slope, axes * scale]), moved(learnt, turn),
        np.float64(0.0),
    )  # fmt: skip
    return held, x


def _directions(rest: Array, lost: Array) -> tuple[Array, Array]:
    """Unit coordinates (N, RESIDUALS) of the rows of `rest`; what one unit of each means (RESIDUALS, S)."""
    count = len(rest)
    _, size, axes = np.linalg.svd(np.concatenate([rest / np.sqrt(count), lost]), full_matrices=False)
    size, axes = _grown(size[:RESIDUALS]), _grown(axes[:RESIDUALS])
    own = rest @ axes.T / np.maximum(size, 1e-9)
    return own, size[:, None] * axes


def _grown(a: Array) -> Array:
    """Rows of zeros added up to RESIDUALS: a small state has fewer directions."""
    return np.concatenate([a, np.zeros((RESIDUALS - len(a), *a.shape[1:]))])


def _root(cov: Array) -> Array:
    """Lower Cholesky factor; directions without variance get 1e-12."""
    return np.linalg.cholesky(cov + 1e-12 * np.eye(len(cov)))
