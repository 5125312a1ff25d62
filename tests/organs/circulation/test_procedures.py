"""Valves, holes and pumps."""

import jax.numpy as jnp

from vitruvian.organs.circulation.healthy import MAN
from vitruvian.organs.circulation.procedures import holes, is_operated, operated, pumps, unclosed, undone
from vitruvian.organs.circulation.prostheses import MAKES
from vitruvian.organs.circulation.therapy import INPUTS

P = {"prosthesis": 0.0, "support_works": 1.0}
NONE = {i.signal: jnp.zeros(i.classes) if i.classes > 1 else jnp.asarray(0.0) for i in INPUTS}
SICK = MAN._replace(a_av=0.7, leak_mv=0.4, leak_av=0.3)


def test_nothing_done_changes_nothing():
    """The deck stays as it was."""
    after = operated(SICK, NONE, P)
    assert [float(x) for x in (after.a_av, after.leak_mv, after.leak_av, after.e_lv)] == [
        0.7, float(jnp.asarray(0.4)), float(jnp.asarray(0.3)), MAN.e_lv,
    ]  # fmt: skip


def test_only_what_acts_by_mechanics_is_undone():
    """A day without its operations keeps its drugs; it is operated on by a valve or a pump, not by a drug."""
    day = {**NONE, "mitral_clip": jnp.asarray(100.0), "beta_blocker": jnp.asarray(100.0)}
    assert bool(is_operated(day))
    assert not is_operated(undone(day))
    assert float(undone(day)["beta_blocker"]) == 100.0
    assert bool(is_operated({**NONE, "lvad_speed": jnp.asarray(9000.0)}))


def test_a_new_valve_is_wide_and_tight():
    """Its own area, and no leak but that beside it."""
    after = operated(SICK, NONE | {"aortic_valve_replacement": jnp.zeros(len(MAKES)).at[0].set(26.0)}, P)
    assert 1.5 < float(after.a_av) < 1.9
    assert float(after.leak_av) < 0.05


def test_a_clip_takes_leak_and_opening():
    """0.07 cm² of leak remain, 2.5 cm² of opening."""
    after = operated(SICK, NONE | {"mitral_clip": jnp.asarray(100.0)}, P)
    assert float(after.leak_mv) < 0.1
    assert 2.0 <= float(after.a_mv) <= 3.0


def test_a_hole_closes_by_its_share():
    """Half closed is half as wide."""
    person = {"asd": 2.0, "vsd": 0.0}
    assert float(unclosed(person).asd) == 2.0
    assert float(holes(NONE | {"atrial_defect_closure": jnp.asarray(50.0)}, person).asd) == 1.0


def test_pumps_that_stand_let_nothing_through():
    """Their resistance is as good as infinite."""
    attached = pumps(unclosed({"asd": 0.0, "vsd": 0.0}), NONE, P)
    assert float(attached.lvad.resistance) > 1e6
    assert float(attached.ecmo.resistance) > 1e6
    assert float(attached.balloon.size) == 0.0
