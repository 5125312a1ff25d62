"""Forecast: posterior draws, each with its own discrepancy path and sensor noise, under a plan.

The same key gives the same draws, discrepancy and noise: two plans are compared with common random numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.checkpoint import opening
from vitruvian.engine.likelihood import fit, processes
from vitruvian.engine.model import Model, Outcome, physical
from vitruvian.engine.posterior import FEWEST_FOR_INTERVAL, Posterior
from vitruvian.engine.problem import Problem, quieted
from vitruvian.engine.simulate import march

Array = Any
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Paths:
    """Equally weighted futures of each signal, (N, T): what a sensor would read, and the truth under it."""

    times: Array
    readings: dict[str, Array]
    truth: dict[str, Array]

    def quantiles(self, signal: str) -> dict[str, Array]:
        """Quantiles over futures of what a sensor would read, by percent as text ("05" ... "95"): (T,)."""
        values = np.quantile(self.readings[signal], QUANTILES, axis=0)
        return {f"{round(100 * q):02d}": v for q, v in zip(QUANTILES, values, strict=True)}


def forecast(
    model: Model, posterior: Posterior, past: Problem, future: Problem, key: Array, count: int = 500
) -> Paths:
    """`count` futures after the end of `past` under the inputs of `future`.

    future.clock must be the minute of the day at the end of past. Latent events of the future (a planned dose
    whose true amount is unknown) are drawn from their own spread.
    """
    z, starts = posterior.draws(count), posterior.starts(count)
    keys = jax.random.split(key, count)
    readings, truth = _futures(model, jnp.asarray(z), starts, quieted(past), quieted(future), keys)
    length = int(future.length)
    times = (np.arange(length) + 1) * model.exchange
    cut = {s: np.asarray(v)[:, :length] for s, v in readings.items()}
    return Paths(times, cut, {s: np.asarray(v)[:, :length] for s, v in truth.items()})


def outcomes(model: Model, paths: Paths) -> dict[str, Array]:
    """Each declared outcome in each future, (N,), measured on the true path."""
    minutes = model.exchange * model.minutes_per_unit
    return {o.name: np.asarray(o.measure(paths.truth[o.signal], minutes)) for o in model.outcomes}


def describe(outcome: Outcome, values: Array, effective: float) -> dict[str, Any]:
    """Median and 90 % interval of an outcome, and its probability where it is an event.

    The interval is None when there are too few effective draws.
    """
    entry: dict[str, Any] = {
        "unit": outcome.unit,
        "meaning": outcome.meaning,
        "median": float(np.median(values)),
        "mean": float(np.mean(values)),
    }
    shown = effective >= FEWEST_FOR_INTERVAL
    entry["q05"] = float(np.quantile(values, 0.05)) if shown else None
    entry["q95"] = float(np.quantile(values, 0.95)) if shown else None
    if outcome.is_event:
        entry["probability"] = float(np.mean(values))
    return entry


def compare(
    model: Model, first: dict[str, Array], second: dict[str, Array]
) -> dict[str, dict[str, float | None]]:
    """Paired difference (second minus first) of each outcome over common futures.

    probability_better and probability_worse follow the outcome's own direction; both None when it has none.
    """
    table: dict[str, dict[str, float | None]] = {}
    for outcome in model.outcomes:
        change = second[outcome.name] - first[outcome.name]
        low, middle, high = np.quantile(change, (0.05, 0.5, 0.95))
        gain = change * outcome.better
        judged = outcome.better != 0
        table[outcome.name] = {
            "median": float(middle),
            "mean": float(np.mean(change)),
            "q05": float(low),
            "q95": float(high),
            "probability_better": float(np.mean(gain > 1e-9)) if judged else None,
            "probability_worse": float(np.mean(gain < -1e-9)) if judged else None,
        }
    return table


@partial(jax.jit, static_argnames=("model",))
def _futures(
    model: Model, z: Array, starts: Array | None, past: Problem, future: Problem, keys: Array
) -> tuple[Any, Any]:
    return jax.vmap(lambda draw, start, key: _one(model, draw, start, past, future, key))(z, starts, keys)


def _one(
    model: Model, draw: Array, start: Array | None, past: Problem, future: Problem, key: Array
) -> tuple[Any, Any]:
    """One future of one draw."""
    parameters = draw[: len(model.parameters)]
    start_key, latent_key, path_key, noise_key = jax.random.split(key, 4)
    held = fit(model, draw, past, *opening(model, draw, past, start))
    latents = jax.random.normal(latent_key, (future.column.shape[0],))
    ahead = jnp.concatenate([parameters, latents])
    p = physical(model, draw)
    moves = processes(model, draw)
    carry = {s: gap.sample(b, start_key) if b.mean else () for s, b in held.beliefs.items()}

    def listen(states: Any, k: Array, predicted: dict[str, Array]) -> tuple[Any, Any]:
        after, truth, reading = {}, {}, {}
        for j, (signal, kind) in enumerate(model.observes.items()):
            step_key = jax.random.fold_in(jax.random.fold_in(path_key, j), k)
            after[signal] = gap.evolve(states[signal], moves[signal], step_key) if kind.reads else ()
            truth[signal] = predicted[signal] + gap.added(after[signal], kind.reads)
            white = jax.random.normal(jax.random.fold_in(jax.random.fold_in(noise_key, j), k))
            reading[signal] = truth[signal] + kind.noise_sd(p, predicted[signal]) * white
        return after, (reading, truth)

    _, _, (reading, truth) = march(model, ahead, future, listen, carry, state=held.state)
    return reading, truth
