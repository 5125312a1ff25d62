"""Coronary flow against the law of a narrowing, solved in another way, and against Gould's thresholds."""

from __future__ import annotations

import math
from pathlib import Path

from scipy.optimize import brentq

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.circulation.coronary_branches import (
    BRANCHES,
    K_TURBULENT,
    VISCOSITY,
    WIDEST,
    Narrowing,
    bypassed,
    heart_supply,
)

DROP, TOTAL, VENOUS = 88.0, 3.8, 5.0
_LAW = "Young and Tsai's formula, its root by bisection (doi:10.1016/0021-9290(73)90099-7, verified=False)"
_GOULD = "flow at rest falls from 80 to 90 % on: Gould 1974, doi:10.1016/0002-9149(74)90743-7, verified=False"
_DYN, _DENSITY = 1333.22, 1.06


def law(data: Path | None) -> list[Result]:
    """Pressure behind a narrowing over that before it, by the closed form and by the formula as printed."""
    rows = []
    for percent in (40.0, 60.0, 75.0):
        own = heart_supply({"lad": Narrowing(percent)}, DROP, TOTAL, VENOUS)["lad"].pressure_ratio
        rows.append(
            result(f"LAD {percent:g} % narrow: pressure ratio", _ratio(percent, 0.0), own, 1e-6, "1", _LAW)
        )
    sick = bypassed({"lad": Narrowing(75.0)}, "lad")
    own = heart_supply(sick, DROP, TOTAL, VENOUS)["lad"].pressure_ratio
    expected = _ratio(75.0, sick["lad"].graft)
    return [*rows, result("LAD 75 % narrow, bypassed: pressure ratio", expected, own, 1e-6, "1", _LAW)]


def thresholds(data: Path | None) -> list[Result]:
    """Narrowing at which flow at rest begins to fall in the LAD."""

    def spare(percent: float) -> float:
        return heart_supply({"lad": Narrowing(percent)}, DROP, TOTAL, VENOUS)["lad"].reserve - 1.001

    return [
        result(
            "LAD: narrowing at which rest starves (flow alone, force is not moved)",
            85.0,
            brentq(spare, 50.0, 95.0),
            10.0,
            "%",
            _GOULD,
        )
    ]


def _ratio(percent: float, graft: float) -> float:
    """The same ratio with velocities, and the flow found by bisection."""
    lad = BRANCHES["lad"]
    inner = lad.diameter * (1.0 - 0.01 * percent)
    whole, narrow = (0.25 * math.pi * d * d for d in (lad.diameter, inner))
    bed = DROP / (WIDEST * lad.share * TOTAL)
    viscous = 32.0 * (0.83 + 1.64 * inner) / lad.diameter * (whole / narrow) ** 2

    def lost(flow: float) -> float:
        speed = flow / whole
        turbulent = 0.5 * K_TURBULENT * _DENSITY * (whole / narrow - 1.0) ** 2 * speed**2
        return (viscous * VISCOSITY / lad.diameter * speed + turbulent) / _DYN

    def left(flow: float) -> float:
        return DROP - lost(flow) - bed * (flow + graft * lost(flow))

    flow = brentq(left, 0.0, DROP / bed, xtol=1e-14)
    return (DROP - lost(flow) + VENOUS) / (DROP + VENOUS)


CHECKS = (
    Check("circulation: the law of a narrowed coronary artery", law),
    Check("circulation: where a narrowed coronary artery starves the heart", thresholds),
)
