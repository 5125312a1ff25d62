"""Benchmark problems of model A: steady state, mass, order of its glucose step, exercise in A and B."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.check import Check, Result, result
from vitruvian.engine.model import Model, physical, unpack_inputs
from vitruvian.engine.problem import Event, Problem, build
from vitruvian.organs.metabolism import replay
from vitruvian.organs.metabolism.cohort import basal_rate, draw_cohort
from vitruvian.organs.metabolism.replay import ABSORBED, KE, Readout, Replay
from vitruvian.organs.metabolism.uva_padova import UvaPadova, Virtual

Array = Any
DAY = 1440.0
WEIGHT, BASAL_U_H = 75.0, 0.9
PERSON = {
    "weight": WEIGHT,
    "basal_u_per_min": BASAL_U_H / 60.0,
    "pump_u_per_min": BASAL_U_H / 60.0,
    "glucose_start": 0.0,
    "routine_u": 0.0,
    "routine_minutes_ago": 0.0,
}
"""An adult on a pump, at basal glucose."""
_MASS = "conservation of mass"
_EXERCISE = (
    "acceptance range of the specification; observed mean of 30 min: -18 mg/dL, SD 39 (doi:10.2337/dc22-1721)"
)


def run(model: Model, events: list[Event], person: dict[str, float], span: float) -> Any:
    """Readouts of the model at its prior medians, one per exchange step; each field (T, ...)."""
    problem = build(model, events, [], span, person)
    return jax.tree.map(np.asarray, _readouts(model, problem))


def pumped(hours: float, rate: float = BASAL_U_H) -> list[Event]:
    """Basal insulin at `rate` U/h for so many hours."""
    return [Event("insulin_basal_rate", 0.0, 60.0 * hours, rate)]


def exercised(model: Model, person: dict[str, float], rate: float, minutes: float, share: float) -> Array:
    """Change of interstitial glucose that `minutes` at a share of heart-rate reserve cause, mg/dL, (T,)."""
    rest = run(model, pumped(8.0, rate), person, 480.0).tissue
    bout = Event("exercise_intensity", 60.0, 60.0 + minutes, share)
    return run(model, [*pumped(8.0, rate), bout], person, 480.0).tissue - rest


def steady(data: Path) -> list[Result]:
    """A day of basal insulin leaves glucose at its basal value."""
    glucose = run(Replay(), pumped(24.0), PERSON, DAY).glucose
    drift = float(np.max(np.abs(glucose - glucose[0])))
    return [
        result("model A: drift at basal insulin", 0.0, drift, 1e-6, "mg/dL", "steady state of the equations")
    ]


def mass(data: Path) -> list[Result]:
    """What is absorbed is f times what was eaten; the insulin area is dose over clearance."""
    model = Replay()
    given = [
        *pumped(48.0),
        Event("carbs", 60.0, 65.0, 60.0, spread=0.0),
        Event("insulin_bolus", 60.0, 65.0, 4.0),
    ]
    out: Readout = run(model, given, PERSON, 2 * DAY)
    absorbed = float(np.sum(out.appearance)) * model.exchange * WEIGHT / 60e3
    basal = BASAL_U_H / 60.0 * 1000.0 / WEIGHT / KE
    area = float(np.sum(out.plasma - basal)) * model.exchange * KE * WEIGHT / 4000.0
    return [
        result("model A: glucose absorbed over eaten", ABSORBED, absorbed, 1e-6, "1", _MASS),
        result("model A: insulin area times clearance over dose", 1.0, area, 1e-6, "1", _MASS),
    ]


def order(data: Path) -> list[Result]:
    """The glucose step's order at constant insulin effect below basal glucose, where the action rises."""
    p = {"SG": jnp.asarray(0.02), "gb": jnp.asarray(130.0), "rise": jnp.asarray(1.0)}
    coarse, middle, fine = (_low_glucose(p, step) for step in (2.0, 1.0, 0.5))
    obtained = float(np.log2(abs(coarse - middle) / abs(middle - fine)))
    return [
        result("model A: order of the glucose step", 2.0, obtained, 0.2, "1", "exponential midpoint rule")
    ]


def exercise_a(data: Path) -> list[Result]:
    """Exercise in model A: long and moderate lowers, short and hard raises."""
    return _exercise("model A", Replay(), PERSON, BASAL_U_H)


def exercise_b(data: Path) -> list[Result]:
    """Exercise in model B, in one of our own virtual adults."""
    cohort = draw_cohort("adult", 1, 2)
    person = {name: float(value[0]) for name, value in zip(Virtual._fields, cohort, strict=True)}
    return _exercise("model B", UvaPadova(minutes=5), person, float(basal_rate(cohort)[0]))


CHECKS = (
    Check("model A: drift at basal insulin", steady),
    Check("model A: mass balance", mass),
    Check("model A: order of the glucose step", order),
    Check("model A: exercise", exercise_a),
    Check("model B: exercise", exercise_b),
)


@partial(jax.jit, static_argnames="model")
def _readouts(model: Model, problem: Problem) -> Any:
    p = model.prepare(physical(model, jnp.zeros(len(model.parameters))), problem.person, ())
    key = jax.random.key(0)

    def step(state: Any, at: tuple[Array, Array]) -> tuple[Any, Any]:
        k, row = at
        return model.advance(p, state, unpack_inputs(model, row), k * model.exchange, (), key)

    start = model.initial(p, problem.person, (), key)
    return jax.lax.scan(step, start, (jnp.arange(len(problem.u)), problem.u))[1]


def _exercise(name: str, model: Model, person: dict[str, float], rate: float) -> list[Result]:
    moderate = float(exercised(model, person, rate, 45.0, 0.60).min())
    hard = float(exercised(model, person, rate, 10.0, 0.95).max())
    return [
        result(f"{name}: 45 min at 60 % lowers glucose", -37.5, moderate, 22.5, "mg/dL", _EXERCISE),
        result(f"{name}: 10 min at 95 % raises glucose", 60.0, hard, 59.0, "mg/dL", _EXERCISE),
    ]


def _low_glucose(p: dict[str, Array], step: float) -> float:
    """Glucose after 40 min from 110 mg/dL at a constant insulin effect of 0.006/min."""
    glucose, nothing = jnp.asarray(110.0), (jnp.asarray(0.0), jnp.asarray(0.0))
    for _ in range(round(40.0 / step)):
        glucose = replay._glucose_step(p, glucose, jnp.asarray(0.006), *nothing, step)
    return float(glucose)
