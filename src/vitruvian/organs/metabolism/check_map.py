"""The benchmark problem of identification: model A fitted to two published days of one person.

The fit is the peer's: published priors, independent noise of 5 mg/dL, amounts trusted as logged. Ours differs
in being a Gauss-Newton fit from many starts. Each row's tolerance is the most that the fit may be off.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.metabolism.replay_example import FOLDER, example_day, meal_labels
from vitruvian.organs.metabolism.replay_map import misfit, most_probable, peer_model

_SOURCE = "example data of ReplayBG (doi:10.1109/TBME.2023.3286856); its own 16-start fit: {} mg/dL, {} %"


class Day(NamedTuple):
    """One day: which file, what the fit must reach, and what the peer's reached; mg/dL and %."""

    number: int
    rmse: float
    mard: float
    peer_rmse: float
    peer_mard: float


DAYS = (Day(1, 13.5, 6.2, 17.5, 7.72), Day(2, 10.9, 4.3, 11.58, 4.54))


def identification(data: Path) -> list[Result]:
    """Root mean squared and relative error of the fit to each day."""
    rows: list[Result] = []
    for day in DAYS:
        model = peer_model(meal_labels(data, day.number))
        problem = example_day(model, data, day.number)
        found = misfit(model, most_probable(model, problem), problem)
        source = _SOURCE.format(day.peer_rmse, day.peer_mard)
        name = f"model A: fit to day {day.number}"
        rows.append(result(f"{name}, RMSE", 0.0, found["rmse"], day.rmse, "mg/dL", source))
        rows.append(result(f"{name}, MARD", 0.0, found["mard_percent"], day.mard, "%", source))
    return rows


CHECKS = (Check("model A: fit to two days", identification, FOLDER),)
