"""Finding a deck from readings."""

import numpy as np

from vitruvian.organs.circulation.deck import REFERENCE
from vitruvian.organs.circulation.find_deck import Goal, find_deck, value_of


def test_it_finds_a_known_change():
    """Readings of a person with other resistance and volume lead back to both."""
    goals = (Goal("map", 105.0, 0.1), Goal("co", 5.0, 0.01, lambda m: m.sv * m.hr / 1000.0))
    found = find_deck(REFERENCE, ("r_sys", "volume"), goals, tether=10.0, steps=200)
    assert found.furthest < 0.5
    assert np.isclose(value_of(goals[0], found.measures), 105.0, atol=0.1)
    assert np.isclose((105.0 - found.measures.rap) / 5.0 * 0.06, found.deck.r_sys + 0.06, rtol=0.01)
