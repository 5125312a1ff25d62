"""Another heart, used only as the truth that predictions of the circulation are judged by.

It shares no law with the organ. Walls: `other_heart_wall`. Valves: Bernoulli with a viscous part and no
inertance, leaves that swing (form of Korakianitis & Shi 2006, doi:10.1016/j.jbiomech.2005.06.016), pressure
recovered behind the aortic one (Garcia 2000, doi:10.1161/01.CIR.101.7.765). Arteries: four elements
(Stergiopulos 1999, doi:10.1152/ajpheart.1999.276.1.H81) whose compliance falls with pressure; two venous
beds; a lung with an impedance. Reflex: the mean pressure of each beat, a tanh, one lag. Fourth-order steps.
Constants without a source are chosen for plausible readings, verified=False. Units mmHg, mL, s, cm².
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.organs.circulation.other_heart_wall import (
    C_REST,
    L_FREE,
    Atrium,
    Wall,
    atrial_pressure,
    sarcomere,
    wall_pressure,
    wall_rates,
)

Array = Any
STEPS = 1200
"""Of a beat."""
T_REF, PACE_POWER = 60.0 / 70.0, 0.45
OPEN = 75.0 * jnp.pi / 180.0
"""Angle of open leaves."""
PUSH, FRICTION = 5500.0, 50.0
"""Of the leaves: rad/(s² mmHg), 1/s."""
JET = 50.0
"""cm/s of a jet at 1 mmHg: 4 v² in m/s."""
REFLEX_MMHG, REFLEX_LAG = 20.0, 8.0
"""Width of the reflex's curve in mmHg; its lag in s."""


class Heart(NamedTuple):
    """Everything of one person; fields are floats or (N,) arrays.

    eoa       open areas cm² of aortic, mitral, pulmonary and tricuspid valve; aorta: area behind the first
    z         characteristic impedance of the aorta mmHg s/mL; inertance mmHg s²/mL
    c, bend   arterial compliance at no pressure mL/mmHg, and the pressure at which half of it is left
    r         resistance of all systemic beds; split: the share of the flow through the first (splanchnic) bed
    c_bed     compliance of the two venous beds
    volume    stressed volume, mL
    gain      of the reflex, 0 cut
    """

    hr: Array
    lv: Wall
    rv: Wall
    la: Atrium
    ra: Atrium
    eoa: tuple[Array, Array, Array, Array]
    aorta: Array
    z: Array
    inertance: Array
    c: Array
    bend: Array
    r: Array
    volume: Array
    split: Array = 0.27
    c_bed: tuple[Array, Array] = (30.0, 45.0)
    r_bed: tuple[Array, Array] = (0.07, 0.022)
    z_pa: Array = 0.02
    c_pa: Array = 3.6
    r_pa: Array = 0.08
    c_pv: Array = 18.0
    r_pv: Array = 0.01
    pr: Array = 0.17
    gain: Array = 1.0


class State(NamedTuple):
    """Volumes mL, contractile elements µm, contractilities, leaves' angles rad and speeds, inertial flow."""

    lv: Array
    rv: Array
    la: Array
    ra: Array
    sa: Array
    bed1: Array
    bed2: Array
    pa: Array
    pv: Array
    lc_l: Array
    lc_r: Array
    c_l: Array
    c_r: Array
    angle: tuple[Array, ...]
    swing: tuple[Array, ...]
    q_l: Array


VOLUMES = State._fields[:9]


class Seen(NamedTuple):
    """Of one instant: pressures mmHg, flows mL/s through the aortic and mitral valve, volumes mL."""

    p_lv: Array
    p_root: Array
    p_sa: Array
    p_la: Array
    q_av: Array
    q_mv: Array
    lv: Array


