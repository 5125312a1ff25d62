"""Bleeding, tilt, exercise. All rows run in tests/science."""

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.organs.circulation import check_reflex as checks
from vitruvian.organs.circulation.healthy import MAN


def test_what_is_lost_is_lost():
    """Without the reflex just the bled volume is missing at the end; when nothing is lost, nothing moves."""
    deck = jax.tree.map(jnp.asarray, MAN)
    course = jax.jit(lambda v, g: checks.lose(deck, v, g, beats=30, over=10, steps=200))
    assert np.isclose(course(100.0, 0.0).volume[-1], MAN.volume - 100.0, rtol=1e-12)
    assert np.ptp(course(0.0, 0.0).pressure) < 1e-3
    assert course(100.0, 1.0).hr[-1] > course(100.0, 0.0).hr[-1] + 0.5


def test_exertion_changes_rate_strength_and_resistance():
    """130 beats a minute, ventricles 1.6 times as strong, vessels 0.55 times as tight, more volume."""
    deck = checks.exerting(MAN, 250.0)
    assert (deck.hr, deck.volume) == (130.0, MAN.volume + 250.0)
    assert np.isclose(deck.e_lv / MAN.e_lv, 1.6)
    assert np.isclose(deck.r_sys / MAN.r_sys, 0.55)
    assert checks.athletic(MAN).pr < MAN.pr
