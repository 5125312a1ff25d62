import numpy as np
import pytest

from vitruvian.engine.expert_weights import opening_weights, rolling_weights


def test_weights_open_by_the_losses_of_other_people():
    """Equal evidence gives equal weights, an expert that lost twice as much elsewhere next to none."""
    assert opening_weights(np.array([2.0, 2.0])) == pytest.approx([0.5, 0.5])
    assert opening_weights(np.array([1.0, 2.0]))[1] < 1e-3


def test_own_losses_overrule_the_evidence_of_others():
    """An expert that does better for this person wins in the end."""
    n = 4000
    losses = np.tile([1.2, 1.0], (n, 1))
    origin = np.arange(float(n))
    weights = rolling_weights(losses, origin, origin + 12.0, np.array([1.0, 1.05]))
    assert weights[0, 0] > 0.55
    assert weights[-1, 1] > 0.95
    assert weights.sum(axis=1) == pytest.approx(np.ones(n))


def test_a_loss_counts_only_once_it_is_known():
    """Weights at an origin do not change with losses whose truth comes later."""
    origin = np.arange(100.0)
    losses = np.random.default_rng(0).uniform(1.0, 2.0, size=(100, 3))
    changed = losses.copy()
    changed[50:] = 9.0
    changed[90:] = np.nan
    first = rolling_weights(losses, origin, origin + 10.0, np.ones(3))
    second = rolling_weights(changed, origin, origin + 10.0, np.ones(3))
    assert np.array_equal(first[:60], second[:60])
    assert np.all(np.isfinite(second))
