"""`vitruvian trend`: what readings taken at home, day by day, say of what is coming."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import origin_of, report_option, seed_option, twin_of, without_option

SHOWN = 14
"""Days of the table that people see; --json has all."""


@click.command()
@click.argument("person")
@click.option("--organ", default="circulation", show_default=True, help="Which organ.")
@click.option("--at", default=None, help="Moment to ask from, as known then (default: last reading).")
@without_option
@seed_option
@report_option
@shared_options
def command(
    person: str, organ: str, at: str | None, without: tuple[str, ...], seed: int, report: Path | None,
    home: Path, as_json: bool,
) -> None:  # fmt: skip
    """Follow PERSON from day to day by weight, cuff and pulse: the risk of congestion, and when it rose.

    Example: vitruvian trend bob --at 2025-03-20
    """
    from vitruvian.twin.trending import trend_of

    with twin_of(home, person, organ, seed, without=without) as twin:
        result = trend_of(twin, origin_of(twin, at))
        whose = {"id": twin.person.id, "label": twin.person.name or twin.person.id}
    if report is not None:
        from vitruvian.twin.report import trend_html

        report.write_text(trend_html({"person": whose, "trend": result}), encoding="utf-8")
    emit(result, lambda: trend_text(result), as_json)


def trend_text(result: dict[str, Any]) -> str:
    """The trend for people: the answer, why, a table of the last days, what it does not know."""
    lines = [result["sentence"]]
    if result["raised"]:
        first = result["raised"][0]
        lines += [f"First flagged on {first['date']}: {first['why']}."]
    lines += [f"Now: {result['why']}.", ""]
    lines += _table(result)
    limit, looks = 100 * result["threshold"], result["looks"]
    lines += ["", "In brackets: where 9 in 10 lie; of a reading, where it was expected before it was taken."]
    lines.append(f"A flag is raised from {limit:.0f} in 100 on; the first {looks} days are looked at only.")
    lines += [f"   found: {text}" for text in result["findings"]]
    lines += [f"   ! {text}" for text in result["limits"]]
    lines += [f"   assumed: {text}" for text in result["assumptions"]]
    return "\n".join(lines)


def _table(result: dict[str, Any]) -> list[str]:
    """The last days: what was read (and where it was expected), what follows, the risk."""
    courses, first = list(result["courses"].values()), max(0, len(result["days"]) - SHOWN)
    rows = [["date", *(f"{c['name']}, {c['unit'].replace('mm[Hg]', 'mmHg')}" for c in courses), "in 100", ""]]
    for k, day in enumerate(result["days"][first:], first):
        risk = "-" if day["risk"] is None else f"{100 * day['risk']:.0f}"
        rows.append([day["date"], *(_cell(c, k) for c in courses), risk, "flag" if day["flag"] else ""])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def _cell(course: dict[str, Any], k: int) -> str:
    """A reading with the range it was expected in, or the range alone."""
    low, middle, high = (course["quantiles"][q][k] for q in ("05", "50", "95"))
    digits = 0 if course["unit"] == "mm[Hg]" and course["seen"] else 1
    spread = f"({low:.{digits}f} to {high:.{digits}f})"
    if course["seen"] is None:
        return f"{middle:.{digits}f} {spread}"
    read = course["seen"][k]
    return f"{'-' if read is None else f'{read:.{digits}f}'} {spread}"
