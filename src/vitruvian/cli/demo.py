"""`vitruvian demo`: the main job on the bundled sample person, end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vitruvian.cli.answering import answer_text, assemble
from vitruvian.cli.calibrate import calibration_text
from vitruvian.cli.demo_heart import TOLD, run_heart, take_in_heart
from vitruvian.cli.import_ import import_report, import_text, take_in
from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.places import samples
from vitruvian.cli.report_file import writable
from vitruvian.cli.session import list_permit, opened, plan_of, twin_of
from vitruvian.core.time import MINUTE, show
from vitruvian.engine.calibrate import Effort
from vitruvian.engine.plan import Plan
from vitruvian.twin.moment import complete_moment
from vitruvian.vault.people import Person

PERSON = "sample"
FILE = "subject_001.csv"
KINDS = (("insulin_bolus",), ("carbs", "meal_energy"))
CHANGE = "insulin_bolus x0.75 from {} for 30 min"

LETTERS = "Here A and B are without and with the drug that moves both organs, not the plans above."
RULE = (
    "Nothing later is used, except that the doses logged for those four hours count as planned. "
    "The first fit takes a minute; later runs reuse it."
)


@click.command()
@click.option("--report", default=Path("report.html"), type=click.Path(path_type=Path),
              show_default=True, callback=writable, help="Where the report page is written.")  # fmt: skip
@shared_options
def command(report: Path, home: Path, as_json: bool) -> None:
    """Import a real person's file, fit the twin, forecast four hours, compare two plans, report."""
    say = (lambda text: None) if as_json else click.echo
    result, page = run_sample(home, say)
    from vitruvian.twin.report import report_html

    report.write_text(report_html(page), encoding="utf-8")
    result["report"] = str(report)
    emit(result, lambda: f"\nThe report is in {report}: open it in any browser.", as_json)


def run_sample(home: Path, say: Any, effort: Effort | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """All steps; what each found is said as it is known. `effort` is that of the first fit."""
    understood = _take_in(home, say)
    composed = take_in_heart(home, PERSON)
    say(f"\n{TOLD}")
    with twin_of(home, PERSON, "metabolism", purpose="demo") as twin:
        twin.effort = effort
        moment = complete_moment(twin.timeline, twin.organ, KINDS)
        asked = f"Asked from {show(moment.at)[:16].replace('T', ' ')}: {moment.reason}."
        say(f"\n{asked}\n{RULE}")
        calibration = twin.calibrate(moment.at)
        say("\n" + calibration_text(calibration))
        change = plan_of(twin, CHANGE.format(next_minute(moment.at)), moment.at)
        compared = twin.what_if([Plan(), change], moment.at, follow_log=True)
        page = assemble(twin, compared, understood, calibration)
    say("\n" + answer_text(page))
    heart = run_heart(home, PERSON, moment.at, next_minute(moment.at), say) | {"import": composed}
    page["portraits"], page["portraits_about"] = heart.pop("portraits"), f"{heart['honestly']} {LETTERS}"
    page["remarks"] = [asked, *page["remarks"]]
    result = {"person": PERSON, "import": understood, "origin": show(moment.at), "calibration": calibration,
              "what_if": compared, "circulation": heart}  # fmt: skip
    return result, page


def next_minute(at: int) -> str:
    """The whole minute after an instant, as a plan says it."""
    return show(at + MINUTE)[11:16]


def _take_in(home: Path, say: Any) -> dict[str, Any]:
    """The sample person with the bundled file; running again adds nothing twice."""
    with opened(home) as vault:
        listing = list_permit(vault)
        if PERSON not in {p.id for p in vault.people.list(listing)}:
            vault.people.add(listing, Person(PERSON, "Sample person (D1NAMO subject 1)"))
        permit = vault.gate.permit("owner", "demo", PERSON, listing.given)
        accounts, timeline = take_in(vault, permit, [samples() / FILE], None)
    report = import_report(accounts, timeline)
    say(import_text(accounts, timeline))
    return report
