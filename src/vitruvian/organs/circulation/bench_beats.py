"""Standard pieces of work of the circulation for `vitruvian bench`: beats of many, rest of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.work import Work
from vitruvian.organs.circulation.beat_measures import Measures, measure
from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.healthy import MAN
from vitruvian.organs.circulation.loop import Person, State, start
from vitruvian.organs.circulation.periodic import periodic

Array = Any
PEOPLE, BEATS = 1000, 10
STEPS = 857
"""1 ms at 70 beats a minute."""
DTYPE = jnp.float32
_SPREAD = 0.15


def heart_beats(data: Path | None = None) -> Work:
    """Ten beats of 1,000 people in one batch, each beat read in full, 1 ms steps, single precision.

    It needs no data. run() gives the aortic pressures' extremes of the last beat, (2, 1000) mmHg.
    """
    person = Person(people(PEOPLE, 0))
    state = start(person)

    def run() -> Array:
        read = _beats(person, state)
        return np.stack([np.asarray(read.sbp_ao), np.asarray(read.dbp_ao)])

    return Work(run, PEOPLE * BEATS, "beat")


def heart_rest(data: Path | None = None) -> Work:
    """One person from the standard start to the periodic beat, in double precision; run() gives its state."""
    person = Person(jax.tree.map(lambda v: jnp.asarray(v, jnp.float64), MAN))

    def run() -> Array:
        return np.asarray(_rest(person))

    return Work(run, 1, "person")


def people(count: int, seed: int) -> Deck:
    """Healthy men of one rate with 15 % spread (of the logarithm) in every other parameter, (count,) each."""
    rng = np.random.default_rng(seed)
    fixed = {"hr", "timing", "kick", "pr"}
    columns = {
        name: value * np.exp((name not in fixed) * _SPREAD * rng.standard_normal(count))
        for name, value in MAN._asdict().items()
    }
    return Deck(**{name: jnp.asarray(column, DTYPE) for name, column in columns.items()})


BENCHES: dict[str, tuple[str, Callable[[Path | None], Work]]] = {
    "circulation-beat": ("ten beats of 1,000 people, 1 ms steps, with all readings", heart_beats),
    "circulation-steady": ("one person from the standard start to the periodic beat", heart_rest),
}
"""Name -> one line of help, and what prepares the work from the data folder."""


@jax.jit
def _beats(person: Person, state: State) -> Measures:
    def one(state: State, _: None) -> tuple[State, Measures]:
        return measure(person, state, STEPS)

    read = jax.lax.scan(one, state, None, length=BEATS)[1]
    return jax.tree.map(lambda v: v[-1], read)


@jax.jit
def _rest(person: Person) -> Array:
    return jnp.stack(periodic(person, STEPS).state)
