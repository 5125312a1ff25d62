"""Axes shared by the report's figures and the terminal's plot: linear scales and round ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vitruvian.core.time import DAY, HOUR, MINUTE

_TIME_STEPS = tuple(m * MINUTE for m in (5, 15, 30)) + tuple(h * HOUR for h in (1, 2, 3, 6, 12))
_DAY_STEPS = tuple(d * DAY for d in (1, 2, 7, 14, 28))


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from data (low, high) to places (start, end)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value; outside values lie outside."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def value_ticks(low: float, high: float, most: int) -> list[float]:
    """Round values within low to high, at most `most` of them."""
    span = high - low
    if span <= 0 or most < 1:
        return [low]
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * k for k in (1, 2, 5, 10, 20) if span / (power * k) <= most)
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def time_ticks(start: int, end: int, offset_min: int, most: int) -> list[int]:
    """Instants at round local times within start to end, at most about `most` of them."""
    span = end - start
    steps = (*_TIME_STEPS, *_DAY_STEPS)
    step = next((s for s in steps if span / s <= most), steps[-1])
    shift = offset_min * MINUTE
    first = -(-(start + shift) // step)
    return [k * step - shift for k in range(first, (end + shift) // step + 1)]


def value_range(values: list[float], target: tuple[float, float] | None) -> tuple[float, float]:
    """A range that holds all values and the target with some air."""
    held = [*values, *(target or ())]
    low, high = (min(held), max(held)) if held else (0.0, 1.0)
    air = 0.06 * (high - low) or 1.0
    return (max(low - air, 0.0) if low >= 0 else low - air), high + air
