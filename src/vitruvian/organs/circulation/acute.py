"""What happens to a circulation within minutes: blood lost or given, standing up, exertion, fibrillation.

Against a change of volume the reflex acts; its rest under a lasting change is found as the pressure at which
what it does and what it senses agree. In exertion the reflex is reset, so its changes are stated, not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.organs.circulation.baroreflex import Setpoint, regulated, steady
from vitruvian.organs.circulation.deck import Deck

Array = Any
STAYS = 0.35
"""mL of stressed volume for a mL of crystalloid: 150–200 of 500 (specification, section 6,
verified=False)."""
POOLED = 500.0
"""mL that pool in the legs when upright; as the sine of the angle (verified=False)."""
ACUTE = ("fluid_bolus", "haemorrhage", "tilt")
TURNS = 8
"""Beats found in the search for the reflex's rest."""
_LEAST = 0.35


def fibrillating(deck: Deck, u: Mapping[str, Array]) -> Deck:
    """Atria that do not contract, at the rate of the ventricles."""
    on = u["atrial_fibrillation"] > 0.0
    return deck._replace(
        kick=jnp.where(on, 0.0, deck.kick), hr=jnp.where(on, u["atrial_fibrillation"], deck.hr)
    )


def exerting(deck: Deck, u: Mapping[str, Array], size: Array) -> Deck:
    """Exertion of intensity 0 to 1: at 1 the rate is 130/70 of rest's, as in `check_reflex.athletic`."""
    x = u["exercise_intensity"]
    return deck._replace(
        hr=deck.hr * jnp.exp(jnp.log(130.0 / 70.0) * x),
        e_lv=deck.e_lv * jnp.exp(jnp.log(1.6) * x),
        e_rv=deck.e_rv * jnp.exp(jnp.log(1.6) * x),
        r_sys=deck.r_sys * jnp.exp(jnp.log(0.55) * x),
        r_pa=deck.r_pa * jnp.exp(jnp.log(0.7) * x),
        pr=deck.pr - 0.05 * x,
        volume=deck.volume + 450.0 * size * x,
    )


def displaced(u: Mapping[str, Array], p: Mapping[str, Array], size: Array) -> Array:
    """Stressed volume gained, mL, before the reflex answers."""
    given = STAYS * u["fluid_bolus"] * p["volume_responds"]
    pooled = POOLED * size * jnp.sin(jnp.deg2rad(u["tilt"])) * p["volume_responds"]
    return given - u["haemorrhage"] - pooled


class Answer(NamedTuple):
    """Where the search for the reflex's rest is: two pressures around it with how far the loop's own pressure
    is from each, the pressure that is tried now, and the resting one, mmHg."""

    a: Array
    f_a: Array
    b: Array
    f_b: Array
    tried: Array
    rest: Array


def unanswered(like: Array) -> Answer:
    """Before anything is known."""
    return Answer(*([0.0 * like] * len(Answer._fields)))


def under(before: Deck, deck: Deck, gained: Array, heart: Array, answer: Answer, turn: Array) -> Deck:
    """The deck of a turn: `before` (0), then after `gained` mL with the reflex sensing the pressure tried.

    heart  share of the reflex's arcs to the heart that a drug has left
    """
    reflex = steady(Setpoint(answer.rest, heart=heart), answer.tried)
    least = _LEAST * deck.volume
    volume = jnp.maximum(deck.volume + gained - reflex.unstressed, least)
    after = regulated(deck, reflex)._replace(volume=volume)
    return jax.tree.map(lambda x, y: jnp.where(turn == 0, x, y), before, after)


def tried(answer: Answer, pressure: Array, turn: Array) -> Answer:
    """The search after a turn gave the loop's mean pressure: regula falsi with the Illinois rule.

    Turn 0 tells the resting pressure, 1 that without the reflex; what the reflex leaves lies between them.
    """
    first = answer._replace(tried=pressure, rest=pressure)
    f = pressure - answer.tried
    second = answer._replace(b=answer.tried, f_b=f, tried=pressure)
    same = f * answer.f_b > 0.0
    a = jnp.where((turn == 2) | ~same, answer.b, answer.a)
    f_a = jnp.where((turn == 2) | ~same, answer.f_b, 0.5 * answer.f_a)
    gap = jnp.where(jnp.abs(f - f_a) > 1e-9, f - f_a, 1e-9)
    further = Answer(a, f_a, answer.tried, f, answer.tried - f * (answer.tried - a) / gap, answer.rest)

    def pick(one: Array, two: Array, more: Array) -> Array:
        return jnp.where(turn == 0, one, jnp.where(turn == 1, two, more))

    return jax.tree.map(pick, first, second, further)


def is_acute(u: Mapping[str, Array]) -> Array:
    """Whether anything happens against which the reflex acts."""
    return sum(u[name] for name in ACUTE) > 0.0
