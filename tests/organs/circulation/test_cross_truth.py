"""People with aortic stenosis made by the other heart, before and after a new valve."""

import numpy as np
import pytest

from vitruvian.organs.circulation.cross_truth import AREAS, FURTHEST, NOISE, truth


@pytest.fixture(scope="module")
def two():
    """Two people of a seed of their own."""
    return truth(2, 5)


def test_the_valve_is_narrow_before_and_its_make_and_size_after(two):
    """Areas are at most 1 cm² before, and after within what the size's mean and SD allow."""
    assert np.all(two.eoa_before <= 1.0)
    for patient, area in zip(two.patients, two.eoa, strict=True):
        mean, sd = AREAS[patient.label]
        assert abs(area - mean) <= FURTHEST * sd + 1e-9


def test_the_gradient_falls_and_the_reflex_slows_the_heart(two):
    """A wider valve takes the gradient, gives pressure, and the rate does not rise."""
    wider = two.eoa > two.eoa_before
    assert np.all((two.after.gradient < two.before.gradient)[wider])
    assert np.all((two.after.mean > two.before.mean - 1.0)[wider])
    rate = np.array([patient.readings["hr"] for patient in two.patients])
    assert np.all((two.hr_after < rate + 4.0 * NOISE["hr"])[wider])


def test_a_clinic_reads_with_its_noise(two):
    """Readings are near the truth without being it."""
    for i, patient in enumerate(two.patients):
        off = patient.readings["gradient"] / two.before.gradient[i] - 1.0
        assert 0.0 < abs(off) < 5.0 * NOISE["gradient"]
        assert abs(patient.readings["sbp"] - two.before.sbp[i]) < 5.0 * NOISE["sbp"]
        assert patient.readings["eoa"] == pytest.approx(two.eoa_before[i], rel=0.6)


def test_the_truth_stays_as_it_was_frozen(two):
    """The seed gives the people and the outcomes that it gave when this was committed, before any fit."""
    assert two.before.sbp == pytest.approx([111.48868542, 114.62440669], rel=1e-6)
    assert two.after.sbp == pytest.approx([116.30679725, 117.61974551], rel=1e-6)
    assert two.after.gradient == pytest.approx([22.38783866, 8.90160363], rel=1e-5)
    assert two.eoa == pytest.approx([1.00931380, 1.80738215], rel=1e-6)
    assert [p.readings["edv"] for p in two.patients] == pytest.approx([250.17086887, 137.73360538], rel=1e-6)
