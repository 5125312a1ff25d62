import numpy as np
import pytest

from vitruvian.engine.conformal import condense, rolling_quantiles, weighted_quantiles

LEVELS = np.array([0.05, 0.5, 0.95])


def test_equal_weights_give_the_ordinary_quantiles():
    """Hazen's plotting position, to which the definition reduces."""
    values = np.random.default_rng(0).normal(size=501)
    expected = np.quantile(values, LEVELS, method="hazen")
    assert weighted_quantiles(values, np.ones(501), LEVELS) == pytest.approx(expected)


def test_a_weight_of_two_is_the_same_value_twice():
    """Within the spacing of the values."""
    values = np.linspace(0.0, 1.0, 1001)
    weights = np.where(values > 0.5, 2.0, 1.0)
    twice = np.concatenate([values, values[values > 0.5]])
    assert weighted_quantiles(values, weights, LEVELS) == pytest.approx(np.quantile(twice, LEVELS), abs=2e-3)


def test_condensed_scores_keep_their_quantiles():
    """Three hundred points stand for ten thousand."""
    scores = np.random.default_rng(0).standard_t(5, size=10_000)
    assert np.quantile(condense(scores), LEVELS) == pytest.approx(np.quantile(scores, LEVELS), abs=0.03)


def test_before_any_own_score_is_known_the_pool_decides():
    """And own scores not yet known do not matter, even when they are not numbers."""
    pool, origin = np.linspace(-1.0, 1.0, 201), np.arange(50.0)
    own = np.full(50, np.nan)
    got = rolling_quantiles(pool, own, origin, np.full(50, np.inf), LEVELS)
    assert got == pytest.approx(np.tile([-0.9, 0.0, 0.9], (50, 1)), abs=0.02)


def test_coverage_of_a_person_unlike_the_pool_is_regained():
    """Own scores three times wider than the pool's end inside their 90 % band nine times in ten."""
    rng = np.random.default_rng(3)
    origin = np.arange(6000.0)
    own = rng.normal(scale=3.0, size=6000)
    got = rolling_quantiles(condense(rng.normal(size=5000)), own, origin, origin + 12.0, LEVELS)
    inside = (own >= got[:, 0]) & (own <= got[:, 2])
    assert 0.88 < inside[2000:].mean() < 0.92
    assert inside[:100].mean() < 0.75


def test_the_quantiles_never_look_ahead():
    """Changing the scores that become known after an origin leaves the quantiles up to it as they were."""
    rng = np.random.default_rng(4)
    origin, own = np.arange(200.0), rng.normal(size=200)
    known = origin + 6.0
    changed = np.where(known > 100.0, 99.0, own)
    first = rolling_quantiles(own[:50], own, origin, known, LEVELS, block=1)
    second = rolling_quantiles(own[:50], changed, origin, known, LEVELS, block=1)
    assert np.array_equal(first[:101], second[:101])
    assert not np.array_equal(first[-1], second[-1])
