"""Our own virtual people: reproducible, plausible, not the academic ones."""

import numpy as np
import pytest

from vitruvian.organs.metabolism import cohort
from vitruvian.organs.metabolism.check_uva_padova import TABLE
from vitruvian.organs.metabolism.patient_table import read_table
from vitruvian.organs.metabolism.uva_padova import at_basal

GROUPS = ("adult", "adolescent", "child")


def test_the_seed_decides():
    """The same seed gives the same people, another seed others."""
    one, same, other = (cohort.draw_cohort("adult", 5, seed) for seed in (7, 7, 8))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one.weight, other.weight)


@pytest.mark.parametrize("group", GROUPS)
def test_everyone_is_plausible(group):
    """No one leaves the stated limits."""
    assert cohort.plausible(cohort.draw_cohort(group, 200, 1)).all()


def test_limits_reject_the_implausible():
    """A basal dose of three times the usual is turned away."""
    people = cohort.draw_cohort("adult", 5, 1)
    assert not cohort.plausible(people._replace(u2ss=people.u2ss * 3)).any()


@pytest.mark.parametrize("group", GROUPS)
def test_basal_insulin_is_consistent(group):
    """The basal dose gives the basal insulin, and basal insulin the basal glucose."""
    people = cohort.draw_cohort(group, 50, 3)
    state = at_basal(people)
    assert np.allclose(state.insulin / people.Vi, people.Ib)
    used = people.Vm0 * state.tissue / (people.Km0 + state.tissue)
    assert np.allclose(people.k1 * state.plasma - people.k2 * state.tissue, used)


def test_sensitivity_is_the_slope_of_the_steady_state():
    """The closed form equals a difference of two solved steady states."""
    v = cohort.draw_cohort("adult", 20, 4)

    def steady(insulin: np.ndarray) -> np.ndarray:
        low, high = np.full(20, 1.0), np.full(20, 900.0)
        for _ in range(80):
            plasma = 0.5 * (low + high)
            fluxes = v.kp1 - v.kp2 * plasma - v.kp3 * insulin - v.Fsnc - v.ke1 * np.maximum(0, plasma - v.ke2)
            tissue = (v.k1 * plasma - fluxes) / v.k2
            excess = fluxes - (v.Vm0 + v.Vmx * (insulin - v.Ib)) * tissue / (v.Km0 + tissue)
            low, high = np.where(excess > 0, plasma, low), np.where(excess > 0, high, plasma)
        return 0.5 * (low + high) / v.Vg

    slope = (steady(v.Ib - 0.01) - steady(v.Ib + 0.01)) / 0.02 * 6.0
    assert np.allclose(slope, cohort.sensitivity(v), rtol=1e-5)


def test_group_means_come_back():
    """The mean weight and basal glucose of many people are those of the group, to 3 %."""
    people = cohort.draw_cohort("child", 2000, 5)
    assert abs(people.weight.mean() / 35.9 - 1) < 0.03
    assert abs(people.Gb.mean() / 139.0 - 1) < 0.03


def test_no_one_is_a_row_of_the_academic_table(shared):
    """Nobody of our cohort has the parameters of a tabled person."""
    table = read_table(shared / TABLE).people
    ours = cohort.draw_cohort("adult", 100, 1)
    apart = np.abs(ours.kabs[:, None] / table.kabs - 1) + np.abs(ours.kp1[:, None] / table.kp1 - 1)
    assert apart.min() > 1e-4
