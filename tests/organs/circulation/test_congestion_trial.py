"""The trial of the congestion flag: its runs, its judge, and a reduced form of it."""

from dataclasses import replace

import numpy as np
import pytest

from vitruvian.organs.circulation.congestion import FLAG, RISE, Day, Slopes, Usual
from vitruvian.organs.circulation.congestion_trial import (
    DAYS,
    WEEK,
    Runs,
    flags_of,
    judge,
    risks,
    rule_of_thumb,
    simulate_runs,
)

LENGTH = WEEK + DAYS


@pytest.fixture(scope="module")
def twelve():
    """Twelve simulated months of a seed of their own."""
    return simulate_runs(12, 7)


def made(onsets, rises):
    """Runs with these onsets whose wedge pressure reaches RISE on these mornings (LENGTH: never)."""
    morning = np.arange(LENGTH)
    wedge = np.where(morning >= np.array(rises)[:, None], RISE + 1.0, 0.0)
    n = len(onsets)
    weight = np.full((n, LENGTH), 80.0)
    return Runs(
        Day(weight, weight, weight, weight),
        Usual(*np.full((4, n), 80.0)),
        Slopes(*np.ones((7, n))),
        np.zeros((n, LENGTH)),
        wedge,
        np.array(onsets),
    )


def test_only_the_second_half_gains(twelve):
    """The first runs stay as they are; the others' wedge pressure rises with the volume they gain."""
    assert np.all(twelve.gained[:6] == 0.0)
    assert np.all(twelve.gained[6:, -1] > 0.0)
    rise = twelve.wedge[6:, -1] / twelve.gained[6:, -1]
    assert np.all((rise > 0.002) & (rise < 0.05))
    assert np.all(np.abs(twelve.wedge[:6]) < 4.0)


def test_the_same_seed_gives_the_same_month(twelve):
    """Runs are drawn by their seed alone."""
    assert np.array_equal(simulate_runs(12, 7).days.weight, twelve.days.weight)


def test_twins_are_near_their_people_but_not_equal(twelve):
    """A twin's slope of wedge pressure is off from its person's by some tenths at most."""
    own = twelve.wedge[6:, -1] / twelve.gained[6:, -1]
    ratio = twelve.twin.pcwp[6:] / own
    assert np.all((ratio > 0.4) & (ratio < 2.5))
    assert np.std(ratio) > 0.01


def test_a_few_months_are_flagged_in_time(twelve):
    """Where the rise is reached most are flagged three days before; those at rest hardly ever."""
    verdict = judge(twelve, flags_of(twelve, risks(twelve)))
    assert verdict.reached >= 1
    assert verdict.warned >= 0.5
    assert verdict.false_flags <= 2.0


def test_the_trend_flags_by_the_model_or_by_the_scale():
    """Four kilograms within a week raise a flag whatever the chance; before the first week ends none is."""
    runs = made([20, LENGTH], [LENGTH, LENGTH])
    weight = np.full((2, LENGTH), 80.0)
    weight[0] += 4.0 * np.clip((np.arange(LENGTH) - 19) / 7.0, 0.0, 1.0)
    runs = replace(runs, days=runs.days._replace(weight=weight))
    flags = flags_of(runs, np.zeros((2, LENGTH)))
    assert flags[0, 20:].any()
    assert not flags[0, :20].any()
    assert not flags[1].any()
    assert flags_of(runs, np.full((2, LENGTH), FLAG)).all()


def test_the_judge_counts_warnings_before_the_rise():
    """A flag three days before counts, two days before does not, and one before the onset is false."""
    runs = made([10, 10, LENGTH], [20, 20, LENGTH])
    flags = np.zeros((3, LENGTH), bool)
    flags[0, 17:], flags[1, 18:], flags[2, 30:32] = True, True, True
    verdict = judge(runs, flags)
    assert verdict.reached == 2
    assert verdict.warned == 0.5
    assert verdict.lead == 2.5
    well = 3 + 3 + DAYS
    assert verdict.false_days == pytest.approx(100.0 * 2 / well)
    assert verdict.false_flags == pytest.approx(100.0 * 1 / well)


def test_flags_of_the_first_week_are_not_judged():
    """The week on which the twin is set counts for nothing."""
    runs = made([LENGTH], [LENGTH])
    flags = np.zeros((1, LENGTH), bool)
    flags[0, :WEEK] = True
    assert judge(runs, flags).false_days == 0.0


def test_the_scale_warns_of_kilograms():
    """Two kilograms in a week or one and a half in two days are a warning; less is none."""
    runs = made([LENGTH] * 3, [LENGTH] * 3)
    weight = np.full((3, LENGTH), 80.0)
    weight[0, 20:] += 2.0
    weight[1] += 0.2 * np.arange(LENGTH)
    weight[2] += 0.3 * np.arange(LENGTH)
    up = rule_of_thumb(replace(runs, days=Day(weight, weight, weight, weight)))
    assert up[0, 20]
    assert not up[0, :20].any()
    assert not up[1].any()
    assert up[2, 7:].all()
