"""Compiled once for all tests of the circulation."""

from functools import partial

import jax
import jax.numpy as jnp
import pytest

from vitruvian.organs.circulation.beat_measures import measure
from vitruvian.organs.circulation.deck import REFERENCE
from vitruvian.organs.circulation.devices import Attached, Lvad
from vitruvian.organs.circulation.diseases import AORTIC_STENOSIS, HFREF
from vitruvian.organs.circulation.loop import Person, begin, run_beat
from vitruvian.organs.circulation.periodic import periodic
from vitruvian.organs.circulation.shown import Shown, drawn

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


@pytest.fixture(scope="session")
def narrow_and_new():
    """A narrow aortic valve with two others behind it, and the same heart with a new valve that leaks."""
    deck = AORTIC_STENOSIS.deck
    behind = Person(deck._replace(e_lv=deck.e_lv * jnp.array([0.9, 1.1])))
    new = Person(deck._replace(a_av=1.74, leak_av=0.05))
    items = [Shown("as planned", Person(deck), behind), Shown("a new valve", new)]
    return [drawn(item, k, 2) for k, item in enumerate(items)]


@pytest.fixture(scope="session")
def pumped():
    """A failing heart with a pump, alone."""
    return drawn(Shown("a pump", Person(HFREF.deck, Attached(lvad=Lvad()))), 0, 1)
