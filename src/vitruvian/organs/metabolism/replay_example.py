"""The two example days published with ReplayBG: an adult of 100 kg with type 1 diabetes on a pump.

In the files `cho` is g/min, `bolus` and `basal` are U/min, each held over the row's five minutes; u2ss is
mU/(kg min). They are no part of the product: they are read from the data folder.
"""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from vitruvian.engine.model import Model
from vitruvian.engine.problem import Event, Problem, Reading, build

FOLDER = "data/glucose/replaybg_example"
DAYS = (1, 2)
STEP_MIN = 5.0


def meal_labels(data: Path, day: int) -> set[str]:
    """Labels of the meals of a day (B, L, D, S or H)."""
    return {row["cho_label"] for row in _rows(data, day) if float(row["cho"]) > 0}


def example_day(model: Model, data: Path, day: int, spread: float | None = 0.0) -> Problem:
    """One example day as the model reads it.

    data    the shared folder;  day: 1 or 2
    spread  SD of the log of the carbs really eaten; None: what the model declares
    """
    rows = _rows(data, day)
    events: list[Event] = []
    readings: list[Reading] = []
    for i, row in enumerate(rows):
        events += _events(row, STEP_MIN * i, spread)
        if row["glucose"]:
            readings.append(Reading("glucose_interstitial", STEP_MIN * i, float(row["glucose"])))
    began = datetime.strptime(rows[0]["t"], "%d-%b-%Y %H:%M:%S")
    person = _person(data / FOLDER) | {"glucose_start": readings[0].value}
    return build(
        model, events, readings, STEP_MIN * len(rows), person, clock=60.0 * began.hour + began.minute
    )


def _rows(data: Path, day: int) -> list[dict[str, str]]:
    with (data / FOLDER / f"data_day_{day}.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def _events(row: dict[str, str], at: float, spread: float | None) -> list[Event]:
    carbs, bolus = STEP_MIN * float(row["cho"]), STEP_MIN * float(row["bolus"])
    found = [Event("insulin_basal_rate", at, at + STEP_MIN, 60.0 * float(row["basal"]))]
    if carbs > 0:
        found.append(Event("carbs", at, at + STEP_MIN, carbs, row["cho_label"], spread))
    if bolus > 0:
        found.append(Event("insulin_bolus", at, at + STEP_MIN, bolus))
    return found


def _person(folder: Path) -> dict[str, float]:
    with (folder / "patient_info.csv").open(newline="") as stream:
        info = next(csv.DictReader(stream))
    weight = float(info["bw"])
    basal = float(info["u2ss"]) * weight / 1000.0
    return {
        "weight": weight,
        "basal_u_per_min": basal,
        "pump_u_per_min": basal,
        "routine_u": 0.0,
        "routine_minutes_ago": 0.0,
    }
