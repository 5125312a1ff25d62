"""A correction learned from other people that goes on learning from the person's own past.

Each expert is a linear regression on some columns of the features. Other people enter through their
moments (XᵀX, Xᵀy) alone, so that leaving one of them out is a subtraction. The moments of the pool, shrunk to
the weight of a stated number of rows, are at once the prior mean and precision of the person's own weights:

    w = (A_pool · m/N + ρI + A_own)⁻¹ (b_own − A_own w_pool) + w_pool

which is the exact posterior mean of a Bayesian regression whose prior has the shape of the pool. Experts that
use more columns or trust the pool less compete by their losses (`expert_weights`).

Nothing is read before it is known: a row's truth enters at `known`, never at `origin`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import ModelError, NotEnoughData
from vitruvian.engine.expert_weights import opening_weights, rolling_weights

Floats = NDArray[np.float64]

POOL_RIDGE = 0.1
OWN_RIDGE = 0.3


@dataclass(frozen=True, slots=True)
class Expert:
    """A linear forecaster: the columns it reads, and how many own rows the pool counts for."""

    name: str
    columns: tuple[int, ...]
    pool_rows: float


@dataclass(frozen=True, slots=True)
class Rows:
    """One person's forecasts in order of time.

    person    hash of the person
    origin    (n,) ascending, when each forecast is made
    known     (n,) ascending, when its truth is known; inf where it is not yet (the last rows)
    features  (n, p) of what was known at the origin, each column scaled to order one
    truth     (n,) what is to be forecast; nan where it is not known yet
    """

    person: str
    origin: Floats
    known: Floats
    features: Floats
    truth: Floats

    def __post_init__(self) -> None:
        n = len(self.origin)
        if self.features.ndim != 2 or not len(self.features) == len(self.known) == len(self.truth) == n:
            raise ModelError(
                f"rows of {self.person[:12]} differ in length: {n} origins, {len(self.known)} known, "
                f"{self.features.shape} features, {len(self.truth)} truths: give one of each per forecast"
            )
        if np.any(self.known < self.origin) or _falls(self.origin) or _falls(self.known):
            raise ModelError(f"rows of {self.person[:12]} are not in order of time: sort them by origin")
        if not np.all(np.isfinite(self.features)):
            raise ModelError(f"rows of {self.person[:12]} hold a feature that is not a number: drop that row")


@dataclass(frozen=True, slots=True)
class Moments:
    """All that a pool needs of one person: XᵀX (p+1, p+1) with a leading one, Xᵀy (p+1,), yᵀy, the count."""

    person: str
    count: float
    gram: Floats
    cross: Floats
    square: float


@dataclass(frozen=True, slots=True)
class Followed:
    """Forecasts (n,) along one person's rows, and each expert's own (n, e)."""

    mean: Floats
    by_expert: Floats


@dataclass(frozen=True, slots=True)
class LearnedResidual:
    """A fitted pool of experts.

    count, gram, cross  sums of the moments of the people in `trained_on`
    evidence            (e,) mean squared loss of each expert on a person of the pool left out
    """

    experts: tuple[Expert, ...]
    count: float
    gram: Floats
    cross: Floats
    evidence: Floats
    trained_on: tuple[str, ...]

    def predict(self, features: Floats) -> Floats:
        """Forecasts (n,) for a person of whom nothing else is known."""
        by_expert = np.stack([_part(_with_one(features), e) @ self._weights(e) for e in self.experts], axis=1)
        return np.asarray(by_expert @ opening_weights(self.evidence), dtype=np.float64)

    def follow(self, rows: Rows, block: int = 12) -> Followed:
        """Forecasts along the rows, each from the pool and the truths known at its origin.

        block   number of successive forecasts that share one solution; the first one's origin decides what is
                known, so a larger block is cheaper and never looks ahead.
        Raises ModelError if the person is one of those the pool was trained on.
        """
        refuse_known_people([rows.person], self.trained_on)
        by_expert = self._follow_experts(rows, block)
        losses = (by_expert - rows.truth[:, None]) ** 2
        weights = rolling_weights(losses, rows.origin, rows.known, self.evidence)
        return Followed((by_expert * weights).sum(axis=1), by_expert)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON can hold it. It holds sums over people, no person's rows."""
        return {
            "experts": [[e.name, list(e.columns), e.pool_rows] for e in self.experts],
            "count": self.count,
            "gram": self.gram.tolist(),
            "cross": self.cross.tolist(),
            "evidence": self.evidence.tolist(),
            "trained_on": list(self.trained_on),
        }

    @classmethod
    def from_dict(cls, held: Mapping[str, Any]) -> LearnedResidual:
        """The inverse of `to_dict`, to the last bit."""
        return cls(
            experts=tuple(Expert(name, tuple(columns), rows) for name, columns, rows in held["experts"]),
            count=float(held["count"]),
            gram=np.asarray(held["gram"], dtype=np.float64),
            cross=np.asarray(held["cross"], dtype=np.float64),
            evidence=np.asarray(held["evidence"], dtype=np.float64),
            trained_on=tuple(held["trained_on"]),
        )

    def _weights(self, expert: Expert) -> Floats:
        at = _places(expert)
        return _solve(self.gram[np.ix_(at, at)], self.cross[at])

    def _follow_experts(self, rows: Rows, block: int) -> Floats:
        x = _with_one(rows.features)
        pool = [self._weights(e) for e in self.experts]
        prior = [self._precision(e) for e in self.experts]
        gram, cross, used = np.zeros_like(self.gram), np.zeros_like(self.cross), 0
        out = np.empty((len(x), len(self.experts)))
        for start in range(0, len(x), block):
            seen = int(np.searchsorted(rows.known, rows.origin[start], side="right"))
            if seen > used:
                new = x[used:seen]
                gram, cross, used = gram + new.T @ new, cross + new.T @ rows.truth[used:seen], seen
            now = slice(start, start + block)
            for j, expert in enumerate(self.experts):
                at = _places(expert)
                own = gram[np.ix_(at, at)]
                step = np.linalg.solve(prior[j] + own, cross[at] - own @ pool[j])
                out[now, j] = x[now][:, at] @ (pool[j] + step)
        return out

    def _precision(self, expert: Expert) -> Floats:
        at = _places(expert)
        return self.gram[np.ix_(at, at)] * (expert.pool_rows / self.count) + _penalty(len(at), OWN_RIDGE)


