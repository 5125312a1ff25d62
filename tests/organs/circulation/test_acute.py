"""Loss and gain of volume, exertion, fibrillation, and the search for the reflex's rest."""

import jax
import jax.numpy as jnp
import pytest

from vitruvian.organs.circulation.acute import (
    TURNS,
    displaced,
    exerting,
    fibrillating,
    is_acute,
    tried,
    unanswered,
    under,
)
from vitruvian.organs.circulation.healthy import MAN

NONE = {"fluid_bolus": 0.0, "haemorrhage": 0.0, "tilt": 0.0}
P = {"volume_responds": 1.0}


def test_blood_lost_and_legs_filled_take_volume():
    """Bleeding counts in full, tilt by the sine of its angle, a third of a crystalloid stays."""
    assert displaced(NONE | {"haemorrhage": 500.0}, P, 1.0) == -500.0
    assert float(displaced(NONE | {"tilt": 90.0}, P, 1.0)) == pytest.approx(-500.0)
    assert 150.0 <= float(displaced(NONE | {"fluid_bolus": 500.0}, P, 1.0)) <= 200.0
    assert not is_acute(NONE)


def test_exertion_of_none_is_rest():
    """At 0 nothing changes; at 1 the rate is 130."""
    assert float(exerting(MAN, {"exercise_intensity": 0.0}, 1.0).hr) == MAN.hr
    assert float(exerting(MAN, {"exercise_intensity": 1.0}, 1.0).hr) == pytest.approx(130.0)


def test_fibrillating_atria_do_not_contract():
    """The kick goes and the ventricles have their own rate."""
    deck = fibrillating(MAN, {"atrial_fibrillation": jnp.asarray(95.0)})
    assert (float(deck.kick), float(deck.hr)) == (0.0, 95.0)


def test_the_first_turn_is_the_day_before_the_act():
    """Turn 0 has the deck from before; the reflex answers in the deck of after, and takes volume lost."""
    before, after = (jax.tree.map(jnp.asarray, MAN._replace(a_av=a)) for a in (0.8, 1.7))
    answer = unanswered(jnp.asarray(0.0))._replace(tried=jnp.asarray(80.0), rest=jnp.asarray(90.0))
    first, later = (under(before, after, -300.0, 1.0, answer, jnp.asarray(n)) for n in (0, 2))
    assert float(first.a_av) == 0.8
    assert float(first.volume) == MAN.volume
    assert float(later.a_av) == pytest.approx(1.7)
    assert later.hr > MAN.hr
    assert later.volume < MAN.volume


def test_the_search_finds_where_sensed_and_made_pressure_agree():
    """For a loop that answers 8 mmHg to each mmHg missing, within the turns there are, to 0.1 mmHg."""
    answer = unanswered(jnp.asarray(0.0))
    for turn in range(TURNS):
        pressure = 90.0 if turn == 0 else 60.0 + 8.0 * (90.0 - answer.tried) ** 0.9
        answer = tried(answer, jnp.asarray(pressure), jnp.asarray(turn))
    assert float(answer.tried) == pytest.approx(60.0 + 8.0 * (90.0 - float(answer.tried)) ** 0.9, abs=0.1)
