import numpy as np

from vitruvian.studies.fingerprint import fingerprint


def walk(seed: int, n: int = 2000) -> np.ndarray:
    """A glucose-like walk in whole mg/dL."""
    return np.round(140 + np.cumsum(np.random.default_rng(seed).normal(0, 4, n)))


def test_the_same_readings_are_the_same_person_at_another_hour_and_under_noise_below_the_resolution():
    """A shift of the whole clock and a float's last digits change nothing."""
    time, value = 5.0 * np.arange(2000), walk(1)
    one = fingerprint(time, value, 1.0)
    assert fingerprint(time + 60.0, value + 1e-9, 1.0) == one


def test_a_shorter_export_is_recognised():
    """Another hash, but runs in common."""
    time, value = 5.0 * np.arange(2000), walk(1)
    part = slice(300, 1300)
    one, other = fingerprint(time, value, 1.0), fingerprint(time[part], value[part], 1.0)
    assert one.hash != other.hash
    assert one.is_of(other)


def test_other_people_are_other_people():
    """Twenty walks share nothing."""
    time = 5.0 * np.arange(2000)
    marks = [fingerprint(time, walk(seed), 1.0) for seed in range(20)]
    assert not any(a.is_of(b) for i, a in enumerate(marks) for b in marks[:i])


def test_flat_stretches_mark_nobody():
    """A sensor at its limit reads the same for everyone."""
    assert fingerprint(5.0 * np.arange(500), np.full(500, 400.0), 1.0).prints == frozenset()