class Reading(NamedTuple):
    """Of one beat: pressures mmHg, volumes mL, Doppler mean and peak gradient mmHg, jet cm, waves mL/s."""

    sbp: Array
    dbp: Array
    mean: Array
    edv: Array
    esv: Array
    stroke: Array
    gradient: Array
    peak: Array
    jet: Array
    e_wave: Array
    a_wave: Array
    wedge: Array
    lvedp: Array
    lv_peak: Array


def begin(h: Heart) -> State:
    """A state from which the periodic one is reached; its volumes add up to the stressed volume."""
    weights = dict(lv=110.0, rv=110.0, la=60.0, ra=45.0, sa=100.0, bed1=170.0, bed2=230.0, pa=60.0, pv=180.0)
    share = h.volume / sum(weights.values())
    volumes = {name: share * weight for name, weight in weights.items()}
    zero = 0.0 * (h.volume + h.hr)
    low, resting = zero + L_FREE, zero + C_REST
    left = jnp.maximum(sarcomere(h.lv, volumes["lv"]) - 0.04, low)
    right = jnp.maximum(sarcomere(h.rv, volumes["rv"]) - 0.04, low)
    angles = (zero, zero + 1.0, zero, zero + 1.0)
    return State(
        **volumes, lc_l=left, lc_r=right, c_l=resting, c_r=resting, angle=angles, swing=(zero,) * 4, q_l=zero
    )


def rates(h: Heart, s: State, time: Array) -> tuple[State, Seen]:
    """Rate of every state `time` s after the atria were excited, and what is seen then."""
    length = 60.0 / h.hr
    pace = (length / T_REF) ** PACE_POWER
    since = jnp.where(time < h.pr, time - h.pr + length, time - h.pr)
    p_lv = wall_pressure(h.lv, s.lv, s.lc_l, s.c_l)
    p_rv = wall_pressure(h.rv, s.rv, s.lc_r, s.c_r)
    p_la = atrial_pressure(h.la, s.la, time, 0.19 * pace)
    p_ra = atrial_pressure(h.ra, s.ra, time, 0.19 * pace)
    p_sa = h.bend * (jnp.exp(s.sa / (h.c * h.bend)) - 1.0)
    p_bed = (s.bed1 / h.c_bed[0], s.bed2 / h.c_bed[1])
    p_pa, p_pv = s.pa / h.c_pa, s.pv / h.c_pv
    recovered = (1.0 - h.eoa[0] / h.aorta) ** 2
    drops = (p_lv - p_sa + h.z * s.q_l, p_la - p_lv, p_rv - p_pa, p_ra - p_rv)
    stiff = (h.z, 0.004, h.z_pa, 0.003)
    lost = (recovered, 1.0, 1.0, 1.0)
    q = tuple(map(_orifice, drops, h.eoa, s.angle, stiff, lost))
    through = (h.split * (p_sa - p_bed[0]) / h.r, (1.0 - h.split) * (p_sa - p_bed[1]) / h.r)
    back = ((p_bed[0] - p_ra) / h.r_bed[0], (p_bed[1] - p_ra) / h.r_bed[1])
    q_pa, q_pv = (p_pa - p_pv) / h.r_pa, (p_pv - p_la) / h.r_pv
    left = wall_rates(h.lv, s.lv, s.lc_l, s.c_l, since, pace)
    right = wall_rates(h.rv, s.rv, s.lc_r, s.c_r, since, pace)
    swings = tuple(
        PUSH * drop * jnp.cos(angle) - FRICTION * swing
        for drop, angle, swing in zip(drops, s.angle, s.swing, strict=True)
    )
    rate = State(
        q[1] - q[0], q[3] - q[2], q_pv - q[1], sum(back) - q[3], q[0] - sum(through),
        through[0] - back[0], through[1] - back[1], q[2] - q_pa, q_pa - q_pv,
        left[0], right[0], left[1], right[1], s.swing, swings, h.z * (q[0] - s.q_l) / h.inertance,
    )  # fmt: skip
    return rate, Seen(p_lv, p_sa + h.z * (q[0] - s.q_l), p_sa, p_la, q[0], q[1], s.lv)


