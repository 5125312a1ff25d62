"""One valve: how far it is open, and what flows through it.

Δp = B q|q| + L dq/dt with B = ρ/(2A²), L = ρ l/A. In the jet's velocity u = q/A the implicit step is
u = 2c / (b + √(b² + 4B'|c|)), c = Δp + b q₀/A, b = ρ l/Δt, B' = ρ/2: stable for every area. A source with a
resistance R, P = P₀ − R q, adds R A to b of forward flow.
Pressure recovery replaces 1/A by 1/A − 1/A_aorta in the loss (Garcia 2000, doi:10.1161/01.CIR.101.7.765).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp

Array = Any
MMHG = 1333.22
"""dyn/cm² in one mmHg."""
DENSITY = 1.06
LENGTH = 1.5
"""Of blood, g/cm³; effective length of the jet, cm."""
LOSS = 0.5 * DENSITY / MMHG
INERTIA = DENSITY * LENGTH / MMHG
CLOSED = 1e-3
"""Area, cm², below which nothing flows."""


class Diodes(NamedTuple):
    """Four valves with only a resistance when open, mmHg s/mL: no square law, no inertance, no leak.

    They stand in for the valves where the loop is compared with codes that have nothing else.
    """

    av: Array = 0.0075
    mv: Array = 0.0075
    pv: Array = 0.0075
    tv: Array = 0.0075


def opening(zeta: Array, drop: Array, rate_step: Array) -> Array:
    """Opening state 0..1 after an explicit step of ζ̇ = (1 − ζ) K Δp (opening), ζ K Δp (closing).

    rate_step  K Δt, 1/mmHg
    """
    change = jnp.where(drop > 0.0, 1.0 - zeta, zeta) * (rate_step * drop)
    return jnp.clip(zeta + change, 0.0, 1.0)


def flow(
    drop: Array, before: Array, area: Array, inertia: Array, recovery: Array = 0.0, source: Array = 0.0
) -> Array:
    """Flow, mL/s, after a step.

    drop     pressure before minus behind the valve, mmHg, without what the source loses by the flow
    before   flow before the step, mL/s
    area     effective area, cm²
    inertia  INERTIA / Δt
    recovery 1 / area of the aorta, 1/cm²
    source   resistance of what is before the valve to flow forwards, mmHg s/mL
    """
    safe = jnp.maximum(area, CLOSED)
    force = drop + inertia * before / safe
    loss = 4.0 * LOSS * (1.0 - safe * recovery) ** 2
    slow = inertia + jnp.where(force > 0.0, source * safe, 0.0)
    speed = 2.0 * force / (slow + jnp.sqrt(slow * slow + loss * jnp.abs(force)))
    return jnp.where(area < CLOSED, 0.0, area * speed)


def diode(drop: Array, resistance: Array) -> Array:
    """Flow, mL/s, through a valve that lets `drop` / `resistance` pass forwards and nothing back."""
    return jnp.maximum(drop, 0.0) / resistance


def doppler(flow_rate: Array, area: Array) -> Array:
    """Gradient, mmHg, that Doppler reads through an open valve: 4 v², v in m/s."""
    speed = 0.01 * flow_rate / area
    return 4.0 * speed * speed
