"""One published or analytic benchmark: what is expected, what came out, and whether that is near enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """A named check.

    run    folder of shared data -> results; called only when `needs` (a path inside that folder) exists
    """

    name: str
    run: Callable[[Path], list[Result]]
    needs: str = ""


def result(name: str, reference: float, obtained: float, tolerance: float, unit: str, source: str) -> Result:
    """One row: passes when obtained is within `tolerance` of the reference (NaN never is)."""
    return {
        "name": name,
        "reference": float(reference),
        "obtained": float(obtained),
        "tolerance": float(tolerance),
        "unit": unit,
        "source": source,
        "pass": bool(abs(obtained - reference) <= tolerance),
    }


def at_least(name: str, least: float, obtained: float, unit: str, source: str) -> Result:
    """A row that passes when obtained reaches `least`; tolerance 0 says that it is a bound."""
    row = result(name, least, obtained, 0.0, unit, f"{source}; a lower bound")
    return row | {"pass": bool(obtained >= least)}


def at_most(name: str, most: float, obtained: float, unit: str, source: str) -> Result:
    """A row that passes when obtained does not exceed `most`."""
    row = result(name, most, obtained, 0.0, unit, f"{source}; an upper bound")
    return row | {"pass": bool(obtained <= most)}


def run_checks(checks: tuple[Check, ...], data: Path | None) -> tuple[list[Result], list[dict[str, str]]]:
    """Results of all checks, and those skipped for want of data with their reason."""
    results: list[Result] = []
    skipped: list[dict[str, str]] = []
    for check in checks:
        folder = data if data is not None else Path()
        if check.needs and (data is None or not (data / check.needs).exists()):
            where = "no data folder was given" if data is None else f"{check.needs} is not in {data}"
            skipped.append({"name": check.name, "reason": where})
        else:
            results += check.run(folder)
    return results, skipped
