"""A virtual glucose sensor: from interstitial glucose to what a CGM would have shown.

    CGM(t) = (a0 + a1 d + a2 d²) IG(t) + b0 + e(t)          d days since insertion
    e_k = phi1 e_{k-1} + phi2 e_{k-2} + s w_k                every 5 min, w ~ N(0, 1)

Each sensor draws its seven numbers once. Readings are clipped to 40-400 mg/dL and rounded to 1 mg/dL.
Leaves out: drop-outs and compression lows.
Source: Vettoretti et al. 2019, doi:10.3390/s19235320 (factory-calibrated Dexcom G6), covariance times 0.90
as in the published code of ReplayBG.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

Array = Any

LIFE_DAYS = 10.0
INTERVAL = 5.0
"""Minutes between readings."""
LOWEST, HIGHEST = 40.0, 400.0
_SHARE = 0.90
_MARGIN = 0.02
_LARGEST_SD = 10.0
_BURN_IN = 200
_MEAN = (0.94229, 0.0049399, -0.00058487, 6.3826, 1.26041, -0.40222, 3.25164)
_UPPER = (
    (0.0132458, -0.00395130, 0.000312767, 0.157179, 0.00268766, -0.00289046, -0.00318017),
    (0.00185280, -0.000155803, -0.102880, -0.00139023, 0.00115919, -0.00272849),
    (1.37460e-5, 0.00806859, 0.000120750, -0.000100421, 0.000111303),
    (29.0058, 0.124083, -0.101936, 0.600754),
    (0.0207935, -0.0184311, -0.0157218),
    (0.0187009, 0.0155233),
    (0.723568,),
)


class Sensor(NamedTuple):
    """Numbers of N sensors, each (N,)."""

    a0: Array
    a1: Array
    a2: Array
    b0: Array
    phi1: Array
    phi2: Array
    s: Array

    def gain(self, days: Array) -> Array:
        """a0 + a1 d + a2 d² of each sensor at `days` (T,) since insertion, (N, T)."""
        d = np.asarray(days, dtype=float)
        return self.a0[:, None] + self.a1[:, None] * d + self.a2[:, None] * d**2

    def noise_sd(self) -> Array:
        """Stationary SD of e, mg/dL; infinite where the process is not stationary."""
        below = (1.0 + self.phi2) * ((1.0 - self.phi2) ** 2 - self.phi1**2)
        stationary = below > 0.0
        ratio = (1.0 - self.phi2) / np.where(stationary, below, 1.0)
        return np.where(stationary, np.abs(self.s) * np.sqrt(np.maximum(ratio, 0.0)), np.inf)


def covariance() -> Array:
    """Covariance of the seven numbers, (7, 7), as published."""
    full = np.zeros((7, 7))
    for i, row in enumerate(_UPPER):
        full[i, i:] = full[i:, i] = row
    return full


def draw_sensors(count: int, rng: np.random.Generator) -> Sensor:
    """`count` sensors; draws that are not stationary, or noisier than 10 mg/dL, are drawn again."""
    kept = np.empty((0, 7))
    while len(kept) < count:
        drawn = Sensor(*rng.multivariate_normal(_MEAN, _SHARE * covariance(), size=2 * count).T)
        kept = np.vstack([kept, np.stack(drawn, axis=1)[_plausible(drawn)]])
    return Sensor(*kept[:count].T)


def noise(sensor: Sensor, steps: int, rng: np.random.Generator) -> Array:
    """Noise of each sensor every 5 min, mg/dL, (N, steps), stationary from the first value on."""
    white = rng.standard_normal((steps + _BURN_IN, len(sensor.s)))
    out = np.empty_like(white)
    last = before = np.zeros(len(sensor.s))
    for k, w in enumerate(white):
        out[k] = sensor.phi1 * last + sensor.phi2 * before + sensor.s * w
        before, last = last, out[k]
    return out[_BURN_IN:].T


def read(sensor: Sensor, interstitial: Array, days: Array, rng: np.random.Generator) -> Array:
    """What the sensors show, mg/dL in whole numbers.

    interstitial  (N, T) or (T,) mg/dL every 5 min
    days          (T,) days since insertion, at most 10
    returns       (N, T)
    """
    d = np.asarray(days, dtype=float)
    if d.size and (d.min() < 0.0 or d.max() > LIFE_DAYS):
        raise ValueError(f"days since insertion must be in 0-{LIFE_DAYS:g}: got {d.min():g} to {d.max():g}")
    shown = sensor.gain(d) * np.asarray(interstitial, dtype=float)
    shown = shown + sensor.b0[:, None] + noise(sensor, len(d), rng)
    return np.round(np.clip(shown, LOWEST, HIGHEST))


def _plausible(s: Sensor) -> Array:
    inside = (s.phi2 >= -1.0) & (s.phi2 <= 1.0 - np.abs(s.phi1) - _MARGIN)
    return inside & (s.s > 0.0) & (s.noise_sd() < _LARGEST_SD)
