"""The closed loop: its state, one step, one beat.

LV →[AV]→ Ao → Sa → Sv → RA →[TV]→ RV →[PV]→ Pa → Pv → LA →[MV]→ LV. A step takes pressures from volumes,
then valves and flows (implicit), then volumes (explicit), so the sum of the volumes never changes.
A beat starts with the atria's activation. Everything is scalar arithmetic on tuples: it runs on floats,
on arrays with the ensemble as their trailing axis, and under vmap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.organs.circulation import chambers, devices, valves
from vitruvian.organs.circulation.activation import activation, hills
from vitruvian.organs.circulation.chambers import Pericardium, Septum
from vitruvian.organs.circulation.deck import Deck, period
from vitruvian.organs.circulation.devices import NOTHING, Attached
from vitruvian.organs.circulation.valves import Diodes

Array = Any


class State(NamedTuple):
    """Volumes in mL (cor: coronary bed), valves' opening 0..1, inertial flows in mL/s, septal shift in mL."""

    lv: Array
    rv: Array
    la: Array
    ra: Array
    ao: Array
    sa: Array
    sv: Array
    pa: Array
    pv: Array
    cor: Array
    z_av: Array
    z_mv: Array
    z_pv: Array
    z_tv: Array
    q_av: Array
    q_mv: Array
    q_pv: Array
    q_tv: Array
    q_ao: Array
    q_lvad: Array
    septum: Array


VOLUMES = State._fields[:10]


class Person(NamedTuple):
    """A circulation with what is attached to it; None costs nothing. diodes take the place of the valves."""

    deck: Deck
    attached: Attached = NOTHING
    sac: Pericardium | None = None
    septum: Septum | None = None
    diodes: Diodes | None = None


class Instant(NamedTuple):
    """Of a step's start: s since atrial and since ventricular onset, activation of ventricles and atria."""

    time: Array
    since: Array
    e: Array
    e_atria: Array


class Beat(NamedTuple):
    """What is known of a beat before it runs. period, dt in s; inertia = INERTIA / dt.

    Each instant's activation is computed at once for all (time leading): in the loop there is no logarithm.
    """

    person: Person
    period: Array
    dt: Array
    inertia: Array
    instants: Instant


class Signals(NamedTuple):
    """What can be seen of a step: pressures in mmHg at its start, flows in mL/s.

    wide_av  area of the fully open aortic valve, cm²; q_cor, q_support (pumps), q_hole of what is attached
    """

    time: Array
    since: Array
    e: Array
    p_lv: Array
    p_rv: Array
    p_la: Array
    p_ra: Array
    p_ao: Array
    p_sa: Array
    p_pa: Array
    p_pv: Array
    wide_av: Array
    q_cor: Array
    q_support: Array
    q_hole: Array


class Pressures(NamedTuple):
    """Pressures of the compartments, mmHg, the septal shift, mL, and what ejection costs, mmHg s/mL."""

    lv: Array
    rv: Array
    la: Array
    ra: Array
    ao: Array
    sa: Array
    sv: Array
    pa: Array
    pv: Array
    septum: Array
    source: Array


def begin(person: Person, steps: int) -> Beat:
    """What is known of a beat cut into `steps`."""
    ventricles, atria = hills(person.deck)
    length = period(person.deck)
    dt = length / steps
    time = jnp.arange(steps).reshape(-1, *[1] * jnp.ndim(length)) * dt
    since = time - person.deck.pr
    since = jnp.where(since < 0.0, since + length, since)
    e_atria = person.deck.kick * activation(atria, time)
    instants = Instant(time, since, activation(ventricles, since), e_atria)
    return Beat(person, length, dt, valves.INERTIA / dt, instants)


def start(person: Person) -> State:
    """A state near the periodic one, by the resting shares of the stressed volume; its sum is exact."""
    d = person.deck
    weights = {
        "lv": 115.0, "rv": 115.0, "la": 60.0, "ra": 45.0, "ao": 85.0 * d.c_ao, "sa": 85.0 * d.c_sa,
        "sv": 5.0 * d.c_sv, "pa": 16.0 * d.c_pa, "pv": 10.0 * d.c_pv,
    }  # fmt: skip
    zero = 0.0 * (sum(weights.values()) + d.volume + d.hr)
    bed = person.attached.coronary
    cor = zero if bed is None else zero + 20.0 * bed.c
    share = (d.volume - cor) / sum(weights.values())
    volumes = {name: zero + share * weight for name, weight in weights.items()}
    rest = dict.fromkeys(State._fields[10:], zero) | {"z_mv": zero + 1.0, "z_tv": zero + 1.0}
    return State(**volumes, cor=cor, **rest)


