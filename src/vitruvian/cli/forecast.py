"""`vitruvian forecast`: what comes next, and how sure that is."""

from __future__ import annotations

from pathlib import Path

import click

from vitruvian.cli.answering import answer_text, assemble, write_report
from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import (
    origin_of,
    plan_of,
    question_options,
    report_option,
    twin_of,
)
from vitruvian.twin.trending import trend_or_refusal


@click.command()
@click.argument("person")
@click.option("--plan", default="as planned", show_default=True, help='Such as "insulin_bolus 4U at 12:30".')
@question_options
@report_option
@shared_options
def command(
    person: str, plan: str, organ: str, at: str | None, hours: float | None, follow_log: bool,
    without: tuple[str, ...], seed: int,
    report: Path | None, home: Path, as_json: bool,
) -> None:  # fmt: skip
    """Forecast PERSON under a plan."""
    with twin_of(home, person, organ, seed, without=without) as twin:
        origin = origin_of(twin, at)
        minutes = None if hours is None else 60.0 * hours
        asked = plan_of(twin, plan, origin)
        result = twin.forecast(asked, origin, minutes, follow_log)
        alone = {"plans": [result], "difference": {}}
        page = assemble(twin, alone, {}, None if report is None else twin.described(origin))
        if report is not None:
            page["portraits"] = twin.portraits([asked], origin, minutes, follow_log)
            page["trend"] = trend_or_refusal(twin, origin)
        write_report(page, report)
    emit(result, lambda: answer_text(page), as_json)
