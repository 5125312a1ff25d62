"""`vitruvian what-if`: forecast plans side by side and compare them."""

from __future__ import annotations

from pathlib import Path

import click

from vitruvian.cli.answering import answer_text, assemble, write_report
from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import origin_of, plan_of, question_options, report_option, twin_of
from vitruvian.engine.plan import Plan
from vitruvian.twin.trending import trend_or_refusal

MOST = 6
"""Plans side by side, the one to compare with included: so many have a letter."""


@click.command()
@click.argument("person")
@click.option("--plan", "plans", multiple=True, required=True, help="A plan in words; give one or more.")
@question_options
@report_option
@shared_options
def command(
    person: str, plans: tuple[str, ...], organ: str, at: str | None, hours: float | None, follow_log: bool,
    without: tuple[str, ...],
    seed: int, report: Path | None, home: Path, as_json: bool,
) -> None:  # fmt: skip
    """Compare plans for PERSON: one plan is compared with doing as planned, several with the first."""
    if len(plans) > MOST:
        raise click.UsageError(f"{len(plans)} plans are too many to read side by side: give at most {MOST}")
    with twin_of(home, person, organ, seed, without=without) as twin:
        origin = origin_of(twin, at)
        asked = [plan_of(twin, text, origin) for text in plans]
        if len(asked) == 1:
            asked.insert(0, Plan())
        question = (asked, origin, None if hours is None else 60.0 * hours, follow_log)
        result = twin.what_if(*question)
        page = assemble(twin, result, {}, None if report is None else twin.described(origin))
        if report is not None:
            page["portraits"] = twin.portraits(*question)
            page["trend"] = trend_or_refusal(twin, origin)
        write_report(page, report)
    emit(result, lambda: answer_text(page), as_json)
