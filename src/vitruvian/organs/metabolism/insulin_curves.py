"""Insulin over time after a dose: the exponential activity curve, and long-acting insulin from two depots.

    tau = tp (1 - tp/td) / (1 - 2 tp/td)    a = 2 tau/td    S = 1 / (1 - a + (1 + a) e^(-td/tau))
    activity(t) = S/tau² t (1 - t/td) e^(-t/tau)            area 1 over [0, td]
    on_board(t) = 1 - S (1 - a) {[t²/(tau td (1 - a)) - t/tau - 1] e^(-t/tau) + 1}

    Q1' = -ka Q1 + dose        Q2' = ka Q1 - kb Q2          rate to plasma kb Q2

Source: the curve of Loop and oref0; the depots of metabolic.md section 4. Leaves out: dependence on the
dose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any
DAY = 1440.0


@dataclass(frozen=True, slots=True)
class Rapid:
    """A rapid insulin: duration td, peak tp and delay before it starts, min. td must exceed 2 tp."""

    duration: float
    peak: float
    delay: float = 0.0

    def activity(self, minutes: Array) -> Array:
        """Share of the dose acting per minute, `minutes` after the injection."""
        t = np.clip(np.asarray(minutes, dtype=float) - self.delay, 0.0, self.duration)
        tau, _, scale = self._shape()
        return scale / tau**2 * t * (1.0 - t / self.duration) * np.exp(-t / tau)

    def on_board(self, minutes: Array) -> Array:
        """Share of the dose that has still to act, 1 before the delay is over and 0 after the duration."""
        t = np.clip(np.asarray(minutes, dtype=float) - self.delay, 0.0, self.duration)
        tau, a, scale = self._shape()
        inner = t**2 / (tau * self.duration) - (1.0 - a) * (t / tau + 1.0)
        return 1.0 - scale * (inner * np.exp(-t / tau) + 1.0 - a)

    def _shape(self) -> tuple[float, float, float]:
        tau = self.peak * (1.0 - self.peak / self.duration) / (1.0 - 2.0 * self.peak / self.duration)
        a = 2.0 * tau / self.duration
        return tau, a, 1.0 / (1.0 - a + (1.0 + a) * np.exp(-self.duration / tau))


RAPID = {
    "rapid-adult": Rapid(360.0, 75.0, 10.0),
    "rapid-child": Rapid(360.0, 65.0, 10.0),
    "fiasp": Rapid(360.0, 55.0, 10.0),
    "lyumjev": Rapid(360.0, 55.0, 10.0),
    "afrezza": Rapid(300.0, 29.0, 10.0),
}
"""Presets of Loop. Source: metabolic.md section 4, read in the software."""


@dataclass(frozen=True, slots=True)
class LongActing:
    """A long-acting insulin as two depots in series with rates ka and kb, 1/min."""

    first: float
    second: float

    def release(self, minutes: Array) -> Array:
        """Share of one dose that reaches plasma per minute, `minutes` after the injection (0 before it)."""
        t = np.asarray(minutes, dtype=float)
        gap = self.second - self.first
        after = np.maximum(t, 0.0)
        if abs(gap) < 1e-9:
            spread = after * np.exp(-self.first * after)
        else:
            spread = (np.exp(-self.first * after) - np.exp(-self.second * after)) / gap
        return np.where(t >= 0.0, self.first * self.second * spread, 0.0)

    def steady_release(self, minutes: Array, every: float = DAY) -> Array:
        """Share of a dose per minute once it has been repeated for ever, `minutes` in [0, every) after one.

        Exact: the depots at the moment of a dose solve their own recurrence.
        """
        t = np.asarray(minutes, dtype=float)
        gone_first, gone_second = np.exp(-self.first * every), np.exp(-self.second * every)
        depot1 = 1.0 / (1.0 - gone_first)
        depot2 = depot1 * self._passed(every) / (1.0 - gone_second)
        return self.second * (depot1 * self._passed(t) + depot2 * np.exp(-self.second * t))

    def peak_to_trough(self, clearance: float | None = None, every: float = DAY) -> float:
        """Highest over lowest rate at steady state; with `clearance` (1/min) that of the plasma level."""
        t = np.arange(0.0, every, 0.5)
        rate = self.steady_release(t, every)
        if clearance is not None:
            rate = _periodic_filter(rate, clearance * 0.5)
        return float(rate.max() / rate.min())

    def _passed(self, minutes: Array) -> Array:
        """Share of the first depot that is in the second, `minutes` later."""
        t = np.asarray(minutes, dtype=float)
        gap = self.second - self.first
        if abs(gap) < 1e-9:
            return self.first * t * np.exp(-self.first * t)
        return self.first * (np.exp(-self.first * t) - np.exp(-self.second * t)) / gap


LONG_ACTING = {
    "glargine-u100": LongActing(0.0018, 0.0018),
    "glargine-u300": LongActing(0.0011, 0.0011),
    "detemir": LongActing(0.0028, 0.0028),
    "degludec": LongActing(0.0009, 0.0009),
}
"""Default rates, verified=False: they match the mean residence time of the labels, while the terminal
half-life that they imply (6.4, 10.5, 4.1, 12.8 h) is about half of the labels'."""


def _periodic_filter(rate: Array, decay: float) -> Array:
    """Level that follows a periodic rate with first-order clearance, at its periodic steady state."""
    spectrum = np.fft.rfft(rate)
    step = np.exp(-2j * np.pi * np.arange(len(spectrum)) / len(rate))
    return np.fft.irfft(spectrum / (1.0 - np.exp(-decay) * step), len(rate))
