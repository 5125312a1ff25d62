"""From a person's timeline to the window that an organ reads, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from vitruvian.core.time import wall_at
from vitruvian.engine.organ import Column, Window
from vitruvian.engine.plan import DAY, MINUTE
from vitruvian.records.flags import Flag
from vitruvian.records.row import OFFSET_UNKNOWN
from vitruvian.records.series import Series
from vitruvian.records.timeline import Timeline
from vitruvian.vault.people import Person

Array = Any


def window(
    timeline: Timeline, reads: Sequence[str], start: int, end: int, facts: Mapping[str, float]
) -> Window:
    """The stretch [start, end] (µs UTC) of the signals an organ reads.

    The clock of the window is the local wall clock of its rows. Pass `timeline.as_of(t)` for what was known
    at t.
    """
    columns = {}
    for signal in reads:
        series = timeline.values(signal, start, end + 1)
        if len(series):
            columns[signal] = column(series, start)
    offset = local_offset(timeline, reads, start)
    wall = wall_at(start + offset * MINUTE, None)
    return Window(columns, (end - start) / MINUTE, wall.hour * 60 + wall.minute + wall.second / 60.0, facts)


def column(series: Series, start: int) -> Column:
    """A series in minutes since `start`, without rows whose unit is in doubt."""
    kept = (series.flags & int(Flag.UNIT_SUSPECT)) == 0
    labels = [str(x) for x in series.text]
    return Column(
        (series.t0[kept] - start) / MINUTE,
        (np.minimum(series.t1[kept], start + 3650 * DAY) - start) / MINUTE,
        series.value[kept],
        [x for x, k in zip(labels, kept, strict=True) if k],
        series.cmp[kept],
    )


def local_midnight(at: int, offset: int) -> int:
    """The midnight before an instant (µs UTC) whose local clock is `offset` minutes ahead."""
    return at - (at + offset * MINUTE) % DAY


def local_offset(timeline: Timeline, reads: Sequence[str], at: int) -> int:
    """Minutes local minus UTC of the row nearest to `at`; 0 where no row says."""
    best, distance = 0, None
    for signal in reads:
        series = timeline.values(signal)
        known = series.off != OFFSET_UNKNOWN
        if not known.any():
            continue
        gap = np.abs(series.t0[known] - at)
        nearest = int(np.argmin(gap))
        if distance is None or gap[nearest] < distance:
            best, distance = int(series.off[known][nearest]), int(gap[nearest])
    return best


def facts_of(person: Person, timeline: Timeline, at: int) -> dict[str, float]:
    """Facts a model may read: the newest weight and resting heart rate known, height, age."""
    facts: dict[str, float] = {}
    if person.weight_kg is not None:
        facts["weight"] = float(person.weight_kg)
    if person.height_cm is not None:
        facts["height"] = float(person.height_cm)
    if person.birth is not None:
        born = date.fromisoformat(person.birth)
        facts["age"] = (wall_at(at, None).date() - born).days / 365.25
    for signal, name in (("weight", "weight"), ("resting_heart_rate", "resting_heart_rate")):
        series = timeline.values(signal, None, at + 1)
        if len(series):
            facts[name] = float(series.value[-1])
    return facts
