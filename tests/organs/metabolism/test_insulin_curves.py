"""Insulin curves: shapes and sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from vitruvian.organs.metabolism.insulin_curves import LONG_ACTING, RAPID, LongActing, Rapid


@given(st.floats(180.0, 480.0), st.floats(0.1, 0.45))
def test_the_area_of_activity_is_one(duration, share):
    """Whatever duration and peak, the whole dose acts."""
    curve = Rapid(duration, share * duration)
    assert abs(quad(curve.activity, 0.0, duration)[0] - 1.0) < 1e-8


@pytest.mark.parametrize("name", RAPID)
def test_the_peak_is_where_it_is_said(name):
    """Activity is largest at the delay plus the peak time."""
    curve = RAPID[name]
    t = np.arange(0.0, 400.0, 0.1)
    assert abs(t[np.argmax(curve.activity(t))] - curve.delay - curve.peak) < 0.2


def test_on_board_falls_from_one_to_nothing():
    """Before the delay all is on board, after the duration nothing, and it never rises."""
    left = RAPID["fiasp"].on_board(np.arange(0.0, 500.0))
    assert left[0] == left[10] == 1.0
    assert abs(left[-1]) < 1e-12
    assert np.all(np.diff(left) <= 1e-15)


def test_a_repeated_dose_is_the_sum_of_single_ones():
    """The closed steady state equals the sum over the doses of the last sixty days."""
    for depot in (*LONG_ACTING.values(), LongActing(0.001, 0.004)):
        t = np.linspace(0.0, 1439.0, 50)
        summed = sum(depot.release(t + 1440.0 * day) for day in range(60))
        assert np.allclose(depot.steady_release(t), summed, rtol=1e-9)


def test_nothing_is_released_before_the_dose():
    """The release of a future dose is zero."""
    assert LONG_ACTING["detemir"].release(-1.0) == 0.0


def test_equal_rates_are_a_limit_not_a_gap():
    """Rates that differ by a millionth give the curve of equal rates."""
    t = np.linspace(0.0, 3000.0, 100)
    near = LongActing(0.0018, 0.0018 * (1 + 1e-5)).release(t)
    assert np.allclose(near, LongActing(0.0018, 0.0018).release(t), rtol=1e-4)


def test_clearance_flattens_the_plasma_level():
    """The plasma level swings less than the rate into it, and twice daily less than once."""
    depot = LONG_ACTING["detemir"]
    assert depot.peak_to_trough(clearance=0.01) < depot.peak_to_trough()
    assert depot.peak_to_trough(every=720.0) < 2.0 < depot.peak_to_trough()
