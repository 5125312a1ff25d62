"""Impossible and contradictory numbers are named, never averaged, in whichever row they stand."""

import numpy as np
import pytest

from vitruvian.core.errors import WrongReading
from vitruvian.organs.circulation.conflicts import refuse_contradictions, refuse_impossible

GOOD = {
    "bp_systolic": 120.0,
    "bp_diastolic": 75.0,
    "lv_edv": 120.0,
    "lv_esv": 50.0,
    "lvef": 58.0,
    "lvot_vti": 20.0,
    "weight": 80.0,
    "bnp": 30.0,
}
WRONG = [
    ({"lv_esv": 130.0}, "lv_esv 130 mL is not below lv_edv 120 mL"),
    ({"bp_diastolic": 125.0}, "bp_diastolic 125 mmHg is not below bp_systolic 120 mmHg"),
    ({"lvef": 120.0}, "lvef 120 % cannot be"),
    ({"bp_systolic": 16.0}, "bp_systolic 16 mmHg cannot be.*as kPa it would be 120 mmHg"),
    ({"bp_diastolic": 10.0}, "bp_diastolic 10 mmHg cannot be.*as kPa it would be 75 mmHg"),
    ({"weight": 700.0}, "weight 700 kg cannot be"),
    ({"bnp": -5.0}, "bnp -5 pg/mL cannot be"),
    ({"bp_systolic": np.nan}, "bp_systolic is no number"),
]
NAMES = ["volumes", "exchanged", "ef", "kpa", "kpa-low", "weight", "bnp", "nan"]


def rows(*visits):
    """Rows of visits a day apart, the first at 450 minutes."""
    found: dict[str, tuple[list[float], list[float]]] = {}
    for day, visit in enumerate(visits):
        for signal, value in visit.items():
            times, values = found.setdefault(signal, ([], []))
            times.append(450.0 + 1440.0 * day)
            values.append(value)
    return {signal: (np.array(t), np.array(v)) for signal, (t, v) in found.items()}


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=NAMES)
def test_what_cannot_be_is_refused_by_name(wrong, said):
    """The message has the values and what to do."""
    with pytest.raises(WrongReading, match=said):
        refuse_impossible(rows(GOOD | wrong))


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=NAMES)
def test_a_row_that_is_not_the_newest_is_refused_with_its_time(wrong, said):
    """The second of four visits is wrong: its minute is named."""
    with pytest.raises(WrongReading, match=said) as caught:
        refuse_impossible(rows(GOOD, GOOD | wrong, GOOD, GOOD))
    assert caught.value.minutes == 450.0 + 1440.0


def test_good_numbers_pass():
    """Ordinary differences between readings are no contradiction."""
    refuse_impossible(rows(GOOD, GOOD | {"bp_systolic": 180.0, "bp_diastolic": 121.0}))
    refuse_contradictions(rows(GOOD, GOOD), 3.5, leaks=False)


def test_pressures_are_compared_within_a_visit():
    """A diastolic pressure above the systolic one of another day is no contradiction."""
    refuse_impossible(rows({"bp_systolic": 180.0, "bp_diastolic": 110.0}, GOOD | {"bp_systolic": 105.0}))


def test_stroke_volumes_that_disagree_are_named():
    """By Doppler and by volumes off by 40 %: refused, with both and how to leave one out."""
    with pytest.raises(WrongReading, match=r"102 mL by lvot_vti.*70 mL by the volumes.*--without"):
        refuse_contradictions(rows(GOOD | {"lvot_vti": 29.0}), 3.5, leaks=False)


def test_an_older_echo_is_judged_by_its_own_readings():
    """The first echo contradicts itself though the second does not."""
    with pytest.raises(WrongReading, match="102 mL by lvot_vti") as caught:
        refuse_contradictions(rows(GOOD | {"lvot_vti": 29.0}, GOOD), 3.5, leaks=False)
    assert caught.value.minutes == 450.0


def test_a_leak_explains_what_the_ventricle_loses():
    """With a known leak the volumes hold more than what goes on."""
    refuse_contradictions(rows(GOOD | {"lvot_vti": 10.0}), 3.5, leaks=True)


def test_an_ejection_fraction_that_is_not_the_volumes_is_named():
    """Off by more than 15 points, measured at the same visit or not."""
    with pytest.raises(WrongReading, match="lvef 35 % contradicts the volumes"):
        refuse_contradictions(rows(GOOD | {"lvef": 35.0}), 3.5, leaks=False)
    volumes = {k: GOOD[k] for k in ("lv_edv", "lv_esv")}
    with pytest.raises(WrongReading, match="lvef 35 % contradicts the volumes"):
        refuse_contradictions(rows(volumes, {"lvef": 35.0}), 3.5, leaks=False)


def test_a_weight_that_nobody_reaches_overnight_is_named():
    """A slip of the finger among usual weights is refused with its time; a week of diuresis is not."""
    times = 1440.0 * np.arange(5.0)
    with pytest.raises(WrongReading, match="178 kg beside 81") as refused:
        refuse_impossible({"weight": (times, np.array([80.0, 81.0, 178.0, 80.0, 80.5]))})
    assert refused.value.minutes == 2880.0
    refuse_impossible({"weight": (times, np.array([90.0, 88.0, 86.0, 84.0, 82.0]))})
    refuse_impossible({"weight": (1440.0 * np.array([0.0, 60.0]), np.array([80.0, 95.0]))})
