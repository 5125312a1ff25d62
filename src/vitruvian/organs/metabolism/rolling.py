"""The back-test of metabolism: glucose 30 and 60 minutes ahead, from twelve gap-free readings on.

The twin's own forecast was tried as one more column and is not used. Model A fitted daily to the three days
before, filtered up to each origin, without inputs after it, moved the RMSE for people not trained on, as a
share of the ridge's, from 0.975 to 0.976 at 30 min and from 0.964 to 0.967 at 60 (D1NAMO), from 0.858 to
0.857 and from 0.870 to 0.871 (Clarity). Alone it is off by 46, 60, 36, 44 and 41 mg/dL at 60 min, no change
at all by 44, 67, 38, 41 and 47.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.rolling import Case, RollingOrigin, Seen
from vitruvian.organs.metabolism.error_grids import clarke
from vitruvian.organs.metabolism.features import READINGS, Events, Past
from vitruvian.organs.metabolism.metrics import HIGH_WORD, LOW_WORD
from vitruvian.organs.metabolism.replay import CARBS_PER_KCAL
from vitruvian.organs.metabolism.residual_task import experts, plain_task, ridge_expert

Array = Any
GLUCOSE = "glucose_interstitial"
READS = (GLUCOSE, "insulin_bolus", "carbs", "meal_energy")
SENSOR_RANGE = (40.0, 400.0)
LATE_MIN = 5.0
"""A reading known later than this after its time is no part of a live record: it is left out."""
_SAME_MIN = 0.5
POOL_FILE = "pool.json.gz"


def past(columns: Mapping[str, Seen]) -> Past:
    """Readings known within five minutes, rapid insulin, and carbs counted or estimated from energy.

    Low and High of a sensor become 39 and 401 mg/dL. Raises NotEnoughData below twelve readings.
    """
    seen = columns.get(GLUCOSE)
    count = 0 if seen is None else len(seen.value)
    if seen is None or count < READINGS:
        raise NotEnoughData(
            f"{count} glucose readings: a forecast needs {READINGS} gap-free ones and a target"
        )
    on_time = seen.known - seen.start <= LATE_MIN
    time, value = seen.start[on_time], _words(seen)[on_time]
    first = np.concatenate([[True], np.diff(time) > _SAME_MIN]) if len(time) else on_time[on_time]
    carbs = _joined(_events(columns.get("carbs"), 1.0), _events(columns.get("meal_energy"), CARBS_PER_KCAL))
    return Past(time[first], value[first], _events(columns.get("insulin_bolus"), 1.0), carbs)


def case(person: str, record: Past, horizon_min: float) -> Case:
    """The learned residual's task at one horizon."""
    task, columns, at = plain_task(person, record, horizon_min)
    return Case(task, record.glucose[at], experts(columns.tiers))


def metrics(truth: Array, forecast: Array) -> dict[str, float]:
    """Mean absolute relative difference (%) and the share of forecasts in Clarke's zones A and B (%)."""
    zones = clarke(truth, forecast)
    return {
        "mard_percent": float(100.0 * np.mean(np.abs(forecast - truth) / truth)),
        "clarke_ab_percent": float(100.0 * np.mean(np.isin(zones, ("A", "B")))),
    }


def shipped() -> Mapping[str, Any] | None:
    """The pool that comes with the program: sums over people, attributed in pool-NOTICE.txt."""
    file = resources.files(__package__).joinpath(POOL_FILE)
    if not file.is_file():
        return None
    held: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    return held


ROLLING = RollingOrigin(
    reads=READS,
    horizons=(30.0, 60.0),
    horizon_unit="min",
    fewest=24,
    resolution=1.0,
    past=past,
    case=case,
    baseline=ridge_expert(),
    mean_limits=(39.6, 400.0),
    quantile_limits=(LOW_WORD, HIGH_WORD),
    metrics=metrics,
    shipped=shipped,
    sources=(
        "glucose/d1namo",
        "glucose/iglu_t2d",
        "glucose/hall2018",
        "glucose/vendor/dexcom_clarity_g6.csv",
    ),
)


def _words(seen: Seen) -> Array:
    """Values, with 39 for `Low` and 401 for `High`."""
    low, high = SENSOR_RANGE
    below = (seen.limited < 0) & (seen.value >= low)
    above = (seen.limited > 0) & (seen.value <= high)
    is_word = np.where(below, seen.value == low, above & (seen.value == high))
    return np.where(is_word, np.where(below, LOW_WORD, HIGH_WORD), seen.value)


def _events(seen: Seen | None, scale: float) -> Events:
    if seen is None:
        return Events(np.zeros(0), np.zeros(0), np.zeros(0))
    given = seen.value > 0
    return Events(seen.start[given], scale * seen.value[given], seen.known[given])


def _joined(a: Events, b: Events) -> Events:
    time = np.concatenate([a.time, b.time])
    order = np.argsort(time, kind="stable")
    amount, known = np.concatenate([a.amount, b.amount]), np.concatenate([a.known, b.known])
    return Events(time[order], amount[order], known[order])
