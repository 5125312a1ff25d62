"""What a plan may do in the circulation, with hard limits, sources and whether these were seen.

Research and rehearsal only, never advice. Drugs are counted in percent of their standard dose, because their
kinetics belong to another organ; a person's response to each is uncertain (`priors`).
"""

from __future__ import annotations

from typing import Literal

from vitruvian.engine.intervention import Intervention
from vitruvian.engine.model import Input
from vitruvian.organs.circulation import drugs, prostheses
from vitruvian.organs.circulation.prostheses import MAKES, SIZES, make_of

_SPEC = drugs.SOURCE
_SETTING: Literal["setting"] = "setting"
_OPERATION: Literal["operation"] = "operation"


def _done(
    name: str, unit: str, low: float, high: float, source: str = _SPEC, seen: bool = False
) -> Intervention:
    return Intervention(name, "input", name, unit, low, high, source=source, verified=seen, kind=_OPERATION)


def _held(name: str, unit: str, low: float, high: float, source: str = _SPEC) -> Intervention:
    return Intervention(name, "input", name, unit, low, high, source=source, kind=_SETTING)


def _lasting(name: str, unit: str, low: float, high: float) -> Intervention:
    return Intervention(name, "input", name, unit, low, high, source=_SPEC, kind="event")


REPLACEMENT = Intervention(
    "aortic_valve_replacement", "input", "aortic_valve_replacement", "mm", 19.0, 34.0,
    source=prostheses.SOURCE, verified=True, kind=_OPERATION, makes=SIZES,
)  # fmt: skip
_LVAD = "doi:10.1109/TCST.2008.912123"
INTERVENTIONS = (
    REPLACEMENT,
    _done("aortic_valve_repair", "%", 0.0, 100.0),
    _done("mitral_valve_repair", "%", 0.0, 100.0),
    _done("mitral_clip", "%", 0.0, 100.0),
    _done("revascularisation", "%", 0.0, 60.0),
    _done("atrial_defect_closure", "%", 0.0, 100.0),
    _done("ventricular_defect_closure", "%", 0.0, 100.0),
    _done("aortopulmonary_shunt", "mm", 0.0, 6.0),
    _held("lvad_speed", "/min", 0.0, 12000.0, _LVAD),
    _held("ecmo_speed", "%", 0.0, 100.0),
    _held("impella_speed", "%", 0.0, 100.0),
    _held("balloon_pump", "mL", 0.0, 50.0),
    *(_held(name, "%", 0.0, 200.0) for name in drugs.NAMES),
    Intervention("fluid_bolus", "input", "fluid_bolus", "mL", 0.0, 2000.0, daily=4000.0, source=_SPEC),
    Intervention("haemorrhage", "input", "haemorrhage", "mL", 0.0, 1500.0, daily=1500.0, source=_SPEC),
    _lasting("tilt", "deg", 0.0, 90.0),
    _lasting("exercise_intensity", "1", 0.0, 1.0),
    _lasting("atrial_fibrillation", "/min", 40.0, 180.0),
)  # fmt: skip
"""Limits are our refusals (verified=False): they stop slips of the pen, not treatments."""

INPUTS = tuple(
    Input(act.target, act.unit, kind="condition", classes=len(MAKES), classify=make_of)
    if act.makes
    else Input(act.target, act.unit, kind="condition")
    for act in INTERVENTIONS
)
"""Each is in force on every day that it touches."""