def moments(rows: Rows) -> Moments:
    """The moments of the rows whose truth is known."""
    is_known = np.isfinite(rows.truth)
    x, y = _with_one(rows.features[is_known]), rows.truth[is_known]
    return Moments(rows.person, float(len(y)), x.T @ x, x.T @ y, float(y @ y))


def fit(people: Sequence[Moments], experts: Sequence[Expert]) -> LearnedResidual:
    """Experts pooled over people.

    Raises NotEnoughData without people or with fewer rows than an expert has columns.
    """
    if not people:
        raise NotEnoughData("no people to learn from: give the moments of at least one other person")
    count = sum(m.count for m in people)
    widest = max(len(e.columns) for e in experts)
    if count <= widest:
        raise NotEnoughData(f"{count:g} rows cannot fit {widest} columns: give more people or fewer columns")
    gram = np.sum([m.gram for m in people], axis=0)
    cross = np.sum([m.cross for m in people], axis=0)
    evidence = np.array([_left_out_loss(people, gram, cross, e) for e in experts])
    return LearnedResidual(tuple(experts), count, gram, cross, evidence, tuple(m.person for m in people))


def refuse_known_people(people: Sequence[str], trained_on: Sequence[str]) -> None:
    """Raises ModelError if any of the people is among those that were trained on."""
    known = sorted(set(people) & set(trained_on))
    if known:
        raise ModelError(
            f"person {known[0][:12]} was used in training: fit again without them before forecasting for them"
        )


def _left_out_loss(people: Sequence[Moments], gram: Floats, cross: Floats, expert: Expert) -> float:
    """Mean squared error on each person of weights from the others; of a single person, one (no evidence)."""
    if len(people) < 2:
        return 1.0
    at = _places(expert)
    grid, lost = np.ix_(at, at), 0.0
    for m in people:
        w = _solve((gram - m.gram)[grid], (cross - m.cross)[at])
        lost += float(m.square - 2.0 * w @ m.cross[at] + w @ m.gram[grid] @ w)
    return lost / sum(m.count for m in people)


def _solve(gram: Floats, cross: Floats) -> Floats:
    return np.asarray(np.linalg.solve(gram + _penalty(len(cross), POOL_RIDGE), cross), dtype=np.float64)


def _penalty(size: int, ridge: float) -> Floats:
    penalty = ridge * np.eye(size)
    penalty[0, 0] = 1e-6
    return penalty


def _places(expert: Expert) -> NDArray[np.intp]:
    return np.array((0, *(c + 1 for c in expert.columns)), dtype=np.intp)


def _part(x: Floats, expert: Expert) -> Floats:
    return np.asarray(x[:, _places(expert)], dtype=np.float64)


def _with_one(features: Floats) -> Floats:
    return np.concatenate([np.ones((len(features), 1)), features], axis=1)


def _falls(times: Floats) -> bool:
    return bool(np.any(times[1:] < times[:-1]))
