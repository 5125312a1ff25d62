"""The truth of "what if": model A fitted to one day of model B, then both under the same change.

Each virtual adult lives a day of three meals with boluses by the 500 rule. The twin sees doses, meals and
noisy glucose of that day, and replays it with boluses, basal insulin or meals at 75 % and at 125 %. Model B
lives the changed day too: its interstitial glucose, free of noise, is the truth. Bands are judged on the
DIFFERENCE of the changed and the lived day, at every reading of every person and change from the instant at
which the change begins: before it both days are one, and a band without width holds a difference of nothing.

Priors of the own twin were set on people of `TUNING_SEED`; what is reported is on people of `SEED`.
The design is that of the published replay in silico, doi:10.1177/1932296820973193.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import jax.numpy as jnp
import numpy as np

from vitruvian.core.progress import track
from vitruvian.core.seeds import derive, jax_key
from vitruvian.engine.calibrate import Effort, calibrate, coordinates
from vitruvian.engine.check import Check, Result, at_least, result
from vitruvian.engine.posterior import FEWEST_FOR_INTERVAL, Posterior
from vitruvian.engine.problem import Event, Problem, Reading, build
from vitruvian.engine.replay import replay
from vitruvian.engine.simulate import simulate
from vitruvian.organs.metabolism import meals, sensor
from vitruvian.organs.metabolism.cohort import basal_rate, draw_cohort
from vitruvian.organs.metabolism.error_grids import acceptable, clarke, mard
from vitruvian.organs.metabolism.replay import Replay
from vitruvian.organs.metabolism.uva_padova import Virtual, at_basal, simulate_minutes

Array = Any
Noise = Literal["white", "sensor"]
Kind = Literal["bolus", "basal", "carbs"]

GLUCOSE = "glucose_interstitial"
DAY, STEP = 1440, 5
MEALS = ((7.0, 45.0), (12.5, 70.0), (18.5, 80.0))
"""Hour and grams, about which each person's meals vary by 45 min and 20 %."""
RULE, BASAL_SHARE = 500.0, 0.5
"""Grams per unit are RULE over the daily insulin, of which the basal is this share."""
WHITE_SD = 3.0
SENSOR_AGE = 2.0
"""Days since insertion when the day begins."""
PEOPLE, SEED, TUNING_SEED = 30, 2024, 11
EFFORT = Effort(
    starts=12,
    steps=12,
    rounds=12,
    size=1000,
    final=3000,
    batches=4,
    repeats=2,
    wanted=250.0,
    blocks=6,
    fallback=0,
)
DRAWS = 200
_SOURCE = "model B of the same virtual people under the same change; design of doi:10.1177/1932296820973193"


@dataclass(frozen=True, slots=True)
class Lived:
    """A day of a person: weight in kg, basal in U/h, meals as (minute, grams, units of the bolus with it)."""

    weight: float
    basal: float
    meals: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One input of the day at `factor` times what it was."""

    kind: Kind
    factor: float

    def applied(self, day: Lived) -> Lived:
        """The changed day; boluses stay as they were when the meals change."""
        carbs, units = self._on("carbs"), self._on("bolus")
        eaten = tuple((t, grams * carbs, dose * units) for t, grams, dose in day.meals)
        return replace(day, basal=day.basal * self._on("basal"), meals=eaten)

    def begins(self, day: Lived) -> int:
        """Minute of the day from which the changed day is another."""
        return 0 if self.kind == "basal" else min(at for at, _, _ in day.meals)

    def _on(self, kind: Kind) -> float:
        return self.factor if self.kind == kind else 1.0


CHANGES = tuple(Change(kind, factor) for kind in ("bolus", "basal", "carbs") for factor in (0.75, 1.25))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Twin against truth, people by changes by readings, mg/dL.

    truth, estimate      (N, C, T) glucose of the changed day
    effect               (N, C, T) true difference from the lived day
    low, high            (N, C, T) its 90 % band
    begun                (N, C, T) readings after the change began: those that are judged
    prior_width          (N, C) mean width of that band, there, before anything was seen of the person
    ess                  (N,) effective draws, the worst coordinate's
    """

    truth: Array
    estimate: Array
    effect: Array
    low: Array
    high: Array
    begun: Array
    prior_width: Array
    ess: Array

    def covered(self) -> Array:
        """Whether the band holds the true difference, at each judged reading."""
        return ((self.effect >= self.low) & (self.effect <= self.high))[self.begun]

    def width(self) -> float:
        """Mean width of the bands at the judged readings."""
        return float(np.mean((self.high - self.low)[self.begun]))

    def error(self) -> float:
        """Mean absolute relative difference of the estimate there, in percent."""
        return mard(self.truth[self.begun], self.estimate[self.begun])

    def of(self, kind: Kind) -> Comparison:
        """The same for the changes of one kind."""
        one = np.array([change.kind == kind for change in CHANGES])
        names = ("truth", "estimate", "effect", "low", "high", "begun", "prior_width")
        return replace(self, **{name: getattr(self, name)[:, one] for name in names})


