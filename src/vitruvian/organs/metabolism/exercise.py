"""Exercise driven by heart rate: fast uptake, high-intensity release, exchange with the remote pool.

    EE' = p6 (r - EE)        EH' = p8 (rh - EH)
    plasma pool   made - p3 EE,  made = EGP (p1 EE + p2 EH)        remote pool   (p3 - p4) EE        mmol/min
    q1' = made - p3 EE - x1 q1 + k12 q2                            q2' = (p3 - p4) EE + x1 q1 - k12 q2

r is the share of heart-rate reserve, rh its part above the ventilatory threshold; q1 and q2 are what
exercise adds to the two glucose pools. A model with both pools takes the two flows; a model with one takes
the net flow q1', so that its plasma glucose moves as that of the two-pool source. EGP and x1 are those at
basal insulin.
Leaves out: the long rise of sensitivity after exercise (EL).
Source: the exercise block of metabolic.md section 3 (extended Hovorka model, doi:10.1088/0967-3334/25/4/010
for k12; the block's constants are population means of an open simulator, see `CONSTANTS`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np

Array = Any
MMOL_TO_MG = 180.156


class Constants(NamedTuple):
    """Rates in 1/min, p3 and p4 in mmol/min per unit of intensity, EGP in mmol/min for 73.8 kg.

    egp and x1 solve the source's own steady state at 7 mmol/L with its population means, where insulin is
    13.7 mU/L: egp = EGP0 (1 - x3) = 1.63 · 0.634 and x1 = kb1 I / ka1 (tests derive both again).
    """

    p1: float = 2.73
    p2: float = 8.23
    p3: float = 11.2
    p4: float = 2.95
    p6: float = 0.18
    p8: float = 0.1
    k12: float = 0.066
    x1: float = 0.1624
    egp: float = 1.0335
    threshold: float = 0.777
    reference_weight: float = 73.8


CONSTANTS = Constants()
"""Population means; verified=False: read from a secondary source, not from the papers."""


class Exertion(NamedTuple):
    """EE and EH (dimensionless); what exercise has added to plasma, and to both pools, so far (mmol)."""

    fast: Array
    high: Array
    plasma: Array
    total: Array


class Flows(NamedTuple):
    """Mean flows over a step that exercise causes into the plasma and the remote pool, mg/(kg min)."""

    plasma: Array
    remote: Array


def at_rest() -> Exertion:
    """No exercise for a long time."""
    return Exertion(jnp.zeros(()), jnp.zeros(()), jnp.zeros(()), jnp.zeros(()))


def advance(state: Exertion, intensity: Array, strength: Array, step: float) -> tuple[Exertion, Array]:
    """State after `step` minutes at constant intensity (0-1), and the mean NET glucose gain in mg/(kg min).

    For models with one glucose pool. strength multiplies uptake and release (a person's own response, 1 is
    the population mean). The gain is per kg of the reference weight, so it needs no weight of the person.
    """
    c = CONSTANTS
    after, _ = advance_two_pools(state, intensity, strength, step)
    gain = (after.plasma - state.plasma) / step
    return after, strength * gain * MMOL_TO_MG / c.reference_weight


def advance_two_pools(
    state: Exertion, intensity: Array, strength: Array, step: float
) -> tuple[Exertion, Flows]:
    """State after `step` minutes at constant intensity, and the flows for a model that has both pools.

    EE and EH by exponential steps; the plasma pool by its own decay with the mean of its supply.
    """
    c = CONSTANTS
    hard = jnp.clip((intensity - c.threshold) / (1.0 - c.threshold), 0.0, 1.0)
    fast = _towards(state.fast, intensity, c.p6, step)
    high = _towards(state.high, hard, c.p8, step)
    mean_fast = intensity + (state.fast - fast) / (c.p6 * step)
    mean_high = hard + (state.high - high) / (c.p8 * step)
    supply = c.egp * (c.p1 * mean_fast + c.p2 * mean_high) - c.p3 * mean_fast
    moved = (c.p3 - c.p4) * mean_fast
    total = state.total + step * (supply + moved)
    leaving = c.x1 + c.k12
    target = (supply + c.k12 * 0.5 * (state.total + total)) / leaving
    plasma = _towards(state.plasma, target, leaving, step)
    scale = strength * MMOL_TO_MG / c.reference_weight
    return Exertion(fast, high, plasma, total), Flows(scale * supply, scale * moved)


def intensity(heart_rate: Array, resting: float, maximum: float) -> Array:
    """Share of heart-rate reserve, clipped to 0-1 (NumPy, host side)."""
    return np.clip((np.asarray(heart_rate, dtype=float) - resting) / (maximum - resting), 0.0, 1.0)


def _towards(value: Array, target: Array, rate: float, step: float) -> Array:
    return target + (value - target) * np.exp(-rate * step)
