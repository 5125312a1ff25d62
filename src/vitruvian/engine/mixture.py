"""Mixtures of Student t distributions: the proposals of adaptive importance sampling.

NumPy on the host: these are small, their sizes change from record to record, and nothing of them should have
to be compiled.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator
from scipy.special import gammaln, logsumexp, softmax

Array = Any
FREEDOM = 8.0
"""Degrees of freedom: heavier tails than the target's, light enough not to waste draws in 20 dimensions."""

_LIGHT = 1e-4
"""Draws of less than this share of an even weight teach nothing: together they weigh less than that."""


class Mixture(NamedTuple):
    """K components: weight (K,), mean (K, D), lower Cholesky factor of the scale (K, D, D).

    Coordinates out of use are carried at mean 0 with unit scale and stay out of every density through `mask`.
    """

    weight: Array
    mean: Array
    root: Array


def draw(mixture: Mixture, random: Generator, count: int) -> Array:
    """`count` draws (count, D)."""
    which = random.choice(len(mixture.weight), count, p=mixture.weight)
    normal = random.standard_normal((count, mixture.mean.shape[1]))
    normal *= np.sqrt(FREEDOM / random.chisquare(FREEDOM, count))[:, None]
    for k, root in enumerate(mixture.root):
        here = which == k
        normal[here] = mixture.mean[k] + normal[here] @ root.T
    return normal


def component_log_density(mixture: Mixture, z: Array, mask: Array) -> Array:
    """Log of weight times density of each component at z (N, D), over the coordinates of mask: (N, K)."""
    used = np.flatnonzero(mask)
    d = len(used)
    constant = gammaln(0.5 * (FREEDOM + d)) - gammaln(0.5 * FREEDOM) - 0.5 * d * np.log(FREEDOM * np.pi)
    columns = []
    for weight, mean, root in zip(*mixture, strict=True):
        white = (z - mean) @ np.linalg.inv(root).T
        tail = -0.5 * (FREEDOM + d) * np.log1p(np.einsum("nd,nd->n", white, white) / FREEDOM)
        columns.append(np.log(weight) + constant - np.log(np.diag(root)).sum() + tail)
    return np.stack(columns, axis=1)


def log_density(mixture: Mixture, z: Array, mask: Array) -> Array:
    """Log density at z (N, D) over the coordinates of mask (D,): (N,)."""
    return logsumexp(component_log_density(mixture, z, mask), axis=1)


def refit(mixture: Mixture, z: Array, weight: Array, mask: Array) -> Mixture:
    """One expectation-maximisation step on weighted draws; `weight` (N,) sums to one.

    A small covariance is added to each component, so that none collapses. Components that hold almost no
    weight are reset to the overall moments.
    """
    heavy = weight > _LIGHT / len(weight)
    z, weight = z[heavy], weight[heavy] / weight[heavy].sum()
    share = softmax(component_log_density(mixture, z, mask), axis=1) * weight[:, None]
    mass = share.sum(axis=0)
    overall = weight @ z
    spread = _second_moment(z, weight) - np.outer(overall, overall)
    mean, cov = np.tile(overall, (len(mass), 1)), np.tile(spread, (len(mass), 1, 1))
    for k in np.flatnonzero(mass >= 0.005):
        mean[k] = share[:, k] @ z / mass[k]
        own = _second_moment(z, share[:, k] / mass[k]) - np.outer(mean[k], mean[k])
        cov[k] = 0.9 * own + 0.1 * spread
    kept = np.maximum(mass, 0.06)
    return from_modes(mean, cov + np.diag(np.where(mask > 0, 1e-4, 1.0)), kept / kept.sum())


def _second_moment(z: Array, weight: Array) -> Array:
    """Weighted mean of z z', (D, D)."""
    scaled = np.sqrt(weight)[:, None] * z
    return scaled.T @ scaled


def from_modes(modes: Array, covariances: Array, weight: Array) -> Mixture:
    """Mixture centred on modes (K, D) with covariances (K, D, D)."""
    return Mixture(np.asarray(weight), np.asarray(modes), np.linalg.cholesky(np.asarray(covariances)))
