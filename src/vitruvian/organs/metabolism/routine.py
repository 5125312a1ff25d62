"""The person's routine of long-acting insulin: what nobody logged is unknown, not absent.

Logged doses are grouped by hour into daily slots. A day on which a slot has no logged dose gets an assumed
one, as uncertain as the routine; without any logged dose the basal supply is taken as steady.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vitruvian.engine.problem import Event

Array = Any
DAY = 1440.0
_APART = 240.0
_NEAR = 480.0
ASSUMED_SPREAD = 0.35
"""SD of the log of an assumed dose's effect: within-person CV of glargine 48 %, detemir 27 % (Heise 2004,
doi:10.2337/diabetes.53.6.1614), and the chance that the dose differed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A daily dose: minute of the local day and units."""

    minute: float
    units: float


def slots(minute: Array, units: Array) -> tuple[Slot, ...]:
    """Daily slots from logged doses: minutes of the local day (n,), units (n,)."""
    minute, units = np.asarray(minute, dtype=float), np.asarray(units, dtype=float)
    found: list[Slot] = []
    left = np.arange(len(minute))
    while left.size:
        distance = np.abs(_around(minute[left][:, None] - minute[left][None, :]))
        seed = int(np.argmax((distance < _APART).sum(axis=0)))
        group = left[distance[:, seed] < _APART]
        centre = minute[left[seed]]
        middle = (centre + np.median(_around(minute[group] - centre))) % DAY
        found.append(Slot(float(middle), float(np.median(units[group]))))
        left = np.setdiff1d(left, group)
    return tuple(sorted(_regular(found, minute), key=lambda s: s.minute))


def assumed_doses(
    daily: Sequence[Slot], logged_at: Array, minutes: float, clock: float, signal: str
) -> tuple[Event, ...]:
    """Doses nobody logged: one for each slot and day of the window without a logged dose near it.

    logged_at  (n,) minutes since the window's start;  clock: minute of the local day at the start
    """
    logged = np.asarray(logged_at, dtype=float)
    events = []
    for slot in daily:
        first = (slot.minute - clock) % DAY
        times = [float(t) for t in np.arange(first, minutes, DAY)]
        alone = [t for t in times if logged.size == 0 or np.abs(logged - t).min() > _NEAR]
        events += [Event(signal, t, t, slot.units, "assumed", ASSUMED_SPREAD, True) for t in alone]
    return tuple(events)


def minutes_since_last(daily: Sequence[Slot], clock: float) -> float:
    """Minutes from the last routine dose before the window to its start; 0 without a routine."""
    return min(((clock - s.minute) % DAY for s in daily), default=0.0)


def _around(difference: Array) -> Array:
    """Difference of minutes of the day, in (-720, 720]."""
    return (np.asarray(difference) + DAY / 2) % DAY - DAY / 2


def _regular(found: list[Slot], minute: Array) -> list[Slot]:
    """Slots that hold at least a third as many doses as the fullest one: single odd doses are no routine."""
    counts = [int((np.abs(_around(minute - s.minute)) < _APART).sum()) for s in found]
    return [s for s, n in zip(found, counts, strict=True) if n >= max(counts) / 3]
