"""The benchmark problems of the circulation: its table, its conservation, its physiology, its reflex.

`checks(data, full)` runs them all; where the stored table is missing its check is listed as skipped.
"""

from __future__ import annotations

import math
from pathlib import Path

from vitruvian.engine.check import Check, Result, result, run_checks
from vitruvian.organs.circulation import (
    check_congestion,
    check_consistency,
    check_coronary,
    check_cross,
    check_healthy,
    check_reflex,
    check_regression,
    preset_goals,
    statistics,
)

CHECKS = (
    *check_regression.CHECKS,
    *check_healthy.CHECKS,
    *check_consistency.CHECKS,
    *check_reflex.CHECKS,
    *check_coronary.CHECKS,
)


def checks(data: Path | None, full: bool = False) -> tuple[list[Result], list[dict[str, str]]]:
    """Results and skipped checks of the organ; `full` adds HEAVY."""
    return run_checks(CHECKS + HEAVY if full else CHECKS, data)


def presets(data: Path) -> list[Result]:
    """Each preset found anew: its parameter furthest from the stored one, as a ratio's logarithm."""
    rows = []
    for name, sought in preset_goals.SOUGHT.items():
        deck = preset_goals.search(name).deck
        ratios = {key: abs(math.log(getattr(deck, key) / getattr(sought.stored, key))) for key in sought.free}
        furthest = max(ratios, key=lambda key: ratios[key])
        rows.append(
            result(f"{name}: found anew ({furthest})", 0.0, ratios[furthest], 0.02, "1", "the stored preset")
        )
    return rows


HEAVY = (
    Check("circulation: presets found anew", presets),
    *statistics.HEAVY,
    *check_congestion.HEAVY,
    *check_cross.HEAVY,
)
"""Of one core: all presets searched anew (a minute), 200 virtual visits fitted (ten), the trial of congestion
(half of one) and 50 operations on another kind of heart (seven)."""
