"""What the past says about the next hour of glucose: features of forecast origins, for the learned residual.

An origin is a reading that ends an hour of twelve gap-free readings; the target is the reading nearest to the
horizon. Every feature is scaled to order one (glucose 50 mg/dL, differences 20 mg/dL) and reads only
what was known at the origin: readings up to it, events whose `known` is not after it.
Times are minutes on the person's own clock, so that modulo 1440 they give the time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = Any
Left = Callable[[Floats], Floats]
READINGS = 12
STEP_MIN, STEP_SLACK_MIN, TARGET_SLACK_MIN = 5.0, 1.5, 2.5
DAY_MIN = 1440.0
_LEVEL, _CHANGE = 50.0, 20.0
_LEAST_DOSE_U = 0.99
"""Smaller doses (the micro-boluses of closed loops) are no mark of a meal."""
_BUMPS_MIN = ((0.0, 20.0), (20.0, 20.0), (40.0, 20.0), (60.0, 20.0), (80.0, 30.0), (120.0, 40.0))
_MEAL_BUMPS_MIN = ((0.0, 30.0), (40.0, 40.0), (100.0, 60.0))
_SPENT_MIN = 480.0
"""After so long an event no longer matters."""
_LONG_LAGS_MIN = (75.0, 90.0, 120.0, 150.0, 180.0, 240.0)


@dataclass(frozen=True, slots=True)
class Events:
    """Doses or meals: time (k,) min, amount (k,) in U or g, known (k,) min when the log first held them."""

    time: Floats
    amount: Floats
    known: Floats


@dataclass(frozen=True, slots=True)
class Past:
    """One person's readings, time (n,) min ascending and glucose (n,) mg/dL; rapid insulin, U; carbs, g."""

    time: Floats
    glucose: Floats
    rapid: Events
    carbs: Events


@dataclass(frozen=True, slots=True)
class Features:
    """Values (n, p), a name for each column, and the tiers of columns for the experts, narrow to wide."""

    names: tuple[str, ...]
    values: Floats
    tiers: dict[str, tuple[int, ...]]

    def with_column(self, name: str, column: Floats, tier: str) -> Features:
        """The same with one more column (n,), such as a model's own forecast, from that tier on."""
        wide = list(self.tiers)[list(self.tiers).index(tier) :]
        new = (self.values.shape[1],)
        tiers = {t: columns + new if t in wide else columns for t, columns in self.tiers.items()}
        return Features((*self.names, name), np.column_stack([self.values, column]), tiers)


def origins(time: Floats) -> Floats:
    """Indices (n,) of readings that end twelve gap-free ones (steps of 5 ± 1.5 min)."""
    is_step = np.abs(np.diff(time) - STEP_MIN) <= STEP_SLACK_MIN
    steps = np.concatenate([[0], np.cumsum(is_step)])
    at = np.arange(READINGS - 1, len(time))
    return at[steps[at] - steps[at - READINGS + 1] == READINGS - 1]


def targets(time: Floats, at: Floats, horizon_min: float) -> Floats:
    """Index (n,) of the reading nearest to each origin plus the horizon within 2.5 min, or −1."""
    wanted = time[at] + horizon_min
    right = np.clip(np.searchsorted(time, wanted), 1, len(time) - 1)
    nearest = np.where(np.abs(time[right - 1] - wanted) <= np.abs(time[right] - wanted), right - 1, right)
    return np.where((np.abs(time[nearest] - wanted) <= TARGET_SLACK_MIN) & (nearest > at), nearest, -1)


def features(past: Past, at: Floats, horizon_min: float) -> Features:
    """All features of the origins `at` (n,), in four tiers.

    lags   the twelve readings and a hinge at 200 mg/dL, where sensors and kidneys saturate
    core   time of day, marks of recent doses, insulin activity of the horizon times the level
    mid    the last hours and the last day, insulin and carbs on board
    rich   longer lags, more hinges, the change at this hour on earlier days
    """
    lags = _lags(past, at)
    columns: dict[str, Floats] = {}
    tiers: dict[str, tuple[int, ...]] = {}
    for tier, part in (
        ("lags", lags),
        ("core", _core(past, at, horizon_min)),
        ("mid", _mid(past, at, horizon_min)),
        ("rich", _rich(past, at, horizon_min)),
    ):
        columns |= part
        tiers[tier] = tuple(range(len(columns)))
    return Features(tuple(columns), np.stack(list(columns.values()), axis=1), tiers)


