"""What a clinician would measure of one beat: cuff, echo, catheter, valves, work.

`measure` runs one beat and reads it. Pressures mmHg, volumes mL, flows L/min, areas cm², speeds m/s, times s.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp

from vitruvian.organs.circulation.beat_tally import Tally, nothing, see
from vitruvian.organs.circulation.loop import Beat, Person, State, begin, fold_beat

Array = Any
JOULE = 1.33322e-4
"""In one mmHg mL."""


class Measures(NamedTuple):
    """Readings of one beat.

    sbp, dbp, mean_bp       cuff (systemic arteries); sbp_ao, dbp_ao, map central (aorta)
    lvedp, rvedp            at ventricular onset; pcwp the mean of the left atrium
    sv, co                  forward: what leaves the aorta's root, pumps included; sv_lv = EDV − ESV
    e_peak, a_peak          m/s through the open mitral valve; e_over_a NaN without an A wave; pht s
    av_mean, av_mean_doppler, av_peak_doppler, mv_mean   mmHg; v_max m/s; ava_gorlin cm²
    regurgitant_*, fraction_*   mL a beat and share of what the valve let forwards
    jet_av, jet_mv          velocity-time integrals of the leaks, cm
    stroke_work, pva        J; ea, ees_over_ea at end systole (largest P/(V − V₀)); stiffness mmHg/mL there
    qp_over_qs, coronary, support, hole   flows of what is attached, L/min
    svr, pvr                Wood units
    """

    hr: Array
    sbp: Array
    dbp: Array
    mean_bp: Array
    sbp_ao: Array
    dbp_ao: Array
    map: Array
    lv_peak: Array
    lvedp: Array
    rvedp: Array
    rvsp: Array
    pa_systolic: Array
    pa_diastolic: Array
    pa_mean: Array
    pcwp: Array
    rap: Array
    edv: Array
    esv: Array
    ef: Array
    sv_lv: Array
    sv: Array
    co: Array
    rv_edv: Array
    rv_esv: Array
    la_max: Array
    la_min: Array
    ra_max: Array
    e_peak: Array
    a_peak: Array
    e_over_a: Array
    pht: Array
    av_mean: Array
    av_mean_doppler: Array
    av_peak_doppler: Array
    v_max: Array
    ava_gorlin: Array
    mv_mean: Array
    regurgitant_av: Array
    regurgitant_mv: Array
    regurgitant_pv: Array
    regurgitant_tv: Array
    fraction_av: Array
    fraction_mv: Array
    fraction_pv: Array
    fraction_tv: Array
    jet_av: Array
    jet_mv: Array
    stroke_work: Array
    pva: Array
    ea: Array
    stiffness_es: Array
    ees_over_ea: Array
    dpdt: Array
    qp_over_qs: Array
    coronary: Array
    support: Array
    hole: Array
    svr: Array
    pvr: Array


def measure(person: Person, state: State, steps: int) -> tuple[State, Measures]:
    """State after one beat, and its readings."""
    beat = begin(person, steps)
    after, tally = fold_beat(beat, state, see, nothing(state))
    return after, readings(beat, tally)


def readings(beat: Beat, tally: Tally) -> Measures:
    """Readings of a tally."""
    d, (high, low, sums, at) = beat.person.deck, tally
    per_min = 0.06 / beat.period
    mean = {name: getattr(sums, name) / beat.period for name in ("p_ao", "p_sa", "p_la", "p_ra", "p_pa")}
    systemic, lungs = (sums.aorta + sums.coronary) * per_min, sums.lungs * per_min
    av_mean = _over(sums.drop_av, sums.time_av)
    a_peak = high.late_mv / d.a_mv / 100.0
    e_peak = high.early_mv / d.a_mv / 100.0
    ea = at.p_es / (high.lv - low.lv)
    work = sums.work * JOULE
    return Measures(
        hr=d.hr,
        sbp=high.p_sa,
        dbp=low.p_sa,
        mean_bp=mean["p_sa"],
        sbp_ao=high.p_ao,
        dbp_ao=low.p_ao,
        map=mean["p_ao"],
        lv_peak=high.p_lv,
        lvedp=sums.before_onset_lv,
        rvedp=sums.before_onset_rv,
        rvsp=high.p_rv,
        pa_systolic=high.p_pa,
        pa_diastolic=low.p_pa,
        pa_mean=mean["p_pa"],
        pcwp=mean["p_la"],
        rap=mean["p_ra"],
        edv=high.lv,
        esv=low.lv,
        ef=(high.lv - low.lv) / high.lv,
        sv_lv=high.lv - low.lv,
        sv=sums.aorta + sums.coronary,
        co=systemic,
        rv_edv=high.rv,
        rv_esv=low.rv,
        la_max=high.la,
        la_min=low.la,
        ra_max=high.ra,
        e_peak=e_peak,
        a_peak=a_peak,
        e_over_a=jnp.where(a_peak > 0.01, e_peak / jnp.where(a_peak > 0.01, a_peak, 1.0), jnp.nan),
        pht=at.half,
        av_mean=av_mean,
        av_mean_doppler=_over(sums.doppler_av, sums.time_av),
        av_peak_doppler=high.doppler_av,
        v_max=0.5 * _root(high.doppler_av),
        ava_gorlin=sums.on_av / jnp.maximum(44.3 * sums.time_av * _root(av_mean), 1e-3),
        mv_mean=_over(sums.drop_mv, sums.time_mv),
        **{f"regurgitant_{v}": getattr(sums, f"back_{v}") for v in ("av", "mv", "pv", "tv")},
        fraction_av=_over(sums.back_av, sums.on_av),
        fraction_mv=_over(sums.back_mv, sums.on_mv),
        fraction_pv=_over(sums.back_pv, sums.on_pv),
        fraction_tv=_over(sums.back_tv, sums.on_tv),
        jet_av=sums.jet_av,
        jet_mv=sums.jet_mv,
        stroke_work=work,
        pva=work + _potential(beat, at.p_es, at.v_es) * JOULE,
        ea=ea,
        stiffness_es=at.stiffness,
        ees_over_ea=at.stiffness / ea,
        dpdt=at.dpdt,
        qp_over_qs=lungs / systemic,
        coronary=sums.coronary * per_min,
        support=sums.support * per_min,
        hole=sums.hole * per_min,
        svr=(mean["p_ao"] - mean["p_ra"]) / systemic,
        pvr=(mean["p_pa"] - mean["p_la"]) / lungs,
    )


def _potential(beat: Beat, p_es: Array, v_es: Array) -> Array:
    """Area, mmHg mL, between the end-systolic line and the end-diastolic curve up to V_es (Suga)."""
    d = beat.person.deck
    stretch = v_es - d.v0_lv
    below = d.alpha_lv * ((jnp.exp(d.beta_lv * stretch) - 1.0) / d.beta_lv - stretch)
    return 0.5 * p_es * stretch - below


def _over(total: Array, part: Array) -> Array:
    """Quotient; 0 where there is nothing to divide by."""
    some = part > 1e-9
    return jnp.where(some, total / jnp.where(some, part, 1.0), 0.0)


def _root(value: Array) -> Array:
    """Root of the positive part, with a bounded derivative."""
    some = value > 1e-9
    return jnp.where(some, jnp.sqrt(jnp.where(some, value, 1.0)), 0.0)
