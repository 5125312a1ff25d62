"""The benchmark problem of identification: model A fitted to two published days of one person.

The fit is the peer's: published priors, independent noise of 5 mg/dL, amounts trusted as logged. Ours differs
in being a Gauss-Newton fit from many starts. Each row's tolerance is the most that the fit may be off.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from vitruvian.engine.calibrate import Effort, find_modes
from vitruvian.engine.discrepancy import Discrepancy, White
from vitruvian.engine.problem import Event, Problem, Reading, build
from vitruvian.engine.simulate import simulate
from vitruvian.organs.metabolism.check import Check, Result, result
from vitruvian.organs.metabolism.error_grids import mard, rmse
from vitruvian.organs.metabolism.replay import MEALS, Replay

FOLDER = "data/glucose/replaybg_example"
STEP = 5.0
NOISE = 5.0
EFFORT = Effort(starts=8, steps=30)
_SOURCE = "example data of ReplayBG (doi:10.1109/TBME.2023.3286856); its own 16-start fit: {} mg/dL, {} %"


@dataclass(frozen=True)
class IndependentNoise(Replay):
    """Model A as published: five meal classes, three sensitivities, no model error."""

    meals: tuple[str, ...] = MEALS
    published: bool = True

    @property
    def observes(self) -> Mapping[str, Discrepancy]:  # type: ignore[override]
        """Interstitial glucose up to white noise."""
        return {"glucose_interstitial": White(NOISE)}


class Day(NamedTuple):
    """One day: which file, whether glucose starts at its first reading, and what the fit must reach."""

    number: int
    starts_at_reading: bool
    rmse: float
    mard: float
    peer_rmse: float
    peer_mard: float


DAYS = (Day(1, False, 13.5, 6.2, 17.5, 7.72), Day(2, True, 10.9, 4.3, 11.58, 4.54))


def read_day(folder: Path, day: Day) -> tuple[list[Event], list[Reading], float]:
    """Events, readings and minute of the clock at the start of one file (rates held over five minutes)."""
    with (folder / f"data_day_{day.number}.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    events: list[Event] = []
    readings: list[Reading] = []
    for k, row in enumerate(rows):
        t = STEP * k
        grams, units = STEP * float(row["cho"]), STEP * float(row["bolus"])
        events.append(Event("insulin_basal_rate", t, t + STEP, 60.0 * float(row["basal"])))
        if grams > 0:
            events.append(Event("carbs", t, t + STEP, grams, row["cho_label"], spread=0.0))
        if units > 0:
            events.append(Event("insulin_bolus", t, t + STEP, units))
        if row["glucose"]:
            readings.append(Reading("glucose_interstitial", t, float(row["glucose"])))
    begun = datetime.strptime(rows[0]["t"], "%d-%b-%Y %H:%M:%S")
    return events, readings, 60.0 * begun.hour + begun.minute


def fit_day(folder: Path, day: Day) -> tuple[Any, Any]:
    """Readings and fitted glucose at their times, mg/dL."""
    events, readings, clock = read_day(folder, day)
    model = IndependentNoise()
    start = readings[0].value if day.starts_at_reading else 0.0
    span = STEP * sum(event.signal == "insulin_basal_rate" for event in events)
    problem = build(model, events, readings, span, _person(folder) | {"glucose_start": start}, clock=clock)
    best = find_modes(model, problem, 0, EFFORT).z[:1]
    return _at_readings(problem, simulate(model, best, problem).signals["glucose_interstitial"][0])


def identification(data: Path) -> list[Result]:
    """Root mean squared and relative error of the fit to each day."""
    rows: list[Result] = []
    for day in DAYS:
        measured, fitted = fit_day(data / FOLDER, day)
        source = _SOURCE.format(day.peer_rmse, day.peer_mard)
        name = f"model A: fit to day {day.number}"
        rows.append(result(f"{name}, RMSE", 0.0, rmse(measured, fitted), day.rmse, "mg/dL", source))
        rows.append(result(f"{name}, MARD", 0.0, mard(measured, fitted), day.mard, "%", source))
    return rows


CHECKS = (Check("model A: fit to two days", identification, FOLDER),)


def _person(folder: Path) -> dict[str, float]:
    with (folder / "patient_info.csv").open(newline="", encoding="utf-8") as stream:
        row = next(csv.DictReader(stream))
    weight = float(row["bw"])
    basal = float(row["u2ss"]) * weight / 1000.0
    facts = {"weight": weight, "basal_u_per_min": basal, "pump_u_per_min": basal}
    return facts | {"routine_u": 0.0, "routine_minutes_ago": 0.0}


def _at_readings(problem: Problem, curve: Any) -> tuple[Any, Any]:
    has = problem.weight[:, 0] > 0
    return problem.y[has, 0], np.asarray(curve)[: len(has)][has]
