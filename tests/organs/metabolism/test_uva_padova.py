"""Model B: steady, the same on both paths, and deaf to what it should not hear."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.engine.problem import Event, build
from vitruvian.engine.simulate import simulate
from vitruvian.organs.metabolism import meals
from vitruvian.organs.metabolism.cohort import basal_rate, draw_cohort
from vitruvian.organs.metabolism.uva_padova import (
    EATING_PARTS,
    NO_EXERCISE,
    Meal,
    UvaPadova,
    Virtual,
    at_basal,
    minute,
    rates,
    simulate_minutes,
    stomach_gate,
)

SPAN = 240


@pytest.fixture(scope="module")
def people() -> Virtual:
    """Three of our own adults."""
    return draw_cohort("adult", 3, 1)


def _inputs(people: Virtual, grams: float, units: float) -> tuple[np.ndarray, np.ndarray]:
    carbs = meals.per_minute(meals.eaten([(10.0, grams)]), SPAN)[:, None]
    insulin = np.tile(basal_rate(people) / 60.0, (SPAN, 1))
    insulin[10] += units
    return carbs, insulin


def _person(people: Virtual, row: int) -> dict[str, float]:
    return {name: float(value[row]) for name, value in zip(Virtual._fields, people, strict=True)}


def test_every_rate_is_zero_at_basal(people):
    """The steady state solves all thirteen equations."""
    x = at_basal(people)
    slopes = rates(people, x, stomach_gate(people, jnp.zeros(3)), (0.0, people.u2ss, NO_EXERCISE))
    assert max(float(np.abs(slope).max()) for slope in slopes) < 1e-12


def test_engine_and_lean_path_agree(people):
    """The engine's loop over events gives the lean batch path to rounding."""
    lean = np.asarray(simulate_minutes(people, at_basal(people), *_inputs(people, 62.0, 3.0)))
    for row in range(3):
        given = [
            *meals.events([(10.0, 62.0)]),
            Event("insulin_basal_rate", 0.0, SPAN, float(basal_rate(people)[row])),
            Event("insulin_bolus", 10.0, 11.0, 3.0),
        ]
        problem = build(UvaPadova(), given, [], SPAN, _person(people, row))
        curve = simulate(UvaPadova(), np.zeros((1, 0)), problem).signals["glucose_interstitial"][0]
        assert np.abs(curve[:SPAN] - lean[:, row]).max() < 1e-9


def test_a_batch_equals_its_members(people):
    """Three people at once are three people one by one."""
    carbs, insulin = _inputs(people, 50.0, 4.0)
    together = np.asarray(simulate_minutes(people, at_basal(people), carbs, insulin))
    for row in range(3):
        one = Virtual(*(field[row : row + 1] for field in people))
        alone = np.asarray(simulate_minutes(one, at_basal(one), carbs, insulin[:, row : row + 1]))
        assert np.abs(alone[:, 0] - together[:, row]).max() < 1e-10


def test_single_precision_is_good_enough(people):
    """Single precision stays within a thousandth of a mg/dL over four hours."""
    everything = (people, at_basal(people), *_inputs(people, 50.0, 4.0))
    double = np.asarray(simulate_minutes(*everything))
    single = simulate_minutes(*jax.tree.map(lambda a: jnp.asarray(a, jnp.float32), everything))
    assert single.dtype == jnp.float32
    assert np.abs(np.asarray(single) - double).max() < 1e-3


def test_a_meal_that_follows_counts_what_is_left(people):
    """Dbar of a second meal is the rest of the first plus the new food."""
    body, meal = at_basal(people), Meal(jnp.zeros(3), jnp.zeros(3))
    for carbs in (5.0, 5.0, 0.0):
        body, meal = minute(people, body, meal, jnp.full(3, carbs), people.u2ss * 0.0)
    assert np.allclose(meal.size, 10_000.0)
    left = body.stomach1 + body.stomach2
    _, meal = minute(people, body, meal, jnp.full(3, 4.0), people.u2ss * 0.0)
    assert np.allclose(meal.size, left + 4000.0)


def test_eating_is_resolved_by_parts_of_a_minute():
    """A minute with food takes several steps: the stomach gate of some people is passed within it."""
    assert EATING_PARTS >= 4


def test_five_minute_steps_follow_one_minute_steps(people):
    """Averaging the inputs over five minutes moves a day's glucose by less than 2 mg/dL."""
    given = [
        *meals.events([(10.0, 60.0)]),
        Event("insulin_basal_rate", 0.0, SPAN, float(basal_rate(people)[0])),
        Event("insulin_bolus", 10.0, 11.0, 3.0),
    ]
    curves = {}
    for minutes in (1, 5):
        model = UvaPadova(minutes=minutes)
        problem = build(model, given, [], SPAN, _person(people, 0))
        curve = simulate(model, np.zeros((1, 0)), problem).signals["glucose_interstitial"][0]
        curves[minutes] = curve[4::5][:48] if minutes == 1 else curve[:48]
    assert np.abs(curves[1] - curves[5]).max() < 2.0


def test_glucose_that_reaches_zero_stays_finite(people):
    """A lethal dose ends at zero glucose, not in NaN."""
    carbs, insulin = _inputs(people, 0.0, 60.0)
    glucose = np.asarray(simulate_minutes(people, at_basal(people), carbs, insulin))
    assert np.isfinite(glucose).all()
    assert glucose.min() > -5.0