def step(beat: Beat, s: State, now: Instant) -> tuple[State, Signals]:
    """State one step after `now`, and what was seen."""
    d, on = beat.person.deck, beat.person.attached
    e = now.e
    p = _pressures(beat, s, now)
    p = jax.lax.optimization_barrier(p)
    diodes = beat.person.diodes
    s, wide_av = _through_valves(beat, s, p, e) if diodes is None else _through_diodes(diodes, s, p)
    q_ao = (beat.dt * (p.ao - p.sa) + d.l_ao * s.q_ao) / (d.l_ao + beat.dt * d.r_ao)
    into, seen = _attached(on, s, p, beat.dt)
    q_sys, q_sv = (p.sa - p.sv) / d.r_sys, (p.sv - p.ra) / d.r_sv
    q_pa, q_pv = (p.pa - p.pv) / d.r_pa, (p.pv - p.la) / d.r_pv
    after = s._replace(
        lv=s.lv + beat.dt * (s.q_mv - s.q_av + into.get("lv", 0.0)),
        rv=s.rv + beat.dt * (s.q_tv - s.q_pv + into.get("rv", 0.0)),
        la=s.la + beat.dt * (q_pv - s.q_mv + into.get("la", 0.0)),
        ra=s.ra + beat.dt * (q_sv - s.q_tv + into.get("ra", 0.0)),
        ao=s.ao + beat.dt * (s.q_av - q_ao + into.get("ao", 0.0)),
        sa=s.sa + beat.dt * (q_ao - q_sys),
        sv=s.sv + beat.dt * (q_sys - q_sv),
        pa=s.pa + beat.dt * (s.q_pv - q_pa + into.get("pa", 0.0)),
        pv=s.pv + beat.dt * (q_pa - q_pv),
        cor=s.cor + beat.dt * into["cor"] if "cor" in into else jnp.zeros_like(s.cor),
        q_ao=q_ao,
        q_lvad=seen["lvad"],
        septum=p.septum,
    )
    signals = Signals(
        now.time, now.since, e, p.lv, p.rv, p.la, p.ra, p.ao, p.sa, p.pa, p.pv, wide_av,
        seen["cor"], seen["support"], seen["hole"],
    )  # fmt: skip
    return after, signals


def run_beat(beat: Beat, state: State) -> State:
    """State after one beat."""

    def body(s: State, now: Instant) -> tuple[State, None]:
        return step(beat, s, now)[0], None

    return jax.lax.scan(body, state, beat.instants)[0]


def fold_beat(
    beat: Beat, state: State, see: Callable[[Any, State, State, Signals, Beat], Any], tally: Any
) -> tuple[State, Any]:
    """State after one beat, and the tally that `see(tally, before, after, signals, beat)` kept of it."""

    def body(carry: tuple[State, Any], now: Instant) -> tuple[tuple[State, Any], None]:
        before, kept = carry
        after, signals = step(beat, before, now)
        return (after, see(kept, before, after, signals, beat)), None

    return jax.lax.scan(body, (state, tally), beat.instants)[0]


def trace_beat(beat: Beat, state: State) -> tuple[State, tuple[State, Signals]]:
    """State after one beat, and (states after each step, signals) with the time as leading axis."""

    def body(s: State, now: Instant) -> tuple[State, tuple[State, Signals]]:
        after, signals = step(beat, s, now)
        return after, (after, signals)

    return jax.lax.scan(body, state, beat.instants)


def total_volume(state: State) -> Array:
    """Stressed volume of the loop, mL."""
    return sum(state[: len(VOLUMES)])


def _pressures(beat: Beat, s: State, now: Instant) -> Pressures:
    d, on, e, e_atria = beat.person.deck, beat.person.attached, now.e, now.e_atria
    around, shift = 0.0, jnp.zeros_like(s.septum)
    left = (d.e_lv, d.alpha_lv, d.beta_lv)
    right = (d.e_rv, d.alpha_rv, d.beta_rv)
    x_left, x_right = s.lv - d.v0_lv, s.rv - d.v0_rv
    if beat.person.sac is not None:
        around = chambers.pericardium(beat.person.sac, s.lv + s.rv + s.la + s.ra)
    if beat.person.septum is not None:
        shift = s.septum
        walls = [
            (chambers.ventricle(e, x, *law), chambers.ventricle_slope(e, x, *law))
            for x, law in ((x_left - shift, left), (x_right + shift, right))
        ]
        shift = chambers.septum_shift(beat.person.septum, e, shift, *walls)
        x_left, x_right = x_left - shift, x_right + shift
    in_aorta = s.ao
    if on.balloon is not None:
        in_aorta = s.ao + devices.balloon_volume(on.balloon, now.since, beat.period)
    source = d.yields * e * d.e_lv * jnp.maximum(x_left, 0.0) / (jnp.maximum(s.lv, 0.0) + d.wall)
    ejected = jnp.maximum(s.q_av, 0.0) + jnp.maximum(-s.q_mv, 0.0)
    return Pressures(
        lv=chambers.ventricle(e, x_left, *left) + around - source * ejected,
        rv=chambers.ventricle(e, x_right, *right) + around,
        la=chambers.atrium(e_atria, s.la - d.v0_la, d.e_la, d.min_la) + around,
        ra=chambers.atrium(e_atria, s.ra - d.v0_ra, d.e_ra, d.min_ra) + around,
        ao=in_aorta / d.c_ao,
        sa=s.sa / d.c_sa,
        sv=s.sv / d.c_sv,
        pa=s.pa / d.c_pa,
        pv=s.pv / d.c_pv,
        septum=shift,
        source=source,
    )


