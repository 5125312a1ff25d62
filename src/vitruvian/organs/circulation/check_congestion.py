"""Heavy check of the congestion flag: a hundred simulated months, against the rule of the scale."""

from __future__ import annotations

from pathlib import Path

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.circulation.congestion_trial import (
    RUNS,
    SEED,
    Verdict,
    flags_of,
    judge,
    risks,
    rule_of_thumb,
    simulate_runs,
)

_SOURCE = "the nonlinear loop on simulated months (congestion_trial)"


def trial(data: Path, count: int = RUNS, seed: int = SEED) -> list[Result]:
    """Runs warned three days before the rise, false flags and lead, beside the rule of the scale."""
    runs = simulate_runs(count, seed)
    return rows_of(judge(runs, flags_of(runs, risks(runs))), judge(runs, rule_of_thumb(runs)))


def rows_of(twin: Verdict, scale: Verdict) -> list[Result]:
    """A verdict as rows, beside that of the scale."""
    reached = f"of {twin.reached} runs that reach it"
    return [
        result(f"congestion: flagged 3 days before, {reached}", 1.0, twin.warned, 0.2, "1", _SOURCE),
        result(
            f"congestion: false flags raised in 100 days (they stand on {twin.false_days:.2f} of them)",
            0.0, twin.false_flags, 1.0, "1", _SOURCE,
        ),
        result("congestion: median lead, days", 10.0, twin.lead, 7.0, "d", _SOURCE),
        result(
            f"congestion: false flags over the scale's {scale.false_flags:.2g} in 100 days"
            f" (which warns {scale.warned:.2f}, lead {scale.lead:g} days)",
            0.0, twin.false_flags / max(scale.false_flags, 1e-9), 0.5, "1", _SOURCE,
        ),
    ]  # fmt: skip


HEAVY = (Check("circulation: congestion flagged from home readings", trial),)
