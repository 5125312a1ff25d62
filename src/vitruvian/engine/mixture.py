"""Mixtures of Student t distributions: the proposals of adaptive importance sampling."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import gammaln, logsumexp

Array = Any
FREEDOM = 8.0
"""Degrees of freedom: heavier tails than the target's, light enough not to waste draws in 20 dimensions."""


class Mixture(NamedTuple):
    """K components: weight (K,), mean (K, D), lower Cholesky factor of the scale (K, D, D).

    Coordinates out of use are carried at mean 0 with unit scale and stay out of every density through `mask`.
    """

    weight: Array
    mean: Array
    root: Array


def draw(mixture: Mixture, key: Array, count: int) -> Array:
    """`count` draws (count, D)."""
    which_key, normal_key, scale_key = jax.random.split(key, 3)
    which = jax.random.choice(which_key, mixture.weight.shape[0], (count,), p=mixture.weight)
    normal = jax.random.normal(normal_key, (count, mixture.mean.shape[1]))
    stretch = jnp.sqrt(FREEDOM / (2.0 * jax.random.gamma(scale_key, 0.5 * FREEDOM, (count,))))
    return mixture.mean[which] + stretch[:, None] * jnp.einsum("nij,nj->ni", mixture.root[which], normal)


def component_log_density(mixture: Mixture, z: Array, mask: Array) -> Array:
    """Log of weight times density of each component at z (N, D), over the coordinates of mask: (N, K)."""
    d = jnp.sum(mask)

    def one(weight: Array, mean: Array, root: Array) -> Array:
        unroot = jax.scipy.linalg.solve_triangular(root, jnp.eye(root.shape[0]), lower=True)
        white = unroot @ (z - mean).T
        log_det = jnp.sum(jnp.log(jnp.diag(root)))
        constant = gammaln(0.5 * (FREEDOM + d)) - gammaln(0.5 * FREEDOM) - 0.5 * d * jnp.log(FREEDOM * jnp.pi)
        tail = -0.5 * (FREEDOM + d) * jnp.log1p(jnp.sum(white**2, axis=0) / FREEDOM)
        return jnp.log(weight) + constant - log_det + tail

    return jax.vmap(one)(mixture.weight, mixture.mean, mixture.root).T


def log_density(mixture: Mixture, z: Array, mask: Array) -> Array:
    """Log density at z (N, D) over the coordinates of mask (D,): (N,)."""
    return logsumexp(component_log_density(mixture, z, mask), axis=1)


def refit(mixture: Mixture, z: Array, weight: Array, mask: Array) -> Mixture:
    """One expectation-maximisation step on weighted draws; `weight` (N,) sums to one.

    A small covariance is added to each component, so that none collapses. Components that hold almost no
    weight are reset to the overall moments.
    """
    floor = jnp.diag(jnp.where(mask > 0, 1e-4, 1.0))
    share = jax.nn.softmax(component_log_density(mixture, z, mask), axis=1) * weight[:, None]
    mass = jnp.sum(share, axis=0)
    overall = weight @ z
    spread = (z - overall).T @ (weight[:, None] * (z - overall))

    def one(held: Array, column: Array) -> tuple[Array, Array]:
        mean = column @ z / jnp.maximum(held, 1e-12)
        centred = z - mean
        cov = centred.T @ (column[:, None] * centred) / jnp.maximum(held, 1e-12)
        thin = held < 0.005
        return jnp.where(thin, overall, mean), jnp.where(thin, spread, 0.9 * cov + 0.1 * spread) + floor

    mean, cov = jax.vmap(one, in_axes=(0, 1))(mass, share)
    kept = jnp.maximum(mass, 0.06)
    return Mixture(kept / jnp.sum(kept), mean, jnp.linalg.cholesky(cov))


def from_modes(modes: Array, covariances: Array, weight: Array) -> Mixture:
    """Mixture centred on modes (K, D) with covariances (K, D, D)."""
    return Mixture(weight, modes, jnp.linalg.cholesky(covariances))
