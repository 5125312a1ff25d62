"""Bleeding, tilt, exercise."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.organs.circulation import check_reflex as checks
from vitruvian.organs.circulation.healthy import MAN


def test_all_rows_pass():
    """The reflex halves the fall of pressure and raises the rate; exercise reaches its output."""
    rows = checks.bleeding(Path()) + checks.exercise(Path())
    assert [row["name"] for row in rows if not row["pass"]] == []


def test_what_is_lost_is_lost():
    """Without the reflex just the bled volume is missing at the end; when nothing is lost, nothing moves."""
    deck = jax.tree.map(jnp.asarray, MAN)
    course = jax.jit(lambda v: checks.lose(deck, v, 0.0, beats=30, over=10, steps=200))
    assert np.isclose(course(100.0).volume[-1], MAN.volume - 100.0, rtol=1e-12)
    assert np.ptp(course(0.0).pressure) < 1e-3
