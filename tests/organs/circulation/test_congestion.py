"""Slopes of a twin, the filter of home readings, and the risk that follows."""

import numpy as np
import pytest

from vitruvian.organs.circulation.congestion import (
    FLAG,
    ORDINARY,
    SHARE,
    Day,
    Slopes,
    Usual,
    first_belief,
    follow,
    next_day,
    reading,
    risk,
    slopes,
)
from vitruvian.organs.circulation.diseases import HFREF
from vitruvian.organs.circulation.find_deck import readings_of

TWIN = Slopes(0.027, 0.021, 0.012, 60.0, 50.0, 0.3, 0.5)
USUAL = Usual(80.0, 110.0, 76.0, 80.0)


def mornings(gained):
    """Readings without noise of someone who has gained these mL."""
    return Day(
        80.0 + 1e-3 * gained / SHARE, 110.0 + TWIN.sbp * gained, 76.0 + TWIN.dbp * gained, 80.0 + 0.0 * gained
    )


def test_slopes_are_differences_of_the_periodic_beat():
    """The implicit slopes equal central differences of the loop's own readings."""
    deck, step = HFREF.deck, 20.0
    found = slopes(deck)
    up, down = (readings_of(deck._replace(volume=deck.volume + d), 429) for d in (step, -step))
    assert float(found.pcwp) == pytest.approx(float(up.pcwp - down.pcwp) / (2 * step), rel=0.02)
    assert float(found.sbp) == pytest.approx(float(up.sbp - down.sbp) / (2 * step), rel=0.05)


def test_nothing_gained_is_no_risk():
    """Readings as usual for a month never come near a flag."""
    assert follow(mornings(np.zeros(30)), USUAL, TWIN).max() < 0.1 * FLAG


def test_a_steady_gain_is_flagged_days_before_the_rise():
    """At 30 mL a day the flag stands more than three days before 5 mmHg are reached."""
    gained = 30.0 * np.maximum(np.arange(40) - 10, 0)
    rise = int(np.argmax(TWIN.pcwp * gained >= 5.0))
    assert np.argmax(follow(mornings(gained), USUAL, TWIN) >= FLAG) <= rise - 3


def test_a_reading_not_taken_says_nothing():
    """A morning without readings leaves the belief as the day before foretold it."""
    before = next_day(first_belief())
    none = Day(np.nan, np.nan, np.nan, np.nan)
    assert reading(before, none, USUAL, TWIN) is before


def test_each_reading_narrows_the_belief():
    """Weight alone, and cuff beside it, each leave the gained volume less uncertain."""
    before = next_day(first_belief())._replace(mean=np.zeros(6))
    wide = before._replace(cov=before.cov + 1e4 * np.outer(np.eye(6)[0], np.eye(6)[0]))
    weight = reading(wide, Day(80.5, np.nan, np.nan, 80.0), USUAL, TWIN)
    both = reading(wide, Day(80.5, 112.0, 78.0, 80.0), USUAL, TWIN)
    assert wide.cov[0, 0] > weight.cov[0, 0] > both.cov[0, 0]
    assert np.linalg.eigvalsh(both.cov).min() > 0.0


def test_a_faster_pulse_explains_a_higher_cuff():
    """Pressure that rises with the rate alone moves the gained volume less than pressure that does not."""
    before = next_day(first_belief())
    with_pulse = reading(before, Day(np.nan, 113.0, 81.0, 90.0), USUAL, TWIN)
    without = reading(before, Day(np.nan, 113.0, 81.0, 80.0), USUAL, TWIN)
    assert abs(with_pulse.mean[0]) < abs(without.mean[0])


def test_risk_grows_with_the_horizon_and_falls_with_the_rise():
    """More days ahead are never safer; a larger rise is never likelier."""
    belief = first_belief()._replace(mean=np.array([100.0, 20.0, 0, 0, 0, 0]))
    assert risk(belief, TWIN, 3) <= risk(belief, TWIN, 7) <= risk(belief, TWIN, 14)
    assert risk(belief, TWIN, 7, 10.0) < risk(belief, TWIN, 7, 5.0)
    assert ORDINARY.memory > 0.0
