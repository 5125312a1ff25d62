"""Eating: grams are kept, meals wait for each other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.organs.metabolism.meals import eaten, events, per_minute

MEALS = st.lists(st.tuples(st.integers(0, 600), st.floats(0.5, 150.0)), max_size=6)


@given(MEALS)
def test_no_gram_is_lost(meals):
    """All that is eaten within the stretch arrives, at 5 g/min or less."""
    rate = per_minute(eaten(meals), 1440)
    assert np.isclose(rate.sum(), sum(grams for _, grams in meals))
    assert rate.max(initial=0.0) <= 5.0 + 1e-9


def test_the_last_minute_holds_the_rest():
    """12 g are eaten as 5, 5 and 2."""
    assert np.allclose(per_minute(eaten([(3.0, 12.0)]), 8), [0, 0, 0, 5, 5, 2, 0, 0])


def test_a_meal_waits_for_the_one_before():
    """A snack announced during a meal is eaten after it."""
    first, second = eaten([(0.0, 50.0), (5.0, 10.0)])
    assert (first.end, second.start, second.end) == (10.0, 10.0, 12.0)


def test_events_are_trusted():
    """The events of virtual meals carry their span and no doubt about the amount."""
    (event,) = events([(60.0, 20.0)])
    assert (event.signal, event.start, event.end, event.amount, event.spread) == (
        "carbs",
        60.0,
        64.0,
        20.0,
        0.0,
    )
