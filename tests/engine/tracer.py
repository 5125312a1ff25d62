"""A drug in one compartment: the smallest model that goes through all verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import jax.numpy as jnp
import numpy as np

from vitruvian.engine.calibrate import Effort
from vitruvian.engine.discrepancy import Discrepancy, Wandering, White
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.model import Input, Model, Outcome, Parameter
from vitruvian.engine.priors import LogNormal, Normal
from vitruvian.engine.problem import Event, Problem, Reading, build

Array = Any
HOURS = 24.0
TRUTH = np.array([0.7, -0.5])
SMALL = Effort(
    wanted=400.0, starts=6, steps=10, rounds=4, size=600, final=2000, repeats=2, blocks=0, fallback=0
)


@dataclass(frozen=True)
class Tracer(Model):
    """One compartment: c' = -k c + strength u(t), and plasma = baseline + c.

    c in mg/L, u in mg/h; strength (1/L) and baseline are linear: with k fixed the posterior is normal.
    Leaves out: all else. Source: invented for the tests.

    free       True when the elimination k is a parameter, else 0.2 1/h
    wandering  True for a wandering error, else independent noise of SD 0.5 mg/L
    spread     SD of the log of a dose really taken
    """

    free: bool = False
    wandering: bool = False
    spread: float = 0.0

    name: ClassVar[str] = "tracer"
    version: ClassVar[str] = "1"
    time_unit: ClassVar[str] = "h"
    minutes_per_unit: ClassVar[float] = 60.0
    exchange: ClassVar[float] = 0.5
    interventions: ClassVar[tuple[Intervention, ...]] = (
        Intervention("tracer_dose", "input", "tracer_dose", "mg", 0.0, 100.0, 200.0),
    )
    outcomes: ClassVar[tuple[Outcome, ...]] = (
        Outcome("peak", "tracer_plasma", "mg/L", "highest level", lambda v, m: np.max(v, axis=-1), -1),
    )

    @property
    def parameters(self) -> tuple[Parameter, ...]:  # type: ignore[override]
        linear = (
            Parameter("strength", Normal(1.0, 0.3), "1/L", "level per dose"),
            Parameter("baseline", Normal(5.0, 1.0), "mg/L", "level without a dose"),
        )
        return (*linear, Parameter("k", LogNormal(0.2, 0.4), "1/h", "elimination")) if self.free else linear

    @property
    def inputs(self) -> tuple[Input, ...]:  # type: ignore[override]
        return (Input("tracer_dose", "mg", spread=self.spread),)

    @property
    def observes(self) -> Mapping[str, Discrepancy]:  # type: ignore[override]
        error = Wandering(0.8, 3.0, 1.0, 0.3) if self.wandering else White(sd=0.5)
        return {"tracer_plasma": error}

    def prepare(self, p: dict[str, Array], person: dict[str, Array], static: Any) -> dict[str, Array]:
        k = p.get("k", jnp.asarray(0.2))
        decay = jnp.exp(-k * self.exchange)
        return dict(p) | {"decay": decay, "gain": (1.0 - decay) / k}

    def initial(self, p: dict[str, Array], person: dict[str, Array], static: Any, key: Array) -> Array:
        return jnp.zeros(())

    def advance(
        self, p: dict[str, Array], state: Array, u: dict[str, Array], t0: Array, static: Any, key: Array
    ) -> tuple[Array, Array]:
        level = p["decay"] * state + p["strength"] * p["gain"] * u["tracer_dose"]
        return level, level

    def observe(self, p: dict[str, Array], readout: Array) -> dict[str, Array]:
        return {"tracer_plasma": p["baseline"] + readout}


def doses(count: int = 3, spread: float | None = None) -> list[Event]:
    """A dose of 10 mg over half an hour every eight hours from 01:00."""
    return [Event("tracer_dose", 1.0 + 8.0 * i, 1.5 + 8.0 * i, 10.0, spread=spread) for i in range(count)]


def day(model: Model, values: Array, events: list[Event] | None = None, hours: float = HOURS) -> Problem:
    """A stretch with a reading `values` (T,) at each step end; NaN where there is none."""
    readings = [
        Reading("tracer_plasma", (k + 1) * model.exchange, float(v))
        for k, v in enumerate(np.asarray(values))
        if np.isfinite(v)
    ]
    return build(model, doses(int(hours // 8)) if events is None else events, readings, hours, {})


def unit_response(events: list[Event], steps: int, k: float = 0.2, step: float = 0.5) -> Array:
    """Level per unit strength at each step end, in closed form: each dose is an infusion."""
    t = step * (np.arange(steps) + 1)
    total = np.zeros(steps)
    for e in events:
        rate = e.amount / (e.end - e.start)
        since, after = np.clip(t - e.start, 0, None), np.clip(t - e.end, 0, None)
        total += rate / k * (np.exp(-k * after) - np.exp(-k * since))
    return total


def linear_posterior(problem: Problem, covariance: Array, events: list[Event]) -> tuple[Array, Array]:
    """Mean (2,) and covariance (2, 2) of z of the linear tracer, given the covariance of the errors."""
    used = np.asarray(problem.weight)[:, 0] > 0
    design = np.stack([0.3 * unit_response(events, len(used)), np.ones(len(used))], axis=1)[used]
    offset = (unit_response(events, len(used)) + 5.0)[used]
    inverse = np.linalg.inv(covariance[np.ix_(used, used)])
    cov = np.linalg.inv(design.T @ inverse @ design + np.eye(2))
    return cov @ design.T @ inverse @ (np.asarray(problem.y)[used, 0] - offset), cov


def error_covariance(model: Model, steps: int) -> Array:
    """Covariance (T, T) of reading minus model, from the declared process, without any filter."""
    error = model.observes["tracer_plasma"]
    move = error.dynamics({}, model.exchange)
    white = float(error.noise_sd({}, jnp.zeros(())))
    if not error.reads:
        return white**2 * np.eye(steps)
    f, start = np.array(move.transition, dtype=float), np.array(move.start, dtype=float)
    powers = [np.linalg.matrix_power(f, lag) for lag in range(steps)]
    reads = np.array(error.reads, dtype=float)
    lags = np.array([reads @ power @ start @ reads for power in powers])
    index = np.abs(np.subtract.outer(np.arange(steps), np.arange(steps)))
    return lags[index] + white**2 * np.eye(steps)


def weighted_moments(z: Array, weight: Array) -> tuple[Array, Array]:
    """Mean and covariance of weighted draws."""
    mean = weight @ z
    return mean, (z - mean).T @ (weight[:, None] * (z - mean))
