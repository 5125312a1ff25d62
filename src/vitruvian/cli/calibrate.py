"""`vitruvian calibrate`: fit an organ's model to a person's record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import origin_of, seed_option, twin_of, without_option


@click.command()
@click.argument("person")
@click.option("--organ", default="metabolism", show_default=True, help="Which organ.")
@click.option("--at", default=None, help="Use only what was known then (default: all of the record).")
@without_option
@seed_option
@shared_options
def command(
    person: str, organ: str, at: str | None, without: tuple[str, ...], seed: int, home: Path, as_json: bool
) -> None:
    """Fit an organ's model to PERSON's record and keep the posterior."""
    with twin_of(home, person, organ, seed, without=without) as twin:
        report = twin.calibrate(origin_of(twin, at))
    emit(report, lambda: calibration_text(report), as_json)


def calibration_text(report: dict[str, Any]) -> str:
    """The fit, for people: what the record moved and what it did not."""
    fit = report["fit"]
    took = (
        f"in {report['cpu_s']:.1f} CPU s by {report['method']}"
        if report["cpu_s"]
        else "already: nothing new since"
    )
    lines = [
        f"Fitted {report['organ']} {took}",
        f"  to the record from {report['from'][:16]} to {report['until'][:16]}",
        f"  {report['ess']:.0f} effective draws, {report['ess_worst']:.0f} for the worst parameter; "
        f"mean curve {fit['rmse_of_mean_curve']:.1f} off {fit['readings']} readings (RMSE)",
    ]
    lines += [_row(row) for row in report["parameters"]]
    lines += [f"  assumed: {remark}" for remark in report["remarks"]]
    if not report["shows_intervals"]:
        lines.append("  Too few effective draws for intervals: more data or another seed may help.")
    return "\n".join(lines)


def _row(row: dict[str, Any]) -> str:
    value = row["posterior"]
    interval = f" ({value['q05']:.3g} to {value['q95']:.3g})" if "q05" in value else ""
    known = "" if row["verified"] else ", prior not verified"
    unit = "" if row["unit"] == "1" else f" {row['unit']}"
    return f"  {row['name']:19s} {value['mean']:.3g}{interval}{unit}: {row['status']}{known}"
