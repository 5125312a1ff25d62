"""The standard pieces of work."""

import numpy as np
import pytest

from vitruvian.organs.circulation.bench_beats import BENCHES, heart_beats, heart_rest, people


@pytest.mark.parametrize("prepare", [heart_beats, heart_rest])
def test_the_work_comes_out_the_same_twice(prepare):
    """The same bytes each time, all of them numbers."""
    work = prepare()
    first, second = work.run(), work.run()
    assert first.tobytes() == second.tobytes()
    assert np.isfinite(first).all()


def test_units_are_beats_and_people():
    """Ten thousand beats in one run, one person in the other; both are found by name."""
    assert (heart_beats().units, heart_beats().unit) == (10_000, "beat")
    assert (heart_rest().units, heart_rest().unit) == (1, "person")
    assert set(BENCHES) == {"circulation-beat", "circulation-steady"}


def test_people_differ_but_in_their_rate():
    """Everyone has another elastance and the same rate."""
    deck = people(50, 3)
    assert np.unique(deck.e_lv).size == 50
    assert np.unique(deck.hr).size == 1
