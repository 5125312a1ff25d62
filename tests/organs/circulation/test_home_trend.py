"""A person followed from day to day by what they read at home."""

import numpy as np
import pytest

from vitruvian.core.errors import NotEnoughData, WrongReading
from vitruvian.engine.organ import Column, Window
from vitruvian.organs.circulation.body import USUAL
from vitruvian.organs.circulation.congestion import FLAG, SHARE
from vitruvian.organs.circulation.home_trend import both, follow, mornings, twins
from vitruvian.organs.circulation.model import Heart
from vitruvian.organs.circulation.weight_rule import Ruled

DAYS = 30
FAILING = dict(USUAL) | {"failing": 1.0}


def column(values, hour=7.0):
    """One row a day at that hour; NaN where there is none."""
    values = np.asarray(values, dtype=float)
    there = np.isfinite(values)
    times = 1440.0 * np.flatnonzero(there) + 60.0 * hour
    return Column(times, times, values[there], [""] * len(times), np.zeros(len(times)))


def month(gained=None, days=DAYS, **columns):
    """A month at home of someone who has gained these mL of stressed volume, without noise."""
    volume = np.zeros(days) if gained is None else gained
    usual = {
        "weight": column(80.0 + 1e-3 * volume / SHARE),
        "bp_systolic": column(120.0 + 0.02 * volume),
        "bp_diastolic": column(76.0 + 0.015 * volume),
        "heart_rate": column(70.0 + 0.0 * volume),
    }
    return Window(usual | columns, 1440.0 * (days - 0.5), 0.0, {"age": 70.0})


@pytest.fixture(scope="module")
def draws():
    """Three twins of a failing heart."""
    return 0.3 * np.random.default_rng(0).standard_normal((3, len(Heart().parameters)))


@pytest.fixture(scope="module")
def well(draws):
    """A month in which nothing happens."""
    return follow(draws, FAILING, month())


def test_a_month_as_usual_is_not_flagged(well):
    """Its risk stays far under the flag; the first week is looked at only."""
    assert np.isnan(well.risk[:7]).all()
    assert np.nanmax(well.risk) < 0.1 * FLAG
    assert len(well.risk) == len(well.why) == DAYS


def test_bands_hold_readings_as_usual(well):
    """Each reading lies within what was expected of it, which narrows after the first days."""
    for course in well.courses:
        if course.seen is not None:
            assert np.all((course.low <= course.seen) & (course.seen <= course.high))
            assert course.high[20] - course.low[20] < course.high[0] - course.low[0]


def test_a_gain_is_flagged_before_the_wedge_pressure_has_risen(draws):
    """At 40 mL a day from the tenth on: flagged while 5 mmHg lie outside the middle forecast."""
    found = follow(draws, FAILING, month(40.0 * np.maximum(np.arange(DAYS) - 9, 0)))
    first = int(np.argmax(np.nan_to_num(found.risk) >= FLAG))
    wedge = next(c for c in found.courses if c.key == "pcwp_rise")
    assert 10 < first < DAYS - 1
    assert wedge.middle[first] < 5.0
    assert "weight +" in found.why[first]
    assert "L a day" in found.why[first]


def test_a_day_rests_on_what_came_before_it(draws):
    """What is read afterwards changes no day's risk."""
    gained = 40.0 * np.maximum(np.arange(DAYS) - 9, 0)
    whole, part = (follow(draws, FAILING, month(gained[:n], n)).risk for n in (DAYS, 20))
    assert np.allclose(whole[:20], part, equal_nan=True)


def test_mornings_without_a_reading_are_holes(draws):
    """Every third weight is missing, a week of the cuff: there is a trend all the same."""
    weight, cuff = np.full(DAYS, 80.0), np.full(DAYS, 120.0)
    weight[::3], cuff[10:17] = np.nan, np.nan
    found = follow(draws, FAILING, month(weight=column(weight), bp_systolic=column(cuff)))
    assert np.isfinite(found.risk[7:]).all()
    assert np.isnan(found.courses[0].seen[::3]).all()


