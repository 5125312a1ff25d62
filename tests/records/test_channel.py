import numpy as np
import pytest

from vitruvian.core.errors import UnitMismatch
from vitruvian.records.channel import channel, impossible
from vitruvian.records.flags import Flag

NONE = np.zeros(6, bool)


def test_molar_glucose_becomes_mass_by_the_exact_factor():
    """5.5 mmol/L is 99.1 mg/dL."""
    found = channel("glucose_interstitial", "mmol/L", np.full(6, 5.5), NONE)
    assert found.value == pytest.approx(99.0858, abs=1e-4)


@pytest.mark.parametrize(("unit", "other", "values"), [("mg/dL", "mmol/L", 7.5), ("mmol/L", "mg/dL", 150.0)])
def test_channel_in_another_unit_is_refused_with_the_fix(unit, other, values):
    """A glucose channel whose median fits only the other unit is refused, and the message names that unit."""
    with pytest.raises(UnitMismatch, match=f"looks like {other} but the channel is {unit}: .*header"):
        channel("glucose_interstitial", unit, np.full(6, values), NONE)


def test_limits_of_the_instrument_do_not_judge_the_unit():
    """A night below the sensor's limit is no mistake of unit."""
    censored = np.array([True] * 5 + [False])
    assert channel("glucose_interstitial", "mg/dL", np.array([40.0] * 5 + [90.0]), censored).possible.all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -5.0, 1e9])
def test_impossible_values_are_not_possible(value):
    """NaN, infinity, -5 and 10⁹ are no glucose."""
    assert not channel("glucose_interstitial", "mg/dL", np.array([value]), NONE[:1]).possible[0]


def test_odd_value_that_fits_another_unit_is_suspect():
    """A single finger-stick of 15 mg/dL is kept, and marked as perhaps mmol/L."""
    found = channel("glucose_capillary", "mg/dL", np.array([15.0]), NONE[:1])
    assert found.possible[0]
    assert found.flags[0] == Flag.OUTLIER_SOFT | Flag.UNIT_SUSPECT


def test_message_of_an_impossible_value_names_the_limits():
    """Who reads why a value waits learns what is possible."""
    assert "outside the possible 20 to 600" in impossible("glucose_interstitial", 1e9, "1e9", "mg/dL")
