"""Heavy check: fifty operations on another kind of heart, foretold by the twin."""

from __future__ import annotations

from pathlib import Path

from vitruvian.engine.check import Check, Result, at_most, result
from vitruvian.organs.circulation.cross_baseline import gradient_crps, systolic_crps
from vitruvian.organs.circulation.cross_prediction import GAP, Foretold, Score, foretell, score
from vitruvian.organs.circulation.cross_truth import PEOPLE, SEED

WIDEST = {"mean gradient": 12.0, "systolic pressure": 25.0}
"""mmHg of the median 80 % interval."""
SHARE, MARGIN = 0.82, 0.10
"""36 to 46 of 50 inside."""
BASELINES = {
    "mean gradient": "other people's gradients with a new valve",
    "systolic pressure": "the cuff of before, moved as in other people",
}
_SOURCE = "people made by another heart (cross_truth), committed before any fit"


def prediction(data: Path, people: int = PEOPLE, seed: int = SEED) -> list[Result]:
    """Cover, width and CRPS of both asked numbers; in the names what they are without the measured gap."""
    return rows_of(foretell(people, seed), seed)


def rows_of(found: Foretold, seed: int) -> list[Result]:
    """Scores as rows; those without the gap are told in the names."""
    wide = found.with_gap(GAP, seed)
    count = len(found.ess)
    pairs = {
        "mean gradient": (
            score(wide.gradient, found.true_gradient),
            score(found.gradient, found.true_gradient),
        ),
        "systolic pressure": (
            score(wide.systolic, found.true_systolic),
            score(found.systolic, found.true_systolic),
        ),
    }
    without_twin = {
        "mean gradient": gradient_crps(found.true_gradient),
        "systolic pressure": systolic_crps(found.true_systolic, found.cuff),
    }
    rows = []
    for name, (with_gap, raw) in pairs.items():
        rows += _rows(name, with_gap, raw, count)
        sharper = with_gap.crps / without_twin[name]
        rows.append(
            at_most(f"new valve: {name}, CRPS over that of {BASELINES[name]}", 1.0, sharper, "1", _SOURCE)
        )
    return rows


def _rows(name: str, found: Score, raw: Score, count: int) -> list[Result]:
    told = (
        f"(without the gap {raw.inside} of {count} inside, width {raw.width:.1f}, bias {raw.bias:+.1f} mmHg)"
    )
    inside = found.inside / count
    return [
        result(f"new valve: {name} inside the 80 % interval {told}", SHARE, inside, MARGIN, "1", _SOURCE),
        result(f"new valve: {name}, median width", 0.0, found.width, WIDEST[name], "mmHg", _SOURCE),
    ]


HEAVY = (Check("circulation: new valves in another kind of heart", prediction),)
