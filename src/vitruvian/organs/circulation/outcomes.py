"""Numbers of a circulation that people decide by: all are of the last day that was asked about."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitruvian.engine.model import Outcome

Array = Any


def last(values: Array, minutes: float) -> Array:
    """The value of the last day."""
    return np.asarray(values)[..., -1]


def above(limit: float) -> Any:
    """1 where the last day's value is over the limit."""

    def measure(values: Array, minutes: float) -> Array:
        return (np.asarray(values)[..., -1] > limit).astype(float)

    return measure


def below(limit: float) -> Any:
    """1 where the last day's value is under the limit."""

    def measure(values: Array, minutes: float) -> Array:
        return (np.asarray(values)[..., -1] < limit).astype(float)

    return measure


OUTCOMES = (
    Outcome("systolic", "bp_systolic", "mm[Hg]", "systolic blood pressure", last),
    Outcome("diastolic", "bp_diastolic", "mm[Hg]", "diastolic blood pressure", last),
    Outcome("rate", "heart_rate", "/min", "heart rate", last),
    Outcome("output", "cardiac_output", "L/min", "cardiac output", last, 1),
    Outcome("wedge", "pcwp", "mm[Hg]", "wedge pressure", last, -1),
    Outcome("filling", "lv_edp", "mm[Hg]", "end-diastolic pressure of the left ventricle", last, -1),
    Outcome("ejection", "lvef", "%", "ejection fraction", last),
    Outcome("gradient", "av_mean_gradient", "mm[Hg]", "mean aortic gradient by Doppler", last, -1),
    Outcome(
        "gradient_catheter", "av_mean_gradient_catheter", "mm[Hg]", "mean aortic gradient by catheter", last,
        -1,
    ),
    Outcome("mitral_leak", "mitral_regurgitant_volume", "mL", "mitral leak a beat", last, -1),
    Outcome("aortic_leak", "aortic_regurgitant_volume", "mL", "aortic leak a beat", last, -1),
    Outcome("work", "lv_stroke_work", "J", "stroke work of the left ventricle", last),
    Outcome(
        "oxygen", "lv_pressure_volume_area", "J", "pressure-volume area a beat, which goes with oxygen use",
        last, -1,
    ),
    Outcome("coupling", "ventriculo_arterial_coupling", "1", "arterial over ventricular elastance", last),
    Outcome(
        "low_pressure", "bp_systolic", "1", "systolic pressure under 90 mmHg", below(90.0), -1, is_event=True
    ),
    Outcome(
        "congestion", "pcwp", "1", "wedge pressure over 18 mmHg", above(18.0), -1, is_event=True
    ),
)  # fmt: skip
