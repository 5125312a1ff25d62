import numpy as np
import pytest

from vitruvian.records.coverage import coverage_of, holes
from vitruvian.records.series import series_of

MINUTE = 60_000_000


def test_six_hours_without_readings_are_one_hole(rows):
    """A six-hour gap of a five-minute sensor is one hole, from the last reading to the next."""
    minutes = [*range(0, 60, 5), *range(415, 460, 5)]
    found = coverage_of(series_of("glucose_interstitial", rows(minutes, [100.0] * len(minutes))))
    assert found.gaps == ((55 * MINUTE, 415 * MINUTE),)


def test_a_short_hole_is_none():
    """Ten minutes without a five-minute reading are no hole."""
    t0 = np.array([0, 5, 10, 20, 25]) * MINUTE
    assert holes(t0, t0) == ()


def test_rare_events_have_no_holes():
    """Three meals a day leave no holes between them."""
    t0 = np.array([0, 300, 600, 1440]) * MINUTE
    assert holes(t0, t0) == ()


def test_statistics_leave_out_the_limits_of_the_instrument(rows):
    """The mean is of measured values; what lies below the limit is counted apart."""
    found = coverage_of(
        series_of("glucose_interstitial", rows([0, 5, 10], [40.0, 100.0, 110.0], cmp=[-1, 0, 0]))
    )
    assert (found.mean, found.lowest, found.censored, found.unit) == (105.0, 100.0, 1, "mg/dL")
    assert found.sd == pytest.approx(7.0711, abs=1e-4)


def test_rows_are_counted_by_source(rows):
    """Who measured how much is part of the coverage."""
    found = coverage_of(series_of("carbs", rows([0, 5, 9], [1.0] * 3, source=["a:1", "b:2", "a:1"])))
    assert found.sources == {"a:1": 2, "b:2": 1}
