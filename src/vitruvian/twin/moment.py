"""A past moment from which a forecast can be judged: the log is complete and something is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData
from vitruvian.core.signals import signal
from vitruvian.engine.organ import Organ
from vitruvian.engine.plan import DAY, MINUTE
from vitruvian.records.timeline import Timeline
from vitruvian.twin.wording import quantity

Array = Any
QUIET = 180 * MINUTE
"""Readings without a gap for this long before the moment."""
SOON = 30 * MINUTE
"""Doses of all the kinds asked for are logged within this long after it."""
LONGEST_STEP = 16 * MINUTE


@dataclass(frozen=True, slots=True)
class CompleteMoment:
    """An instant (µs UTC) and why its log counts as complete, in words."""

    at: int
    reason: str


def complete_moment(timeline: Timeline, organ: Organ, kinds: tuple[tuple[str, ...], ...]) -> CompleteMoment:
    """The last reading before which the record is whole and after which one dose of each kind is logged.

    kinds  groups of signals, one dose of each group is wanted: (("insulin_bolus",), ("carbs", "meal_energy"))
    Raises NotEnoughData when the record has no such moment.
    """
    series = timeline.values(organ.primary)
    horizon = round(organ.horizon_minutes * MINUTE)
    for at in series.t0[::-1]:
        after = int(at) + horizon
        if after > int(series.t0[-1]) or int(at) - 2 * DAY < int(series.t0[0]):
            continue
        doses = [d for d in (_first(timeline, group, int(at)) for group in kinds) if d is not None]
        if len(doses) == len(kinds) and _whole(series.t0, int(at) - QUIET, after):
            said = " and ".join(f"{name} {quantity(x, signal(name).unit)}" for name, x in doses)
            return CompleteMoment(
                int(at), f"readings without a gap from 3 h before to {organ.horizon_minutes / 60:g} h after, "
                f"and {said} logged for the next half hour"
            )  # fmt: skip
    raise NotEnoughData(
        "the record has no moment with gap-free readings and doses of every kind within half an hour"
    )


def _first(timeline: Timeline, group: tuple[str, ...], at: int) -> tuple[str, float] | None:
    for name in group:
        series = timeline.values(name, at + 1, at + SOON)
        if len(series):
            return name, float(series.value[0])
    return None


def _whole(times: Array, start: int, end: int) -> bool:
    inside = times[(times >= start) & (times <= end)]
    edges = np.concatenate([[start], inside, [end]])
    return bool(len(inside) and np.max(np.diff(edges)) <= LONGEST_STEP)
