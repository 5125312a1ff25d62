"""Draws of a density, with as much work as it takes: importance sampling, then a population of chains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jax
import numpy as np
from numpy.random import Generator

from vitruvian.engine.importance import Batch, adapt, normalised, parameter_ess, weigh, weight_ess
from vitruvian.engine.mixture import Mixture
from vitruvian.engine.population import COUNT, walk
from vitruvian.engine.posterior import FEWEST_FOR_ADVICE

Array = Any
Density = Callable[[Array], Array]
SEEKING, COUNTING = (0.3, 0.8), (0.8, 0.8)
"""Powers of the weights in adapting the proposal: first flat, to find tails, then nearer the target."""
HOPE = 0.6
"""Share of what is wanted that all batches must promise after each, or the proposal is adapted anew."""
IMPORTANCE, POPULATION = "adaptive importance sampling", "population of chains"


@dataclass(frozen=True)
class Budget:
    """How hard to try.

    rounds, size    of adapting the proposal
    final, batches  draws of a batch weighed with it, and the most batches
    repeats         most passes of adapting and weighing, while the effective draws are under `wanted`
    blocks          most blocks of steps of the population of chains that follows; 0: never
    """

    rounds: int
    size: int
    final: int
    batches: int
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
    density: Density, mixture: Mixture, key: Array, mask: Array,
    budget: Budget, step: Callable[[], None] = lambda: None,
) -> Drawn:  # fmt: skip
    """Draws of the density over the coordinates of mask (D,), starting from a first proposal.

    density  places (N, D) -> log target (N,), -inf where the model fails
    step     called after each piece of work
    """
    mask = np.asarray(mask)
    random = np.random.default_rng(np.asarray(jax.random.key_data(key)))
    for repeat in range(max(1, budget.repeats)):
        powers = SEEKING if repeat == 0 else COUNTING
        mixture = adapt(density, mixture, random, mask, budget.rounds, budget.size, powers=powers)
        drawn = _batches(density, mixture, random, mask, budget)
        drawn.details["repeats"] = repeat + 1
        step()
        if enough(drawn, mask, budget.wanted):
            return drawn
    if budget.blocks and np.any(np.asarray(mask) > 0):
        drawn = _walked(density, drawn, random, mask, budget)
        step()
    return drawn


def enough(drawn: Drawn, mask: Array, wanted: float) -> bool:
    """`wanted` effective draws in all, and as many of each coordinate, or as advice needs."""
    return drawn.ess >= wanted and drawn.worst(mask) >= _least(wanted)


def _batches(
    density: Density, mixture: Mixture, random: Generator, mask: Array, budget: Budget
) -> Drawn:  # fmt: skip
    """Fresh draws, a batch at a time, until there are enough or it is plain that there never will be."""
    batch: Batch | None = None
    for turn in range(max(1, budget.batches)):
        new = weigh(density, mixture, random, mask, budget.final)
        batch = new if batch is None else batch.joined(new)
        drawn = _weighed(batch, mixture)
        reached = min(drawn.ess / budget.wanted, drawn.worst(mask) / _least(budget.wanted))
        if reached >= 1.0 or reached * budget.batches < HOPE * (turn + 1):
            break
    return drawn


def _least(wanted: float) -> float:
    """Effective draws that each coordinate needs."""
    return min(wanted, float(FEWEST_FOR_ADVICE))


def _weighed(batch: Batch, mixture: Mixture) -> Drawn:
    weight = normalised(batch.log_weight)
    if not np.any(np.isfinite(batch.log_weight)):
        return Drawn(batch.z, weight, 0.0, np.zeros(batch.z.shape[1]), mixture, IMPORTANCE)
    return Drawn(
        batch.z, weight, float(weight_ess(weight)), parameter_ess(weight, batch.z), mixture, IMPORTANCE
    )


def _walked(
    density: Density, thin: Drawn, random: Generator, mask: Array, budget: Budget,
) -> Drawn:  # fmt: skip
    """A population of chains that starts from thin draws; of the two the better is kept."""
    flat = _flattened(thin.weight)
    picks = random.choice(len(flat), COUNT, p=flat)
    wanted = max(budget.wanted, float(FEWEST_FOR_ADVICE))
    found = walk(
        density, thin.z[picks] * mask, thin.mixture, random, mask, wanted, budget.blocks,
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
    cut = np.minimum(weight, 0.01)
    return cut / np.sum(cut)
