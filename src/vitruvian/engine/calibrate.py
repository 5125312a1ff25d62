"""Calibrate: from a record to a posterior.

Multi-start Gauss-Newton finds the modes; adaptive importance sampling turns them into draws with an effective
sample size; where that stays too small, NUTS is the fallback (`engine.nuts`). Coordinates that the readings
do not touch are recognised by their zero sensitivity and keep their prior exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtri

from vitruvian.core.errors import ModelError
from vitruvian.core.progress import track
from vitruvian.core.seeds import jax_key
from vitruvian.engine.gauss_newton import Optimum, in_lanes
from vitruvian.engine.importance import Sample, adaptive_importance, parameter_ess, weight_ess
from vitruvian.engine.likelihood import log_posterior, residual_vector
from vitruvian.engine.mixture import Mixture, draw
from vitruvian.engine.model import Model, full_version
from vitruvian.engine.posterior import FEWEST_FOR_ADVICE, FEWEST_FOR_INTERVAL, Posterior
from vitruvian.engine.problem import Problem
from vitruvian.engine.proposal import first_proposal

Array = Any


SEEKING, COUNTING = (0.3, 0.8), (0.8, 0.8)
"""Powers of the weights in adapting the proposal: first flat, to find tails, then nearer the target."""


@dataclass(frozen=True)
class Effort:
    """How hard to try.

    starts, steps  Gauss-Newton from so many points;  polish: further steps of its best third
    rounds, size   of importance sampling;  repeats: most passes, while the ESS is under `wanted`
    fallback       draws of each NUTS chain when the ESS stays under what intervals need; 0: never
    """

    starts: int = 24
    steps: int = 8
    polish: int = 25
    rounds: int = 20
    size: int = 2000
    repeats: int = 4
    wanted: float = 1000.0
    fallback: int = 300


QUICK = Effort(starts=8, steps=12, rounds=10, size=500, repeats=1, wanted=100.0, fallback=0)


@dataclass(frozen=True)
class _Residual:
    """Static, hashable residual of a model: one compilation per model and shape."""

    model: Model

    def __call__(self, z: Array, data: tuple[Problem, Array]) -> Array:
        return residual_vector(self.model, z, data[0], data[1])


@dataclass(frozen=True)
class _LogDensity:
    model: Model

    def __call__(self, z: Array, data: tuple[Problem, Array]) -> Array:
        return log_posterior(self.model, z, data[0], data[1])


def coordinates(model: Model, problem: Problem) -> int:
    """Length of z: parameters and (padded) latent events."""
    return len(model.parameters) + len(problem.column)


def find_modes(model: Model, problem: Problem, seed: int, effort: Effort) -> Optimum:
    """Where Gauss-Newton ends from `starts` points of the prior, best first."""
    size = coordinates(model, problem)
    starts = _spread_out(jax_key(seed, "starts"), effort.starts, size).at[0].set(0.0)
    data, free = (problem, jnp.ones(size)), jnp.ones((effort.starts, size))
    rough = _best_first(in_lanes(_Residual(model), starts, data, free, effort.steps))
    best = max(1, effort.starts // 3)
    return _best_first(in_lanes(_Residual(model), rough.z[:best], data, free[:best], effort.polish))


def _best_first(found: Optimum) -> Optimum:
    order = jnp.argsort(jnp.where(jnp.isfinite(found.objective), found.objective, jnp.inf))
    best: Optimum = jax.tree.map(lambda a: a[order], found)
    return best


def _spread_out(key: Array, count: int, size: int) -> Array:
    """A Latin hypercube over the prior (count, size): each coordinate is tried at all its quantiles."""
    order = jax.vmap(lambda k: jax.random.permutation(k, count))(jax.random.split(key, size)).T
    return ndtri((order + 0.5) / count)


def calibrate(
    model: Model, problem: Problem, seed: int = 0, effort: Effort | None = None, data_hash: str = "",
    origin: int = 0, until: int = 0,
) -> Posterior:  # fmt: skip
    """Posterior of one stretch of a record.

    Raises ModelError when no start gives a finite likelihood. Under 100 effective draws the posterior shows
    no interval, under 400 it gives no advice; both are properties of what is returned.
    """
    effort = effort or Effort()
    with track("fitting", effort.repeats + 1) as progress:
        modes = find_modes(model, problem, seed, effort)
        if not np.isfinite(float(modes.objective[0])):
            raise ModelError(
                f"{model.name} gives no finite likelihood on this record: check its inputs and units"
            )
        progress.advance(1)
        active = _touched(modes.curvature[0])
        mask = jnp.asarray(active, dtype=float)
        ones = jnp.ones(len(mask))
        mixture = first_proposal(_Residual(model), modes, (problem, ones), mask, len(model.parameters))
        sample, repeat = None, 0
        for repeat in range(effort.repeats):
            sample = adaptive_importance(
                _LogDensity(model), mixture, (problem, mask), jax_key(seed, "draws", str(repeat)), mask,
                effort.rounds, effort.size, powers=SEEKING if repeat == 0 else COUNTING,
            )  # fmt: skip
            progress.advance(1)
            if _enough(sample, active, effort.wanted):
                break
            mixture = sample.mixture
    assert sample is not None  # noqa: S101 - repeats is at least one
    found = _posterior(model, sample, active, seed, data_hash, origin, until, modes, repeat + 1)
    if effort.fallback and min(found.ess, found.ess_worst) < FEWEST_FOR_INTERVAL:
        return _by_chains(model, problem, found, sample.mixture, effort.fallback)
    return found


def _by_chains(model: Model, problem: Problem, thin: Posterior, mixture: Mixture, draws: int) -> Posterior:
    """NUTS where importance sampling stayed thin; the last proposal whitens, and the reason is kept."""
    from vitruvian.engine.nuts import Chains, nuts

    z = np.asarray(draw(mixture, jax_key(thin.seed, "rough"), 1000))
    rough = replace(thin, z=z, weight=np.full(len(z), 1.0 / len(z)))
    found = nuts(model, problem, rough, thin.seed, Chains(draws=draws))
    told = {"importance_ess": thin.ess, "importance_ess_worst": thin.ess_worst}
    return replace(found, details={**thin.details, **found.details, **told})


def _touched(curvature: Array) -> Array:
    """Coordinates whose Gauss-Newton row differs from the prior's, (D,) bool."""
    c = np.asarray(curvature)
    return np.abs(c - np.eye(len(c))).max(axis=0) > 1e-9


