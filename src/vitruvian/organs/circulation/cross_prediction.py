"""Does the twin foretell what a new valve does to a heart that is not its own kind?

Each person of `cross_truth` is read once in a clinic, bound and calibrated as any record would be, and given
the prosthesis that they were given. What is judged is the 80 % interval of the Doppler mean gradient and of
the systolic pressure afterwards. What follows from numbers already given (the area by continuity) is not
given again; where the clinic's numbers contradict one another the volumes are left out, as the refusal says.

Two models of one operation differ by more than their parameters. How much was measured on people of
`TUNING_SEED` (`measured_gap`), and moves and widens what is foretold for those of `SEED`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from vitruvian.core.errors import RecordError
from vitruvian.core.progress import track
from vitruvian.core.seeds import derive
from vitruvian.engine.calibrate import Effort, calibrate
from vitruvian.engine.model import physical
from vitruvian.engine.organ import Binding, Column, Window
from vitruvian.engine.problem import Event, Problem, build
from vitruvian.engine.scores import crps_from_samples
from vitruvian.engine.simulate import simulate
from vitruvian.organs.circulation.binding import bind
from vitruvian.organs.circulation.cross_truth import PEOPLE, SEED, Patient, Truth, truth
from vitruvian.organs.circulation.model import DAY, Heart

Array = Any
ASKED = ("av_mean_gradient", "bp_systolic")
MAKE, OPERATION = "sapien3", "aortic_valve_replacement"
LOW, HIGH = 0.1, 0.9
DRAWS = 500
EFFORT = Effort(
    starts=12,
    steps=10,
    polish=12,
    rounds=8,
    size=400,
    final=3000,
    repeats=3,
    wanted=400.0,
    blocks=10,
    fallback=0,
)
HEIGHT = 170.0
"""cm; the weight is that which gives the person's body surface."""
SIGNALS = {
    "bp_systolic": ("sbp", 1.0), "bp_diastolic": ("dbp", 1.0), "heart_rate": ("hr", 1.0),
    "lv_edv": ("edv", 1.0), "lv_esv": ("esv", 1.0), "lvef": ("ef", 100.0), "lvot_vti": ("vti", 1.0),
    "mitral_e_over_a": ("e_over_a", 1.0), "av_mean_gradient": ("gradient", 1.0),
    "av_peak_velocity": ("v_max", 1.0),
}  # fmt: skip
"""Signal of the record: name of the clinic's reading and the factor to its unit."""
_VOLUMES = ("lv_edv", "lv_esv")


class Gap(NamedTuple):
    """How the other heart's answer lies about the twin's: mean and SD; the gradient in its logarithm, the
    systolic pressure in mmHg."""

    gradient: float = 0.0
    gradient_sd: float = 0.0
    systolic: float = 0.0
    systolic_sd: float = 0.0


