"""What a record holds of a beat."""

import numpy as np

from vitruvian.core.signals import signals
from vitruvian.organs.circulation.healthy import MAN
from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.observation import OBSERVES, seen


def test_every_observed_signal_is_seen_and_in_the_vocabulary(settled):
    """Names agree in three places, and all numbers exist."""
    found = seen(settled(Person(MAN))[1], MAN, 3.5)
    assert list(found) == list(OBSERVES)
    assert set(OBSERVES) <= set(signals())
    assert all(np.isfinite(float(value)) for value in found.values())


def test_the_outflow_carries_the_stroke_volume(settled):
    """Velocity-time integral times area is what leaves a tight ventricle."""
    read = settled(Person(MAN))[1]
    found = seen(read, MAN, 3.5)
    assert abs(float(found["lvot_vti"]) * 3.5 / float(read.sv_lv) - 1.0) < 0.03


def test_a_retained_litre_weighs_a_kilogram(settled):
    """A quarter of it is in the vessels: 250 mL of stressed volume are 1 kg."""
    read = settled(Person(MAN))[1]
    more = MAN._replace(volume=MAN.volume + 250.0)
    assert np.isclose(seen(read, more, 3.5)["weight"] - seen(read, MAN, 3.5)["weight"], 1.0)


def test_the_scale_remembers_what_a_person_weighs_without_water():
    """Its offset moves by 0.05 kg a day, not by the 20 kg that adults differ by."""
    moves = OBSERVES["weight"].dynamics({}, 1440.0)
    assert np.isclose(np.sqrt(float(moves.noise[0][0])), 0.05, rtol=1e-3)
