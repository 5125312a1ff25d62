"""The exercise block: its constants follow from its source, its sign from intensity."""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import brentq

from vitruvian.organs.metabolism import exercise

BASAL_GLUCOSE, VOLUME = 7.0, 11.8
KB1, KB2, KB3, KA1, KA2, KA3 = 7.1e-5, 7e-6, 8.0e-4, 0.006, 0.06, 0.03
EGP0, UPTAKE = 1.63, 0.0097 * 73.8


def _bout(minutes: int, share: float, rest: int = 0) -> list[float]:
    state, gains = exercise.at_rest(), []
    for k in range(minutes + rest):
        now = jnp.asarray(share if k < minutes else 0.0)
        state, gain = exercise.advance(state, now, jnp.ones(()), 1.0)
        gains.append(float(gain))
    return gains


def test_production_and_exchange_are_those_of_the_source_at_basal_insulin():
    """At 7 mmol/L the source's population means balance where insulin is 13.7 mU/L."""
    c = exercise.CONSTANTS

    def balance(insulin: float) -> float:
        x1, x2 = KB1 * insulin / KA1, KB2 * insulin / KA2
        lost = x2 * x1 * BASAL_GLUCOSE * VOLUME / (c.k12 + x2)
        return EGP0 * (1.0 - KB3 * insulin / KA3) - UPTAKE - lost

    insulin = brentq(balance, 1.0, 36.0)
    assert c.x1 == pytest.approx(KB1 * insulin / KA1, rel=1e-3)
    assert c.egp == pytest.approx(EGP0 * (1.0 - KB3 * insulin / KA3), rel=1e-3)


def test_rest_moves_nothing():
    """Without exercise there is no gain."""
    assert _bout(10, 0.0) == [0.0] * 10


def test_moderate_exercise_takes_glucose_and_gives_it_back():
    """The bout takes glucose out of plasma; afterwards most of it returns from the remote pool."""
    gains = np.array(_bout(45, 0.6, rest=120))
    assert gains[:45].sum() < 0.0
    assert gains[45:].sum() > 0.0
    assert abs(gains.sum()) < 0.2 * abs(gains[:45].sum())


def test_hard_exercise_leaves_more_glucose_than_it_found():
    """A short bout near the maximum ends in a lasting gain."""
    assert sum(_bout(10, 0.95, rest=120)) > 0.0


def test_step_length_hardly_matters():
    """Five-minute steps end where one-minute steps do."""
    fine = coarse = exercise.at_rest()
    for _ in range(40):
        fine, _ = exercise.advance(fine, jnp.asarray(0.6), jnp.ones(()), 1.0)
    for _ in range(8):
        coarse, _ = exercise.advance(coarse, jnp.asarray(0.6), jnp.ones(()), 5.0)
    assert float(coarse.plasma) == pytest.approx(float(fine.plasma), rel=0.02)
    assert float(coarse.total) == pytest.approx(float(fine.total), rel=1e-9)


def test_both_pools_keep_the_account():
    """The flows into the two pools add up to what both pools have gained."""
    state, into = exercise.at_rest(), 0.0
    for _ in range(20):
        state, flows = exercise.advance_two_pools(state, jnp.asarray(0.9), jnp.ones(()), 1.0)
        into += float(flows.plasma + flows.remote)
    scale = exercise.MMOL_TO_MG / exercise.CONSTANTS.reference_weight
    assert into == pytest.approx(float(state.total) * scale)


def test_strength_scales_the_gain():
    """A person who responds half as much gains half as much."""
    full, half = (
        exercise.advance(exercise.at_rest(), jnp.asarray(0.7), jnp.asarray(s), 5.0)[1] for s in (1.0, 0.5)
    )
    assert float(half) == pytest.approx(0.5 * float(full))


def test_intensity_is_a_share_of_the_reserve():
    """Heart rate between rest and maximum becomes 0 to 1 and is clipped there."""
    assert exercise.intensity([50, 60, 120, 180, 200], 60.0, 180.0).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
