"""The other heart as a whole: conserved, converging, and plausible."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.organs.circulation.other_heart import (
    VOLUMES,
    Heart,
    begin,
    reflexive,
    run_beat,
    settled,
    with_reflex,
)
from vitruvian.organs.circulation.other_heart_wall import Atrium, Wall

STEPS = 1200


def person(aortic):
    """People of one kind with these open aortic areas, cm²."""
    area = jnp.asarray(aortic)
    heart = Heart(
        hr=70.0,
        lv=Wall(190.0, 78.0, 85.0, 0.4, 15.0, 1.35),
        rv=Wall(50.0, 94.0, 45.0, 0.33, 15.0, 1.35),
        la=Atrium(7.0, 60.0, 1.6, 0.18),
        ra=Atrium(4.0, 50.0, 1.6, 0.13),
        eoa=(area, 4.6, 4.0, 6.0),
        aorta=7.5,
        z=0.055,
        inertance=0.005,
        c=1.8,
        bend=150.0,
        r=1.1,
        volume=1150.0,
    )
    return jax.tree.map(lambda v: jnp.asarray(v) + 0.0 * area, heart)


@partial(jax.jit, static_argnums=2)
def _beat(heart, state, steps):
    return run_beat(heart, state, steps)[1]


@jax.jit
def _answered(heart, state, rest):
    return with_reflex(heart, state, rest, 20, 600)[1].mean


@pytest.fixture(scope="module")
def three():
    """A healthy, a narrow and a replaced valve after 30 beats."""
    heart = person([3.5, 0.7, 1.7])
    state, read = jax.jit(lambda h: settled(h, 30, STEPS))(heart)
    return heart, state, jax.tree.map(np.asarray, read)


def test_blood_is_conserved(three):
    """The stressed volume after thirty beats is what it was."""
    heart, state, _ = three
    total = sum(np.asarray(getattr(state, name)) for name in VOLUMES)
    assert total == pytest.approx(np.asarray(heart.volume), rel=1e-10)


def test_readings_are_those_of_a_person(three):
    """Pressures, volumes and the narrow valve's gradient are in the range that clinics see."""
    read = three[2]
    assert np.all((read.sbp > 90.0) & (read.sbp < 160.0) & (read.dbp > 45.0))
    assert np.all((read.edv > 80.0) & (read.edv < 180.0) & (read.stroke > 45.0))
    assert read.gradient[1] > 25.0
    assert read.gradient[0] < 5.0
    assert 5.0 < read.gradient[2] < 20.0


def test_a_narrow_valve_raises_the_ventricles_pressure_alone(three):
    """The ventricle's peak exceeds the arteries' by more than the mean gradient's half."""
    read = three[2]
    assert read.lv_peak[1] - read.sbp[1] > 0.5 * read.gradient[1]
    assert read.lv_peak[0] - read.sbp[0] < 10.0


def test_half_the_step_changes_little(three):
    """A beat with twice the steps reads within 3 %."""
    heart, state, _ = three
    coarse, fine = (jax.tree.map(np.asarray, _beat(heart, state, n)) for n in (STEPS, 2 * STEPS))
    for name in ("sbp", "dbp", "edv", "esv", "stroke", "gradient"):
        assert getattr(coarse, name) == pytest.approx(getattr(fine, name), rel=0.03)


def test_the_reflex_takes_back_part_of_a_change(three):
    """After a rise of resistance the pressure comes back part of the way; without gain it does not."""
    heart, state, read = three
    tense = heart._replace(r=1.25 * heart.r)
    rest = jnp.asarray(read.mean)
    with_it, without = (
        np.asarray(_answered(tense._replace(gain=g * heart.gain), state, rest)) for g in (1.0, 0.0)
    )
    assert np.all(with_it - read.mean < 0.7 * (without - read.mean))


def test_drive_acts_on_rate_force_and_resistance():
    """Full drive quickens, strengthens and narrows; none changes nothing."""
    heart = person([3.5])
    more, same = reflexive(heart, 1.0), reflexive(heart, 0.0)
    assert float(more.hr[0]) > 80.0
    assert float(more.r[0]) > float(heart.r[0])
    assert float(more.lv.active[0]) > float(heart.lv.active[0])
    assert float(same.hr[0]) == float(heart.hr[0])


def test_the_start_holds_the_stressed_volume():
    """The first state's volumes add up."""
    heart = person([3.5, 0.7])
    assert sum(getattr(begin(heart), name) for name in VOLUMES) == pytest.approx(1150.0)
