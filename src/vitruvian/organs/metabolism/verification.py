"""The benchmark problems of metabolism: model A, model B, insulin, risk and exercise.

`checks(data, full)` runs them all. Where a check needs tables that are no part of the product, they are
read from the data folder and the check is listed as skipped without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy.integrate import quad

from vitruvian.engine.check import Check, Result, result, run_checks
from vitruvian.organs.metabolism import (
    check_map,
    check_metrics,
    check_replay,
    check_uva_padova,
    statistics,
    what_if_truth,
)
from vitruvian.organs.metabolism.insulin_curves import LONG_ACTING, RAPID, Rapid
from vitruvian.organs.metabolism.metrics import low_index
from vitruvian.organs.metabolism.risk import symmetric_risk

Array = Any
_CURVE = "closed form of the exponential insulin curve (Loop, oref0)"
_DEPOTS = "computed from the two-depot form at its default rates"
_KOVATCHEV = "Kovatchev's risk function, 1.509 (ln(G)^1.084 - 5.381)"
_RATIOS = {"glargine-u100": 2.16, "glargine-u300": 1.35, "degludec": 1.23, "detemir": 5.4}


def checks(data: Path | None, full: bool = False) -> tuple[list[Result], list[dict[str, str]]]:
    """Results and skipped checks of the organ; `full` adds the heavy ones."""
    return run_checks(CHECKS + HEAVY if full else CHECKS, data)


def insulin_curve(data: Path) -> list[Result]:
    """Area, ends and slope of the exponential curve, worst of all presets."""
    curves = list(RAPID.values())
    area = [quad(c.activity, c.delay, c.delay + c.duration, epsabs=1e-12)[0] for c in curves]
    start = [float(c.on_board(c.delay)) for c in curves]
    end = [float(c.on_board(c.delay + c.duration)) for c in curves]
    slope = max(float(np.max(np.abs(_slope_error(c)))) for c in curves)
    return [
        result("insulin curve: area", 1.0, _furthest(area, 1.0), 1e-9, "1", _CURVE),
        result("insulin curve: on board at the start", 1.0, _furthest(start, 1.0), 1e-9, "1", _CURVE),
        result("insulin curve: on board at the end", 0.0, _furthest(end, 0.0), 1e-9, "1", _CURVE),
        result("insulin curve: slope against activity", 0.0, slope, 1e-9, "1/min", _CURVE),
    ]


def long_acting(data: Path) -> list[Result]:
    """Peak to trough at steady state of once-daily doses, to 1 %, and that a dose is released whole."""
    rows = [
        result(
            f"{name}: peak to trough", ratio, LONG_ACTING[name].peak_to_trough(), 0.01 * ratio, "1", _DEPOTS
        )
        for name, ratio in _RATIOS.items()
    ]
    wholes = [quad(d.steady_release, 0.0, 1440.0, epsabs=1e-12)[0] for d in LONG_ACTING.values()]
    rows.append(result("long-acting: release of a day", 1.0, _furthest(wholes, 1.0), 1e-9, "1", _DEPOTS))
    return rows


def risk_function(data: Path) -> list[Result]:
    """No risk at 112.5 mg/dL, and the low index of a constant 54 mg/dL."""
    neutral = float(10.0 * symmetric_risk(112.5) ** 2)
    constant = 10.0 * (1.509 * (np.log(54.0) ** 1.084 - 5.381)) ** 2
    return [
        result("risk at 112.5 mg/dL", 0.0, neutral, 1e-3, "1", _KOVATCHEV),
        result("LBGI of constant 54 mg/dL", constant, low_index(np.full(288, 54.0)), 1e-12, "1", _KOVATCHEV),
    ]


CHECKS = (
    Check("risk function", risk_function),
    Check("insulin curve", insulin_curve),
    Check("long-acting insulin", long_acting),
    *check_replay.CHECKS,
    *check_uva_padova.CHECKS,
    *check_map.CHECKS,
    *check_metrics.CHECKS,
)
HEAVY: tuple[Check, ...] = (*what_if_truth.HEAVY, *statistics.HEAVY)
"""Statistical checks that take minutes."""


def _furthest(values: list[float], expected: float) -> float:
    return max(values, key=lambda value: abs(value - expected))


def _slope_error(curve: Rapid) -> Array:
    """-d on_board/dt minus activity inside the curve, by a fourth-order difference over a minute."""
    t, h = np.linspace(curve.delay + 5.0, curve.delay + curve.duration - 5.0, 200), 0.25
    one = curve.on_board(t + h) - curve.on_board(t - h)
    two = curve.on_board(t + 2 * h) - curve.on_board(t - 2 * h)
    return -(8.0 * one - two) / (12.0 * h) - curve.activity(t)
