"""What people decide by."""

import numpy as np
import pytest

from vitruvian.organs.metabolism.risk import OUTCOMES, risk, symmetric_risk

PATH = np.array([[60.0, 70.0, 180.0, 181.0], [50.0, 53.9, 54.0, 100.0]])
BY_NAME = {o.name: o for o in OUTCOMES}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("time_in_range", [50.0, 25.0]),
        ("time_below_70", [25.0, 75.0]),
        ("time_below_54", [0.0, 50.0]),
        ("time_above_180", [25.0, 0.0]),
        ("lowest", [60.0, 50.0]),
        ("highest", [181.0, 100.0]),
        ("low_event", [1.0, 1.0]),
    ],
)
def test_each_outcome_measures_what_it_says(name, values):
    """Ends of the ranges belong to the range 70-180 and not to the times beyond."""
    assert BY_NAME[name].measure(PATH, 5.0).tolist() == values


def test_times_add_up_to_the_whole():
    """Below, within and above are 100 %."""
    parts = ("time_below_70", "time_in_range", "time_above_180")
    assert sum(BY_NAME[n].measure(PATH, 5.0) for n in parts) == pytest.approx(100.0)


def test_the_symmetric_risk_has_its_published_zero():
    """Kovatchev's f vanishes at 112.5 mg/dL and is about ±√10 at 20 and 600."""
    assert symmetric_risk(112.5) == pytest.approx(0.0, abs=0.01)
    assert symmetric_risk(np.array([20.0, 600.0])) == pytest.approx([-3.16, 3.16], abs=0.02)


def test_a_low_weighs_twice_a_high_of_the_same_risk():
    """Low counts double, and values beyond 20-600 no more than those."""
    low, high = (
        float(np.interp(s, symmetric_risk(g := np.linspace(20, 600, 99999)), g)) for s in (-2.0, 2.0)
    )
    assert risk(np.array([low]), 5.0) == pytest.approx(2.0 * risk(np.array([high]), 5.0), rel=1e-3)
    assert risk(np.array([1.0]), 5.0) == risk(np.array([20.0]), 5.0)


def test_only_what_happens_or_not_is_an_event():
    """A probability is given for events alone."""
    assert [o.name for o in OUTCOMES if o.is_event] == ["low_event"]
    assert {o.name for o in OUTCOMES if o.better == 0} == {"lowest", "highest"}
