from dataclasses import replace

import jax
import numpy as np
import pytest

from vitruvian.engine.mixture import from_modes
from vitruvian.engine.sampling import IMPORTANCE, POPULATION, Budget, enough, sample

ALL = np.ones(2)
START = from_modes(np.zeros((1, 2)), np.eye(2)[None], np.ones(1))
BUDGET = Budget(rounds=4, size=400, final=1000, batches=2, repeats=2, wanted=300.0, blocks=4)
POOR = replace(BUDGET, rounds=1, size=20, final=30, batches=1, repeats=1)


def _normal(z):
    return -0.5 * np.sum(((z - 1.0) / 0.5) ** 2, axis=1)


def test_an_easy_density_needs_importance_sampling_only():
    """Enough effective draws end the work."""
    found = sample(_normal, START, jax.random.key(0), ALL, BUDGET)
    assert found.method == IMPORTANCE
    assert enough(found, ALL, 300.0)
    assert np.asarray(found.weight) @ np.asarray(found.z) == pytest.approx([1.0, 1.0], abs=0.1)


def test_thin_draws_go_to_a_population_of_chains():
    """With too few weighted draws chains take over; the weights are then equal, the thin ESS is told."""
    found = sample(_normal, START, jax.random.key(1), ALL, POOR)
    assert found.method == POPULATION
    assert found.details["importance_ess"] < 300.0
    assert np.ptp(found.weight) == 0.0
    assert found.z.std(axis=0) == pytest.approx([0.5, 0.5], rel=0.1)


def test_without_blocks_thin_draws_stay_thin():
    """What was not reached is told by the effective draws, never hidden."""
    found = sample(_normal, START, jax.random.key(1), ALL, replace(POOR, blocks=0))
    assert found.method == IMPORTANCE
    assert not enough(found, ALL, 300.0)


def test_nothing_in_use_is_always_enough():
    """A record that says nothing leaves nothing to sample."""
    found = sample(_normal, START, jax.random.key(2), np.zeros(2), POOR)
    assert found.worst(np.zeros(2)) == np.inf


def test_each_piece_of_work_is_reported():
    """The caller's progress moves on after every pass."""
    seen = []
    sample(_normal, START, jax.random.key(1), ALL, POOR, lambda: seen.append(1))
    assert len(seen) == 2
