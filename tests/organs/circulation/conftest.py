"""Compiled once for all tests of the circulation."""

from functools import partial

import jax
import jax.numpy as jnp
import pytest

from vitruvian.organs.circulation.beat_measures import measure
from vitruvian.organs.circulation.deck import REFERENCE
from vitruvian.organs.circulation.loop import Person, begin, run_beat
from vitruvian.organs.circulation.periodic import periodic

STEPS = 400


@partial(jax.jit, static_argnums=1)
def _settled(person, steps):
    found = periodic(person, steps, 1e-7)
    return found, measure(person, found.state, steps)[1]


@pytest.fixture(scope="session")
def settled():
    """Settled state and readings of a person, compiled once for each set of devices."""
    return lambda person, steps=STEPS: _settled(
        jax.tree.map(lambda v: jnp.asarray(v, jnp.float64), person), steps
    )


@pytest.fixture(scope="session")
def rest(settled):
    """The reference adult at rest."""
    return settled(Person(REFERENCE))


@pytest.fixture(scope="session")
def one_beat():
    """One beat of a person, compiled."""
    return partial(jax.jit, static_argnums=2)(
        lambda person, state, steps: run_beat(begin(person, steps), state)
    )