def _through_valves(beat: Beat, s: State, p: Pressures, e: Array) -> tuple[State, Array]:
    """State with the four valves' opening and flow after the step, and the aortic valve's widest area."""
    d, dt = beat.person.deck, beat.dt
    small = jnp.maximum(1.0 - s.lv / d.sam_volume, 0.0)
    wide_av = d.a_av * (1.0 - d.sam * e * small)
    leak_mv = d.leak_mv * (1.0 - d.late_mv * (1.0 - e))
    leak_tv = d.leak_tv * (1.0 - d.late_tv * (1.0 - e))
    lost = p.source * jnp.maximum(s.q_av, 0.0)
    z, q = {}, {}
    for name, drop, wide, leak, rate, more in (
        ("av", p.lv - p.ao, wide_av, d.leak_av, d.rate_av, (lost, d.aorta, p.source)),
        ("mv", p.la - p.lv, d.a_mv, leak_mv, d.rate_mv, (0.0,)),
        ("tv", p.ra - p.rv, d.a_tv, leak_tv, d.rate_tv, (0.0,)),
        ("pv", p.rv - p.pa, d.a_pv, d.leak_pv, d.rate_pv, (0.0,)),
    ):
        zeta = valves.opening(getattr(s, f"z_{name}"), drop, rate * dt)
        area = leak + (wide - leak) * zeta
        q[f"q_{name}"] = valves.flow(drop + more[0], getattr(s, f"q_{name}"), area, beat.inertia, *more[1:])
        z[f"z_{name}"] = zeta
    return s._replace(**z, **q), wide_av


def _through_diodes(r: Diodes, s: State, p: Pressures) -> tuple[State, Array]:
    """State with the flow through four diodes, and no area of the aortic valve."""
    after = s._replace(
        q_av=valves.diode(p.lv - p.ao, r.av),
        q_mv=valves.diode(p.la - p.lv, r.mv),
        q_pv=valves.diode(p.rv - p.pa, r.pv),
        q_tv=valves.diode(p.ra - p.rv, r.tv),
    )
    return after, jnp.zeros_like(s.ao)


def _attached(on: Attached, s: State, p: Pressures, dt: Array) -> tuple[dict[str, Array], dict[str, Array]]:
    """Net flow of the devices into each compartment, mL/s, and what they show."""
    into: dict[str, Array] = {}
    seen = dict.fromkeys(("lvad", "cor", "support", "hole"), jnp.zeros_like(s.ao))

    def carry(source: str, sink: str, q: Array, shown: str) -> None:
        into[source] = into.get(source, 0.0) - q
        into[sink] = into.get(sink, 0.0) + q
        seen[shown] = seen[shown] + q

    if on.lvad is not None:
        seen["lvad"] = devices.lvad_flow(on.lvad, s.q_lvad, p.lv, p.ao, dt)
        carry("lv", "ao", seen["lvad"], "support")
    if on.impella is not None:
        carry("lv", "ao", devices.rotor_flow(on.impella, p.ao - p.lv), "support")
    if on.ecmo is not None:
        carry("ra", "ao", devices.rotor_flow(on.ecmo, p.ao - p.ra), "support")
    for source, sink, q in _holes(on, p):
        carry(source, sink, q, "hole")
    if on.coronary is not None:
        inflow, outflow = devices.coronary_flows(on.coronary, s.cor, p.ao, p.lv, p.ra)
        carry("ao", "cor", inflow, "cor")
        into["cor"] = into["cor"] - outflow
        into["ra"] = into.get("ra", 0.0) + outflow
    return into, seen


def _holes(on: Attached, p: Pressures) -> Iterator[tuple[str, str, Array]]:
    """(source, sink, flow in mL/s) of each hole and shunt."""
    for area, source, sink in ((on.asd, "la", "ra"), (on.vsd, "lv", "rv"), (on.pda, "ao", "pa")):
        if area is not None:
            yield source, sink, devices.hole_flow(area, getattr(p, source) - getattr(p, sink))
    if on.bt is not None:
        yield "ao", "pa", on.bt * (p.ao - p.pa)
