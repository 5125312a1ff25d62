import numpy as np

from vitruvian.engine.resampling import systematic


def test_equal_weights_pick_each_draw_once():
    """With equal weights nothing is left out and nothing is taken twice."""
    assert list(systematic(np.ones(7), 7)) == list(range(7))


def test_each_draw_is_picked_by_its_weight():
    """Counts differ from the weights' shares by less than one, and a draw without weight is never picked."""
    weight = np.array([0.5, 0.0, 0.3, 0.2])
    counts = np.bincount(systematic(weight, 11), minlength=4)
    assert np.all(np.abs(counts - 11 * weight) < 1.0)
    assert counts[1] == 0
