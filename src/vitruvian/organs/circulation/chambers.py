"""Pressures of the four chambers from their volumes: two laws, the pericardium and the septum.

Ventricle: P = e E_es (V − V₀) + (1 − e) α (exp(β (V − V₀)) − 1). Atrium: P = (E_min + E_amp e) (V − V₀).
The septum (Smith 2004, doi:10.1016/j.medengphy.2003.10.001) takes volume from one ventricle to the other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp

Array = Any


class Pericardium(NamedTuple):
    """P = pressure exp((V_heart − volume)/softness); mmHg, mL, mL. Tamponade raises `pressure`."""

    pressure: Array = 0.5
    volume: Array = 420.0
    softness: Array = 60.0


class Septum(NamedTuple):
    """Elastance of the septum in systole and diastole, mmHg/mL."""

    systolic: Array = 48.0
    diastolic: Array = 3.0


def ventricle(e: Array, stretch: Array, e_es: Array, alpha: Array, beta: Array) -> Array:
    """Transmural pressure, mmHg, at `stretch` = V − V₀ mL."""
    return e * e_es * stretch + (1.0 - e) * alpha * (jnp.exp(beta * stretch) - 1.0)


def ventricle_slope(e: Array, stretch: Array, e_es: Array, alpha: Array, beta: Array) -> Array:
    """dP/dV of a ventricle, mmHg/mL."""
    return e * e_es + (1.0 - e) * alpha * beta * jnp.exp(beta * stretch)


def atrium(e: Array, stretch: Array, amplitude: Array, floor: Array) -> Array:
    """Transmural pressure of an atrium, mmHg."""
    return (floor + amplitude * e) * stretch


def pericardium(sac: Pericardium, heart_volume: Array) -> Array:
    """Pressure around the heart, mmHg."""
    return sac.pressure * jnp.exp((heart_volume - sac.volume) / sac.softness)


def linear_septum(e_left: Array, x_left: Array, e_right: Array, x_right: Array, e_septum: Array) -> Array:
    """Septal volume, mL, when both free walls are linear: P = E x (closed form)."""
    return (e_left * x_left - e_right * x_right) / (e_septum + e_left + e_right)


def septum_shift(
    septum: Septum, e: Array, last: Array, left: tuple[Array, Array], right: tuple[Array, Array]
) -> Array:
    """Septal volume, mL: one Newton step from the `last` value.

    left, right (pressure, slope) of the free walls at the last value; E_spt V_spt = P_left − P_right.
    """
    stiffness = e * septum.systolic + (1.0 - e) * septum.diastolic
    residual = stiffness * last - left[0] + right[0]
    return last - residual / (stiffness + left[1] + right[1])