def test_too_few_weights_are_refused(draws):
    """It says how many it needs and how many there are."""
    weight = np.full(DAYS, np.nan)
    weight[10:18] = 80.0
    with pytest.raises(NotEnoughData, match=r"on 10 mornings.*the record has 8 in 30 days, 0 of them"):
        follow(draws, FAILING, month(weight=column(weight)))


def test_a_weight_that_cannot_be_is_refused(draws):
    """Named with its time, though not the newest."""
    weight = np.full(DAYS, 80.0)
    weight[12] = 700.0
    with pytest.raises(WrongReading, match="weight 700 kg") as caught:
        follow(draws, FAILING, month(weight=column(weight)))
    assert caught.value.minutes == 12 * 1440.0 + 420.0


def test_a_peptide_is_set_beside_the_trend(draws):
    """It agrees or speaks against it; an old one says little; it never moves the risk."""
    plain = follow(draws, FAILING, month())
    late = column(np.where(np.arange(DAYS) == 28, 900.0, np.nan))
    found = follow(draws, FAILING, month(nt_probnp=late))
    assert "congestion may have been there before" in found.findings[0]
    assert np.array_equal(found.risk, plain.risk, equal_nan=True)
    low = follow(draws, FAILING, month(bnp=column(np.where(np.arange(DAYS) == 28, 20.0, np.nan))))
    assert "sees nothing either" in low.findings[0]
    sixty = {"nt_probnp": column(np.where(np.arange(60) == 2, 900.0, np.nan))}
    assert "days old" in follow(draws, FAILING, month(days=60, **sixty)).findings[0]


def test_it_says_that_people_have_not_been_used(well):
    """Among its limits."""
    assert any("not validated on people" in limit for limit in well.limits)


def test_days_are_those_of_the_local_clock():
    """A window that opens at 22:00: a reading three hours later is one of the next day."""
    rows = {
        name: (np.zeros(0), np.zeros(0))
        for name in ("heart_rate", "resting_heart_rate", "bp_systolic", "bp_diastolic")
    }
    rows["weight"] = np.array([0.0, 180.0]), np.array([80.0, 81.0])
    found = mornings(rows, Window({}, 180.0, 1320.0))
    assert found.weight.tolist() == [80.0, 81.0]
    assert np.isnan(found.sbp).all()


def test_every_twin_answers_with_a_rise_of_wedge_pressure(draws):
    """A litre more never lowers the filling pressure."""
    assert all(twin.pcwp > 0.0 for twin in twins(draws, FAILING))


def test_a_gain_that_pressure_hides_is_said(draws, well):
    """Six kilograms with a steady cuff: whatever the chance, it is told not to be safe."""
    weight = column(80.0 + 0.6 * np.maximum(np.arange(DAYS) - 19, 0))
    found = follow(draws, FAILING, month(weight=weight))
    assert any("do not take a low chance for safe" in said for said in found.findings)
    assert not any("do not take" in said for said in well.findings)


def test_weight_alone_raises_a_flag_and_says_so(draws, well):
    """Six kilograms and a half in nine days under a falling cuff: flagged, whatever the model believes."""
    up = np.clip(np.arange(DAYS) - 19, 0, 9)
    columns = {
        "weight": column(80.0 + 6.5 / 9.0 * up),
        "bp_systolic": column(120.0 - 2.0 * up),
        "bp_diastolic": column(76.0 - 1.5 * up),
    }
    found = follow(draws, FAILING, month(**columns))
    assert found.risk[-1] >= FLAG
    first = int(np.argmax(np.nan_to_num(found.risk) >= FLAG))
    assert 20 <= first <= 25
    assert "weight rule of guidelines" in found.why[first]
    assert "two opinions: by the model" in found.findings[-1]
    assert "is broken (+" in found.findings[-1]
    assert "is not broken" in well.findings[-1]
    assert "weight rule" not in well.asked


def test_the_flag_says_whose_opinion_it_is():
    """The model's, the scale's or that of both; the risk is lifted to the threshold only by the scale's."""
    rule = Ruled(np.array([False, True, True, False]), np.array([np.nan, 2.5, 3.0, np.nan]))
    chance = np.array([0.1, 0.02, 0.6, 0.4])
    assert both(chance, rule).tolist() == [0.1, FLAG, 0.6, 0.4]
