"""What an organ says about its rolling-origin back-test, so that the test itself can be generic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vitruvian.engine.calibrated_residual import Task
from vitruvian.engine.learned_residual import Expert

Array = Any
Past = Any


@dataclass(frozen=True, slots=True)
class Seen:
    """One signal of a record with the time at which each row was known; all times in minutes.

    The clock is the person's own: modulo 1440 it is the time of day. Ascending by start.
    start, end, known  (n,) minutes     value  (n,) canonical unit     label  (n,) text
    limited            (n,) -1 at or below, +1 at or above, 0 as measured
    """

    start: Array
    end: Array
    value: Array
    label: Array
    limited: Array
    known: Array


@dataclass(frozen=True, slots=True)
class Case:
    """One person at one horizon: the task in changes from `level` (n,), the value at each origin."""

    task: Task
    level: Array
    experts: tuple[Expert, ...]


@dataclass(frozen=True)
class RollingOrigin:
    """An organ's back-test.

    reads        signals it wants from the record; the first is the one that is forecast
    horizons     lengths in `horizon_unit`, as shown
    fewest       scored forecasts a person needs
    resolution   step to which readings are rounded before a person is recognised by them
    past         signals -> the organ's own view of the record; raises NotEnoughData saying what it needs
    case         (hash of the person, past, horizon) -> Case
    baseline     the linear baseline, on the first columns of the features
    mean_limits, quantile_limits  what a sensor can show: forecasts are held inside
    metrics      (truth, forecast) -> further metrics by name
    shipped      the pool that comes with the program, as its JSON object, or None
    sources      paths below the data folder whose people may be a pool when the shipped one may not
    """

    reads: tuple[str, ...]
    horizons: tuple[float, ...]
    horizon_unit: str
    fewest: int
    resolution: float
    past: Callable[[Mapping[str, Seen]], Past]
    case: Callable[[str, Past, float], Case]
    baseline: Expert
    mean_limits: tuple[float, float]
    quantile_limits: tuple[float, float]
    metrics: Callable[[Array, Array], dict[str, float]]
    shipped: Callable[[], Mapping[str, Any] | None]
    sources: tuple[str, ...] = ()
