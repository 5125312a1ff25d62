"""One new reading taken in by 500 members, as a piece of work."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from vitruvian.core.seeds import jax_key
from vitruvian.engine.assimilate import Tracked, assimilate, start
from vitruvian.engine.calibrate import QUICK, calibrate
from vitruvian.engine.ensemble import Told
from vitruvian.engine.problem import Problem
from vitruvian.engine.window import cut
from vitruvian.engine.work import Work
from vitruvian.organs.metabolism.bench_replay import needed
from vitruvian.organs.metabolism.replay import Replay
from vitruvian.organs.metabolism.replay_example import example_day

Array = Any
MEMBERS = 500
FITTED_STEPS = 200
"""Steps of example day 1 that the twin is fitted to before the reading comes."""


def assimilate_one(data: Path | None) -> Work:
    """A fitted twin and its next reading; run() gives the log weights after it.

    details: the 60 readings that follow, with the new ensembles some of them need, once all is compiled.
    """
    model = Replay()
    whole = example_day(model, needed(data), 1, spread=None)
    before = cut(model, whole, 0, FITTED_STEPS)
    key = jax_key(0, "assimilate")
    tracked = start(model, before, key, calibrate(model, before, effort=QUICK), MEMBERS)
    readings = [cut(model, whole, k, k + 1, 1) for k in range(FITTED_STEPS, int(whole.length))]

    def take(now: Tracked, reading: Problem) -> tuple[Tracked, Told]:
        return assimilate(model, now, reading, key)

    def run() -> Array:
        return np.asarray(take(tracked, readings[0])[0].ensemble.log_weight)

    def details() -> dict[str, Any]:
        _day(tracked, readings[:60], take)
        return _day(tracked, readings[:60], take)

    return Work(run, 1, "reading", details)


def _day(
    tracked: Tracked, readings: list[Problem], take: Callable[[Tracked, Problem], tuple[Tracked, Told]]
) -> dict[str, Any]:
    """Milliseconds of CPU per reading: typical, mean, longest; and how many needed a new ensemble."""
    spent, renewed = [], 0
    for reading in readings:
        begun = time.process_time()
        tracked, told = take(tracked, reading)
        np.asarray(tracked.ensemble.log_weight)
        spent.append(1000.0 * (time.process_time() - begun))
        renewed += bool(told.effective[-1] < 0.5 * len(tracked.x))
    return {
        "members": MEMBERS,
        "readings": len(readings),
        "median_ms": float(np.median(spent)),
        "mean_ms": float(np.mean(spent)),
        "longest_ms": float(np.max(spent)),
        "new_ensembles": renewed,
    }


BENCHES: dict[str, tuple[str, Callable[[Path | None], Work]]] = {
    "assimilate": ("one new reading taken in by 500 members of a fitted twin", assimilate_one),
}
"""Name -> one line of help, and what prepares the work from the data folder."""
