"""What people decide by."""

import numpy as np

from vitruvian.organs.circulation.observation import OBSERVES
from vitruvian.organs.circulation.outcomes import OUTCOMES, above, below, last

DAYS = np.array([[100.0, 85.0], [100.0, 120.0]])


def test_the_last_day_counts():
    """Whatever came before."""
    assert list(last(DAYS, 1440.0)) == [85.0, 120.0]


def test_events_are_counted():
    """1 where it happens."""
    assert list(below(90.0)(DAYS, 1440.0)) == [1.0, 0.0]
    assert list(above(90.0)(DAYS, 1440.0)) == [0.0, 1.0]


def test_each_is_read_off_a_predicted_signal():
    """Nothing is promised that the model does not predict."""
    assert {o.signal for o in OUTCOMES} <= set(OBSERVES)
