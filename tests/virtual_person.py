"""A person whose glucose was drawn from model A itself, and the table their devices would have written."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np

from vitruvian.engine.calibrate import Effort

FIRST = datetime(2025, 3, 3)
"""Local midnight at which the record begins; every time of these tests counts from it."""
LITTLE = Effort(
    starts=8, steps=12, rounds=10, size=1600, final=8000, repeats=2, wanted=500.0, blocks=6, fallback=0
)
"""Enough for a day of this person: above 400 effective draws in a few seconds."""
HEADER = "time,glucose_interstitial [mg/dL],carbs [g],insulin_bolus [U],insulin_long_acting [U]"
MEALS = ((7.5, 45.0), (12.5, 70.0), (18.5, 60.0))
BOLUSES = ((7.4, 4.0), (12.4, 6.5), (18.4, 5.5))
BASAL = 18.0
BEDTIME = 20.0
DRAWN_HOURS = 24
FITTED = 21.0
"""Hours of the fitted record: a little later it still fits the shapes of one day."""


def table(hours: float = FITTED, insulin: bool = True, start: float = 0.0) -> str:
    """The person's table from `start` to `hours` after FIRST: readings every five minutes, doses as given."""
    lines = [HEADER]
    for k, value in enumerate(glucose()):
        at = 5.0 * (k + 1)
        if start * 60.0 < at <= hours * 60.0:
            lines.append(f"{stamp(at)},{value:.1f},,,")
    doses = [(h, f"{{}},,{a:g},,") for h, a in MEALS]
    if insulin:
        doses += [(h, f"{{}},,,{a:g},") for h, a in BOLUSES] + [(BEDTIME, f"{{}},,,,{BASAL:g}")]
    lines += [form.format(stamp(60.0 * h)) for h, form in doses if start <= h <= hours]
    return "\n".join(lines) + "\n"


def stamp(minutes: float) -> str:
    """The wall clock `minutes` after FIRST."""
    return f"{FIRST + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}"


@cache
def glucose() -> Any:
    """Readings at every fifth minute of 24 hours, (288,) mg/dL, from one drawn truth."""
    import jax

    from vitruvian.engine.problem import Event, build
    from vitruvian.engine.virtual import virtual_readings
    from vitruvian.organs.metabolism.organ import ORGAN

    events = [Event("carbs", 60 * h, 60 * h, a, spread=0.0) for h, a in MEALS]
    events += [Event("insulin_bolus", 60 * h, 60 * h, a) for h, a in BOLUSES]
    events.append(Event("insulin_long_acting", 60 * BEDTIME, 60 * BEDTIME, BASAL, spread=0.0))
    facts = {
        "weight": 70.0, "basal_u_per_min": BASAL / 1440.0, "pump_u_per_min": 0.0, "routine_u": BASAL,
        "routine_minutes_ago": 240.0, "glucose_start": 120.0,
    }  # fmt: skip
    problem = build(ORGAN.model, events, (), 60.0 * DRAWN_HOURS, facts)
    truth = np.zeros(len(ORGAN.model.parameters) + len(problem.column))
    found = virtual_readings(ORGAN.model, truth, problem, jax.random.key(1))
    return np.clip(np.asarray(found)[: 12 * DRAWN_HOURS, 0], 40.0, 400.0)