def lived_days(cohort: Virtual, seed: int) -> tuple[Lived, ...]:
    """One day for each virtual person."""
    random = np.random.default_rng(derive(seed, "days"))
    found = []
    for weight, basal in zip(cohort.weight, basal_rate(cohort), strict=True):
        grams_per_unit = RULE * BASAL_SHARE / (24.0 * float(basal))
        eaten = []
        for hour, usual in MEALS:
            at = round(60.0 * hour + random.uniform(-45.0, 45.0))
            grams = float(round(usual * random.uniform(0.8, 1.2)))
            eaten.append((at, grams, grams / grams_per_unit))
        found.append(Lived(float(weight), float(basal), tuple(eaten)))
    return tuple(found)


def true_glucose(cohort: Virtual, days: tuple[Lived, ...]) -> Array:
    """Interstitial glucose of model B at each reading of the day, (N, T) mg/dL."""
    insulin, carbs = np.zeros((DAY, len(days))), np.zeros((DAY, len(days)))
    for i, day in enumerate(days):
        insulin[:, i] = day.basal / 60.0
        for at, _, units in day.meals:
            insulin[at, i] += units
        carbs[:, i] = meals.per_minute(meals.eaten((t, grams) for t, grams, _ in day.meals), DAY)
    people = Virtual(*(jnp.asarray(field) for field in cohort))
    minutes = simulate_minutes(people, at_basal(people), jnp.asarray(carbs), jnp.asarray(insulin))
    return np.asarray(minutes)[STEP - 1 :: STEP].T


def readings(glucose: Array, noise: Noise, seed: int) -> Array:
    """What is read of true glucose (N, T): with white noise of SD 3 mg/dL, or by sensors of their own."""
    random = np.random.default_rng(derive(seed, "noise", noise))
    if noise == "white":
        shown = glucose + WHITE_SD * random.standard_normal(glucose.shape)
        return np.round(np.clip(shown, sensor.LOWEST, sensor.HIGHEST))
    days = SENSOR_AGE + STEP * np.arange(glucose.shape[1]) / DAY
    return sensor.read(sensor.draw_sensors(len(glucose), random), glucose, days, random)


def twin_problem(model: Replay, day: Lived, usual: Lived, read: Array) -> Problem:
    """A day as the twin reads it; `usual` is the lived day, whose basal rate the twin takes for granted."""
    events = [Event("insulin_basal_rate", 0.0, DAY, day.basal)]
    for at, grams, units in day.meals:
        events.append(Event("carbs", at, at, grams))
        events.append(Event("insulin_bolus", at, at, units))
    seen = [Reading(GLUCOSE, STEP * (k + 1.0), float(value)) for k, value in enumerate(read)]
    basal = usual.basal / 60.0
    facts = {
        "weight": day.weight, "basal_u_per_min": basal, "pump_u_per_min": basal, "routine_u": 0.0,
        "routine_minutes_ago": 0.0, "glucose_start": float(read[0]),
    }  # fmt: skip
    return build(model, events, seen, float(DAY), facts)


