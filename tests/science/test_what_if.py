"""The twin's answer to "what if" against model B, on two virtual people; `verify --full` takes thirty."""

import numpy as np
import pytest

from vitruvian.organs.metabolism import what_if_truth as truth


@pytest.fixture(scope="module")
def two():
    """Two virtual adults of the reported seed, read with white noise of 3 mg/dL."""
    return truth.compare(2, truth.SEED, "white")


def test_changed_days_are_told_within_ten_percent(two):
    """Replays of changed days stay near model B in each kind of change, all in Clarke's zones A and B."""
    for kind in ("bolus", "basal", "carbs"):
        one = two.of(kind)
        assert one.error() < 10.0
        assert truth.acceptable(truth.clarke(one.truth, one.estimate)) > 95.0


def test_bands_of_the_difference_are_honest_and_learned(two):
    """The 90 % bands hold most of the true differences and are narrower than before the day was seen."""
    assert np.mean(two.covered()) > 0.75
    for kind in ("bolus", "basal", "carbs"):
        one = two.of(kind)
        assert one.width() < np.mean(one.prior_width)
    assert two.ess.min() > 100.0
