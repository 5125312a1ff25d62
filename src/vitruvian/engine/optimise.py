"""Optimise: rank plans by an outcome under the posterior, within chance constraints and hard limits.

Every candidate is forecast with the same draws and the same noise, so that differences are paired. What is
handed back says how likely each plan is to be worse than doing nothing different, and refuses to rank when
the posterior is too thin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from vitruvian.core.errors import NotEnoughData, PlanError
from vitruvian.engine.model import Outcome
from vitruvian.engine.posterior import FEWEST_FOR_ADVICE, Posterior

Array = Any
Candidate = TypeVar("Candidate")


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance constraint: the probability that `outcome` exceeds `limit` is at most `at_most`."""

    outcome: str
    limit: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Candidate]):
    """One candidate: expected outcome, paired change against the base, and the chances it takes.

    better, worse  probabilities that the outcome improves or gets worse against the base
    broken         constraints it breaks, in words; empty when allowed
    """

    candidate: Candidate
    expected: float
    change: float
    change_q05: float
    change_q95: float
    better: float
    worse: float
    broken: tuple[str, ...]


def optimise(
    candidates: Sequence[Candidate],
    forecast: Callable[[Candidate], dict[str, Array]],
    base: dict[str, Array],
    goal: Outcome,
    chances: Sequence[Chance],
    posterior: Posterior,
) -> list[Ranked[Candidate]]:
    """Candidates, allowed ones first, each group by expected outcome in the goal's own direction.

    forecast  candidate -> outcomes by name, (N,) each over the same futures as `base`
    Raises NotEnoughData when the posterior has fewer than 400 effective draws, PlanError for a goal without a
    direction.
    """
    if goal.better == 0:
        raise PlanError(f"{goal.name} has no better direction, so plans cannot be ranked by it")
    if not posterior.may_advise:
        raise NotEnoughData(
            f"{min(posterior.ess, posterior.ess_worst):.0f} effective draws, {FEWEST_FOR_ADVICE} are needed "
            "for a recommendation: calibrate again with more data or more effort"
        )
    ranked = [_rank(c, forecast(c), base, goal, chances) for c in candidates]
    return sorted(ranked, key=lambda r: (bool(r.broken), -goal.better * r.expected))


def _rank(
    candidate: Candidate,
    found: dict[str, Array],
    base: dict[str, Array],
    goal: Outcome,
    chances: Sequence[Chance],
) -> Ranked[Candidate]:
    change = found[goal.name] - base[goal.name]
    low, high = np.quantile(change, (0.05, 0.95))
    gain = goal.better * change
    return Ranked(
        candidate,
        float(np.mean(found[goal.name])),
        float(np.mean(change)),
        float(low),
        float(high),
        float(np.mean(gain > 1e-9)),
        float(np.mean(gain < -1e-9)),
        tuple(_broken(found, c) for c in chances if _probability(found, c) > c.at_most),
    )


def _probability(found: dict[str, Array], chance: Chance) -> float:
    return float(np.mean(found[chance.outcome] > chance.limit))


def _broken(found: dict[str, Array], chance: Chance) -> str:
    return (
        f"{chance.outcome} exceeds {chance.limit:g} with probability {_probability(found, chance):.2f} "
        f"(at most {chance.at_most:g} allowed)"
    )