def compare(people: int, seed: int, noise: Noise, effort: Effort = EFFORT, draws: int = DRAWS) -> Comparison:
    """Fit the twin to one day of each of `people` virtual adults and replay every change."""
    cohort = draw_cohort("adult", people, seed)
    days = lived_days(cohort, seed)
    lived = true_glucose(cohort, days)
    changed = [true_glucose(cohort, tuple(map(c.applied, days))) for c in CHANGES]
    read, model = readings(lived, noise, seed), Replay()
    begun = np.array([[_moments() > change.begins(day) for change in CHANGES] for day in days])
    rows = []
    with track(f"replaying virtual people ({noise} noise)", people) as progress:
        for i, day in enumerate(days):
            past = twin_problem(model, day, day, read[i])
            others = [twin_problem(model, change.applied(day), day, read[i]) for change in CHANGES]
            found = calibrate(model, past, derive(seed, "fit", i), effort)
            rows.append(_replayed(model, found, past, others, begun[i], draws))
            progress.advance(1)
    truth = np.stack(changed, axis=1)
    estimate, low, high, prior_width, ess = (np.stack(part) for part in zip(*rows, strict=True))
    return Comparison(truth, estimate, truth - lived[:, None], low, high, begun, prior_width, ess)


def _moments() -> Array:
    """Minute of the day of each reading."""
    return STEP * np.arange(1, DAY // STEP + 1)


def _replayed(
    model: Replay, found: Posterior, past: Problem, others: list[Problem], begun: Array, draws: int
) -> tuple[Array, ...]:
    """Estimate, band of the difference, its mean width where `begun` (C, T) before the day was seen, and
    effective draws."""
    estimate, bands, widths = [], [], []
    prior = np.random.default_rng(derive(found.seed, "prior")).normal(size=(draws, coordinates(model, past)))
    before = simulate(model, prior, past).signals[GLUCOSE]
    for other, judged in zip(others, begun, strict=True):
        lived, changed = (s[GLUCOSE] for s in replay(model, found, past, other, _key(found), draws))
        estimate.append(changed.mean(axis=0))
        bands.append(_band(changed - lived))
        low, high = _band(simulate(model, prior, other).signals[GLUCOSE] - before)
        widths.append(float(np.mean((high - low)[judged])))
    low, high = np.stack(bands, axis=1)
    return np.stack(estimate), low, high, np.array(widths), np.array(min(found.ess, found.ess_worst))


def _key(found: Posterior) -> Array:
    return jax_key(found.seed, "replay")


def _band(paths: Array) -> Array:
    """5 and 95 % quantiles of paths (draws, T), (2, T)."""
    return np.asarray(np.quantile(paths, (0.05, 0.95), axis=0))


def rows_of(found: Comparison, noise: Noise) -> list[Result]:
    """All changes together, then each kind: error, zones, cover and width of the bands."""
    name = f"what if ({noise} noise)"
    zones = acceptable(clarke(found.truth[found.begun], found.estimate[found.begun]))
    prior = float(np.mean(found.prior_width))
    rows = [
        result(f"{name}: MARD", 0.0, found.error(), 10.0, "%", _SOURCE),
        result(f"{name}: Clarke A+B", 100.0, zones, 5.0, "%", _SOURCE),
        result(f"{name}: cover of 90 % bands of the difference", 0.9, _share(found), 0.05, "1", _SOURCE),
        result(
            f"{name}: width of these bands, at most the prior's", 0.0, found.width(), prior, "mg/dL", _SOURCE
        ),
        at_least(
            f"{name}: effective draws, worst person",
            FEWEST_FOR_INTERVAL,
            float(found.ess.min()),
            "1",
            _SOURCE,
        ),
    ]
    for kind in ("bolus", "basal", "carbs"):
        one = found.of(kind)
        rows += [
            result(f"{name}, {kind}: MARD", 0.0, one.error(), 10.0, "%", _SOURCE),
            result(f"{name}, {kind}: cover of the bands", 0.9, _share(one), 0.1, "1", _SOURCE),
            _narrower(f"{name}, {kind}: width of the bands, at most the prior's", one),
        ]
    return rows


def _narrower(name: str, one: Comparison) -> Result:
    return result(name, 0.0, one.width(), float(np.mean(one.prior_width)), "mg/dL", _SOURCE)


def _share(found: Comparison) -> float:
    return float(np.mean(found.covered()))


def what_if_truth(data: Path, noise: Noise = "white", people: int = PEOPLE, seed: int = SEED) -> list[Result]:
    """The check: rows for one kind of noise."""
    return rows_of(compare(people, seed, noise), noise)


HEAVY = (
    Check("what if, white noise", partial(what_if_truth, noise="white")),
    Check("what if, sensor noise", partial(what_if_truth, noise="sensor")),
)
