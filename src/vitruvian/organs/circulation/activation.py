"""When a chamber is stiff: the double-Hill activation, normalised to a peak of exactly 1.

e(τ) = k g₁/(1 + g₁) / (1 + g₂), gᵢ = (τ/τᵢ)^mᵢ (Mynard 2012, doi:10.1002/cnm.1466).
τᵢ = cᵢ T_ref (T/T_ref)^p: p = 1 scales the times with the period, p = ½ with its
root, as systole does when the rate changes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.organs.circulation.deck import T_REF, Deck, period

Array = Any
M_RISE = 1.32
M_FALL_VENTRICLE = 27.4
M_FALL_ATRIUM = 13.1
_NEVER = 1e-9
_ROUNDS = 16


class Hill(NamedTuple):
    """Constants of one activation: log of its two times in s, log of its normalisation, second exponent."""

    log_rise: Array
    log_fall: Array
    scale: Array
    m_fall: float


def hills(deck: Deck) -> tuple[Hill, Hill]:
    """Activation of the ventricles and of the atria at the deck's rate."""
    stretch = jnp.log(T_REF) + deck.timing * jnp.log(period(deck) / T_REF)
    return (
        _hill(deck.rise_v, deck.fall_v, stretch, M_FALL_VENTRICLE),
        _hill(deck.rise_a, deck.fall_a, stretch, M_FALL_ATRIUM),
    )


def activation(hill: Hill, time: Array) -> Array:
    """e in 0..1 at `time` s after onset (0 <= time < period)."""
    log_time = jnp.log(jnp.maximum(time, _NEVER))
    rise = jnp.exp(M_RISE * (log_time - hill.log_rise))
    fall = jnp.exp(hill.m_fall * (log_time - hill.log_fall))
    return hill.scale * rise / ((1.0 + rise) * (1.0 + fall))


def _hill(rise: Array, fall: Array, stretch: Array, m_fall: float) -> Hill:
    """Normalised: the peak lies where m₁/(1 + g₁) = m₂ g₂/(1 + g₂), found by a fast contraction."""
    log_rise, log_fall = jnp.log(rise) + stretch, jnp.log(fall) + stretch
    ratio = log_fall - log_rise

    def closer(_: int, y: Array) -> Array:
        share = M_RISE / m_fall * jax.nn.sigmoid(-M_RISE * y)
        return ratio + (jnp.log(share) - jnp.log1p(-share)) / m_fall

    y = jax.lax.fori_loop(0, _ROUNDS, closer, ratio)
    scale = (1.0 + jnp.exp(-M_RISE * y)) * (1.0 + jnp.exp(m_fall * (y - ratio)))
    return Hill(log_rise, log_fall, scale, m_fall)