def _orifice(drop: Array, eoa: Array, angle: Array, viscous: Array, lost: Array) -> Array:
    """Flow, mL/s, for which viscous·q + lost·(q/(JET·A))² is the drop, mmHg."""
    opened = ((1.0 - jnp.cos(angle)) / (1.0 - jnp.cos(OPEN))) ** 2
    area = eoa * opened + 1e-6
    k = lost / (JET * area) ** 2
    size = 2.0 * jnp.abs(drop) / (viscous + jnp.sqrt(viscous * viscous + 4.0 * k * jnp.abs(drop)))
    return jnp.sign(drop) * size


def _moved(s: State, rate: State, dt: Array) -> State:
    return jax.tree.map(lambda x, dx: x + dt * dx, s, rate)


def step(h: Heart, s: State, time: Array, dt: Array) -> tuple[State, Seen]:
    """State one Runge-Kutta step later, and what was seen before it. Leaves stop at both ends."""
    one, seen = rates(h, s, time)
    two, _ = rates(h, _moved(s, one, 0.5 * dt), time + 0.5 * dt)
    three, _ = rates(h, _moved(s, two, 0.5 * dt), time + 0.5 * dt)
    four, _ = rates(h, _moved(s, three, dt), time + dt)
    mean = jax.tree.map(lambda a, b, c, d: (a + 2.0 * b + 2.0 * c + d) / 6.0, one, two, three, four)
    after = _moved(s, mean, dt)
    angle = tuple(jnp.clip(a, 0.0, OPEN) for a in after.angle)
    swing = tuple(
        jnp.where((a <= 0.0) & (w < 0.0) | (a >= OPEN) & (w > 0.0), 0.0, w)
        for a, w in zip(after.angle, after.swing, strict=True)
    )
    return after._replace(angle=angle, swing=swing), seen


def run_beat(h: Heart, s: State, steps: int = STEPS) -> tuple[State, Reading]:
    """State after one beat, and its readings."""
    length = 60.0 / h.hr
    dt = length / steps
    zero = 0.0 * (s.lv + h.hr)
    nothing = (Seen(*[zero - 1e9] * 7), Seen(*[zero + 1e9] * 7), (zero,) * 6, (zero,) * 4)

    def body(carry: tuple[State, Any], k: Array) -> tuple[tuple[State, Any], None]:
        state, (high, low, sums, kept) = carry
        time = k * dt
        after, seen = step(h, state, time, dt)
        return (after, _tallied(h, (high, low, sums, kept), seen, time, dt)), None

    (after, (high, low, sums, kept)), _ = jax.lax.scan(body, (s, nothing), jnp.arange(steps))
    opened = jnp.maximum(sums[3], 1e-6)
    return after, Reading(
        sbp=high.p_sa, dbp=low.p_sa, mean=sums[0] / length, edv=high.lv, esv=low.lv, stroke=sums[1],
        gradient=sums[2] / opened, peak=4.0 * (0.01 * high.q_av / h.eoa[0]) ** 2, jet=sums[5] / h.eoa[0],
        e_wave=kept[0], a_wave=kept[1], wedge=sums[4] / length, lvedp=kept[2], lv_peak=high.p_lv,
    )  # fmt: skip