def difficulty(past: Past, at: Floats) -> Floats:
    """What makes forecasts hard (n, 18): slopes, roughness, level, recent doses and meals, hour."""
    y = _readings(past, at)
    now, t = y[:, 0], past.time[at]
    rise = now - y[:, 6]
    hour = 2.0 * np.pi * t / DAY_MIN
    columns = [
        np.abs(now - y[:, 3]) / 10.0,
        np.abs(rise) / 20.0,
        np.abs(now - y[:, 11]) / 30.0,
        np.abs(now - 2.0 * y[:, 3] + y[:, 6]) / 10.0,
        np.maximum(rise, 0.0) / 20.0,
        _roughness(past, at, 180.0),
        _window(past, at, 180.0)[1] / 30.0,
        _window(past, at, DAY_MIN)[1] / 30.0,
        (now - 140.0) / _LEVEL,
        np.maximum(now - 200.0, 0.0) / _LEVEL,
        np.maximum(90.0 - now, 0.0) / 30.0,
        np.maximum(80.0 - now - rise, 0.0) / 20.0,
        _has_recent(past.rapid, t, 35.0),
        _has_recent(past.rapid, t, 100.0),
        np.minimum(_flow(past.rapid, t, insulin_left, 0.0, _SPENT_MIN), 6.0) / 3.0,
        _has_recent(past.carbs, t, 100.0),
        np.sin(hour),
        np.cos(hour),
    ]
    return np.stack(columns, axis=1)


def insulin_left(age_min: Floats, duration_min: float = 360.0, peak_min: float = 75.0) -> Floats:
    """Share of a rapid dose still to act, by the exponential activity curve; one before the dose.

    Source: the curve of Loop and oref0 with their adult preset (duration 360 min, peak 75 min).
    """
    tau = peak_min * (1.0 - peak_min / duration_min) / (1.0 - 2.0 * peak_min / duration_min)
    a = 2.0 * tau / duration_min
    scale = 1.0 / (1.0 - a + (1.0 + a) * np.exp(-duration_min / tau))
    x = np.clip(age_min, 0.0, duration_min)
    inner = (x * x / (tau * duration_min * (1.0 - a)) - x / tau - 1.0) * np.exp(-x / tau) + 1.0
    return 1.0 - scale * (1.0 - a) * inner


def carbs_left(age_min: Floats, time_constant_min: float = 40.0) -> Floats:
    """Share of a meal still to be absorbed through two compartments of 40 min (Hovorka 2004)."""
    x = np.maximum(age_min, 0.0) / time_constant_min
    return (1.0 + x) * np.exp(-x)


def _readings(past: Past, at: Floats) -> Floats:
    """The twelve readings (n, 12), newest first."""
    return past.glucose[at[:, None] - np.arange(READINGS)]


def _lags(past: Past, at: Floats) -> dict[str, Floats]:
    y = _readings(past, at)
    columns = {f"reading_{k}": (y[:, k] - 140.0) / _LEVEL for k in range(READINGS)}
    return columns | {"over_200": np.maximum(y[:, 0] - 200.0, 0.0) / _LEVEL}


def _core(past: Past, at: Floats, horizon_min: float) -> dict[str, Floats]:
    t, now = past.time[at], past.glucose[at]
    hour = 2.0 * np.pi * t / DAY_MIN
    marks = _marks(past.rapid, t, _BUMPS_MIN, _LEAST_DOSE_U)
    acting = _flow(past.rapid, t, insulin_left, 0.0, horizon_min)
    columns = {"hour_sin": np.sin(hour), "hour_cos": np.cos(hour)}
    columns |= {f"dose_mark_{int(c)}": marks[:, j] for j, (c, _) in enumerate(_BUMPS_MIN)}
    return columns | {"insulin_times_level": acting * (now - 150.0) / 100.0}


def _mid(past: Past, at: Floats, horizon_min: float) -> dict[str, Floats]:
    t, y = past.time[at], _readings(past, at)
    now = y[:, 0]
    falling = now + 2.0 * (now - y[:, 3])
    hour = 2.0 * np.pi * t / DAY_MIN
    return {
        "mean_day": (_window(past, at, DAY_MIN)[0] - now) / _LEVEL,
        "mean_6h": (_window(past, at, 360.0)[0] - now) / _LEVEL,
        "under_100_soon": np.maximum(100.0 - falling, 0.0) / _CHANGE,
        "speed": np.abs(now - y[:, 3]) / _CHANGE,
        "roughness": _roughness(past, at, 180.0),
        "half_day_sin": np.sin(2.0 * hour),
        "half_day_cos": np.cos(2.0 * hour),
        "same_hour_change": _same_hour_change(past, t, horizon_min) / _CHANGE,
        "insulin_on_board": _flow(past.rapid, t, insulin_left, 0.0, _SPENT_MIN) / 3.0,
        "insulin_acting": _flow(past.rapid, t, insulin_left, 0.0, horizon_min),
        "dosed_35": _has_recent(past.rapid, t, 35.0),
        "carbs_arriving": _flow(past.carbs, t, carbs_left, 0.0, horizon_min) / 20.0,
        "ate_35": _has_recent(past.carbs, t, 35.0),
        "ate_100": _has_recent(past.carbs, t, 100.0),
    }


