"""The reflex."""

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.organs.circulation.baroreflex import (
    PAST,
    Setpoint,
    after_beat,
    at_rest,
    recruited,
    regulated,
    regulated_person,
)
from vitruvian.organs.circulation.deck import REFERENCE
from vitruvian.organs.circulation.loop import Person, start, total_volume

REST = Setpoint(90.0)


def _held(pressure, seconds=60.0, setpoint=REST):
    """The reflex after a pressure was held for long, beats of 0.8 s."""
    reflex = jax.tree.map(jnp.asarray, at_rest(setpoint))

    def one(_, r):
        return after_beat(setpoint, r, pressure, 0.8)

    return jax.jit(lambda r: jax.lax.fori_loop(0, round(seconds / 0.8), one, r))(reflex)


def test_nothing_changes_at_rest():
    """Whatever the resting pressure, the resting deck stays."""
    for rest in (70.0, 120.0):
        deck = regulated(REFERENCE, _held(rest, setpoint=Setpoint(rest)))
        assert np.allclose(np.array(deck), np.array(REFERENCE), rtol=1e-12)


def test_low_pressure_drives_and_high_pressure_brakes():
    """Low pressure raises rate, elastance and resistance and tightens veins; high pressure the reverse."""
    low, high = (_held(p) for p in (70.0, 110.0))
    for name in ("e_lv", "e_rv", "r_sys"):
        assert getattr(low, name) > 0.0 > getattr(high, name)
    assert low.unstressed < 0.0 < high.unstressed
    assert regulated(REFERENCE, low).hr > 75.0 > 65.0 > regulated(REFERENCE, high).hr


def test_the_vagus_is_first():
    """Two seconds after a fall only the vagal arc has acted."""
    reflex = _held(70.0, seconds=1.6)
    assert reflex.t_vagal < -1e-3
    assert abs(reflex.t_symp) < 1e-9
    assert abs(reflex.unstressed) < 1e-9


def test_a_blocked_heart_keeps_its_sympathetic_rate():
    """With heart 0 neither the sympathetic rate nor contractility answers; resistance does."""
    reflex = _held(70.0, setpoint=Setpoint(90.0, heart=0.0))
    assert reflex.t_symp == 0.0
    assert reflex.e_lv == 0.0
    assert reflex.r_sys > 0.0


def test_veins_give_what_they_lose():
    """Recruited blood is the fall of the unstressed volume, and the person's deck follows the reflex."""
    before, after = at_rest(Setpoint(90.0)), _held(70.0)
    state = start(Person(REFERENCE))
    gained = total_volume(recruited(state, before, after)) - total_volume(state)
    assert np.isclose(gained, -after.unstressed)
    assert regulated_person(Person(REFERENCE), after).deck == regulated(REFERENCE, after)
    assert len(after.vagal) == PAST