def _enough(sample: Sample, active: Array, wanted: float) -> bool:
    each = np.asarray(parameter_ess(sample.weight, sample.z))[active]
    worst = float(each.min()) if each.size else np.inf
    return float(weight_ess(sample.weight)) >= wanted and worst >= min(wanted, FEWEST_FOR_ADVICE)


def _posterior(
    model: Model, sample: Sample, active: Array, seed: int, data_hash: str, origin: int, until: int,
    modes: Optimum, repeats: int,
) -> Posterior:  # fmt: skip
    """Draws with prior draws in the untouched coordinates; weights below 1e-9 of the largest are dropped.

    How many are kept differs from person to person, so what is done with them is host work, never compiled.
    """
    weight = np.asarray(sample.weight)
    fresh = np.asarray(jax.random.normal(jax_key(seed, "untouched"), sample.z.shape))
    z = np.where(active, np.asarray(sample.z), fresh)
    ess, each = float(weight_ess(weight)), np.asarray(parameter_ess(sample.weight, jnp.asarray(z)))
    kept = weight > 1e-9 * weight.max()
    z, weight = z[kept], weight[kept] / weight[kept].sum()
    details = {"map_objective": float(modes.objective[0]), "map_z": np.asarray(modes.z[0]).round(6).tolist(),
               "repeats": repeats, "modes": np.asarray(modes.objective).round(3).tolist()}  # fmt: skip
    return Posterior(
        model.name, full_version(model), "gauss-newton + adaptive importance sampling", seed, data_hash, z,
        weight, active, ess, each, origin, until, details,
    )  # fmt: skip
