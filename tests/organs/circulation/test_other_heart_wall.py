"""Walls of the other heart: one fibre, its sarcomeres, and atria."""

import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.organs.circulation.other_heart_wall import (
    C_REST,
    KPA,
    L_REF,
    L_SERIES,
    Atrium,
    Wall,
    atrial_pressure,
    sarcomere,
    wall_pressure,
    wall_rates,
)

WALL = Wall(150.0, 80.0, 85.0, 0.4, 15.0)


def test_sarcomeres_have_their_reference_length_at_the_reference_volume():
    """2 µm at V_ref, longer when filled."""
    assert float(sarcomere(WALL, 80.0)) == pytest.approx(L_REF)
    assert float(sarcomere(WALL, 120.0)) > L_REF > float(sarcomere(WALL, 50.0))


def test_pressure_is_stress_times_the_thickness_of_the_wall():
    """A wall in which stress is known has Arts's pressure, p = σ/3 ln(1 + V_w/V)."""
    length = float(sarcomere(WALL, 100.0))
    active = WALL.active * 0.5 * (length - L_SERIES - 1.51)
    passive = WALL.passive * ((length / 1.85) ** 15.0 - 1.0)
    expected = KPA * (active + passive) * np.log(1.0 + 150.0 / 100.0) / 3.0
    found = wall_pressure(WALL, 100.0, length - L_SERIES, 0.5)
    assert float(found) == pytest.approx(expected, rel=1e-6)


def test_a_resting_wall_stiffens_as_it_fills():
    """Without contraction the slope of pressure grows with volume."""
    v = jnp.array([80.0, 110.0, 140.0])
    p = wall_pressure(WALL, v, sarcomere(WALL, v) - L_SERIES, C_REST)
    assert np.all(np.diff(np.asarray(p), 2) > 0.0)


def test_contractility_rises_after_excitation_and_falls_after_systole():
    """The rate is positive early and negative late, and the isometric element rests at its series length."""
    contractile = float(sarcomere(WALL, 110.0)) - L_SERIES
    early = wall_rates(WALL, 110.0, contractile, 0.1, 0.1, 1.0)
    late = wall_rates(WALL, 110.0, contractile, 1.0, 0.6, 1.0)
    assert float(early[0]) == pytest.approx(0.0, abs=1e-4)
    assert float(early[1]) > 0.0 > float(late[1])


def test_an_atrium_contracts_once():
    """Pressure is that of the power law outside the half-cosine and largest in its middle."""
    atrium = Atrium(7.0, 60.0, 1.6, 0.2)
    time = jnp.array([0.0, 0.1, 0.2, 0.5])
    p = np.asarray(atrial_pressure(atrium, 60.0, time, 0.2))
    assert p[0] == pytest.approx(7.0)
    assert p[1] == pytest.approx(7.0 + 0.2 * 60.0)
    assert p[2:] == pytest.approx(7.0)
