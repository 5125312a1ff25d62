"""Conversion of values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.errors import UnitMismatch, UnknownSignal
from vitruvian.core.signals import signals
from vitruvian.core.units import ANALYTES, conversion, convert

ALTERNATIVES = [(found.key, found.unit, other) for found in signals().values() for other in found.alt_units]


@pytest.mark.parametrize(
    ("value", "source", "target", "analyte", "expected"),
    [
        (100.0, "mg/dL", "mmol/L", "glucose", 5.550744909966918),
        (5.5, "mmol/L", "mg/dL", "glucose_interstitial", 99.0858),
        (180.156, "g", "mmol", "glucose", 1000.0),
        (1.0, "U", "pmol", "insulin", 6000.0),
        (60.0, "pmol/L", "uU/mL", "insulin", 10.0),
        (4.0, "mU/min", "[iU]/h", None, 0.24),
        (88.42, "umol/L", "mg/dL", "creatinine", 1.0),
        (48.0, "mmol/mol", "%", "hba1c", 6.54304),
        (6.54304, "%", "mmol/mol", "hba1c", 48.0),
        (98.6, "[degF]", "Cel", None, 37.0),
        (37.0, "C", "K", None, 310.15),
        (120.0, "mm[Hg]", "kPa", None, 15.99864),
        (72.0, "bpm", "/min", None, 72.0),
        (30.0, "IU/L", "U/L", "alt", 30.0),
        (0.97, "1", "%", "spo2", 97.0),
        (1.0, "mm[Hg].min/L", "dyn.s/cm5", None, 79.9932),
        (30.0, "kU/L", "[U]/mL", "ca125", 30.0),
    ],
)
def test_known_conversions(value, source, target, analyte, expected):
    """The conversions that clinics use give the numbers they know."""
    assert convert(value, source, target, analyte) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("key", "unit", "other"), ALTERNATIVES)
def test_factors_of_the_signal_table_agree_with_the_units(key, unit, other):
    """Each alternative unit of signals.csv converts by the factor written beside it."""
    rule = conversion(other.unit, unit, key)
    if other.unit in ("[degF]", "K"):
        assert (other.factor, other.shift) == (1, 0)
    else:
        assert float(rule.scale) == pytest.approx(float(other.factor), rel=3e-6)
        assert rule.shift == other.shift


@given(st.floats(1e-3, 1e6), st.sampled_from(ALTERNATIVES))
def test_there_and_back_gives_the_value(value, row):
    """A conversion undoes its reverse."""
    key, unit, other = row
    back = convert(convert(value, other.unit, unit, key), unit, other.unit, key)
    assert back == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_arrays_convert_like_numbers():
    """An array gives the same numbers as its members one by one."""
    values = np.array([40.0, 100.0, 400.0])
    together = convert(values, "mg/dL", "mmol/L", "glucose")
    assert together.tolist() == [convert(value, "mg/dL", "mmol/L", "glucose") for value in values.tolist()]


def test_same_unit_leaves_the_value_untouched():
    """No rounding happens where nothing is to be done."""
    assert convert(7, "mg/dL", "mg/dL") == 7


def test_mass_to_amount_without_the_substance_is_refused():
    """mmol/L and mg/dL meet only for a named analyte, and the error says so."""
    with pytest.raises(UnitMismatch, match="analyte"):
        convert(5.0, "mmol/L", "mg/dL")


def test_analyte_does_not_connect_what_is_not_its_own():
    """A factor for glucose does not turn a clearance into an indexed one, nor seconds into grams."""
    with pytest.raises(UnitMismatch, match="no factor"):
        convert(90.0, "mL/min", "mL/min/{1.73_m2}", "egfr")
    with pytest.raises(UnitMismatch, match="no factor"):
        convert(1.0, "s", "g", "glucose")


def test_wrong_spelling_is_flagged_in_the_conversion():
    """A caller can put the flag `unit_normalised` on the row."""
    assert conversion("mg/dl", "mg/dL").is_normalised
    assert conversion("U", "[iU]").is_normalised
    assert not conversion("mmol/L", "mg/dL", "glucose").is_normalised


def test_unknown_analyte_names_the_nearest():
    """A misspelt substance is an unknown signal."""
    with pytest.raises(UnknownSignal, match="glucose"):
        convert(1.0, "mmol/L", "mg/dL", "glucose_serun")


@pytest.mark.parametrize("key", ANALYTES.values())
def test_every_analyte_points_at_a_signal(key):
    """The short names lead to rows of the table."""
    assert key in signals()
