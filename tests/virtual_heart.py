"""A person who weighs themselves and takes their pressure every morning, as their phone writes it."""

from datetime import date, timedelta

import numpy as np

from vitruvian.engine.calibrate import Effort

FIRST = date(2025, 3, 1)
DAYS = 24
ONSET, DAILY_ML = 9, 40.0
"""From that day on so much stressed volume is gained a day; 1 L retained is 0.25 L of it."""
LITTLE = Effort(
    starts=4, steps=5, polish=4, rounds=4, size=500, final=1500, batches=2, repeats=2, wanted=150.0, blocks=0,
    fallback=0,
)  # fmt: skip
"""Enough for intervals, in seconds."""
HEADER = "time,weight [kg],bp_systolic_mmhg,bp_diastolic_mmhg,heart_rate [/min],lv_edv [mL],lv_esv [mL]"


def table(first: int = 0, last: int = DAYS) -> str:
    """Rows of the mornings from `first` to before `last`; one echo on the third, one weight forgotten."""
    noise = np.random.default_rng(4).standard_normal((4, DAYS)) * np.array([[0.4], [3.0], [2.5], [1.5]])
    gained = DAILY_ML * np.maximum(np.arange(DAYS) - ONSET + 1, 0)
    weight = 82.0 + 4e-3 * gained + noise[0]
    sbp, dbp, hr = 126.0 + 0.02 * gained + noise[1], 78.0 + 0.015 * gained + noise[2], 72.0 + noise[3]
    lines = [HEADER]
    for k in range(first, last):
        kilos = "" if k == 4 else f"{weight[k]:.1f}"
        echo = "190,125" if k == 2 else ","
        moment = f"{FIRST + timedelta(k)} 07:{10 + k:02d}:00"
        lines.append(f"{moment},{kilos},{sbp[k]:.0f},{dbp[k]:.0f},{hr[k]:.0f},{echo}")
    return "\n".join(lines) + "\n"
