"""The standard piece of work."""

import numpy as np

from vitruvian.organs.metabolism.benchmarks import BENCHES, uva_day


def test_a_thousand_days_come_out_the_same_twice():
    """The work gives the same bytes each time, so that its hash means something."""
    work = uva_day()
    first, second = work.run(), work.run()
    assert first.tobytes() == second.tobytes()
    assert (first.shape, work.units, work.unit) == ((1440, 1000), 1000, "patient-day")
    assert np.isfinite(first).all()


def test_it_is_registered():
    """`vitruvian bench` finds it by name."""
    line, prepare = BENCHES["uva-day"]
    assert "1,000 virtual people" in line
    assert prepare is uva_day
