"""How a meal is eaten: grams at a moment become a rate over the minutes that the eating lasts.

The eating rate is part of the binding of events, not of a model: what a model sees is a rate in g/min.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vitruvian.engine.problem import Event

EATING_RATE = 5.0
"""g of carbohydrate a minute. Source: simglucose 0.2.11."""


class Eaten(NamedTuple):
    """Grams eaten evenly between two moments, in minutes."""

    start: float
    end: float
    grams: float


def eaten(meals: Iterable[tuple[float, float]], rate: float = EATING_RATE) -> tuple[Eaten, ...]:
    """Meals (minute, grams) eaten one after the other at `rate` g/min; a meal waits for the one before it."""
    spans: list[Eaten] = []
    for at, grams in sorted(meals):
        if grams <= 0.0:
            continue
        start = max(at, spans[-1].end) if spans else at
        spans.append(Eaten(start, start + grams / rate, grams))
    return tuple(spans)


def events(meals: Iterable[tuple[float, float]], rate: float = EATING_RATE) -> tuple[Event, ...]:
    """The meals as events of the signal `carbs` that are trusted as eaten."""
    return tuple(Event("carbs", e.start, e.end, e.grams, spread=0.0) for e in eaten(meals, rate))


def per_minute(spans: Sequence[Eaten], minutes: int) -> NDArray[np.float64]:
    """g/min in each of the first `minutes` minutes, (minutes,); the integral is kept."""
    edges = np.arange(minutes + 1.0)
    rate = np.zeros(minutes)
    for start, end, grams in spans:
        inside = np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], start), 0.0, None)
        rate += inside * grams / (end - start)
    return rate
