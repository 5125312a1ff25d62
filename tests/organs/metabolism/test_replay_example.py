import pytest

from vitruvian.organs.metabolism.replay import MEALS, Replay
from vitruvian.organs.metabolism.replay_example import example_day, meal_labels


def test_rates_of_the_file_become_amounts(shared):
    """Day 1 holds 135, 100 and 42 g in its meals' classes, starts at six, and lacks glucose for 31 rows."""
    problem = example_day(Replay(meals=MEALS, published=True), shared, 1)
    grams = {meal: 5.0 * problem.u[:, i].sum() for i, meal in enumerate(MEALS)}
    assert {k: round(v, 6) for k, v in grams.items() if v} == {"L": 135.0, "D": 100.0, "S": 42.0}
    assert problem.clock == 360.0
    assert problem.weight[:30].sum() == 0
    assert problem.length == 264


def test_carbs_may_be_latent(shared):
    """With the declared spread each meal becomes a quantity of its own."""
    problem = example_day(Replay(), shared, 1, spread=None)
    assert (problem.spread > 0).sum() == 3
    assert problem.person["basal_u_per_min"] == pytest.approx(0.0244048, rel=1e-4)


def test_labels_are_those_of_meals_that_were_eaten(shared):
    """The second day has no dinner."""
    assert meal_labels(shared, 1) == {"L", "D", "S"}
    assert meal_labels(shared, 2) == {"B", "L", "S"}
