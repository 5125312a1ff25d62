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
    """The deck nearest to the goals, its numbers rounded to four digits.

    free    names of the parameters that may change; all must be positive
    tether  spread of a parameter's logarithm about its start
    """
    origin = jnp.log(jnp.asarray([getattr(begin_at, name) for name in free]))
    residuals = partial(_residuals, begin_at, free, goals, tether, steps, origin)
    program = jax.jit(lambda x: jax.jacfwd(residuals, has_aux=True)(x))
    seen: dict[bytes, tuple[Array, tuple[Array, Measures]]] = {}

    def at(x: Array) -> tuple[Array, tuple[Array, Measures]]:
        key = np.asarray(x, float).tobytes()
        if key not in seen:
            seen.clear()
            seen[key] = jax.tree.map(np.asarray, program(jnp.asarray(x)))
        return seen[key]

    best = least_squares(
        lambda x: at(x)[1][0], np.zeros(len(free)), jac=lambda x: at(x)[0], bounds=(-2.0, 2.0), max_nfev=200
    )
    found = _deck(begin_at, free, origin + best.x)
    deck = Deck(*(float(f"{float(v):.4g}") for v in found))
    rounded = jnp.log(jnp.asarray([getattr(deck, name) for name in free])) - origin
    misses, read = at(rounded)[1]
    furthest = float(np.max(np.abs(misses[: len(goals)])))
    return Found(deck, jax.tree.map(float, read), furthest)


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
    begin_at: Deck,
    free: tuple[str, ...],
    goals: tuple[Goal, ...],
    tether: float,
    steps: int,
    origin: Array,
    x: Array,
) -> tuple[Array, tuple[Array, Measures]]:
    read = readings_of(_deck(begin_at, free, origin + x), steps)
    misses = jnp.stack([(value_of(goal, read) - goal.middle) / goal.spread for goal in goals])
    return jnp.concatenate([misses, x / tether]), (jnp.concatenate([misses, x / tether]), read)
