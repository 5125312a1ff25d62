"""Walls of the other heart: one fibre a ventricle, sarcomeres in it, atria by a power law.

No elastance anywhere. A ventricle is a thick wall of one fibre stress (Arts 1991,
doi:10.1016/S0006-3495(91)82266-9): p = σ/3 ln(1 + V_w/V), ε = ⅓ ln((1 + 3V/V_w)/(1 + 3V_ref/V_w)), whose
sarcomeres shorten by a contractile and a series element and are switched on by a contractility of their own
(form of Lumens 2009, doi:10.1007/s10439-009-9774-2; constants recalled, verified=False). An atrium has a
power law at rest and a half-cosine when it contracts. kPa and µm inside, mmHg and mL outside.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp

Array = Any
KPA = 7.50062
"""mmHg in one kPa."""
L_REF, L_REST, L_FREE, L_SERIES = 2.0, 1.85, 1.51, 0.04
"""µm: sarcomere at V_ref; without passive stress; contractile element without force; series element."""
V_MAX, C_REST = 4.0, 0.02
TAU_RISE, TAU_FALL, TAU_LENGTH = 0.048, 0.022, 0.425
"""s: rise and decay of contractility, and the scale of its length-dependent duration."""


class Wall(NamedTuple):
    """A ventricle: wall and reference volume mL, largest active stress kPa, passive stress kPa and exponent.

    slow  stretches all times of the activation (age, hypertrophy)
    """

    volume: Array
    reference: Array
    active: Array
    passive: Array
    exponent: Array
    slow: Array = 1.0


class Atrium(NamedTuple):
    """Pressure mmHg at `volume` mL, power of the law at rest, and elastance mmHg/mL added at full kick."""

    pressure: Array
    volume: Array
    power: Array
    kick: Array


def sarcomere(wall: Wall, v: Array) -> Array:
    """Length of the sarcomeres, µm, at `v` mL of blood."""
    around = (1.0 + 3.0 * v / wall.volume) / (1.0 + 3.0 * wall.reference / wall.volume)
    return L_REF * jnp.exp(jnp.log(around) / 3.0)


def wall_pressure(wall: Wall, v: Array, contractile: Array, contractility: Array) -> Array:
    """Pressure in mmHg inside a wall whose contractile element is `contractile` µm long."""
    length = sarcomere(wall, v)
    series = (length - contractile) / L_SERIES
    active = wall.active * contractility * jnp.maximum(contractile - L_FREE, 0.0) * series
    passive = wall.passive * (jnp.exp(wall.exponent * jnp.log(length / L_REST)) - 1.0)
    return KPA * (active + passive) * jnp.log1p(wall.volume / v) / 3.0


def wall_rates(
    wall: Wall, v: Array, contractile: Array, contractility: Array, since: Array, pace: Array
) -> tuple[Array, Array]:
    """Rates of the contractile element, µm/s, and of contractility, 1/s.

    since  s since the ventricles were excited
    pace   by which the rate of the heart stretches the activation
    """
    shortening = V_MAX * ((sarcomere(wall, v) - contractile) / L_SERIES - 1.0)
    stretch = wall.slow * pace
    x = jnp.clip(since / (stretch * TAU_RISE), 0.0, 8.0)
    rise = 0.02 * x**3 * (8.0 - x) ** 2 * jnp.exp(-x)
    reach = jnp.tanh(4.0 * jnp.maximum(contractile - L_FREE, 0.0) ** 2)
    ends = stretch * TAU_LENGTH * (0.29 + 0.3 * contractile)
    gate = 1.0 / (1.0 + jnp.exp((ends - since) / (stretch * TAU_FALL)))
    rate = reach * rise / (stretch * TAU_RISE) + (C_REST - contractility) * gate / (stretch * TAU_FALL)
    return shortening, rate


def atrial_pressure(atrium: Atrium, v: Array, since: Array, lasts: Array) -> Array:
    """Pressure of an atrium, mmHg, `since` s after its excitation, which lasts `lasts` s."""
    ratio = jnp.maximum(v, 1.0) / atrium.volume
    phase = jnp.clip(since / lasts, 0.0, 1.0)
    bump = 0.5 * (1.0 - jnp.cos(2.0 * jnp.pi * phase))
    return atrium.pressure * ratio**atrium.power + atrium.kick * bump * v
