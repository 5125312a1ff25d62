"""People with aortic stenosis made by the other heart, before and after a new valve."""

import numpy as np
import pytest

from vitruvian.organs.circulation.cross_truth import AREAS, FURTHEST, NOISE, truth


@pytest.fixture(scope="module")
def three():
    """Three people of a seed of their own."""
    return truth(3, 5)


def test_the_valve_is_narrow_before_and_its_make_and_size_after(three):
    """Areas are at most 1 cm² before, and after within what the size's mean and SD allow."""
    assert np.all(three.eoa_before <= 1.0)
    for patient, area in zip(three.patients, three.eoa, strict=True):
        mean, sd = AREAS[patient.label]
        assert abs(area - mean) <= FURTHEST * sd + 1e-9


def test_the_gradient_falls_and_the_reflex_slows_the_heart(three):
    """A wider valve takes the gradient, gives pressure, and the rate does not rise."""
    wider = three.eoa > three.eoa_before
    assert np.all((three.after.gradient < three.before.gradient)[wider])
    assert np.all((three.after.mean > three.before.mean - 1.0)[wider])
    rate = np.array([patient.readings["hr"] for patient in three.patients])
    assert np.all((three.hr_after < rate + 4.0 * NOISE["hr"])[wider])


def test_a_clinic_reads_with_its_noise(three):
    """Readings are near the truth without being it."""
    for i, patient in enumerate(three.patients):
        off = patient.readings["gradient"] / three.before.gradient[i] - 1.0
        assert 0.0 < abs(off) < 5.0 * NOISE["gradient"]
        assert abs(patient.readings["sbp"] - three.before.sbp[i]) < 5.0 * NOISE["sbp"]
        assert patient.readings["eoa"] == pytest.approx(three.eoa_before[i], rel=0.6)


def test_the_same_seed_gives_the_same_people(three):
    """Everything is drawn from the seed."""
    again = truth(3, 5)
    assert again.patients == three.patients or all(
        np.allclose(list(a.readings.values()), list(b.readings.values()), equal_nan=True)
        for a, b in zip(again.patients, three.patients, strict=True)
    )
    assert np.array_equal(again.after.sbp, three.after.sbp)
