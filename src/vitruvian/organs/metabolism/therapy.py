"""What a plan may do in metabolism, with hard limits. Research and rehearsal only, never dosing advice."""

from __future__ import annotations

from vitruvian.engine.intervention import Intervention
from vitruvian.organs.metabolism.glucosuria import CLEARANCE

INTERVENTIONS = (
    Intervention("insulin_bolus", "input", "insulin_bolus", "[iU]", 0.0, 30.0, daily=150.0),
    Intervention("insulin_long_acting", "input", "insulin_long_acting", "[iU]", 0.0, 100.0, daily=150.0),
    Intervention("insulin_basal_rate", "input", "insulin_basal_rate", "[iU]/h", 0.0, 10.0, kind="setting"),
    Intervention("carbs", "input", "carbs", "g", 0.0, 250.0, daily=1000.0),
    Intervention("meal_energy", "input", "meal_energy", "kcal", 0.0, 3000.0, daily=10000.0),
    Intervention("exercise_intensity", "input", "exercise_intensity", "1", 0.0, 1.0, kind="event"),
    Intervention(
        "sglt2_inhibitor",
        "input",
        "sglt2_inhibitor",
        "%",
        0.0,
        200.0,
        kind="setting",
        source="Diabetes Care 2009;32:650",
        effect=CLEARANCE.prior,
    ),
)
"""Limits are our refusals, set above outpatient use (verified=False): they stop slips, not doses."""
