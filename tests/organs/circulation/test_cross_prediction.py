"""What a new valve does to another kind of heart, foretold by the twin."""

import numpy as np
import pytest

from vitruvian.organs.circulation.cross_prediction import (
    HEIGHT,
    Foretold,
    Gap,
    bound_readings,
    measured_gap,
    operated,
    score,
)
from vitruvian.organs.circulation.cross_truth import Patient
from vitruvian.organs.circulation.model import Heart

READINGS = {
    "sbp": 122.0, "dbp": 72.0, "hr": 68.0, "edv": 120.0, "esv": 48.0, "ef": 0.60, "vti": 20.0, "lvot": 3.6,
    "e_over_a": 0.9, "gradient": 48.0, "v_max": 4.4, "eoa": 0.7,
}  # fmt: skip
PATIENT = Patient(74.0, True, 1.75, 23, READINGS)


def foretold(people, draws, bias, spread):
    """Draws of SD 2 mmHg and 0.2 in the logarithm, and truths off by bias and spread."""
    random = np.random.default_rng(3)
    gradient = 11.0 * np.exp(0.2 * random.standard_normal((people, draws)))
    systolic = 120.0 + 2.0 * random.standard_normal((people, draws))
    off = np.sqrt(4.0 + spread**2) * random.standard_normal(people) + bias
    logs = 0.2 * random.standard_normal(people)
    return Foretold(
        gradient, systolic, 11.0 * np.exp(logs), 120.0 + off, np.full(people, 200.0), 0, 120.0 + off
    )


def test_a_clinics_readings_are_bound_as_any_record():
    """Pressure, echo and the narrow valve reach the model; the area by continuity is not given twice."""
    bound, complete = bound_readings(PATIENT)
    seen = {reading.signal: reading.value for reading in bound.readings}
    assert complete
    assert seen["bp_systolic"] == 122.0
    assert seen["av_mean_gradient"] == 48.0
    assert seen["lvot_diameter"] == pytest.approx(np.sqrt(4.0 * 3.6 / np.pi))
    assert "aortic_valve_area" not in seen
    assert bound.person["size"] == pytest.approx(1.75 / 1.85, rel=0.01)
    assert HEIGHT > 0.0


def test_contradicting_volumes_are_left_out():
    """Volumes that give twice the stroke volume of the outflow tract are not fitted."""
    doubled = {**READINGS, "edv": 240.0, "esv": 90.0}
    bound, complete = bound_readings(Patient(74.0, True, 1.75, 23, doubled))
    assert not complete
    assert not {"lv_edv", "lv_esv"} & {reading.signal for reading in bound.readings}


def test_fused_waves_are_not_given():
    """An E/A that could not be read is absent."""
    fused = {**READINGS, "e_over_a": float("nan")}
    bound, _ = bound_readings(Patient(74.0, True, 1.75, 23, fused))
    assert "mitral_e_over_a" not in {reading.signal for reading in bound.readings}


def test_the_operation_names_make_and_size():
    """The day after holds the label size in the prosthesis's own column and nothing else."""
    model = Heart()
    problem = operated(model, PATIENT, bound_readings(PATIENT)[0])
    assert np.sum(problem.u != 0.0) == np.sum(problem.u == 23.0) >= 1


def test_the_score_counts_truths_inside_and_measures_width():
    """An honest 80 % interval holds some 80 % of truths; shifted truths leave it."""
    found = foretold(400, 400, 0.0, 0.0)
    honest = score(found.systolic, found.true_systolic)
    assert 0.75 < honest.inside / 400 < 0.85
    assert honest.width == pytest.approx(2 * 1.2816 * 2.0, rel=0.05)
    assert score(found.systolic, found.true_systolic + 20.0).inside < 5


def test_the_gap_is_what_the_intervals_leave_unexplained():
    """Extra spread and a bias are found again, and mend the forecast; none is found where there is none."""
    found = foretold(400, 400, 3.0, 4.0)
    gap = measured_gap(found)
    assert gap.systolic == pytest.approx(3.0, abs=0.6)
    assert gap.systolic_sd == pytest.approx(4.0, abs=0.6)
    assert abs(gap.gradient) < 0.03
    assert gap.gradient_sd < 0.08
    wide = found.with_gap(Gap(systolic=gap.systolic, systolic_sd=gap.systolic_sd), 1)
    judged = score(wide.systolic, wide.true_systolic)
    assert 0.74 < judged.inside / 400 < 0.88
    assert abs(judged.bias) < 0.5
    assert judged.crps < score(found.systolic, found.true_systolic).crps
    assert np.array_equal(wide.gradient, found.gradient)
