"""The example days of ReplayBG as pieces of work: most probable curve, posterior."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.calibrate import Effort, calibrate, find_modes
from vitruvian.engine.model import Model
from vitruvian.engine.problem import Problem
from vitruvian.engine.work import Work
from vitruvian.organs.metabolism.replay import Replay
from vitruvian.organs.metabolism.replay_example import DAYS, FOLDER, example_day, meal_labels
from vitruvian.organs.metabolism.replay_map import misfit, most_probable, peer_model

Array = Any
HONEST = Effort(starts=16, steps=25)


def replay_map(data: Path | None) -> Work:
    """Both days under the peer's own likelihood; run() gives their most probable coordinates."""
    days = [_peer_day(needed(data), day) for day in DAYS]

    def run() -> Array:
        return np.concatenate([most_probable(model, problem) for model, problem in days])

    def details() -> dict[str, Any]:
        return {f"day{day}": _misfits(needed(data), day) for day in DAYS}

    return Work(run, len(DAYS), "day", details)


def posterior_day(data: Path | None) -> Work:
    """The posterior of day 1 under our own likelihood; run() gives its weighted draws."""
    model, held = Replay(), {}
    problem = example_day(model, needed(data), 1, spread=None)

    def run() -> Array:
        found = calibrate(model, problem)
        held["ess"], held["ess_worst"] = found.ess, found.ess_worst
        return np.column_stack([found.z, found.weight])

    return Work(run, 1, "day", lambda: dict(held))


BENCHES: dict[str, tuple[str, Callable[[Path | None], Work]]] = {
    "replay-map": (
        "most probable curves of ReplayBG's two example days, under its own likelihood",
        replay_map,
    ),
    "posterior-day": ("posterior of the first of these days, under ours", posterior_day),
}
"""Name -> one line of help, and what prepares the work from the data folder."""


def needed(data: Path | None) -> Path:
    """The shared folder. Raises NotEnoughData when it lacks the example days."""
    if data is None or not (data / FOLDER).is_dir():
        raise NotEnoughData(f"{FOLDER} is not in {data}: name the shared data folder with --data")
    return data


def _peer_day(data: Path, day: int) -> tuple[Model, Problem]:
    model = peer_model(meal_labels(data, day))
    return model, example_day(model, data, day)


def _misfits(data: Path, day: int) -> dict[str, float]:
    """Misfit under the peer's likelihood, and under ours with the carbs really eaten unknown (`honest_`)."""
    model, problem = _peer_day(data, day)
    peer = misfit(model, most_probable(model, problem), problem)
    own = Replay()
    ours = example_day(own, data, day, spread=None)
    best = np.asarray(find_modes(own, ours, 0, HONEST).z[0])
    return peer | {f"honest_{key}": value for key, value in misfit(own, best, ours).items()}
