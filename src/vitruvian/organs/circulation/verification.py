"""The benchmark problems of the circulation: its table, its conservation, its physiology, its reflex.

`checks(data, full)` runs them all; where the stored table is missing its check is listed as skipped.
"""

from __future__ import annotations

from pathlib import Path

from vitruvian.engine.check import Result, run_checks
from vitruvian.organs.circulation import check_consistency, check_healthy, check_reflex, check_regression

CHECKS = (
    *check_regression.CHECKS,
    *check_healthy.CHECKS,
    *check_consistency.CHECKS,
    *check_reflex.CHECKS,
)


def checks(data: Path | None, full: bool = False) -> tuple[list[Result], list[dict[str, str]]]:
    """Results and skipped checks of the organ; none is heavy, so `full` adds nothing."""
    return run_checks(CHECKS, data)
