"""Consensus metrics of continuous glucose readings, mg/dL.

Time shares use time weights: each reading stands for its own interval, gaps count nowhere and are never
filled. 70 and 180 are inside the range. Low and High of a sensor count as 39 and 401.
Source: Battelino 2019, doi:10.2337/dci19-0028, and 2023, doi:10.1016/S2213-8587(22)00319-9; the risk
functions are Kovatchev's, GRI is Klonoff's (doi:10.1177/19322968221085273), GMI Bergenstal's
(doi:10.2337/dc18-1581).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from vitruvian.organs.metabolism.risk import symmetric_risk

Array = Any
DAY = 1440.0
LOW_WORD, HIGH_WORD = 39.0, 401.0
"""What `Low` and `High` of a sensor stand for, mg/dL."""
LONGEST_GAP = 45.0
"""Minutes over which the lagged measures may interpolate, as in iglu."""
UNSTABLE_CV = 36.0
"""Coefficient of variation above which glucose counts as unstable, %."""
FULL_DAYS, ENOUGH_PERCENT = 14.0, 70.0
"""A full report needs 14 days with a sensor active for 70 % of them."""


class Ranges(NamedTuple):
    """Percent of measured time: below 54, 54-69, 70-180, 181-250, above 250; and 70-140."""

    tbr2: float
    tbr1: float
    tir: float
    tar1: float
    tar2: float
    titr: float


class Summary(NamedTuple):
    """A person's glucose over a stretch; mg/dL, %, days."""

    days: float
    active_percent: float
    mean: float
    sd: float
    cv_percent: float
    gmi_percent: float
    ranges: Ranges
    lbgi: float
    hbgi: float
    gri: float
    is_complete: bool
    is_unstable: bool


class Episode(NamedTuple):
    """Minutes between which glucose was beyond a limit, and its extreme."""

    start: float
    end: float
    extreme: float


def weights(minutes: Array, interval: float) -> Array:
    """Minutes that each reading stands for: to the next reading, never longer than its own interval."""
    t = np.asarray(minutes, dtype=float)
    return np.minimum(np.diff(t, append=t[-1] + interval), interval) if t.size else t


def ranges(glucose: Array, weight: Array | None = None) -> Ranges:
    """Percent of time in the consensus ranges. Values between 69 and 70 or 180 and 181 leave no hole."""
    g = np.asarray(glucose, dtype=float)
    w = np.ones_like(g) if weight is None else np.asarray(weight, dtype=float)

    def share(inside: Array) -> float:
        return float(100.0 * np.sum(w * inside) / np.sum(w))

    return Ranges(
        share(g < 54.0),
        share((g >= 54.0) & (g < 70.0)),
        share((g >= 70.0) & (g <= 180.0)),
        share((g > 180.0) & (g <= 250.0)),
        share(g > 250.0),
        share((g >= 70.0) & (g <= 140.0)),
    )


def gmi(mean: Array) -> Array:
    """Glucose management indicator, %, of mean glucose. It is not HbA1c: a person's own gap remains."""
    return 3.31 + 0.02392 * np.asarray(mean, dtype=float)


def estimated_a1c(mean: Array) -> Array:
    """HbA1c, %, at which the mean glucose is average (Nathan 2008, doi:10.2337/dc08-0545)."""
    return (46.7 + np.asarray(mean, dtype=float)) / 28.7


def low_index(glucose: Array) -> float:
    """LBGI: mean over ALL readings of the low risk 10 f² where f < 0."""
    f = symmetric_risk(glucose)
    return float(np.mean(10.0 * np.minimum(f, 0.0) ** 2))


def high_index(glucose: Array) -> float:
    """HBGI: mean over ALL readings of the high risk 10 f² where f > 0."""
    f = symmetric_risk(glucose)
    return float(np.mean(10.0 * np.maximum(f, 0.0) ** 2))


def low_index_class(index: float) -> str:
    """Class of an LBGI: minimal, low, moderate or high."""
    return ("minimal", "low", "moderate", "high")[int(np.searchsorted((1.1, 2.5, 5.0), index, side="right"))]


def gri(shares: Ranges) -> float:
    """Glycaemia risk index, 0 to 100."""
    low, high = 3.0 * shares.tbr2 + 2.4 * shares.tbr1, 1.6 * shares.tar2 + 0.8 * shares.tar1
    return min(100.0, low + high)


