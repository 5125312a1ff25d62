"""Fit an organ's model to a window of a record, and keep the posterior with the record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import process_time
from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData, WrongReading
from vitruvian.core.time import show
from vitruvian.engine.calibrate import Effort, calibrate
from vitruvian.engine.model import Model, full_version
from vitruvian.engine.organ import Binding, Organ, Window
from vitruvian.engine.plan import DAY, MINUTE
from vitruvian.engine.posterior import Posterior, summary
from vitruvian.engine.problem import Problem, build
from vitruvian.records.timeline import Timeline
from vitruvian.twin.window import facts_of, local_midnight, local_offset, window
from vitruvian.vault.people import Person

Array = Any
DAY_MINUTES = 1440.0


@dataclass(frozen=True)
class Stretch:
    """A stretch of a record as one model reads it. start, end in µs UTC; `timeline` is what was known."""

    organ: Organ
    timeline: Timeline
    start: int
    end: int
    window: Window
    binding: Binding
    problem: Problem

    @property
    def data_hash(self) -> str:
        """Hash of all that the model is told, and of the model's version."""
        return problem_hash(self.organ, self.problem)


def stretch(organ: Organ, person: Person, timeline: Timeline, until: int | None = None) -> Stretch:
    """The last `window_days` of what the record says, up to `until` and as known then (None: its end).

    For a model with steps of a day it begins at a local midnight, so that a step is a day of the person's.
    Raises NotEnoughData when the organ's primary signal is absent.
    """
    known = timeline if until is None else timeline.as_of(until)
    series = known.values(organ.primary, None, None if until is None else until + 1)
    if len(series) == 0:
        ever = timeline.values(organ.primary)
        missing = f"{person.id} has no {organ.primary}"
        if until is not None and len(ever):
            begins = show(int(ever.t0[0]))
            raise NotEnoughData(f"{missing} before {show(until)}: the record begins at {begins}, ask later")
        raise NotEnoughData(f"{missing} in the record: import a file that holds it")
    end = int(series.t0[-1]) if until is None else until
    start = max(int(series.t0[0]), end - round(organ.window_days * DAY))
    if _is_daily(organ.model):
        start = local_midnight(start, local_offset(known, organ.reads, start))
    if int(series.t0[-1]) < start:
        raise NotEnoughData(
            f"{person.id} has no {organ.primary} in the {organ.window_days:g} days before {show(end)}: "
            f"the record ends at {show(int(series.t0[-1]))}, ask earlier or import newer files"
        )
    return span(organ, person, known, start, end)


def span(organ: Organ, person: Person, timeline: Timeline, start: int, end: int) -> Stretch:
    """The stretch [start, end] (µs UTC) of what this timeline says.

    Raises WrongReading with the moment of a reading that cannot be.
    """
    seen = window(timeline, organ.reads, start, end, facts_of(person, timeline, end))
    seen = replace(seen, minutes=whole_steps(organ.model, seen.minutes))
    try:
        binding = organ.bind(seen)
    except WrongReading as wrong:
        at = start + round(wrong.minutes * MINUTE)
        when = show(at, local_offset(timeline, organ.reads, at))
        raise wrong.dated(when[:16].replace("T", " ")) from None
    problem = build(organ.model, binding.events, binding.readings, seen.minutes, binding.person, seen.clock)
    return Stretch(organ, timeline, start, end, seen, binding, problem)


def whole_steps(model: Model, minutes: float) -> float:
    """The length of a stretch for a model: with steps of a day or more, all days that it touches."""
    step = model.exchange * model.minutes_per_unit
    return minutes if not _is_daily(model) else step * max(1.0, float(np.ceil(minutes / step - 1e-9)))


def _is_daily(model: Model) -> bool:
    return model.exchange * model.minutes_per_unit >= DAY_MINUTES


def problem_hash(organ: Organ, problem: Problem) -> str:
    """BLAKE2b of every array the model reads, with the model's name and version."""
    digest = hashlib.blake2b(f"{organ.model.name} {full_version(organ.model)}".encode(), digest_size=16)
    for name, value in sorted(_leaves(problem._asdict()).items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()


def _leaves(tree: Mapping[str, Any]) -> dict[str, Array]:
    flat: dict[str, Array] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{k}": v for k, v in _leaves(value).items()}
        else:
            flat[name] = np.asarray(value) if not isinstance(value, tuple) else np.zeros(0)
    return flat


FIT = Effort(final=6000, batches=8, wanted=400.0)
"""A person waits for it: as many effective draws as advice needs, and a batch more only where these lack."""
FEW = 100
BRIEF = Effort(starts=8, steps=8, polish=10, rounds=6, size=1000, final=3000, batches=6, wanted=400.0)
"""For fewer readings than that: the posterior stays near the prior, where small samples serve."""


def fit(held: Stretch, seed: int = 0, effort: Effort | None = None) -> tuple[Posterior, float]:
    """The posterior of a stretch, and the CPU seconds it took."""
    begun = process_time()
    effort = effort or (FIT if np.sum(held.problem.weight) >= FEW else BRIEF)
    posterior = calibrate(held.organ.model, held.problem, seed, effort, held.data_hash, held.start, held.end)
    return posterior, process_time() - begun


def calibration_report(held: Stretch, posterior: Posterior, cpu_s: float) -> dict[str, Any]:
    """The `calibrate` object of the command line."""
    offset = local_offset(held.timeline, held.organ.reads, held.end)
    return {
        "organ": held.organ.name,
        "posterior": posterior.data_hash,
        "method": posterior.method,
        "draws": len(posterior.weight),
        "ess": posterior.ess,
        "ess_worst": posterior.ess_worst,
        "rhat_max": posterior.details.get("rhat_max"),
        "fit": _fit(held, posterior),
        "from": show(held.start, offset),
        "until": show(held.end, offset),
        "parameters": summary(held.organ.model, posterior),
        "data_hash": posterior.data_hash,
        "remarks": list(held.binding.remarks),
        "shows_intervals": posterior.shows_intervals,
        "may_advise": posterior.may_advise,
        "cpu_s": round(cpu_s, 3),
    }


def _fit(held: Stretch, posterior: Posterior) -> dict[str, Any]:
    """How far the mean curve is from the readings."""
    from vitruvian.engine.simulate import simulate

    curves = simulate(held.organ.model, posterior.draws(100), held.problem).signals[held.organ.primary]
    j = list(held.organ.model.observes).index(held.organ.primary)
    used = np.asarray(held.problem.weight[:, j]) > 0
    gap = np.mean(curves, axis=0)[used] - np.asarray(held.problem.y[:, j])[used]
    return {"readings": int(used.sum()), "rmse_of_mean_curve": float(np.sqrt(np.mean(gap**2)))}
