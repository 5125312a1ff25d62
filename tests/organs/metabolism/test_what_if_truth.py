"""The parts of the what-if truth: days, changes, readings and rows. A reduced run is in tests/science."""

import numpy as np
import pytest

from vitruvian.organs.metabolism import what_if_truth as truth
from vitruvian.organs.metabolism.cohort import draw_cohort
from vitruvian.organs.metabolism.replay import Replay


@pytest.fixture(scope="module")
def two():
    """Two virtual adults and their days."""
    cohort = draw_cohort("adult", 2, 5)
    return cohort, truth.lived_days(cohort, 5)


def test_days_follow_their_seed_and_the_500_rule(two):
    """The same seed gives the same days; the boluses of a day go with its grams and the basal dose."""
    cohort, days = two
    assert days == truth.lived_days(cohort, 5)
    assert days != truth.lived_days(cohort, 6)
    for day in days:
        assert [grams / units for _, grams, units in day.meals] == pytest.approx(
            [250.0 / (24.0 * day.basal)] * 3
        )


@pytest.mark.parametrize("kind", ["bolus", "basal", "carbs"])
def test_a_change_touches_one_input(two, kind):
    """Boluses, basal or meals are scaled, the other two stay."""
    day = two[1][0]
    changed = truth.Change(kind, 1.25).applied(day)
    factors = {
        "bolus": changed.meals[1][2] / day.meals[1][2],
        "basal": changed.basal / day.basal,
        "carbs": changed.meals[1][1] / day.meals[1][1],
    }
    assert factors == pytest.approx({name: 1.25 if name == kind else 1.0 for name in factors})


def test_truth_moves_the_right_way(two):
    """More insulin lowers model B's mean glucose, more food raises it, and the day begins at basal."""
    cohort, days = two
    lived = truth.true_glucose(cohort, days)
    assert lived.shape == (2, 288)
    assert lived[:, 0] == pytest.approx(cohort.Gb)
    for change, sign in zip(truth.CHANGES, (1, -1, 1, -1, -1, 1), strict=True):
        effect = truth.true_glucose(cohort, tuple(map(change.applied, days))) - lived
        assert (sign * effect.mean(axis=1) > 0.0).all()
        assert np.abs(effect).max() > 5.0


def test_readings_are_noisy_whole_numbers_by_seed():
    """White noise has its SD; sensors differ from one another; the same seed reads the same."""
    glucose = np.full((40, 288), 150.0)
    white = truth.readings(glucose, "white", 1)
    assert np.std(white - glucose) == pytest.approx(truth.WHITE_SD, rel=0.05)
    shown = truth.readings(glucose, "sensor", 1)
    assert np.array_equal(shown, truth.readings(glucose, "sensor", 1))
    assert np.array_equal(shown, np.round(shown))
    assert np.std(shown.mean(axis=1)) > 3.0


def test_the_twin_reads_doses_meals_and_readings(two):
    """The twin's problem holds three latent meals, every reading, and the usual basal rate as its fact."""
    day = two[1][0]
    changed = truth.Change("basal", 0.75).applied(day)
    problem = truth.twin_problem(Replay(), changed, day, np.full(288, 140.0))
    assert int((problem.spread > 0).sum()) == 3
    assert problem.weight.sum() == 288
    assert problem.person["basal_u_per_min"] == pytest.approx(day.basal / 60.0)


def test_rows_judge_error_cover_and_width():
    """Perfect estimates inside their bands pass; bands that miss the truth fail."""
    shape = (2, len(truth.CHANGES), 10)
    glucose, effect = np.full(shape, 120.0), np.full(shape, 5.0)
    right, all_of = np.arange(10) < 9, np.ones(shape, dtype=bool)
    low = np.where(right, 4.0, 6.0) * np.ones(shape)
    found = truth.Comparison(
        glucose, glucose, effect, low, low + 4.0, all_of, np.full(shape[:2], 20.0), np.full(2, 200.0)
    )
    assert all(row["pass"] for row in truth.rows_of(found, "white"))
    narrow = truth.Comparison(
        glucose, glucose, effect, low + 2.0, low + 4.0, all_of, np.full(shape[:2], 1.0), np.full(2, 200.0)
    )
    failed = {row["name"].split(": ")[1] for row in truth.rows_of(narrow, "white") if not row["pass"]}
    assert failed >= {"cover of 90 % bands of the difference", "width of these bands, at most the prior's"}


def test_readings_before_a_change_are_not_judged(two):
    """Boluses and meals change nothing before the first meal; basal insulin changes all of the day."""
    cohort, days = two
    lived = truth.true_glucose(cohort, days)
    moments = truth.STEP * np.arange(1, 289)
    for change in truth.CHANGES:
        effect = truth.true_glucose(cohort, tuple(map(change.applied, days))) - lived
        for day, moved in zip(days, effect, strict=True):
            begun = moments > change.begins(day)
            assert not moved[~begun].any()
            assert moved[begun].any()
    assert truth.CHANGES[2].begins(days[0]) == 0 < truth.CHANGES[0].begins(days[0])


def test_bands_hold_nothing_before_a_change():
    """A band without width around no difference counts neither as cover nor as width."""
    shape = (1, len(truth.CHANGES), 4)
    half = np.broadcast_to(np.arange(4) >= 2, shape)
    glucose, effect = np.full(shape, 120.0), np.where(half, 9.0, 0.0)
    high = np.where(half, 4.0, 0.0)
    found = truth.Comparison(
        glucose, glucose, effect, np.zeros(shape), high, half, np.full(shape[:2], 20.0), np.full(1, 200.0)
    )
    assert found.covered().mean() == 0.0
    assert found.width() == 4.0