def _rich(past: Past, at: Floats, horizon_min: float) -> dict[str, Floats]:
    t, now = past.time[at], past.glucose[at]
    acting = _flow(past.rapid, t, insulin_left, 0.0, horizon_min)
    marks = _marks(past.carbs, t, _MEAL_BUMPS_MIN, 0.0)
    columns = _shape(_readings(past, at)) | _hours(past, at)
    columns |= {f"meal_mark_{int(c)}": marks[:, j] for j, (c, _) in enumerate(_MEAL_BUMPS_MIN)}
    return columns | {
        "insulin_last_30": _flow(past.rapid, t, insulin_left, -30.0, 0.0),
        "insulin_last_60": _flow(past.rapid, t, insulin_left, -60.0, -30.0),
        "insulin_when_low": acting * np.maximum(110.0 - now, 0.0) / _LEVEL,
        "dosed_100": _has_recent(past.rapid, t, 100.0),
        "carbs_on_board": _flow(past.carbs, t, carbs_left, 0.0, 2000.0) / 20.0,
        "carbs_last_30": _flow(past.carbs, t, carbs_left, -30.0, 0.0) / 20.0,
        "carbs_last_60": _flow(past.carbs, t, carbs_left, -60.0, -30.0) / 20.0,
        "carbs_times_level": _flow(past.carbs, t, carbs_left, 0.0, horizon_min) * (now - 150.0) / 2000.0,
    }


def _shape(y: Floats) -> dict[str, Floats]:
    """Hinges and products of level and slope of the twelve readings (n, 12)."""
    now, short, long = y[:, 0], y[:, 0] - y[:, 3], y[:, 0] - y[:, 6]
    soon = now + 2.0 * short
    return {
        "short_times_level": short * (now - 140.0) / 2000.0,
        "long_times_level": long * (now - 140.0) / 2000.0,
        "rising": np.maximum(long, 0.0) / _CHANGE,
        "short_clipped": np.clip(short, -20.0, 20.0) / _CHANGE,
        "long_clipped": np.clip(long, -30.0, 30.0) / _CHANGE,
        "bend_clipped": np.clip(now - 2.0 * y[:, 3] + y[:, 6], -20.0, 20.0) / _CHANGE,
        "under_80": np.maximum(80.0 - now, 0.0) / _CHANGE,
        "over_120": np.maximum(now - 120.0, 0.0) / _LEVEL,
        "over_280": np.maximum(now - 280.0, 0.0) / _LEVEL,
        "under_80_soon": np.maximum(80.0 - soon, 0.0) / _CHANGE,
        "under_60_soon": np.maximum(60.0 - soon, 0.0) / _CHANGE,
        "rising_when_high": np.maximum(short, 0.0) * np.maximum(now - 180.0, 0.0) / 1000.0,
    }


def _hours(past: Past, at: Floats) -> dict[str, Floats]:
    """The last hours to days: means, spreads, extremes and readings longer ago."""
    t, now = past.time[at], past.glucose[at]
    so_far = np.cumsum(past.glucose)[at] / (at + 1.0)
    mean_3h, spread_3h = _window(past, at, 180.0)
    oldest = past.glucose[at - READINGS + 1]
    columns = {
        "mean_3h": (mean_3h - now) / _LEVEL,
        "mean_ever": (so_far - now) / _LEVEL,
        "spread_3h": spread_3h / _CHANGE,
        "spread_6h": _window(past, at, 360.0)[1] / _CHANGE,
        "spread_day": _window(past, at, DAY_MIN)[1] / _CHANGE,
        "lowest_3h": (_extreme(past, at, np.minimum) - now) / _LEVEL,
        "highest_3h": (_extreme(past, at, np.maximum) - now) / _LEVEL,
    }
    return columns | {f"reading_{int(a)}_min": _ago(past, t, a, oldest) / _LEVEL for a in _LONG_LAGS_MIN}


def _ago(past: Past, t: Floats, ago_min: float, fallback: Floats) -> Floats:
    """Glucose so long ago minus the fallback; zero where no reading is near."""
    right = np.clip(np.searchsorted(past.time, t - ago_min), 1, len(past.time) - 1)
    distance = np.minimum(np.abs(past.time[right] - t + ago_min), np.abs(past.time[right - 1] - t + ago_min))
    value = np.interp(t - ago_min, past.time, past.glucose)
    return np.where((distance < 12.0) & (t - ago_min >= past.time[0]), value - fallback, 0.0)


