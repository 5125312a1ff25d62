"""Mixtures of normals: what a checkpoint remembers where one normal would forget a second mode."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import logsumexp

from vitruvian.engine.resampling import systematic

Array = Any
COMPONENTS = 4
_STEPS, _ENOUGH = 60, 6000
_LEAST = 0.02
"""Share of draws below which a component is given up and laid over all of them."""


class NormalMixture(NamedTuple):
    """weight (K,) summing to one, mean (K, P), lower Cholesky factor of the covariance (K, P, P)."""

    weight: Array
    mean: Array
    root: Array


def standard(size: int) -> NormalMixture:
    """The standard normal of `size` coordinates."""
    shape = (COMPONENTS, size)
    return NormalMixture(
        jnp.full(COMPONENTS, 1.0 / COMPONENTS),
        jnp.zeros(shape),
        jnp.broadcast_to(jnp.eye(size), (*shape, size)),
    )


def log_density(mixture: NormalMixture, x: Array) -> Array:
    """Log density at x (P,), up to the constant that makes it -x·x/2 for the standard normal."""

    def one(weight: Array, mean: Array, root: Array) -> Array:
        white = jax.scipy.linalg.solve_triangular(root, x - mean, lower=True)
        return jnp.log(weight) - jnp.sum(jnp.log(jnp.diag(root))) - 0.5 * white @ white

    value: Array = logsumexp(jax.vmap(one)(*mixture))
    return value


def fitted(x: Array, weight: Array) -> NormalMixture:
    """Mixture of weighted draws x (N, P) of mean zero and unit covariance, both of which it has exactly.

    Expectation-maximisation from slices along the direction in which the draws are least normal; of very
    many draws, evenly resampled ones serve.
    """
    if len(x) > _ENOUGH:
        x, weight = x[systematic(weight, _ENOUGH)], np.full(_ENOUGH, 1.0 / _ENOUGH)
    share = slices(x, weight)
    for _ in range(_STEPS):
        held, mean, cov = _moments(x, weight, share)
        log = np.log(held) + np.stack([_log_normal(x, m, c) for m, c in zip(mean, cov, strict=True)], axis=1)
        share = np.exp(log - log.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
    return _standardised(*_moments(x, weight, share))


def moved(mixture: NormalMixture, turn: Array) -> NormalMixture:
    """The mixture of turn·x + noise, where the noise fills the covariance up to one."""
    rest = np.eye(len(turn)) - turn @ turn.T
    cov = [turn @ r @ r.T @ turn.T + rest for r in np.asarray(mixture.root)]
    root = np.stack([np.linalg.cholesky(c + 1e-12 * np.eye(len(turn))) for c in cov])
    return NormalMixture(mixture.weight, np.asarray(mixture.mean) @ turn.T, root)


def draw(mixture: NormalMixture, key: Array, count: int) -> Array:
    """`count` draws (count, P)."""
    which_key, normal_key = jax.random.split(key)
    which = jax.random.choice(which_key, len(mixture.weight), (count,), p=jnp.asarray(mixture.weight))
    normal = jax.random.normal(normal_key, (count, mixture.mean.shape[1]))
    return jnp.asarray(mixture.mean)[which] + jnp.einsum(
        "nij,nj->ni", jnp.asarray(mixture.root)[which], normal
    )


def slices(x: Array, weight: Array) -> Array:
    """Responsibilities (N, K) of equal slices along the eigenvector of the oddest fourth moment.

    x (N, P) are draws of mean zero and unit covariance, weight (N,) sums to one.
    """
    length = np.sum(x**2, axis=1)
    fourth = (x.T * (weight * length)) @ x - (x.shape[1] + 2.0) * np.eye(x.shape[1])
    value, vector = np.linalg.eigh(fourth)
    along = x @ vector[:, np.argmax(np.abs(value))]
    order = np.argsort(along)
    rank = np.empty(len(x))
    rank[order] = np.cumsum(weight[order]) - 0.5 * weight[order]
    chosen = np.minimum((rank * COMPONENTS).astype(int), COMPONENTS - 1)
    return 0.8 * np.eye(COMPONENTS)[chosen] + 0.2 / COMPONENTS


def _moments(x: Array, weight: Array, share: Array) -> tuple[Array, Array, Array]:
    """Share, mean and covariance of each component; thin ones are laid over all draws."""
    part = weight[:, None] * share
    held = part.sum(axis=0)
    mean, cov = np.zeros((COMPONENTS, x.shape[1])), np.tile(np.eye(x.shape[1]), (COMPONENTS, 1, 1))
    for k in np.flatnonzero(held > _LEAST):
        mean[k] = part[:, k] @ x / held[k]
        centred = x - mean[k]
        cov[k] = centred.T @ (part[:, k, None] * centred) / held[k] + 1e-4 * np.eye(x.shape[1])
    held = np.maximum(held, 1e-3)
    return held / held.sum(), mean, cov


def _log_normal(x: Array, mean: Array, cov: Array) -> Array:
    root = np.linalg.cholesky(cov)
    white = np.linalg.solve(root, (x - mean).T)
    return -np.log(np.diag(root)).sum() - 0.5 * np.sum(white**2, axis=0)


def _standardised(weight: Array, mean: Array, cov: Array) -> NormalMixture:
    """The same mixture moved and stretched to mean zero and unit covariance."""
    middle = weight @ mean
    centred = mean - middle
    whole = np.einsum("k,kij->ij", weight, cov) + centred.T @ (weight[:, None] * centred)
    stretch = np.linalg.inv(np.linalg.cholesky(whole))
    root = np.stack([np.linalg.cholesky(stretch @ c @ stretch.T) for c in cov])
    return NormalMixture(weight, centred @ stretch.T, root)
