"""Pressures of the chambers."""

import numpy as np

from vitruvian.organs.circulation import chambers
from vitruvian.organs.circulation.chambers import Pericardium, Septum

LAW = (2.6, 1.2, 0.021)


def test_systole_is_linear_and_diastole_exponential():
    """At full activation P = E x, at none P = α (exp(β x) − 1)."""
    assert np.isclose(chambers.ventricle(1.0, 100.0, *LAW), 260.0)
    assert np.isclose(chambers.ventricle(0.0, 100.0, *LAW), 1.2 * (np.exp(2.1) - 1.0))


def test_the_slope_is_the_derivative():
    """dP/dV agrees with a difference quotient."""
    quotient = (chambers.ventricle(0.4, 80.01, *LAW) - chambers.ventricle(0.4, 79.99, *LAW)) / 0.02
    assert np.isclose(chambers.ventricle_slope(0.4, 80.0, *LAW), quotient, rtol=1e-6)


def test_the_atrium_stiffens_with_activation():
    """Floor without, floor plus amplitude with full activation."""
    assert np.isclose(chambers.atrium(0.0, 50.0, 0.25, 0.14), 7.0)
    assert np.isclose(chambers.atrium(1.0, 50.0, 0.25, 0.14), 19.5)


def test_a_fuller_sac_presses_more():
    """The pericardium's pressure is its reference at its reference volume and grows."""
    sac = Pericardium()
    assert np.isclose(chambers.pericardium(sac, sac.volume), sac.pressure)
    assert chambers.pericardium(sac, sac.volume + 60.0) > 2.7 * sac.pressure


def test_newton_finds_the_linear_septum_at_once():
    """With linear walls one step from anywhere is the closed form."""
    septum, e_left, e_right = Septum(30.0, 30.0), 2.0, 0.5
    exact = chambers.linear_septum(e_left, 100.0, e_right, 90.0, 30.0)
    last = 4.0
    left, right = (e_left * (100.0 - last), e_left), (e_right * (90.0 + last), e_right)
    assert np.isclose(chambers.septum_shift(septum, 0.3, last, left, right), exact)
