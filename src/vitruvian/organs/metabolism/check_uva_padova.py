"""Benchmark problems of model B: steady state, a day against simglucose, mass, order, exercise."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.metabolism import meals
from vitruvian.organs.metabolism.cohort import draw_cohort
from vitruvian.organs.metabolism.patient_table import read_table
from vitruvian.organs.metabolism.uva_padova import (
    NO_EXERCISE,
    PMOL_PER_U,
    Body,
    Virtual,
    at_basal,
    runge_kutta,
    simulate_minutes,
    stomach_gate,
)

Array = Any
TABLE = "reference/metabolic_data/uva_padova_s2008_patients.csv"
DAY = 1440
MEALS = ((420.0, 45.0), (720.0, 70.0), (1080.0, 80.0))
"""Meals of the reference day, (minute, g)."""
_SIMGLUCOSE = "simglucose 0.2.11, adult#001, stored curve"
_PARTS = 8
_MASS = "conservation of mass"


def reference_curve() -> Array:
    """Interstitial glucose of simglucose's adult#001 at each minute's end of the reference day, (1440,)."""
    text = resources.files(__package__).joinpath("simglucose_adult001.csv").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line and line[0].isdigit()]
    return np.array([float(row.split(",")[1]) for row in rows])


def day_inputs(v: Virtual, bolus_ratio: Array = 12.0) -> tuple[Array, Array]:
    """Food (1440, 1) in g/min and insulin (1440, N) in U/min: basal, and g / bolus_ratio U with each meal."""
    carbs = meals.per_minute(meals.eaten(MEALS), DAY)[:, None]
    insulin = np.tile(v.u2ss * v.weight / PMOL_PER_U, (DAY, 1))
    for at, grams in MEALS:
        insulin[int(at)] += grams / bolus_ratio
    return carbs, insulin


def simulate_day(v: Virtual, start: Body, bolus_ratio: Array = 12.0, dtype: Any = jnp.float64) -> Array:
    """Interstitial glucose (1440, N) of the reference day."""
    everything = (v, start, *day_inputs(v, bolus_ratio))
    return np.asarray(simulate_minutes(*jax.tree.map(lambda a: jnp.asarray(a, dtype), everything)))


def steady_table(data: Path) -> list[Result]:
    """The thirty people of the reference table stay at their steady state for a day of basal insulin."""
    table = read_table(data / TABLE)
    drift = _drift(table.people, table.start)
    return [
        result("model B: drift of 30 people", 0.0, drift, 1e-6, "mg/dL", "patient table of simglucose 0.2.11")
    ]


def steady_cohort(data: Path) -> list[Result]:
    """Our own virtual people stay at their steady state."""
    worst = max(
        _drift(v, at_basal(v)) for v in (draw_cohort(g, 10, 1) for g in ("adult", "adolescent", "child"))
    )
    return [
        result("model B: drift of our own cohort", 0.0, worst, 1e-6, "mg/dL", "steady state by construction")
    ]


def day_of_adult(data: Path) -> list[Result]:
    """A day with three meals against the stored curve of simglucose, at each minute."""
    table = read_table(data / TABLE)
    row = slice(*(table.names.index("adult#001") + i for i in (0, 1)))
    v, start = Virtual(*(x[row] for x in table.people)), Body(*(x[row] for x in table.start))
    glucose = simulate_day(v, start)[:, 0]
    error = float(np.max(np.abs(glucose - reference_curve())))
    return [
        result("model B: day, largest error of a minute", 0.0, error, 0.01, "mg/dL", _SIMGLUCOSE),
        result("model B: day, minimum", 119.73, glucose.min(), 0.01, "mg/dL", _SIMGLUCOSE),
        result("model B: day, maximum", 204.56, glucose.max(), 0.01, "mg/dL", _SIMGLUCOSE),
    ]


def mass(data: Path) -> list[Result]:
    """What is absorbed is f times what was eaten; the insulin area is dose over clearance (two days)."""
    v = _one(draw_cohort("adult", 1, 2))
    gut, insulin = _areas(v, grams=60.0, units=4.0)
    clearance = v.m2 + v.m4 - v.m1 * v.m2 / (v.m1 + v.m30)
    expected = 4.0 * PMOL_PER_U / v.weight / clearance
    return [
        result("model B: glucose absorbed over eaten", 1.0, gut / (v.f * 60e3), 1e-6, "1", _MASS),
        result("model B: insulin area over dose / clearance", 1.0, insulin / expected, 1e-6, "1", _MASS),
    ]


def order(data: Path) -> list[Result]:
    """The integrator's order on a stretch without kinks, from results at three step lengths."""
    v = _one(draw_cohort("adult", 1, 2))
    start = jax.tree.map(jnp.asarray, at_basal(v)._replace(stomach1=2e4, stomach2=2e4, under_skin1=200.0))
    coarse, middle, fine = (_after_an_hour(v, start, 6e4, step) for step in (1.0, 0.5, 0.25))
    obtained = float(np.log2(abs(coarse - middle) / abs(middle - fine)))
    return [result("model B: order of the step", 4.0, obtained, 0.4, "1", "fourth-order Runge-Kutta")]


