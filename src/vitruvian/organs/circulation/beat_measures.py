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
    e_peak, a_peak          m/s through the open mitral valve; e_over_a NaN when a wave is missing; pht s
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
    return Measures(
        hr=beat.person.deck.hr,
        **_pressures(beat, tally),
        **_volumes(tally),
        **_filling(beat, tally),
        **_gradients(tally),
        **_leaks(tally),
        **_work(beat, tally),
    )


def _pressures(beat: Beat, tally: Tally) -> dict[str, Array]:
    """Pressures, flows and the resistances between them."""
    high, low, sums, _ = tally
    mean = {name: getattr(sums, name) / beat.period for name in ("p_ao", "p_sa", "p_la", "p_ra", "p_pa")}
    per_min = 0.06 / beat.period
    systemic, lungs = (sums.aorta + sums.coronary) * per_min, sums.lungs * per_min
    return {
        "sbp": high.p_sa, "dbp": low.p_sa, "mean_bp": mean["p_sa"],
        "sbp_ao": high.p_ao, "dbp_ao": low.p_ao, "map": mean["p_ao"],
        "lv_peak": high.p_lv, "lvedp": sums.before_onset_lv, "rvedp": sums.before_onset_rv, "rvsp": high.p_rv,
        "pa_systolic": high.p_pa, "pa_diastolic": low.p_pa, "pa_mean": mean["p_pa"],
        "pcwp": mean["p_la"], "rap": mean["p_ra"],
        "co": systemic, "qp_over_qs": lungs / systemic,
        "coronary": sums.coronary * per_min, "support": sums.support * per_min, "hole": sums.hole * per_min,
        "svr": (mean["p_ao"] - mean["p_ra"]) / systemic, "pvr": (mean["p_pa"] - mean["p_la"]) / lungs,
    }  # fmt: skip


def _volumes(tally: Tally) -> dict[str, Array]:
    """Volumes of the chambers and what leaves them."""
    high, low, sums, _ = tally
    return {
        "edv": high.lv, "esv": low.lv, "ef": (high.lv - low.lv) / high.lv, "sv_lv": high.lv - low.lv,
        "sv": sums.aorta + sums.coronary, "rv_edv": high.rv, "rv_esv": low.rv,
        "la_max": high.la, "la_min": low.la, "ra_max": high.ra,
    }  # fmt: skip


def _filling(beat: Beat, tally: Tally) -> dict[str, Array]:
    """The two waves of the mitral valve and its gradient."""
    area = 100.0 * beat.person.deck.a_mv
    early, late = tally.highest.early_mv / area, tally.highest.late_mv / area
    both = (early > 0.01) & (late > 0.01)
    return {
        "e_peak": early,
        "a_peak": late,
        "e_over_a": jnp.where(both, early / jnp.where(both, late, 1.0), jnp.nan),
        "pht": tally.moments.half,
        "mv_mean": _over(tally.sums.drop_mv, tally.sums.time_mv),
    }


def _gradients(tally: Tally) -> dict[str, Array]:
    """Gradients of the aortic valve, and Gorlin's area from them."""
    high, sums = tally.highest, tally.sums
    mean = _over(sums.drop_av, sums.time_av)
    return {
        "av_mean": mean,
        "av_mean_doppler": _over(sums.doppler_av, sums.time_av),
        "av_peak_doppler": high.doppler_av,
        "v_max": 0.5 * _root(high.doppler_av),
        "ava_gorlin": sums.on_av / jnp.maximum(44.3 * sums.time_av * _root(mean), 1e-3),
    }


def _leaks(tally: Tally) -> dict[str, Array]:
    """What flows back through the four valves, and the jets of two."""
    sums = tally.sums
    out = {"jet_av": sums.jet_av, "jet_mv": sums.jet_mv}
    for valve in ("av", "mv", "pv", "tv"):
        back = getattr(sums, f"back_{valve}")
        out |= {f"regurgitant_{valve}": back, f"fraction_{valve}": _over(back, getattr(sums, f"on_{valve}"))}
    return out


def _work(beat: Beat, tally: Tally) -> dict[str, Array]:
    """Work of the left ventricle and its coupling to the arteries."""
    at, work = tally.moments, tally.sums.work * JOULE
    ea = at.p_es / (tally.highest.lv - tally.lowest.lv)
    return {
        "stroke_work": work,
        "pva": work + _potential(beat, at.p_es, at.v_es) * JOULE,
        "ea": ea,
        "stiffness_es": at.stiffness,
        "ees_over_ea": at.stiffness / ea,
        "dpdt": at.dpdt,
    }


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
