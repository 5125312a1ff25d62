"""NUTS: the reference for importance sampling, and the fallback where that stays thin.

Chains run in coordinates whitened by an approximate posterior, so that a unit step is right in every
direction. The gradient needs a smooth log density: divergences are counted and told, never hidden.
Source: Hoffman & Gelman 2014, arXiv:1111.4246; the sampler and its diagnostics are numpyro's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
from numpyro.diagnostics import effective_sample_size, gelman_rubin

from vitruvian.core.errors import ModelError
from vitruvian.core.seeds import jax_key
from vitruvian.engine.likelihood import log_posterior
from vitruvian.engine.model import Model
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Problem

Array = Any


@dataclass(frozen=True)
class Chains:
    """Chains side by side, warm-up steps and kept draws of each, target acceptance, tree depth."""

    count: int = 4
    warmup: int = 300
    draws: int = 500
    acceptance: float = 0.9
    depth: int = 7


@dataclass(frozen=True)
class _Target:
    """The whitened log density as a numpyro program; the person's data are its arguments."""

    model: Model
    size: int

    def __call__(self, problem: Problem, index: Array, mean: Array, root: Array, mask: Array) -> None:
        flat = numpyro.distributions.ImproperUniform(numpyro.distributions.constraints.real, (), (self.size,))
        x = numpyro.sample("x", flat)
        z = jnp.zeros(mask.shape[0]).at[index].set(mean + root @ x)
        numpyro.factor("log_posterior", log_posterior(self.model, z, problem, mask))


def nuts(
    model: Model, problem: Problem, rough: Posterior, seed: int = 0, chains: Chains | None = None
) -> Posterior:
    """Posterior of the same stretch as `rough`, whose moments whiten and whose draws start the chains.

    Coordinates that the data do not touch keep their prior. details: divergences (count), divergent_share,
    rhat_max, chains.
    Raises ModelError when `rough` has no active coordinate: there is nothing to sample.
    """
    chains = chains or Chains()
    active = np.flatnonzero(np.asarray(rough.active))
    if not active.size:
        raise ModelError("the data touch no coordinate of this posterior: there is nothing to sample")
    mean, root = _moments(rough, active)
    mask = jnp.asarray(np.asarray(rough.active), dtype=float)
    start = np.linalg.solve(root, (_starts(rough, chains.count)[:, active] - mean).T).T
    kernel = numpyro.infer.NUTS(
        _Target(model, active.size), target_accept_prob=chains.acceptance, max_tree_depth=chains.depth
    )
    sampler = numpyro.infer.MCMC(
        kernel, num_warmup=chains.warmup, num_samples=chains.draws, num_chains=chains.count,
        chain_method="vectorized", progress_bar=False, jit_model_args=True,
    )  # fmt: skip
    data = jax.tree.map(jnp.asarray, (problem, active, mean, root, mask))
    begun = {"x": jnp.asarray(start)}
    told = ("diverging", "num_steps")
    sampler.run(jax_key(seed, "nuts"), *data, init_params=begun, extra_fields=told)
    extra = sampler.get_extra_fields()
    x = np.asarray(sampler.get_samples(group_by_chain=True)["x"])
    return _posterior(rough, active, mean + x @ root.T, extra, seed, chains)


def _starts(rough: Posterior, count: int) -> Array:
    """Starting draws (count, D) from the rough posterior."""
    return rough.draws(max(count, 2))[:count]


def _moments(rough: Posterior, active: Array) -> tuple[Array, Array]:
    """Mean (d,) and lower root (d, d) of the rough covariance of the active coordinates."""
    z, weight = np.asarray(rough.z)[:, active], np.asarray(rough.weight)
    mean = weight @ z
    cov = (z - mean).T @ (weight[:, None] * (z - mean)) + 1e-8 * np.eye(active.size)
    return mean, np.linalg.cholesky(cov)


def _posterior(
    rough: Posterior, active: Array, held: Array, extra: dict[str, Array], seed: int, chains: Chains
) -> Posterior:
    """Draws of all chains (C, S, d), equally weighted, with prior draws where the data say nothing."""
    flat = held.reshape(-1, active.size)
    z = np.array(jax.random.normal(jax_key(seed, "untouched"), (len(flat), len(rough.active))))
    z[:, active] = flat
    each = np.full(z.shape[1], float(len(flat)))
    each[active] = effective_sample_size(held)
    divergent = int(np.sum(np.asarray(extra["diverging"])))
    several = chains.count > 1
    details = {
        "divergences": divergent,
        "divergent_share": divergent / len(flat),
        "rhat_max": float(np.max(gelman_rubin(held))) if several else None,
        "chains": chains.count,
        "steps_per_draw": float(np.mean(np.asarray(extra["num_steps"]))),
    }
    weight = np.full(len(flat), 1.0 / len(flat))
    return replace(
        rough, method="NUTS", seed=seed, z=z, weight=weight, ess=float(each[active].min()), ess_each=each,
        details=details,
    )  # fmt: skip
