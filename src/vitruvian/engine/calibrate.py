"""Calibrate: from a record to a posterior.

Multi-start Gauss-Newton finds the modes; adaptive importance sampling turns them into draws with an effective
sample size; where that stays too small a population of chains starts from those draws (`engine.population`),
and where that fails too, NUTS (`engine.nuts`). Coordinates that the readings do not touch are recognised by
their zero sensitivity and keep their prior exactly.
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
from vitruvian.core.seeds import derive, jax_key
from vitruvian.engine.gauss_newton import Optimum, differences, gauss_newton
from vitruvian.engine.lanes import at_places
from vitruvian.engine.likelihood import residual_vector
from vitruvian.engine.mixture import Mixture, draw
from vitruvian.engine.model import Model, full_version
from vitruvian.engine.posterior import FEWEST_FOR_INTERVAL, Posterior
from vitruvian.engine.problem import Problem, quieted
from vitruvian.engine.proposal import first_proposal
from vitruvian.engine.sampling import Budget, Drawn, sample

Array = Any


@dataclass(frozen=True)
class Effort(Budget):
    """How hard to try: the budget of drawing, and beside it

    starts, steps  Gauss-Newton from so many points;  polish: further steps of its best third
    fallback       draws of each NUTS chain when the ESS stays under what intervals need; 0: never
    """

    rounds: int = 12
    size: int = 2000
    final: int = 8000
    batches: int = 4
    repeats: int = 2
    wanted: float = 1000.0
    blocks: int = 10
    starts: int = 24
    steps: int = 8
    polish: int = 25
    fallback: int = 300


QUICK = Effort(
    starts=8, steps=12, rounds=10, size=600, final=4000, repeats=1, wanted=100.0, blocks=0, fallback=0
)


@dataclass(frozen=True)
class _Residual:
    """Static, hashable residual of a model: one compilation per model and shape."""

    model: Model

    def __call__(self, z: Array, problem: Problem) -> Array:
        return residual_vector(self.model, z, problem, jnp.ones(len(z)))


@dataclass(frozen=True)
class Look:
    """A model seen from its coordinates, given the readings: what optimisers and samplers ask."""

    model: Model
    problem: Problem

    def residuals(self, z: Array) -> Array:
        """Whitened residuals (N, R) at places z (N, D)."""
        return at_places(_Residual(self.model), z, self.problem)

    def log_posterior(self, z: Array) -> Array:
        """Log posterior density (N,) up to a constant, -inf where the model fails."""
        with np.errstate(over="ignore"):
            value = -0.5 * np.sum(self.residuals(z) ** 2, axis=1)
        return np.where(np.isfinite(value), value, -np.inf)


def coordinates(model: Model, problem: Problem) -> int:
    """Length of z: parameters and (padded) latent events."""
    return len(model.parameters) + len(problem.column)


def find_modes(model: Model, problem: Problem, seed: int, effort: Effort) -> Optimum:
    """Where Gauss-Newton ends from `starts` points of the prior, best first."""
    size = coordinates(model, problem)
    starts = _spread_out(jax_key(seed, "starts"), effort.starts, size).at[0].set(0.0)
    slopes = differences(Look(model, on_device(problem)).residuals)
    free = np.append(np.ones(len(model.parameters)), problem.spread > 0)
    rough = _best_first(gauss_newton(slopes, starts, free, effort.steps))
    best = rough.z[: max(1, effort.starts // 3)]
    return _best_first(gauss_newton(slopes, best, free, effort.polish))


def on_device(problem: Problem) -> Problem:
    """The same problem as arrays that need not be sent again with each call."""
    held: Problem = jax.tree.map(jnp.asarray, problem)
    return held


def _best_first(found: Optimum) -> Optimum:
    return found.rows(np.argsort(found.objective, kind="stable"))


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
    effort, problem = effort or Effort(), quieted(problem)
    with track("fitting", effort.repeats + 2) as progress:
        modes = find_modes(model, problem, seed, effort)
        if not np.isfinite(float(modes.objective[0])):
            raise ModelError(
                f"{model.name} gives no finite likelihood on this record: check its inputs and units"
            )
        progress.advance(1)
        active = _touched(modes.curvature[0])
        mask, look = active.astype(float), Look(model, on_device(problem))
        mixture = first_proposal(differences(look.residuals), modes, mask, len(model.parameters))
        key = jax_key(seed, "draws")
        drawn = sample(look.log_posterior, mixture, key, mask, effort, lambda: progress.advance(1))
    found = _posterior(model, drawn, active, seed, data_hash, origin, until, modes)
    if effort.fallback and min(found.ess, found.ess_worst) < FEWEST_FOR_INTERVAL:
        return _by_chains(model, problem, found, drawn.mixture, effort.fallback)
    return found


def _by_chains(model: Model, problem: Problem, thin: Posterior, mixture: Mixture, draws: int) -> Posterior:
    """NUTS where importance sampling stayed thin; the last proposal whitens, and the reason is kept."""
    from vitruvian.engine.nuts import Chains, nuts

    z = draw(mixture, np.random.default_rng(derive(thin.seed, "rough")), 1000)
    rough = replace(thin, z=z, weight=np.full(len(z), 1.0 / len(z)))
    found = nuts(model, problem, rough, thin.seed, Chains(draws=draws))
    told = {"importance_ess": thin.ess, "importance_ess_worst": thin.ess_worst}
    return replace(found, details={**thin.details, **found.details, **told})


def _touched(curvature: Array) -> Array:
    """Coordinates whose Gauss-Newton row differs from the prior's, (D,) bool."""
    c = np.asarray(curvature)
    return np.abs(c - np.eye(len(c))).max(axis=0) > 1e-9


def _posterior(
    model: Model, drawn: Drawn, active: Array, seed: int, data_hash: str, origin: int, until: int,
    modes: Optimum,
) -> Posterior:  # fmt: skip
    """Draws with prior draws in the untouched coordinates; weights below 1e-9 of the largest are dropped.

    How many are kept differs from person to person, so what is done with them is host work, never compiled.
    """
    weight = np.asarray(drawn.weight)
    fresh = np.asarray(jax.random.normal(jax_key(seed, "untouched"), drawn.z.shape))
    z = np.where(active, np.asarray(drawn.z), fresh)
    each = np.where(active, np.asarray(drawn.each), drawn.ess)
    kept = weight > 1e-9 * weight.max()
    z, weight = z[kept], weight[kept] / weight[kept].sum()
    details = {"map_objective": float(modes.objective[0]), "map_z": np.asarray(modes.z[0]).round(6).tolist(),
               "modes": np.asarray(modes.objective).round(3).tolist(), **drawn.details}  # fmt: skip
    return Posterior(
        model.name, full_version(model), f"gauss-newton + {drawn.method}", seed, data_hash, z, weight, active,
        drawn.ess, each, origin, until, details,
    )  # fmt: skip
