"""How good this twin's own forecasts were before the origin, and how much wider or narrower bands should be.

At every past step the discrepancy believed then is carried ahead; its error against the reading that came is
divided by the SD that was claimed. The conformal quantile of those scores scales the bands of the next
forecast, lead by lead. Only targets before the origin are used. Parameters are those of the best draw, fitted
on the same stretch, so the scores are a little optimistic; the forecast adds parameter uncertainty on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.likelihood import processes
from vitruvian.engine.model import Model, physical
from vitruvian.engine.problem import Problem, quieted
from vitruvian.engine.simulate import march

Array = Any
LEADS = (1, 3, 6, 12, 24, 36, 48)
FEWEST = 50
NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True)
class Skill:
    """Per lead (steps): RMSE of past forecasts, share of readings inside the claimed 90 % band, factor."""

    leads: Array
    count: Array
    rmse: Array
    covered: Array
    factor: Array

    def at(self, steps: Array) -> Array:
        """Band factor at any lead, by interpolation; 1 where nothing could be scored."""
        used = self.count >= FEWEST
        if not used.any():
            return np.ones(len(np.atleast_1d(steps)))
        return np.interp(steps, self.leads[used], self.factor[used])


def hindcast(model: Model, z: Array, problem: Problem, signal: str) -> Skill:
    """Scores of the draw z (P + E,) over the stretch of `problem`."""
    j = list(model.observes).index(signal)
    error, claimed = (np.asarray(x) for x in _errors(model, jnp.asarray(z), quieted(problem), signal))
    rows = []
    for n, lead in enumerate(LEADS):
        seen = np.asarray(problem.weight[lead:, j]) > 0
        seen &= np.arange(lead, len(problem.weight)) < int(problem.length)
        seen &= np.asarray(problem.weight[: len(seen), j]) > 0
        rows.append(_score(error[n][: len(seen)][seen], claimed[n][: len(seen)][seen]))
    count, rmse, covered, factor = (np.array(x) for x in zip(*rows, strict=True))
    return Skill(np.array(LEADS), count, rmse, covered, factor)


def widen(readings: Array, factor: Array) -> Array:
    """Futures (N, T) spread about their median by the factor per lead (T,)."""
    middle = np.median(readings, axis=0)
    return middle + (readings - middle) * factor


def _score(error: Array, claimed: Array) -> tuple[int, float, float, float]:
    count = len(error)
    if count < FEWEST:
        return count, float("nan"), float("nan"), 1.0
    scores = np.sort(np.abs(error) / claimed)
    rank = min(int(np.ceil(0.9 * (count + 1))), count) - 1
    covered = float(np.mean(scores <= NORMAL_90))
    return (
        count,
        float(np.sqrt(np.mean(error**2))),
        covered,
        float(np.clip(scores[rank] / NORMAL_90, 0.5, 3.0)),
    )


@partial(jax.jit, static_argnames=("model", "signal"))
def _errors(model: Model, z: Array, problem: Problem, signal: str) -> tuple[Array, Array]:
    """Error and claimed SD of forecasts made at each step, (L, T), zero-filled past the end."""
    j = list(model.observes).index(signal)
    kind = model.observes[signal]
    p = physical(model, z)
    move = processes(model, z)[signal]
    predicted = march(model, z, problem, lambda c, k, s: (c, s[signal]), ())[2]
    noise = kind.noise_sd(p, predicted) ** 2
    residual = problem.y[:, j] - predicted

    def step(belief: gap.Belief, row: tuple[Array, ...]) -> tuple[gap.Belief, gap.Belief]:
        after, _, _ = gap.update(gap.predict(belief, move), kind.reads, row[0], row[1], row[2])
        return after, after

    _, held = jax.lax.scan(step, gap.begin(move), (residual, noise, problem.weight[:, j]))
    errors, claims = [], []
    ahead, lead = held, 0
    for wanted in LEADS:
        ahead = jax.lax.fori_loop(0, wanted - lead, lambda _, b: gap.predict(b, move), ahead)
        lead = wanted
        used = [i for i, r in enumerate(kind.reads) if r]
        spread = jnp.broadcast_to(sum(ahead.cov[a][b] for a in used for b in used), residual.shape)
        size, tail = max(residual.shape[0] - lead, 0), min(lead, residual.shape[0])
        believed = jnp.broadcast_to(gap.added(ahead.mean, kind.reads), residual.shape)
        gone = residual[lead:] - believed[:size]
        errors.append(jnp.pad(gone, (0, tail)))
        claims.append(jnp.pad(jnp.sqrt(spread[:size] + noise[lead:]), (0, tail), constant_values=1.0))
    return jnp.stack(errors), jnp.stack(claims)
