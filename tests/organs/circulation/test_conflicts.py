"""Impossible and contradictory numbers are named, never averaged."""

import pytest

from vitruvian.core.errors import RecordError
from vitruvian.organs.circulation.conflicts import refuse_contradictions, refuse_impossible

GOOD = {
    "bp_systolic": 120.0,
    "bp_diastolic": 75.0,
    "lv_edv": 120.0,
    "lv_esv": 50.0,
    "lvef": 58.0,
    "lvot_vti": 20.0,
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"lv_esv": 130.0}, "lv_esv 130 mL is not below lv_edv 120 mL"),
        ({"bp_diastolic": 125.0}, "bp_diastolic 125 mmHg is not below bp_systolic 120 mmHg"),
        ({"lvef": 120.0}, "lvef 120 % cannot be"),
    ],
)
def test_what_cannot_be_is_refused_by_name(wrong, said):
    """The message has both values and what to do."""
    with pytest.raises(RecordError, match=said):
        refuse_impossible(GOOD | wrong)


def test_good_numbers_pass():
    """Ordinary differences between readings are no contradiction."""
    refuse_impossible(GOOD)
    refuse_contradictions(GOOD, 3.5, leaks=False)


def test_stroke_volumes_that_disagree_are_named():
    """By Doppler and by volumes off by 40 %: refused, with both and how to leave one out."""
    with pytest.raises(RecordError, match=r"102 mL by lvot_vti.*70 mL by the volumes.*--without"):
        refuse_contradictions(GOOD | {"lvot_vti": 29.0}, 3.5, leaks=False)


def test_a_leak_explains_what_the_ventricle_loses():
    """With a known leak the volumes hold more than what goes on."""
    refuse_contradictions(GOOD | {"lvot_vti": 10.0}, 3.5, leaks=True)


def test_an_ejection_fraction_that_is_not_the_volumes_is_named():
    """Off by more than 15 points."""
    with pytest.raises(RecordError, match="lvef 35 % contradicts the volumes"):
        refuse_contradictions(GOOD | {"lvef": 35.0}, 3.5, leaks=False)
