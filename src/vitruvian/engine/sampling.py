"""Draws of a density, with as much work as it takes: importance sampling, then a population of chains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.importance import Sample, adaptive_importance, parameter_ess, weight_ess
from vitruvian.engine.mixture import Mixture
from vitruvian.engine.population import COUNT, walk
from vitruvian.engine.posterior import FEWEST_FOR_ADVICE

Array = Any
SEEKING, COUNTING = (0.3, 0.8), (0.8, 0.8)
"""Powers of the weights in adapting the proposal: first flat, to find tails, then nearer the target."""
IMPORTANCE, POPULATION = "adaptive importance sampling", "population of chains"


@dataclass(frozen=True, slots=True)
class Budget:
    """How hard to try.

    rounds, size  of adapting the proposal;  final: draws weighed with it
    repeats       most passes of adapting and weighing, while the effective draws are under `wanted`
    blocks        most blocks of steps of the population of chains that follows; 0: never
    """

    rounds: int
    size: int
    final: int
    repeats: int
    wanted: float
    blocks: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """z (N, D), weight (N,) summing to one, effective draws in all and of each coordinate (D,), and how."""

    z: Array
    weight: Array
    ess: float
    each: Array
    mixture: Mixture
    method: str
    details: dict[str, Any] = field(default_factory=dict)

    def worst(self, mask: Array) -> float:
        """Smallest effective number of draws over the coordinates in use."""
        each = np.asarray(self.each)[np.asarray(mask) > 0]
        return float(each.min()) if each.size else np.inf


def sample(
    log_density_of: Callable[[Array, Any], Array], mixture: Mixture, data: Any, key: Array, mask: Array,
    budget: Budget, step: Callable[[], None] = lambda: None,
) -> Drawn:  # fmt: skip
    """Draws of the density over the coordinates of mask (D,), starting from a first proposal.

    log_density_of  (z (D,), data) -> log target; static
    step            called after each piece of work
    """
    for repeat in range(max(1, budget.repeats)):
        found = adaptive_importance(
            log_density_of, mixture, data, jax.random.fold_in(key, repeat), mask,
            budget.rounds, budget.size, budget.final, powers=SEEKING if repeat == 0 else COUNTING,
        )  # fmt: skip
        drawn = _weighed(found, repeat + 1)
        step()
        if enough(drawn, mask, budget.wanted):
            return drawn
        mixture = found.mixture
    if budget.blocks and np.any(np.asarray(mask) > 0):
        drawn = _walked(log_density_of, drawn, data, jax.random.fold_in(key, budget.repeats), mask, budget)
        step()
    return drawn


def enough(drawn: Drawn, mask: Array, wanted: float) -> bool:
    """`wanted` effective draws in all, and as many of each coordinate, or as advice needs."""
    return drawn.ess >= wanted and drawn.worst(mask) >= min(wanted, FEWEST_FOR_ADVICE)


def _weighed(found: Sample, passes: int) -> Drawn:
    each = np.asarray(parameter_ess(found.weight, found.z))
    ess = float(weight_ess(found.weight))
    return Drawn(found.z, found.weight, ess, each, found.mixture, IMPORTANCE, {"repeats": passes})


def _walked(
    log_density_of: Callable[[Array, Any], Array], thin: Drawn, data: Any, key: Array, mask: Array,
    budget: Budget,
) -> Drawn:  # fmt: skip
    """A population of chains that starts from thin draws; of the two the better is kept."""
    flat = _flattened(thin.weight)
    picks = jax.random.choice(jax.random.fold_in(key, 0), len(flat), (COUNT,), p=flat)
    wanted = max(budget.wanted, float(FEWEST_FOR_ADVICE))
    found = walk(
        log_density_of, thin.z[picks] * mask, thin.mixture, data, jax.random.fold_in(key, 1), mask, wanted,
        budget.blocks,
    )  # fmt: skip
    told = {
        **thin.details,
        "importance_ess": thin.ess,
        "importance_ess_worst": thin.worst(mask),
        "acceptance": found.acceptance,
        "turns": found.turns,
    }
    z = found.path.reshape(-1, found.path.shape[-1])
    worst = float(found.ess.min())
    if worst < thin.worst(mask):
        return Drawn(thin.z, thin.weight, thin.ess, thin.each, thin.mixture, thin.method, told)
    even = np.full(len(z), 1.0 / len(z))
    each = np.minimum(found.ess, len(z))
    return Drawn(z, even, min(worst, len(z)), each, thin.mixture, POPULATION, told)


def _flattened(weight: Array) -> Array:
    """Weights of which none is over a hundredth, so that no draw stands for the whole population."""
    cut = jnp.minimum(weight, 0.01)
    return cut / jnp.sum(cut)
