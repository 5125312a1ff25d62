import json

import numpy as np
import pytest

from vitruvian.core.errors import ModelError, NotEnoughData
from vitruvian.engine.expert_weights import opening_weights
from vitruvian.engine.learned_residual import (
    OWN_RIDGE,
    POOL_RIDGE,
    Expert,
    LearnedResidual,
    Rows,
    fit,
    moments,
)

NARROW = Expert("narrow", (0, 1), 200.0)
WIDE = Expert("wide", (0, 1, 2, 3), 400.0)
POOLED = np.array([1.0, -2.0, 0.0, 0.5])


def person(name: str, weights: np.ndarray, n: int = 600, seed: int = 0, noise: float = 0.5) -> Rows:
    """Rows of a linear world, each truth known six steps later."""
    rng = np.random.default_rng([seed, *name.encode()])
    x = rng.normal(size=(n, 4))
    origin = np.arange(float(n))
    return Rows(name, origin, origin + 6.0, x, x @ weights + 3.0 + noise * rng.normal(size=n))


@pytest.fixture(scope="module")
def pool() -> LearnedResidual:
    return fit([moments(person(name, POOLED)) for name in "abcd"], (NARROW, WIDE))


def test_the_pool_finds_the_weights_that_people_share(pool):
    """A new person of the same kind is forecast to the noise."""
    new = person("new", POOLED)
    error = new.truth - pool.predict(new.features)
    assert np.std(error) == pytest.approx(0.5, rel=0.1)


def test_one_expert_alone_is_the_pooled_ridge():
    """`predict` of a single expert equals least squares on all rows together."""
    people = [person(name, POOLED) for name in "abcd"]
    x = np.concatenate([p.features for p in people])
    y = np.concatenate([p.truth for p in people])
    w = np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y, rcond=None)[0]
    alone = fit([moments(p) for p in people], (WIDE,))
    assert alone.predict(x[:50]) == pytest.approx(w[0] + x[:50] @ w[1:], abs=1e-3)


def test_a_person_unlike_the_pool_is_learned_as_their_past_grows(pool):
    """Errors fall from the mismatch to near the noise."""
    new = person("odd", np.array([2.0, 1.0, 0.0, 0.5]), n=3000)
    error = new.truth - pool.follow(new).mean
    assert np.std(error[:50]) > 2.0
    assert np.std(error[-1000:]) < 0.65


def test_the_own_weights_are_the_posterior_of_the_stated_prior():
    """The last forecast equals that of a ridge regression towards the pool, solved in one piece."""
    people = [moments(person(name, POOLED)) for name in "ab"]
    alone = fit(people, (Expert("all", (0, 1, 2, 3), 300.0),))
    new = person("odd", np.array([2.0, 1.0, 0.0, 0.5]), n=100)
    gram, cross = people[0].gram + people[1].gram, people[0].cross + people[1].cross
    w = np.linalg.solve(gram + np.diag([1e-6] + [POOL_RIDGE] * 4), cross)
    x = np.column_stack([np.ones(94), new.features[:94]])
    precision = gram * 300.0 / 1200.0 + np.diag([1e-6] + [OWN_RIDGE] * 4)
    step = np.linalg.solve(precision + x.T @ x, x.T @ (new.truth[:94] - x @ w))
    expected = np.concatenate([[1.0], new.features[99]]) @ (w + step)
    assert alone.follow(new, block=1).mean[99] == pytest.approx(expected)


def test_forecasts_never_look_ahead(pool):
    """Truths that become known after an origin do not change its forecast, whatever the block."""
    new = person("new", POOLED, n=300)
    changed = np.where(new.known > 150.0, 1e3, new.truth)
    other = Rows("new", new.origin, new.known, new.features, changed)
    for block in (1, 12, 50):
        first, second = pool.follow(new, block).mean, pool.follow(other, block).mean
        assert np.array_equal(first[:151], second[:151])


def test_the_last_forecasts_need_no_truth(pool):
    """Rows not known yet are forecast from those that are."""
    new = person("new", POOLED, n=100)
    open_rows = Rows(
        "new",
        new.origin,
        np.where(new.origin < 94, new.known, np.inf),
        new.features,
        np.where(new.origin < 94, new.truth, np.nan),
    )
    assert pool.follow(open_rows).mean == pytest.approx(pool.follow(new).mean)


def test_a_person_of_the_pool_is_refused(pool):
    """Forecasting for somebody who was trained on is no test."""
    with pytest.raises(ModelError, match="was used in training"):
        pool.follow(person("a", POOLED))


def test_it_survives_json_to_the_last_bit(pool):
    """What is read back gives the same forecasts."""
    new = person("new", POOLED)
    back = LearnedResidual.from_dict(json.loads(json.dumps(pool.to_dict())))
    assert np.array_equal(back.follow(new).mean, pool.follow(new).mean)
    assert back.trained_on == ("a", "b", "c", "d")


def test_an_expert_that_does_not_carry_over_opens_with_little_weight():
    """Columns whose effect differs between people wait until the person has shown their own."""
    rng = np.random.default_rng(5)
    people = [person(n, np.array([1.0, 0.0, *rng.normal(scale=5.0, size=2)])) for n in "abcdef"]
    pool = fit(
        [moments(p) for p in people], (Expert("safe", (0, 1), 200.0), Expert("wild", (0, 1, 2, 3), 200.0))
    )
    assert opening_weights(pool.evidence)[0] > 0.9
    new = person("new", np.array([1.0, 0.0, 4.0, -4.0]), n=2000)
    followed = pool.follow(new)
    assert np.std((new.truth - followed.mean)[-500:]) < 0.7


def test_nobody_and_too_few_rows_are_refused():
    """A fit says what it needs."""
    with pytest.raises(NotEnoughData, match="no people"):
        fit([], (NARROW,))
    with pytest.raises(NotEnoughData, match="cannot fit"):
        fit([moments(person("a", POOLED, n=3))], (WIDE,))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"known": np.arange(10.0) - 1.0}, "order of time"),
        ({"origin": np.arange(10.0)[::-1]}, "order of time"),
        ({"truth": np.zeros(9)}, "differ in length"),
        ({"features": np.full((10, 2), np.nan)}, "not a number"),
    ],
)
def test_rows_that_cannot_be_used_are_refused(change, message):
    """Order, length and finiteness are checked at the border."""
    rows = {
        "person": "a",
        "origin": np.arange(10.0),
        "known": np.arange(10.0) + 1.0,
        "features": np.zeros((10, 2)),
        "truth": np.zeros(10),
    }
    with pytest.raises(ModelError, match=message):
        Rows(**(rows | change))