def _extreme(past: Past, at: Floats, pick: np.ufunc) -> Floats:
    """Extreme of the last 36 readings."""
    best = past.glucose[at]
    for back in range(1, 36):
        best = pick(best, past.glucose[np.maximum(at - back, 0)])
    return best


def _window(past: Past, at: Floats, span_min: float) -> tuple[Floats, Floats]:
    """Mean and SD (n,) of the readings of the last span."""
    first = np.searchsorted(past.time, past.time[at] - span_min)
    centred = past.glucose - 140.0
    mean = _sums(centred, first, at) / (at + 1 - first)
    square = _sums(centred**2, first, at) / (at + 1 - first)
    return mean + 140.0, np.sqrt(np.maximum(square - mean**2, 0.0))


def _roughness(past: Past, at: Floats, span_min: float) -> Floats:
    """Root mean square step between readings of the last span, in units of 3 mg/dL."""
    is_step = np.diff(past.time) <= STEP_MIN + STEP_SLACK_MIN
    steps = np.concatenate([[0.0], np.where(is_step, np.diff(past.glucose), 0.0)])
    first = np.searchsorted(past.time, past.time[at] - span_min)
    return np.sqrt(np.maximum(_sums(steps**2, first, at), 0.0) / (at + 1 - first)) / 3.0


def _sums(values: Floats, first: Floats, last: Floats) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    return total[last + 1] - total[first]


def _same_hour_change(past: Past, t: Floats, horizon_min: float, days: int = 14) -> Floats:
    """Mean change (n,) over the horizon at this hour of earlier days, as if two more had shown none."""
    total, count = np.zeros(len(t)), np.zeros(len(t))
    for day in range(1, days + 1):
        then = t - DAY_MIN * day
        change = _near_mean(past, then + horizon_min) - _near_mean(past, then)
        is_known = np.isfinite(change)
        total, count = total + np.where(is_known, change, 0.0), count + is_known
    return np.clip(total / (count + 2.0), -60.0, 60.0)


def _near_mean(past: Past, t: Floats) -> Floats:
    """Mean of the readings within 20 min; nan without any."""
    first, after = np.searchsorted(past.time, t - 20.0), np.searchsorted(past.time, t + 20.0, side="right")
    total = np.concatenate([[0.0], np.cumsum(past.glucose)])
    count = after - first
    return np.where(count > 0, (total[after] - total[first]) / np.maximum(count, 1), np.nan)


def _touched(events: Events, t: Floats, span_min: float) -> Iterator[tuple[float, slice, Floats]]:
    """Of each event: its amount, the origins within the span that know it, and its age at them."""
    ready = np.maximum(events.time, events.known)
    first = np.searchsorted(t, ready)
    after = np.searchsorted(t, events.time + span_min)
    for k, (start, stop) in enumerate(np.stack([first, after], axis=1).tolist()):
        if stop > start:
            seen = slice(start, stop)
            yield float(events.amount[k]), seen, t[seen] - events.time[k]


def _flow(events: Events, t: Floats, left: Left, start_min: float, end_min: float) -> Floats:
    """Amount (n,) of the known events that goes in between start and end, minutes from each origin."""
    out = np.zeros(len(t))
    for amount, seen, age in _touched(events, t, _SPENT_MIN):
        out[seen] += amount * (left(age + start_min) - left(age + end_min))
    return out


def _marks(events: Events, t: Floats, bumps: tuple[tuple[float, float], ...], least: float) -> Floats:
    """Bumps (n, b) in the time since each event, weighted by its amount relative to the usual one so far."""
    is_marked = events.amount > least
    kept = Events(events.time[is_marked], events.amount[is_marked], events.known[is_marked])
    out = np.zeros((len(t), len(bumps)))
    for amount, seen, age in _touched(kept, t, max(centre + half for centre, half in bumps)):
        for j, (centre, half) in enumerate(bumps):
            out[seen, j] += amount * 0.5 * (1.0 + np.cos(np.pi * np.clip((age - centre) / half, -1.0, 1.0)))
    return out / _usual(kept, t)[:, None]


def _usual(events: Events, t: Floats) -> Floats:
    """Mean amount (n,) of the events known at each origin; one before the first."""
    ready = np.maximum(events.time, events.known)
    order = np.argsort(ready, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(events.amount[order])])
    count = np.searchsorted(ready[order], t, side="right")
    return np.where(count > 0, total[count] / np.maximum(count, 1), 1.0)


def _has_recent(events: Events, t: Floats, span_min: float) -> Floats:
    """One where a known event lies within the span before the origin."""
    out = np.zeros(len(t))
    for _, seen, _ in _touched(events, t, span_min):
        out[seen] = 1.0
    return out
