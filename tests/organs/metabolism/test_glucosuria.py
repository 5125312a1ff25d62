"""Glucose lost with the urine."""

import pytest

from vitruvian.organs.metabolism.glucosuria import CLEARANCE, NET, THRESHOLD, rate, sink


def test_the_standard_dose_loses_what_was_measured():
    """Some 52-85 g a day at a mean glucose of 150 mg/dL, before the liver's answer."""
    weight, volume = 85.0, 3.0
    a_minute = rate(CLEARANCE.prior.median, 100.0, weight, volume) / NET
    grams = 1440.0 * a_minute * (150.0 - THRESHOLD) * weight * volume / 1000.0
    assert 52.0 < grams < 85.0


def test_half_the_dose_has_three_quarters_of_the_effect():
    """The effect saturates."""
    half, whole = (rate(0.4, dose, 80.0, 3.0) for dose in (50.0, 100.0))
    assert half / whole == pytest.approx(0.75)
    assert rate(0.4, 0.0, 80.0, 3.0) == 0.0


def test_nothing_is_lost_below_the_threshold():
    """A low glucose stays in the blood."""
    assert float(sink(0.01, 30.0)) == 0.0
    assert float(sink(0.01, 100.0)) == 0.01
