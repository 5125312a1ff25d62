"""The reflex that holds arterial pressure: Ursino 1998 (doi:10.1152/ajpheart.1998.275.5.H1733), beat by beat.

Afferent firing follows a sigmoid of the filtered mean pressure; sympathetic and vagal firing follow it; each
effector follows its firing, delayed, as a first-order lag, integrated exactly over a beat. Everything is
relative to the person's rest: at the resting pressure nothing changes, whatever that pressure is (the
sigmoid's middle moves with it). The delays look up the firings of past beats, linearly between them; with
beats as the clock the pulse within a beat does not act. Elastances and resistance change by the fraction by
which Ursino's own change; unstressed volume and period by his mL and s.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp

from vitruvian.organs.circulation.deck import Deck, period
from vitruvian.organs.circulation.loop import Person, State

Array = Any
PAST = 16
"""Beats remembered: 5 s at up to 180 a minute."""

_K_A, _F_MIN, _F_MAX, _TAU_P, _TAU_Z = 11.758, 2.52, 47.78, 2.076, 6.37
_FES_INF, _FES_0, _K_ES, _FES_MIN = 2.10, 16.11, 0.0675, 2.66
_FEV_0, _FEV_INF, _FCS_0, _K_EV = 3.2, 6.3, 25.0, 7.06


class Arc(NamedTuple):
    """Gain in the effector's unit, pure delay s, time constant s."""

    gain: float
    delay: float
    tau: float


_E_LV_REST, _E_RV_REST, _R_SPLANCHNIC, _R_OTHER = 2.91, 1.72, 3.25, 1.36
"""Ursino's own resting elastances (mmHg/mL) and parallel resistances (mmHg s/mL): his gains become relative
ones by them. verified=False."""

E_LV = Arc(0.475 / _E_LV_REST, 2.0, 8.0)
E_RV = Arc(0.282 / _E_RV_REST, 2.0, 8.0)
R_SYS = Arc(
    (0.695 / _R_SPLANCHNIC**2 + 0.53 / _R_OTHER**2) / (1.0 / _R_SPLANCHNIC + 1.0 / _R_OTHER), 2.0, 6.0
)
V_UNSTRESSED = Arc(-265.4 - 132.5, 5.0, 20.0)
T_SYMPATHETIC = Arc(-0.13, 2.0, 2.0)
T_VAGAL = Arc(0.09, 0.2, 1.5)


class Setpoint(NamedTuple):
    """The person's rest: mean pressure of the systemic arteries mmHg, and what each arc is multiplied by.

    sympathetic, vagal  1 at full reflex, 0 cut; a β-blocker lowers `heart` (T and E arcs)
    """

    pressure: Array
    sympathetic: Array = 1.0
    vagal: Array = 1.0
    heart: Array = 1.0


class Reflex(NamedTuple):
    """State: filtered and last mean pressure (mmHg), firings of past beats (newest first), and the effectors.

    e_lv, e_rv, r_sys  relative changes; unstressed mL; t_symp, t_vagal s
    """

    filtered: Array
    last: Array
    sympathetic: tuple[Array, ...]
    vagal: tuple[Array, ...]
    e_lv: Array
    e_rv: Array
    r_sys: Array
    unstressed: Array
    t_symp: Array
    t_vagal: Array


def at_rest(setpoint: Setpoint) -> Reflex:
    """The reflex of someone at rest for long."""
    p = setpoint.pressure + 0.0
    zero = 0.0 * p
    symp, vagal = _firings(zero)
    return Reflex(p, p, (zero + symp,) * PAST, (zero + vagal,) * PAST, *([zero] * 6))


def steady(setpoint: Setpoint, sensed: Array) -> Reflex:
    """The reflex long after the mean pressure that it senses became `sensed`, mmHg."""
    symp, vagal = _firings(sensed - setpoint.pressure)
    drive, zero = _drive(symp), 0.0 * symp
    heart = setpoint.sympathetic * setpoint.heart
    return Reflex(
        sensed,
        sensed,
        (symp,) * PAST,
        (vagal,) * PAST,
        e_lv=zero + heart * E_LV.gain * drive,
        e_rv=zero + heart * E_RV.gain * drive,
        r_sys=zero + setpoint.sympathetic * R_SYS.gain * drive,
        unstressed=zero + setpoint.sympathetic * V_UNSTRESSED.gain * drive,
        t_symp=zero + heart * T_SYMPATHETIC.gain * drive,
        t_vagal=zero + setpoint.vagal * T_VAGAL.gain * (vagal - _firings(0.0)[1]),
    )


