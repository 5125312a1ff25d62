"""What of a beat a record holds, signal by signal, and how far a reading may be off.

SDs of readings are those of section 5 of the specification (verified=False; the cuff's are the limits of AAMI
for a device). A cuff's error is in part its own and lasts: 4 of its 5 mmHg. 3 of these are the same for both
of its pressures and are a parameter of the person (`priors.SHARED`): its pulse pressure is better known.

Weight says what stressed volume has changed by: a quarter of a retained litre stays in the circulation (see
`congestion`). What a person weighs without it is unknown and all but constant. A volume that shifts without
water (a nitrate, standing up) moves this weight too, which is wrong and small.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp

from vitruvian.engine.discrepancy import Discrepancy, Lasting, White
from vitruvian.organs.circulation.beat_measures import Measures
from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.priors import SHARED

Array = Any
_MONTH = 30.0 * 1440.0
_CUFF = Lasting(math.sqrt(4.0**2 - SHARED**2), _MONTH, 3.0)
CUFFED = ("bp_systolic", "bp_diastolic")
_INVASIVE = White(2.0)
_DAY = 1440.0
LITRE_SHARE = 0.25
"""Of a retained litre, what stays in the circulation as stressed volume: `congestion` has the source."""
_ADULT_KG, _ADULT_ML, _ADULTS_KG, _DAILY_KG = 70.0, 1000.0, 20.0, 0.05
"""A usual adult with that stressed volume, the spread of adults, and what one gains or loses of other than
water in a day; verified=False."""
_SCALE = Lasting(_ADULTS_KG, 2.0 * (_ADULTS_KG / _DAILY_KG) ** 2 * _DAY, 0.7)
_PULSE = 3.0
"""/min: by how much a resting pulse differs from day to day in one person; verified=False. With the error of
the count alone, 1, one morning's pulse would become the person."""
_WAVE = 0.02
"""m/s added to both filling waves, so that their ratio exists where one is missing."""

OBSERVES: Mapping[str, Discrepancy] = {
    "bp_systolic": _CUFF,
    "bp_diastolic": _CUFF,
    "heart_rate": White(_PULSE),
    "lv_edv": White(relative=0.12),
    "lv_esv": White(relative=0.14),
    "lvef": White(5.0),
    "lvot_vti": White(relative=0.07),
    "lvot_diameter": White(relative=0.04),
    "mitral_e_over_a": White(0.02, 0.10),
    "av_mean_gradient": White(0.5, 0.10),
    "av_peak_velocity": White(0.05, 0.05),
    "av_mean_gradient_catheter": White(2.0, 0.05),
    "aortic_valve_area": White(0.05, 0.12),
    "tr_velocity": White(0.1, 0.05),
    "pcwp": _INVASIVE,
    "lv_edp": _INVASIVE,
    "right_atrial_pressure": _INVASIVE,
    "pa_systolic": _INVASIVE,
    "pa_mean": _INVASIVE,
    "cardiac_output": White(relative=0.10),
    "mitral_regurgitant_volume": White(3.0, 0.20),
    "aortic_regurgitant_volume": White(3.0, 0.20),
    "lv_stroke_work": White(0.05, 0.10),
    "lv_pressure_volume_area": White(0.05, 0.10),
    "ventriculo_arterial_coupling": White(0.05, 0.10),
    "weight": _SCALE,
}


def seen(read: Measures, deck: Deck, outflow: Array) -> dict[str, Array]:
    """Signals of a beat; outflow: area of the left outflow tract, cm²."""
    pumped = 1000.0 * read.support / read.hr
    through = jnp.maximum(read.sv - pumped + read.regurgitant_av, 0.0)
    jet = jnp.maximum(read.rvsp - read.rap, 0.25)
    return {
        "bp_systolic": read.sbp,
        "bp_diastolic": read.dbp,
        "heart_rate": read.hr,
        "lv_edv": read.edv,
        "lv_esv": read.esv,
        "lvef": 100.0 * read.ef,
        "lvot_vti": through / outflow,
        "lvot_diameter": jnp.sqrt(4.0 * outflow / jnp.pi),
        "mitral_e_over_a": (read.e_peak + _WAVE) / (read.a_peak + _WAVE),
        "av_mean_gradient": read.av_mean_doppler,
        "av_peak_velocity": read.v_max,
        "av_mean_gradient_catheter": read.av_mean,
        "aortic_valve_area": deck.a_av,
        "tr_velocity": 0.5 * jnp.sqrt(jet),
        "pcwp": read.pcwp,
        "lv_edp": read.lvedp,
        "right_atrial_pressure": read.rap,
        "pa_systolic": read.pa_systolic,
        "pa_mean": read.pa_mean,
        "cardiac_output": read.co,
        "mitral_regurgitant_volume": read.regurgitant_mv,
        "aortic_regurgitant_volume": read.regurgitant_av,
        "lv_stroke_work": read.stroke_work,
        "lv_pressure_volume_area": read.pva,
        "ventriculo_arterial_coupling": 1.0 / jnp.maximum(read.ees_over_ea, 0.02),
        "weight": _ADULT_KG + 1e-3 * (deck.volume - _ADULT_ML) / LITRE_SHARE,
    }
