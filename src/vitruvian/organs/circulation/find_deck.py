"""Which numbers make a circulation with these readings: least squares on periodic beats.

The presets were found so, and so is a first guess for a person. A reading pulls towards the middle of its
range, a parameter towards where it started: both in units of their spread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import least_squares

from vitruvian.organs.circulation.beat_measures import Measures, measure
from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.periodic import periodic

Array = Any
STEPS = 857


class Goal(NamedTuple):
    """A reading should be `middle` within `spread`, in its own unit; `read` makes it from the measures."""

    name: str
    middle: float
    spread: float
    read: Callable[[Measures], Array] | None = None


class Found(NamedTuple):
    """The deck, its readings, and the largest distance of a reading from its goal in spreads."""

    deck: Deck
    measures: Measures
    furthest: float


def find_deck(
    begin_at: Deck, free: tuple[str, ...], goals: tuple[Goal, ...], tether: float = 0.5, steps: int = STEPS
) -> Found:
    """The deck nearest to the goals.

    free    names of the parameters that may change; all must be positive
    tether  spread of a parameter's logarithm about its start
    """
    origin = jnp.log(jnp.asarray([getattr(begin_at, name) for name in free]))
    residuals = partial(_residuals, begin_at, free, goals, tether, steps)
    fast, slope = jax.jit(residuals), jax.jit(jax.jacfwd(residuals, argnums=1))
    best = least_squares(
        lambda x: np.asarray(fast(origin, x)),
        np.zeros(len(free)),
        jac=lambda x: np.asarray(_slope(slope, origin, x)),
        method="trf",
        bounds=(-2.0, 2.0),
        max_nfev=200,
    )
    deck = _deck(begin_at, free, origin + best.x)
    deck = Deck(*(float(v) for v in deck))
    read = jax.tree.map(float, jax.jit(lambda d: readings_of(d, steps))(jax.tree.map(jnp.asarray, deck)))
    off = max(abs((value_of(goal, read) - goal.middle) / goal.spread) for goal in goals)
    return Found(deck, read, float(off))


def readings_of(deck: Deck, steps: int = STEPS, tolerance: float = 1e-6) -> Measures:
    """Readings of the periodic beat of a deck."""
    person = Person(jax.tree.map(jnp.asarray, deck))
    return measure(person, periodic(person, steps, tolerance).state, steps)[1]


def value_of(goal: Goal, read: Measures) -> Array:
    """What the goal reads."""
    return goal.read(read) if goal.read is not None else getattr(read, goal.name)


def _deck(begin_at: Deck, free: tuple[str, ...], logs: Array) -> Deck:
    return begin_at._replace(**{name: jnp.exp(logs[i]) for i, name in enumerate(free)})


def _residuals(
    begin_at: Deck, free: tuple[str, ...], goals: tuple[Goal, ...], tether: float, steps: int, origin: Array, x: Array
) -> Array:
    read = readings_of(_deck(begin_at, free, origin + x), steps)
    misses = jnp.stack([(value_of(goal, read) - goal.middle) / goal.spread for goal in goals])
    return jnp.concatenate([misses, x / tether])


def _slope(slope: Callable[..., Array], origin: Array, x: Array) -> Array:
    return slope(origin, jnp.asarray(x))
