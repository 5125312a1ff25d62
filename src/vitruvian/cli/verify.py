"""`vitruvian verify`: an organ's published benchmark problems, and the stored evidence of the heavy ones."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from vitruvian.cli.computing import organ_named, ready
from vitruvian.cli.output import COULD_NOT, emit, shared_options
from vitruvian.cli.places import shared_data
from vitruvian.core.errors import ModelError


@click.command("verify")
@click.argument("organ")
@click.option("--full", is_flag=True, help="Also run the heavy statistical checks and store their evidence.")
@click.option("--allow-skips", is_flag=True, help="Exit 0 although checks were skipped for want of data.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The shared data folder.")
@shared_options
@click.pass_context
def command(
    ctx: click.Context,
    organ: str,
    full: bool,
    allow_skips: bool,
    data: Path | None,
    as_json: bool,
    home: Path,
) -> None:
    """Run the published benchmark problems of an ORGAN: reference, obtained, tolerance, pass."""
    ready()
    result = verify(organ, full, shared_data(data))
    emit(result, lambda: report(result), as_json)
    if result["failed"] or (result["skipped"] and not allow_skips):
        ctx.exit(COULD_NOT)


def verify(name: str, full: bool, data: Path | None) -> dict[str, Any]:
    """The object that `verify --json` prints. Raises ModelError for an organ without checks."""
    from vitruvian.studies import evidence

    organ = organ_named(name)
    if organ.checks is None:
        raise ModelError(f"{name} declares no checks: nothing can be verified")
    package = type(organ.model).__module__.rpartition(".")[0]
    begun = time.process_time()
    checks, skipped = organ.checks(data, full)
    passed = sum(bool(check["pass"]) for check in checks)
    result: dict[str, Any] = {
        "organ": name,
        "version": organ.model.version,
        "checks": checks,
        "passed": passed,
        "failed": len(checks) - passed,
        "skipped": skipped,
        "cpu_s": time.process_time() - begun,
    }
    if full and not skipped:
        found = {"date": datetime.now(UTC).date().isoformat(), "checks": checks, "cpu_s": result["cpu_s"]}
        evidence.store(package, found)
    return result | {"evidence": evidence.stored(package)}


def report(result: dict[str, Any]) -> str:
    """One line a check, then the stored evidence."""
    lines = [_line(check) for check in result["checks"]]
    lines += [f"skipped  {skip['name']}: {skip['reason']}" for skip in result["skipped"]]
    lines.append(
        f"{result['organ']} {result['version']}: {result['passed']} passed, {result['failed']} failed, "
        f"{len(result['skipped'])} skipped in {result['cpu_s']:.1f} s CPU"
    )
    return "\n".join(lines + evidence_lines(result))


def evidence_lines(result: dict[str, Any]) -> list[str]:
    """The heavy checks of the last full run, and whether they speak of this code."""
    held = result["evidence"]
    if held is None:
        return ["no evidence of heavy checks is stored: run with --full"]
    shown = {check["name"] for check in result["checks"]}
    heavy = [check for check in held["checks"] if check["name"] not in shown]
    whose = "of this code" if held["is_current"] else "IS FOR OTHER CODE: run with --full"
    return [f"evidence of {held['date']} {whose}", *(_line(check) for check in heavy)]


def _line(check: dict[str, Any]) -> str:
    verdict = "pass" if check["pass"] else "FAIL"
    return (
        f"{verdict}  {check['name']}: {check['obtained']:.6g} against {check['reference']:.6g} "
        f"± {check['tolerance']:.3g} {check['unit']}"
    )
