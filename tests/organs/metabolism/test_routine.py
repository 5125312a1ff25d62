"""The routine of long-acting insulin."""

import numpy as np
import pytest

from vitruvian.organs.metabolism.routine import ASSUMED_SPREAD, Slot, assumed_doses, minutes_since_last, slots


def test_doses_near_one_hour_are_one_slot():
    """Three evenings around 22:00: their median time and dose."""
    assert slots(np.array([1310.0, 1330.0, 1320.0]), np.array([18.0, 20.0, 18.0])) == (Slot(1320.0, 18.0),)


def test_a_slot_may_lie_across_midnight():
    """23:50 and 00:20 are half an hour apart."""
    (slot,) = slots(np.array([1430.0, 20.0]), np.array([18.0, 18.0]))
    assert slot.minute == pytest.approx(5.0)


def test_twice_daily_doses_are_two_slots():
    """Morning and evening, each with its own dose."""
    minute, units = np.array([420.0, 1320.0, 425.0, 1315.0]), np.array([10.0, 16.0, 10.0, 16.0])
    assert [s.units for s in slots(minute, units)] == [10.0, 16.0]


def test_a_single_odd_dose_is_no_routine():
    """One afternoon dose among seven evenings is not expected daily."""
    minute = np.array([1320.0] * 7 + [840.0])
    assert [s.minute for s in slots(minute, np.full(8, 18.0))] == [1320.0]


def test_no_doses_make_no_routine():
    """Nothing logged: no slot, nothing assumed, no time since."""
    assert slots(np.zeros(0), np.zeros(0)) == ()
    assert assumed_doses((), np.zeros(0), 4320.0, 0.0, "insulin_long_acting") == ()
    assert minutes_since_last((), 600.0) == 0.0


def test_days_without_a_logged_dose_get_an_assumed_one():
    """Three days from noon, the second evening logged: first and third are assumed, uncertain, marked."""
    found = assumed_doses((Slot(1320.0, 18.0),), np.array([2100.0]), 4320.0, 720.0, "insulin_long_acting")
    assert [e.start for e in found] == [600.0, 3480.0]
    assert {(e.amount, e.spread, e.assumed) for e in found} == {(18.0, ASSUMED_SPREAD, True)}


def test_time_since_the_last_routine_dose_looks_back_over_midnight():
    """At 06:00 the evening dose is eight hours old, the morning dose of 07:00 almost a day."""
    daily = (Slot(420.0, 10.0), Slot(1320.0, 16.0))
    assert minutes_since_last(daily, 360.0) == 480.0
    assert minutes_since_last(daily[:1], 360.0) == 1380.0