def _tallied(h: Heart, tally: Any, seen: Seen, time: Array, dt: Array) -> Any:
    high, low, sums, kept = tally
    speed = 0.01 * jnp.maximum(seen.q_av, 0.0) / h.eoa[0]
    ejects = seen.q_av > 0.01 * high.q_av
    forward = jnp.where(ejects, seen.q_av, 0.0)
    more = (seen.p_sa, seen.q_av, jnp.where(ejects, 4.0 * speed**2, 0.0), 1.0 * ejects, seen.p_la, forward)
    early = time > h.pr + 0.2 * 60.0 / h.hr
    kept = (
        jnp.maximum(kept[0], jnp.where(early, seen.q_mv, 0.0)),
        jnp.maximum(kept[1], jnp.where(time < h.pr + 0.05, seen.q_mv, 0.0)),
        jnp.where(time <= h.pr, seen.p_lv, kept[2]),
        kept[3],
    )
    return (
        Seen(*map(jnp.maximum, high, seen)),
        Seen(*map(jnp.minimum, low, seen)),
        tuple(old + dt * new for old, new in zip(sums, more, strict=True)),
        kept,
    )


def compensated(h: Heart, pressure: Array, stroke: Array, beats: int = 120, steps: int = STEPS) -> Heart:
    """The heart with the resistance and volume that kidneys and reflexes would set for these aims.

    pressure  mean arterial, mmHg;  stroke  mL a beat. An aim that the heart cannot reach is approached.
    """

    def one(carry: tuple[State, Array, Array], k: Array) -> tuple[tuple[State, Array, Array], None]:
        s, r, volume = carry
        after, read = run_beat(h._replace(r=r, volume=volume), s, steps)
        r = r * jnp.exp(0.15 * jnp.clip(jnp.log(pressure / read.mean), -0.3, 0.3))
        added = jnp.clip(0.6 * (stroke - read.stroke), -8.0, 8.0)
        added = jnp.clip(volume + added, 400.0, 2200.0) - volume
        halves = after._replace(bed1=after.bed1 + 0.4 * added, bed2=after.bed2 + 0.6 * added)
        return (halves, r, volume + added), None

    zero = 0.0 * (h.r + h.hr)
    (_, r, volume), _ = jax.lax.scan(one, (begin(h), zero + h.r, zero + h.volume), jnp.arange(beats))
    return h._replace(r=r, volume=volume)


def settled(h: Heart, beats: int = 60, steps: int = STEPS) -> tuple[State, Reading]:
    """State and readings after many beats without reflex."""

    def one(s: State, k: Array) -> tuple[State, Reading]:
        return run_beat(h, s, steps)

    state, course = jax.lax.scan(one, begin(h), jnp.arange(beats))
    return state, jax.tree.map(lambda v: v[-1], course)


def with_reflex(
    h: Heart, s: State, rest: Array, beats: int = 90, steps: int = STEPS
) -> tuple[State, Reading, Heart]:
    """State, readings and the heart as the reflex set it, which defends a mean pressure `rest`, mmHg."""

    def one(carry: tuple[State, Array], k: Array) -> tuple[tuple[State, Array], tuple[Reading, Array]]:
        state, drive = carry
        now = reflexive(h, drive)
        after, read = run_beat(now, state, steps)
        aim = h.gain * jnp.tanh((rest - read.mean) / REFLEX_MMHG)
        keep = jnp.exp(-60.0 / now.hr / REFLEX_LAG)
        following = aim + (drive - aim) * keep
        given = 250.0 * (following - drive)
        after = after._replace(bed1=after.bed1 + 0.7 * given, bed2=after.bed2 + 0.3 * given)
        return (after, following), (read, drive)

    (state, drive), (course, _) = jax.lax.scan(one, (s, 0.0 * (h.hr + h.volume)), jnp.arange(beats))
    return state, jax.tree.map(lambda v: v[-1], course), reflexive(h, drive)


def reflexive(h: Heart, drive: Array) -> Heart:
    """The heart at a sympathetic drive of −1 to 1, 0 at rest: rate, force and resistance."""
    return h._replace(
        hr=h.hr * (1.0 + 0.22 * drive),
        r=h.r * (1.0 + 0.28 * drive),
        lv=h.lv._replace(active=h.lv.active * (1.0 + 0.15 * drive)),
        rv=h.rv._replace(active=h.rv.active * (1.0 + 0.15 * drive)),
    )