def after_beat(setpoint: Setpoint, r: Reflex, mean_pressure: Array, length: Array) -> Reflex:
    """The reflex after a beat of `length` s with this mean pressure, mmHg."""
    slope = (mean_pressure - r.last) / length
    keep = jnp.exp(-length / _TAU_P)
    driven = mean_pressure + _TAU_Z * slope
    filtered = driven + (r.filtered - driven) * keep
    symp, vagal = _firings(filtered - setpoint.pressure)
    symps, vagals = (symp, *r.sympathetic[:-1]), (vagal, *r.vagal[:-1])
    heart = setpoint.sympathetic * setpoint.heart

    def lag(before: Array, arc: Arc, share: Array) -> Array:
        aim = share * arc.gain * _drive(_delayed(symps, arc.delay / length))
        return aim + (before - aim) * jnp.exp(-length / arc.tau)

    slower = setpoint.vagal * T_VAGAL.gain * (_delayed(vagals, T_VAGAL.delay / length) - _firings(0.0)[1])
    return Reflex(
        filtered,
        mean_pressure,
        symps,
        vagals,
        e_lv=lag(r.e_lv, E_LV, heart),
        e_rv=lag(r.e_rv, E_RV, heart),
        r_sys=lag(r.r_sys, R_SYS, setpoint.sympathetic),
        unstressed=lag(r.unstressed, V_UNSTRESSED, setpoint.sympathetic),
        t_symp=lag(r.t_symp, T_SYMPATHETIC, heart),
        t_vagal=slower + (r.t_vagal - slower) * jnp.exp(-length / T_VAGAL.tau),
    )


def regulated(deck: Deck, r: Reflex) -> Deck:
    """The deck as the reflex has set it: rate, contractility, resistance; the volume is `recruited`'s."""
    return deck._replace(
        hr=60.0 / (period(deck) + r.t_symp + r.t_vagal),
        e_lv=deck.e_lv * (1.0 + r.e_lv),
        e_rv=deck.e_rv * (1.0 + r.e_rv),
        r_sys=deck.r_sys * (1.0 + r.r_sys),
    )


def recruited(state: State, before: Reflex, after: Reflex) -> State:
    """The state after veins have given or taken stressed volume, mL: −ΔV_u."""
    return state._replace(sv=state.sv - (after.unstressed - before.unstressed))


def regulated_person(person: Person, r: Reflex) -> Person:
    """The person with the deck that the reflex has set."""
    return person._replace(deck=regulated(person.deck, r))


def _firings(above: Array) -> tuple[Array, Array]:
    """Sympathetic and vagal firing, 1/s, at a filtered pressure `above` the resting one, mmHg."""
    afferent = _F_MIN + (_F_MAX - _F_MIN) / (1.0 + jnp.exp(-above / _K_A))
    symp = _FES_INF + (_FES_0 - _FES_INF) * jnp.exp(-_K_ES * afferent)
    ratio = jnp.exp((afferent - _FCS_0) / _K_EV)
    return symp, (_FEV_0 + _FEV_INF * ratio) / (1.0 + ratio)


def _drive(firing: Array) -> Array:
    """ln(f − f_min + 1) above its threshold, relative to rest."""
    rest = _firings(0.0)[0]
    return jnp.log(jnp.maximum(firing - _FES_MIN, 0.0) + 1.0) - jnp.log(
        jnp.maximum(rest - _FES_MIN, 0.0) + 1.0
    )


def _delayed(past: tuple[Array, ...], beats: Array) -> Array:
    """Firing `beats` (a real number) ago, linear between beats; older than remembered counts as oldest."""
    ago = jnp.minimum(beats, PAST - 1.0)
    return sum(jnp.maximum(1.0 - jnp.abs(ago - k), 0.0) * f for k, f in enumerate(past))
