"""`vitruvian optimise`: rank plans by a goal, under limits on risk."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import origin_of, plan_of, plan_words, question_options, twin_of
from vitruvian.engine.optimise import Chance, Ranked
from vitruvian.engine.plan import Plan
from vitruvian.engine.plan_json import to_json
from vitruvian.twin.twin import Twin


@click.command()
@click.argument("person")
@click.option("--goal", default="risk", show_default=True, help="Outcome to improve.")
@click.option("--plan", "plans", multiple=True, required=True, help="Candidates; {} is where --amounts go.")
@click.option("--amounts", default=None, help="FROM:TO:STEP, put in place of {} in the plans.")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    help="OUTCOME:LIMIT:CHANCE: time_below_54:1:0.05 allows over 1 % of time under 54 in 5 of 100 futures.",
)
@question_options
@shared_options
def command(
    person: str, goal: str, plans: tuple[str, ...], amounts: str | None, limits: tuple[str, ...], organ: str,
    at: str | None, hours: float | None, follow_log: bool,
    without: tuple[str, ...], seed: int, home: Path, as_json: bool,
) -> None:  # fmt: skip
    """Rank plans for PERSON by GOAL. Research and rehearsal only: never dosing advice."""
    chances = [_chance(text) for text in limits]
    with twin_of(home, person, organ, seed, without=without) as twin:
        origin = origin_of(twin, at)
        candidates = [plan_of(twin, text, origin) for text in _filled(plans, amounts)]
        minutes = None if hours is None else 60.0 * hours
        ranked = twin.optimise(candidates, goal, chances, origin, minutes, follow_log)
        result = {"goal": goal, "organ": organ, "ranked": [_entry(twin, r) for r in ranked]}
    emit(result, lambda: _text(result), as_json)


def _filled(plans: tuple[str, ...], amounts: str | None) -> list[str]:
    """Every plan, with each amount in place of {}."""
    if amounts is None:
        return list(plans)
    if not any("{}" in plan for plan in plans):
        raise click.UsageError("--amounts is given, but no --plan has {} to put them in")
    try:
        first, last, step = (float(x) for x in amounts.split(":"))
    except ValueError as problem:
        raise click.UsageError(f"--amounts {amounts!r} is not FROM:TO:STEP, such as 2:8:1") from problem
    if not (step > 0 and last >= first and (last - first) / step <= 40):
        raise click.UsageError(f"--amounts {amounts!r} must rise in at most 40 steps")
    rising = [first + k * step for k in range(math.floor((last - first) / step + 1e-9) + 1)]
    return [p.replace("{}", f"{a:g}") for p in plans for a in (rising if "{}" in p else rising[:1])]


def _chance(text: str) -> Chance:
    try:
        outcome, limit, chance = text.split(":")
        found = Chance(outcome, float(limit), float(chance))
    except ValueError as problem:
        raise click.UsageError(f"--limit {text!r} is not OUTCOME:LIMIT:CHANCE") from problem
    if not (math.isfinite(found.limit) and 0 <= found.at_most <= 1):
        raise click.UsageError(f"--limit {text!r} needs a number as LIMIT, and a CHANCE from 0 to 1")
    return found


def _entry(twin: Twin, ranked: Ranked[Plan]) -> dict[str, Any]:
    return {
        "plan": to_json(ranked.candidate, twin.person.zone),
        "words": plan_words(twin, ranked.candidate),
        "expected": ranked.expected, "change": ranked.change,
        "change_q05": ranked.change_q05, "change_q95": ranked.change_q95,
        "probability_better": ranked.better, "probability_worse": ranked.worse,
        "allowed": not ranked.broken, "broken": list(ranked.broken),
    }  # fmt: skip


def _text(result: dict[str, Any]) -> str:
    allowed = [r for r in result["ranked"] if r["allowed"]]
    refused = [r for r in result["ranked"] if not r["allowed"]]
    lines = [f"Plans by expected {result['goal']}, against doing as planned (rehearsal, not dosing advice):"]
    if not allowed:
        lines.append("No plan keeps within the limits.")
    elif all(r["probability_better"] <= r["probability_worse"] for r in allowed):
        lines.append("None of these plans is better than doing as planned more often than it is worse.")
    lines += [f"{number}. {_line(result['goal'], r)}" for number, r in enumerate(allowed, 1)]
    for r in refused:
        lines += [
            f"not allowed: {_line(result['goal'], r)}",
            *(f"   because {reason}" for reason in r["broken"]),
        ]
    return "\n".join(lines)


def _line(goal: str, r: dict[str, Any]) -> str:
    return (
        f"{r['words']}: {goal} {r['expected']:.3g}, change {r['change']:+.3g} "
        f"({r['change_q05']:+.3g} to {r['change_q95']:+.3g}), better in "
        f"{100 * r['probability_better']:.0f}, worse in {100 * r['probability_worse']:.0f} of 100 futures"
    )
