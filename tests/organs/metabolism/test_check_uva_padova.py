"""What the benchmark problems of model B stand on."""

import numpy as np

from vitruvian.organs.metabolism import check_uva_padova as checks
from vitruvian.organs.metabolism.cohort import draw_cohort


def test_the_stored_curve_is_a_whole_day():
    """1,440 minutes with the published extremes."""
    curve = checks.reference_curve()
    assert curve.shape == (1440,)
    assert (round(curve.min(), 2), round(curve.max(), 2)) == (119.73, 204.56)


def test_the_reference_day_has_its_food_and_boluses():
    """195 g are eaten, and each meal's bolus lies in its first minute."""
    people = draw_cohort("adult", 2, 1)
    carbs, insulin = checks.day_inputs(people)
    assert np.isclose(carbs.sum(), 195.0)
    assert np.allclose(insulin[420] - insulin[419], 45.0 / 12.0)


def test_checks_have_distinct_names():
    """No two checks share a name."""
    names = [check.name for check in checks.CHECKS]
    assert len(set(names)) == len(names)
