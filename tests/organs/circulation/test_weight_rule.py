"""The guideline's rule on the scale alone."""

import numpy as np
import pytest

from vitruvian.organs.circulation.weight_rule import HOLDS, ruled, smoothed

DAYS = 40


def after(onset, kg_a_day, days=9):
    """Eighty kilograms, then so many more a day for `days` from the onset on."""
    return 80.0 + kg_a_day * np.clip(np.arange(DAYS) - onset + 1, 0, days)


def test_six_kilograms_in_nine_days_break_it():
    """Within five days of the onset, and for as long as the weight stays up, HOLDS days at most."""
    found = ruled(after(15, 6.5 / 9.0))
    first = int(np.argmax(found.broken))
    assert 15 < first <= 20
    assert found.broken[first:24].all()
    assert found.gain[24] == pytest.approx(6.5, abs=1.0)
    assert not found.broken[27 + HOLDS :].any()


@pytest.mark.parametrize("kg_a_day", [0.0, 0.15, -0.8])
def test_a_steady_slow_or_falling_weight_does_not(kg_a_day):
    """A kilogram in a week is under the rule, and a loss is none of its business."""
    assert not ruled(after(15, kg_a_day)).broken.any()


def test_it_is_lifted_when_the_gain_has_gone():
    """Water that is passed again: the rule no longer stands once half of the limit is left."""
    weight = after(10, 1.0, 4)
    weight[20:] = 80.0
    found = ruled(weight)
    assert found.broken[13:20].any()
    assert not found.broken[23:].any()
    assert np.isnan(found.gain[25:]).all()


def test_a_day_rests_on_what_came_before_it():
    """What is weighed afterwards changes nothing."""
    weight = after(15, 0.8)
    assert np.array_equal(ruled(weight[:20]).broken, ruled(weight).broken[:20])


def test_noise_alone_breaks_it_less_than_three_times_in_a_thousand_days():
    """A scale with an error of 0.7 kg in people who are well, some weights missing."""
    random = np.random.default_rng(8)
    weight = 80.0 + 0.7 * random.standard_normal((200, 100))
    weight[random.random(weight.shape) < 0.1] = np.nan
    broken = np.array([ruled(row).broken for row in weight])
    raised = broken[:, 1:] & ~broken[:, :-1]
    assert 100.0 * raised.sum() / weight.size < 0.3


def test_means_need_two_weights_of_three():
    """One alone is too noisy; holes are passed over."""
    found = smoothed(np.array([80.0, np.nan, 82.0, np.nan, np.nan]))
    assert found[2] == 81.0
    assert np.isnan(found[[0, 1, 3, 4]]).all()
