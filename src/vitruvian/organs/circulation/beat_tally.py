"""What is kept of a beat while it runs: sums, extremes and the values at named moments."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp

from vitruvian.organs.circulation.loop import Beat, Signals, State
from vitruvian.organs.circulation.valves import doppler

Array = Any
EJECTING = 0.0
"""Flow, mL/s, above which a valve is counted as passed forwards."""
_LARGE = 1e9
_E_FROM, _A_UNTIL = 0.2, 0.05


class Highest(NamedTuple):
    """Largest values: mmHg, mL, mL/s; `doppler_av` in mmHg."""

    p_lv: Array
    p_rv: Array
    p_ao: Array
    p_sa: Array
    p_pa: Array
    lv: Array
    rv: Array
    la: Array
    ra: Array
    doppler_av: Array
    early_mv: Array
    late_mv: Array


class Lowest(NamedTuple):
    """Smallest values: mmHg, mL."""

    p_ao: Array
    p_sa: Array
    p_pa: Array
    lv: Array
    rv: Array
    la: Array
    ra: Array


class Sums(NamedTuple):
    """Integrals over the beat: mmHg s, mL, mmHg mL (work), cm (jets), s (times)."""

    p_ao: Array
    p_sa: Array
    p_la: Array
    p_ra: Array
    p_pa: Array
    aorta: Array
    lungs: Array
    on_av: Array
    on_mv: Array
    on_pv: Array
    on_tv: Array
    back_av: Array
    back_mv: Array
    back_pv: Array
    back_tv: Array
    time_av: Array
    drop_av: Array
    doppler_av: Array
    jet_av: Array
    time_mv: Array
    drop_mv: Array
    jet_mv: Array
    coronary: Array
    support: Array
    hole: Array
    work: Array
    before_onset_lv: Array
    before_onset_rv: Array


class Moments(NamedTuple):
    """End of systole (largest P/(V − V₀)): stiffness mmHg/mL, pressure, volume; decay of the E wave.

    peak mL/s reached in early diastole, half s since then until the velocity fell to its 1/√2, falling 1 or 0
    dpdt the steepest rise, mmHg/s, of the left ventricle's pressure; p_lv the last pressure
    """

    stiffness: Array
    p_es: Array
    v_es: Array
    peak: Array
    half: Array
    falling: Array
    dpdt: Array
    p_lv: Array


class Tally(NamedTuple):
    """All that is kept of a beat."""

    highest: Highest
    lowest: Lowest
    sums: Sums
    moments: Moments


def nothing(state: State) -> Tally:
    """The tally before a beat."""
    zero = jnp.zeros_like(state.lv)
    return Tally(
        Highest(*[zero - _LARGE] * len(Highest._fields))._replace(
            early_mv=zero, late_mv=zero, doppler_av=zero
        ),
        Lowest(*[zero + _LARGE] * len(Lowest._fields)),
        Sums(*[zero] * len(Sums._fields)),
        Moments(*[zero] * len(Moments._fields)),
    )


def see(tally: Tally, before: State, after: State, s: Signals, beat: Beat) -> Tally:
    """The tally with one more step."""
    high, low = _extremes(after, s, beat)
    more = _rates(before, after, s, beat)
    return Tally(
        Highest(*map(jnp.maximum, tally.highest, high)),
        Lowest(*map(jnp.minimum, tally.lowest, low)),
        Sums(*(old + beat.dt * new for old, new in zip(tally.sums, more, strict=True))),
        _moments(tally.moments, before, after, s, beat),
    )


def early(s: Signals, beat: Beat) -> Array:
    """True from the end of ventricular contraction to the next atrial one."""
    return s.time > beat.person.deck.pr + _E_FROM * beat.period


def _extremes(after: State, s: Signals, beat: Beat) -> tuple[Highest, Lowest]:
    d = beat.person.deck
    late = s.time < d.pr + _A_UNTIL
    high = Highest(
        s.p_lv, s.p_rv, s.p_ao, s.p_sa, s.p_pa, after.lv, after.rv, after.la, after.ra,
        doppler(jnp.maximum(after.q_av, 0.0), s.wide_av),
        jnp.where(early(s, beat), after.q_mv, 0.0),
        jnp.where(late, after.q_mv, 0.0),
    )  # fmt: skip
    return high, Lowest(s.p_ao, s.p_sa, s.p_pa, after.lv, after.rv, after.la, after.ra)


def _rates(before: State, after: State, s: Signals, beat: Beat) -> Sums:
    d = beat.person.deck
    on = [jnp.maximum(q, 0.0) for q in (after.q_av, after.q_mv, after.q_pv, after.q_tv)]
    back = [jnp.maximum(-q, 0.0) for q in (after.q_av, after.q_mv, after.q_pv, after.q_tv)]
    ejects = jnp.where(after.q_av > EJECTING, 1.0, 0.0)
    fills = jnp.where(after.q_mv > EJECTING, 1.0, 0.0)
    onset = jnp.where((s.time <= d.pr) & (d.pr < s.time + beat.dt), 1.0 / beat.dt, 0.0)
    return Sums._make((
        s.p_ao, s.p_sa, s.p_la, s.p_ra, s.p_pa, after.q_ao, (s.p_pa - s.p_pv) / d.r_pa, *on, *back,
        ejects, ejects * (s.p_lv - s.p_ao), ejects * doppler(after.q_av, s.wide_av),
        _jet(s.p_ao - s.p_lv, back[0]),
        fills, fills * (s.p_la - s.p_lv),
        _jet(s.p_lv - s.p_la, back[1]),
        s.q_cor, s.q_support, s.q_hole,
        -s.p_lv * (after.lv - before.lv) / beat.dt,
        onset * s.p_lv, onset * s.p_rv,
    ))  # fmt: skip


def _jet(drop: Array, back: Array) -> Array:
    """Velocity, cm/s, of a leak's jet by Bernoulli's law, v = 50 √Δp, while it leaks."""
    driven = (drop > 0.0) & (back > 0.0)
    return jnp.where(driven, 50.0 * jnp.sqrt(jnp.where(driven, drop, 1.0)), 0.0)


def _moments(m: Moments, before: State, after: State, s: Signals, beat: Beat) -> Moments:
    d = beat.person.deck
    stretch = before.lv - d.v0_lv
    stiffness = s.p_lv / jnp.maximum(stretch, 1e-3)
    stiffer = (stiffness > m.stiffness) & (s.e > 0.0)
    q = jnp.where(early(s, beat), after.q_mv, 0.0)
    higher = q > m.peak
    falls = jnp.where(q < m.peak * 0.70710678, 1.0, m.falling)
    falling = jnp.where(higher, 0.0, jnp.where(m.peak > 0.0, falls, 0.0))
    return Moments(
        jnp.where(stiffer, stiffness, m.stiffness),
        jnp.where(stiffer, s.p_lv, m.p_es),
        jnp.where(stiffer, before.lv, m.v_es),
        jnp.where(higher, q, m.peak),
        jnp.where(higher, 0.0, m.half + beat.dt * (1.0 - falling)),
        falling,
        jnp.where(s.time > 0.0, jnp.maximum(m.dpdt, (s.p_lv - m.p_lv) / beat.dt), 0.0),
        s.p_lv,
    )
