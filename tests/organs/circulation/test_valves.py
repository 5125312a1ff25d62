"""One valve."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.organs.circulation.valves import INERTIA, LOSS, diode, doppler, flow, opening


@pytest.mark.parametrize("area", [0.01, 0.5, 4.0])
def test_flow_settles_at_bernoulli(area):
    """Under a constant pressure drop q = A √(Δp / B'), for small areas too."""
    q = 0.0
    for _ in range(50):
        q = flow(20.0, q, area, INERTIA / 0.1)
    assert np.isclose(q, area * np.sqrt(20.0 / LOSS), rtol=1e-6)


def test_the_step_solves_the_momentum_equation():
    """Δp = B q|q| + L (q − q₀)/Δt holds after a step, in both directions."""
    area, before, dt = 0.8, 120.0, 1e-3
    for drop in (30.0, -60.0):
        q = flow(drop, before, area, INERTIA / dt)
        assert np.isclose(drop, LOSS / area**2 * q * abs(q) + INERTIA / area * (q - before) / dt)


def test_a_closed_valve_lets_nothing_through():
    """Without area there is no flow, and the derivative is finite."""
    assert flow(50.0, 10.0, 0.0, INERTIA / 1e-3) == 0.0
    assert np.isfinite(jax.grad(lambda a: flow(50.0, 10.0, a, INERTIA / 1e-3))(0.0))
    assert np.isfinite(jax.grad(lambda p: flow(p, 0.0, 1.0, INERTIA / 1e-3))(0.0))


def test_a_source_that_yields_lets_less_through():
    """With a source resistance Δp = B q|q| + R q holds forwards; backwards the source does nothing."""
    area, q, back = 2.0, 0.0, 0.0
    for _ in range(200):
        q = flow(20.0, q, area, INERTIA / 0.1, source=0.05)
        back = flow(-20.0, back, area, INERTIA / 0.1, source=0.05)
    assert np.isclose(20.0, LOSS / area**2 * q * q + 0.05 * q, rtol=1e-5)
    assert np.isclose(back, -area * np.sqrt(20.0 / LOSS), rtol=1e-5)


def test_recovered_pressure_lets_more_through():
    """In an aorta of 7 cm² the loss at 1 cm² is that of 1/(1 − 1/7) cm²."""
    q = 0.0
    for _ in range(50):
        q = flow(20.0, q, 1.0, INERTIA / 0.1, 1.0 / 7.0)
    assert np.isclose(q, np.sqrt(20.0 / LOSS) / (1.0 - 1.0 / 7.0), rtol=1e-6)


def test_opening_stays_between_shut_and_open():
    """A large drop opens or shuts within one step, never further."""
    assert opening(0.5, jnp.asarray(1e4), 0.027) == 1.0
    assert opening(0.5, jnp.asarray(-1e4), 0.027) == 0.0
    assert np.isclose(opening(0.5, jnp.asarray(1.0), 0.027), 0.5135)


def test_doppler_is_four_v_squared():
    """400 mL/s through 1 cm² are 4 m/s and 64 mmHg."""
    assert np.isclose(doppler(400.0, 1.0), 64.0)


def test_a_diode_conducts_only_forwards():
    """10 mmHg through 0.01 mmHg s/mL are 1000 mL/s; the other way nothing flows."""
    assert np.isclose(diode(10.0, 0.01), 1000.0)
    assert diode(-10.0, 0.01) == 0.0