def gri_zone(index: float) -> str:
    """Zone A (0-20) to E (80-100) of a GRI."""
    return "ABCDE"[min(int(index // 20.0), 4)]


def adrr(minutes: Array, glucose: Array) -> float:
    """Average daily risk range: mean over days of the highest low risk plus the highest high risk.

    The factor is the rounded 22.77 of its paper (Kovatchev 2006, doi:10.2337/dc06-1085), not 10 · 1.509².
    """
    f = symmetric_risk(glucose) / 1.509
    day = np.floor(np.asarray(minutes, dtype=float) / DAY)
    low, high = 22.77 * np.minimum(f, 0.0) ** 2, 22.77 * np.maximum(f, 0.0) ** 2
    return float(np.mean([low[day == k].max() + high[day == k].max() for k in np.unique(day)]))


def j_index(glucose: Array) -> float:
    """0.001 (mean + SD)²."""
    g = np.asarray(glucose, dtype=float)
    return float(0.001 * (g.mean() + g.std(ddof=1)) ** 2)


def on_grid(minutes: Array, glucose: Array, interval: float = 5.0) -> Array:
    """Readings interpolated to whole intervals of the day; NaN outside them and in gaps of more than 45 min.

    minutes  since a midnight of the person's clock. The lagged measures below need equal steps.
    """
    t, g = np.asarray(minutes, dtype=float), np.asarray(glucose, dtype=float)
    first, last = DAY * np.floor(t[0] / DAY), DAY * np.ceil(t[-1] / DAY)
    grid = first + interval * np.arange(1.0, round((last - first) / interval) + 1.0)
    after = np.clip(np.searchsorted(t, grid), 1, len(t) - 1)
    in_gap = (t[after] - t[after - 1] > LONGEST_GAP) & (grid > t[after - 1]) & (grid < t[after])
    return np.where(in_gap, np.nan, np.interp(grid, t, g, left=np.nan, right=np.nan))


def modd(minutes: Array, glucose: Array, interval: float = 5.0) -> float:
    """Mean absolute difference between readings 24 h apart; NaN when no two are."""
    apart = _lagged(minutes, glucose, DAY, interval)
    return float(np.mean(np.abs(apart))) if apart.size else float("nan")


def conga(minutes: Array, glucose: Array, hours: float = 24.0, interval: float = 5.0) -> float:
    """SD of the differences between readings `hours` apart; NaN when fewer than two are."""
    apart = _lagged(minutes, glucose, 60.0 * hours, interval)
    return float(np.std(apart, ddof=1)) if apart.size > 1 else float("nan")


def mag(minutes: Array, glucose: Array, interval: float = 5.0) -> float:
    """Mean absolute glucose change, mg/dL per hour of readings."""
    apart = _lagged(minutes, glucose, interval, interval)
    return float(np.mean(np.abs(apart)) * 60.0 / interval) if apart.size else float("nan")


def mage(glucose: Array, threshold: float = 1.0) -> float:
    """Mean of the swings between turning points that exceed `threshold` SDs; 0 when none does.

    Own definition, on the raw readings (iglu's uses moving averages): a swing counts from one turning point
    to the next opposite one, in both directions.
    """
    g = np.asarray(glucose, dtype=float)
    swings = np.abs(np.diff(_turning_points(g, threshold * g.std(ddof=1))))
    return float(swings.mean()) if swings.size else 0.0


def episodes(minutes: Array, glucose: Array, limit: float, below: bool = True) -> tuple[Episode, ...]:
    """Stretches of at least 15 min beyond the limit, each ended by at least 15 min on the other side.

    A hole of 15 min or more between readings ends an episode at the last reading before it.
    """
    t, g = np.asarray(minutes, dtype=float), np.asarray(glucose, dtype=float)
    beyond = g < limit if below else g > limit
    found: list[Episode] = []
    first = last = -1
    for k in range(len(t)):
        if first >= 0 and (t[k] - t[last] > 15.0 or (not beyond[k] and t[k] - t[last] >= 15.0)):
            found += _episode(t, g, first, last, below)
            first = -1
        if beyond[k]:
            first, last = (k if first < 0 else first), k
    return tuple(found + _episode(t, g, first, last, below) if first >= 0 else found)


def summary(minutes: Array, glucose: Array, interval: float = 5.0) -> Summary:
    """All consensus numbers of one stretch of readings, `interval` minutes apart when none is missing."""
    g, w = np.asarray(glucose, dtype=float), weights(minutes, interval)
    days = float(minutes[-1] - minutes[0] + interval) / DAY
    active = 100.0 * float(np.sum(w)) / (days * DAY)
    mean, sd = float(np.mean(g)), float(np.std(g, ddof=1))
    cv = 100.0 * sd / mean
    shares = ranges(g, w)
    return Summary(
        days, active, mean, sd, cv, float(gmi(mean)), shares, low_index(g), high_index(g), gri(shares),
        days >= FULL_DAYS and active >= ENOUGH_PERCENT, cv > UNSTABLE_CV,
    )  # fmt: skip


def _lagged(minutes: Array, glucose: Array, lag: float, interval: float) -> Array:
    """All known differences of gridded readings `lag` minutes apart."""
    even, k = on_grid(minutes, glucose, interval), round(lag / interval)
    apart = even[k:] - even[:-k]
    return apart[np.isfinite(apart)]


def _turning_points(g: Array, limit: float) -> Array:
    """Values at the extremes that are confirmed by a swing of more than `limit` in the other direction."""
    points: list[float] = []
    high = low = g[0]
    rising: bool | None = None
    for value in g[1:]:
        high, low = max(high, value), min(low, value)
        if rising is not False and high - value > limit:
            points.append(high)
            rising, low = False, value
            high = value
        elif rising is not True and value - low > limit:
            points.append(low)
            rising, high = True, value
            low = value
    last = high if rising else low
    return np.array([*points, last])


def _episode(t: Array, g: Array, first: int, last: int, below: bool) -> list[Episode]:
    part = g[first : last + 1]
    if t[last] - t[first] < 15.0:
        return []
    return [Episode(float(t[first]), float(t[last]), float(part.min() if below else part.max()))]