CHECKS = (
    Check("model B: drift of 30 people", steady_table, TABLE),
    Check("model B: drift of our own cohort", steady_cohort),
    Check("model B: day against simglucose", day_of_adult, TABLE),
    Check("model B: mass balance", mass),
    Check("model B: order of the step", order),
)


def _drift(v: Virtual, start: Body) -> float:
    insulin = np.tile(v.u2ss * v.weight / PMOL_PER_U, (DAY, 1))
    glucose = simulate_minutes(v, start, np.zeros((DAY, 1)), insulin)
    return float(np.max(np.abs(np.asarray(glucose) - start.sensor / v.Vg)))


def _one(v: Virtual) -> Virtual:
    return Virtual(*(np.float64(field[0]) for field in v))


def _areas(v: Virtual, grams: float, units: float) -> tuple[float, float]:
    """Area of f kabs Qgut (mg) and of plasma insulin above basal (pmol min/kg) after a meal and a bolus.

    Simpson's rule over eighths of a minute, each minute on its own, as inputs jump between minutes.
    """
    carbs = jnp.asarray(meals.per_minute(meals.eaten(((0.0, grams),)), 2 * DAY))
    insulin = jnp.full(2 * DAY, v.u2ss).at[0].add(units * PMOL_PER_U / v.weight)
    eaten = 1000.0 * jnp.cumsum(carbs)
    rest = at_basal(v)

    def step(now: Body, u: tuple[Array, ...]) -> tuple[Body, tuple[Array, Array]]:
        meal, dose, size = u
        gate, drive = stomach_gate(v, size), (1000.0 * meal, dose, NO_EXERCISE)

        def part(x: Body, _: None) -> tuple[Body, tuple[Array, Array]]:
            after = runge_kutta(v, x, gate, drive, 1.0 / _PARTS)
            return after, (after.gut, after.insulin)

        after, (gut, insulin) = jax.lax.scan(part, now, None, length=_PARTS)
        above = jnp.append(now.insulin, insulin) - rest.insulin
        return after, (_simpson(jnp.append(now.gut, gut)), _simpson(above))

    begin = jax.tree.map(jnp.asarray, rest)
    gut, above = jax.lax.scan(step, begin, (carbs, insulin, eaten))[1]
    return float(v.f * v.kabs * jnp.sum(gut)), float(jnp.sum(above))


def _simpson(values: Array) -> Array:
    """Integral over one minute of values at the ends of its equal parts."""
    inner = 4.0 * jnp.sum(values[1:-1:2]) + 2.0 * jnp.sum(values[2:-1:2])
    return (values[0] + inner + values[-1]) / (3.0 * _PARTS)


def _after_an_hour(v: Virtual, x: Body, size: float, step: float) -> float:
    """Plasma glucose after an hour of steps of the given length at basal insulin."""
    gate, drive = stomach_gate(v, jnp.asarray(size)), (0.0, v.u2ss, NO_EXERCISE)
    x = jax.lax.fori_loop(0, round(60.0 / step), lambda _, now: runge_kutta(v, now, gate, drive, step), x)
    return float(x.plasma)
