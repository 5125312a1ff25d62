"""What the benchmark problem of identification stands on; the fit itself runs in tests/science."""

import pytest

from vitruvian.organs.metabolism import check_map


def test_rates_of_the_file_become_amounts(shared):
    """Day 1 holds 135, 100 and 42 g, and starts at six in the morning."""
    events, readings, clock = check_map.read_day(shared / check_map.FOLDER, check_map.DAYS[0])
    meals = [(e.label, e.amount) for e in events if e.signal == "carbs"]
    assert meals == [("L", pytest.approx(135.0)), ("D", pytest.approx(100.0)), ("S", pytest.approx(42.0))]
    assert clock == 360.0
    assert readings[0].time >= 31 * 5.0


def test_the_published_model_has_no_model_error():
    """The peer's likelihood is white noise of 5 mg/dL."""
    (kind,) = check_map.IndependentNoise().observes.values()
    assert float(kind.noise_sd({}, 100.0)) == 5.0
