from itertools import pairwise

import numpy as np
import pytest

from vitruvian.organs.metabolism.features import (
    Events,
    Past,
    carbs_left,
    difficulty,
    features,
    insulin_left,
    origins,
    targets,
)

NONE = Events(np.zeros(0), np.zeros(0), np.zeros(0))


def past(days: float = 2.0, seed: int = 0, rapid: Events = NONE, carbs: Events = NONE) -> Past:
    """A smooth wandering curve, a reading each five minutes."""
    n = int(days * 288)
    steps = np.convolve(np.random.default_rng(seed).normal(size=n + 11), np.ones(12) / 3.0, mode="valid")
    time = 5.0 * np.arange(n)
    return Past(time, np.clip(140.0 + np.cumsum(steps), 40.0, 400.0), rapid, carbs)


def events(*rows: tuple[float, float, float]) -> Events:
    table = np.array(rows)
    return Events(table[:, 0], table[:, 1], table[:, 2])


def test_an_origin_ends_twelve_readings_without_a_gap():
    """A gap of ten minutes costs the eleven origins after it and its own."""
    time = np.concatenate([5.0 * np.arange(20), 5.0 * np.arange(20) + 105.0])
    assert origins(time).tolist() == [*range(11, 20), *range(31, 40)]


def test_a_target_is_the_nearest_reading_within_half_a_step():
    """Readings 2.5 min off count, later ones and holes do not."""
    time = np.array([0.0, 5.0, 32.0, 36.0, 40.0])
    at = np.array([0, 1, 4])
    assert targets(time, at, 30.0).tolist() == [2, 3, -1]


def test_features_read_nothing_after_the_origin():
    """Readings, doses and meals after an origin, and events logged late, leave its features as they were."""
    noon = 1500.0
    before = ((300.0, 5.0, 300.0), (1400.0, 4.0, 1400.0))
    late = ((1450.0, 3.0, 1600.0), (1600.0, 6.0, 1600.0))
    plain = past(rapid=events(*before), carbs=events(*before))
    known = plain.time <= noon
    other = past(seed=1)
    glucose = np.where(known, plain.glucose, other.glucose)
    changed = Past(plain.time, glucose, events(*before, *late), events(*before, *late))
    at = origins(plain.time)
    at = at[plain.time[at] <= noon]
    for horizon in (30.0, 60.0):
        first, second = features(plain, at, horizon), features(changed, at, horizon)
        assert np.allclose(first.values, second.values, atol=1e-9)
    assert np.allclose(difficulty(plain, at), difficulty(changed, at), atol=1e-9)
    after = features(changed, origins(plain.time), 30.0).values[-200:]
    assert not np.allclose(features(plain, origins(plain.time), 30.0).values[-200:], after)


def test_features_are_finite_named_and_of_order_one():
    """No column is constant when there are doses and meals, none exceeds a few tens."""
    doses = events(*((t, 4.0 + t / 1000.0, t) for t in np.arange(400.0, 4000.0, 330.0)))
    meals = events(*((t, 30.0 + t / 100.0, t) for t in np.arange(410.0, 4000.0, 420.0)))
    calm = past(days=3.0)
    one = Past(calm.time, 180.0 + 130.0 * np.sin(calm.time / 200.0), doses, meals)
    made = features(one, origins(one.time), 60.0)
    assert made.values.shape == (len(origins(one.time)), len(made.names))
    assert len(set(made.names)) == len(made.names)
    assert np.all(np.isfinite(made.values))
    assert np.abs(made.values).max() < 50.0
    assert made.tiers["rich"] == tuple(range(len(made.names)))
    assert np.all(made.values.std(axis=0) > 0.0)


def test_the_tiers_are_nested():
    """Each expert reads what the narrower ones read, and more."""
    one = past(days=1.0)
    tiers = list(features(one, origins(one.time), 30.0).tiers.values())
    assert [set(a) < set(b) for a, b in pairwise(tiers)] == [True] * 3


def test_a_column_of_another_model_joins_the_tiers_from_the_named_one():
    """Narrower experts do not see it."""
    one = past(days=1.0)
    at = origins(one.time)
    made = features(one, at, 30.0)
    wider = made.with_column("model", np.arange(len(at), dtype=float), "core")
    assert wider.values[:, -1].tolist() == list(range(len(at)))
    assert [made.values.shape[1] in columns for columns in wider.tiers.values()] == [False, True, True, True]


def test_insulin_acts_wholly_within_its_duration():
    """All is left at the dose, nothing after six hours, most of it gone at three."""
    assert insulin_left(np.array([-5.0, 0.0, 360.0, 500.0])) == pytest.approx([1.0, 1.0, 0.0, 0.0], abs=1e-12)
    assert 0.2 < float(insulin_left(np.array(180.0))) < 0.4


def test_a_meal_is_absorbed_to_nothing():
    """All of it is there at the start, under a hundredth after five hours."""
    assert carbs_left(np.array([-1.0, 0.0])) == pytest.approx([1.0, 1.0])
    assert float(carbs_left(np.array(300.0))) < 0.01


def test_the_dose_that_has_acted_and_that_will_act_make_the_dose():
    """Insulin of the last half hour and on board sum to a dose given half an hour ago."""
    one = past(days=1.0, rapid=events((600.0, 6.0, 600.0)))
    at = np.array([126])
    made = features(one, at, 60.0)
    last = made.values[0, made.names.index("insulin_last_30")]
    board = made.values[0, made.names.index("insulin_on_board")] * 3.0
    assert last + board == pytest.approx(6.0)


def test_a_dose_counts_against_the_usual_one():
    """The mark of a dose twice the mean so far is twice that of a usual one."""
    doses = events((200.0, 2.0, 200.0), (700.0, 4.0, 700.0))
    one = past(days=1.0, rapid=doses)
    made = features(one, np.array([40, 140]), 60.0)
    marks = made.values[:, made.names.index("dose_mark_0")]
    assert marks == pytest.approx([1.0, 4.0 / 3.0])