GAP = Gap(-0.02, 0.15, 2.8, 0.0)
"""Measured on 40 people drawn by `TUNING_SEED`: the twin's reflex answers more strongly than the other's."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """Draws (N, D) of both asked numbers after the operation, what was true (N,), and effective draws (N,).

    left_out  how many people's volumes were left out because they contradicted other readings
    cuff      (N,) systolic pressure as read before the operation
    """

    gradient: Array
    systolic: Array
    true_gradient: Array
    true_systolic: Array
    ess: Array
    left_out: int
    cuff: Array

    def with_gap(self, gap: Gap, seed: int) -> Foretold:
        """The same with the measured difference of the two kinds of heart drawn on top."""
        random = np.random.default_rng(derive(seed, "gap"))
        g, s = (random.standard_normal(self.gradient.shape) for _ in range(2))
        gradient = self.gradient * np.exp(gap.gradient + gap.gradient_sd * g)
        return replace(self, gradient=gradient, systolic=self.systolic + gap.systolic + gap.systolic_sd * s)


class Score(NamedTuple):
    """Of one asked number: truths inside the 80 % interval, its median width, the mean error and the mean
    CRPS, mmHg."""

    inside: int
    width: float
    bias: float
    crps: float


def score(draws: Array, true: Array) -> Score:
    """Score of draws (N, D) against truths (N,)."""
    low, high = np.quantile(draws, (LOW, HIGH), axis=1)
    inside = int(np.sum((true >= low) & (true <= high)))
    bias = float(np.mean(np.median(draws, axis=1) - true))
    return Score(inside, float(np.median(high - low)), bias, float(crps_from_samples(true, draws).mean()))


def foretell(people: int = PEOPLE, seed: int = SEED, effort: Effort = EFFORT, draws: int = DRAWS) -> Foretold:
    """Calibrate the twin to each person before the operation and ask what comes after it."""
    true, model = truth(people, seed), Heart()
    rows, left_out = [], 0
    with track("operating on virtual people", people) as progress:
        for i, patient in enumerate(true.patients):
            bound, complete = bound_readings(patient)
            left_out += not complete
            rows.append(_one(model, patient, bound, derive(seed, "fit", i), effort, draws))
            progress.advance(1)
    return _collected(rows, true, left_out)


def _collected(rows: list[tuple[Array, Array, float]], true: Truth, left_out: int) -> Foretold:
    gradient, systolic, ess = (np.array(part) for part in zip(*rows, strict=True))
    cuff = np.array([patient.readings["sbp"] for patient in true.patients])
    return Foretold(gradient, systolic, true.after.gradient, true.after.sbp, ess, left_out, cuff)


def bound_readings(patient: Patient) -> tuple[Binding, bool]:
    """What the organ makes of a clinic's readings, and whether it took all of them."""
    values = {signal: scale * patient.readings[name] for signal, (name, scale) in SIGNALS.items()}
    values["lvot_diameter"] = float(np.sqrt(4.0 * patient.readings["lvot"] / np.pi))
    values = {signal: value for signal, value in values.items() if np.isfinite(value)}
    try:
        return bind(_window(patient, values)), True
    except RecordError:
        kept = {signal: value for signal, value in values.items() if signal not in _VOLUMES}
        return bind(_window(patient, kept)), False


def _window(patient: Patient, values: Mapping[str, float]) -> Window:
    at, plain = np.array([0.5 * DAY]), np.array([0.0])
    columns = {
        signal: Column(at, at, np.array([value]), np.array([""]), plain) for signal, value in values.items()
    }
    weight = patient.bsa**2 * 3600.0 / HEIGHT
    return Window(columns, DAY, 0.0, {"height": HEIGHT, "weight": weight, "age": patient.age})


def _one(
    model: Heart, patient: Patient, bound: Binding, seed: int, effort: Effort, draws: int
) -> tuple[Array, Array, float]:
    """Draws of gradient and systolic pressure on the day after the operation, and effective draws.

    These are the model's own, without the declared error of the cuff: pressure in the artery is asked for.
    """
    past = build(model, bound.events, bound.readings, DAY, bound.person)
    found = calibrate(model, past, seed, effort)
    z = found.draws(draws)
    signals = simulate(model, z, operated(model, patient, bound)).signals
    gradient, systolic = (signals[signal][:, 0] for signal in ASKED)
    systolic = systolic - np.asarray(physical(model, z)["cuff"])
    return gradient, systolic, min(found.ess, found.ess_worst)


def operated(model: Heart, patient: Patient, bound: Binding) -> Problem:
    """The day after the operation, for the twin."""
    done = Event(OPERATION, 0.0, DAY, float(patient.label), MAKE)
    return build(model, [done], [], DAY, bound.person)


def measured_gap(found: Foretold) -> Gap:
    """Mean and SD that truths show about what was foretold; the SD beyond the draws' own, 0 where these
    explain all."""
    logs = np.log(found.gradient)
    return Gap(
        *_beyond(np.log(found.true_gradient) - logs.mean(axis=1), logs.var(axis=1)),
        *_beyond(found.true_systolic - found.systolic.mean(axis=1), found.systolic.var(axis=1)),
    )


def _beyond(error: Array, expected: Array) -> tuple[float, float]:
    """Mean error, and root of the variance that the expected variances leave unexplained."""
    return float(np.mean(error)), float(np.sqrt(max(float(np.var(error) - np.mean(expected)), 0.0)))
