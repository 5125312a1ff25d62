"""The second half of the demo: a heart on composed readings, and one plan for both organs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vitruvian.cli.answering import difference_lines
from vitruvian.cli.calibrate import calibration_text
from vitruvian.cli.import_ import import_report, take_in
from vitruvian.cli.places import samples
from vitruvian.cli.session import opened, plan_of, twin_of
from vitruvian.engine.plan import Plan
from vitruvian.twin.twin import Twin
from vitruvian.vault.vault import system_clock

FILE = "composed_heart.csv"
HONESTLY = (
    "Heart and circulation of the sample person. The file is composed, not measured: nobody has this heart. "
    "The model has been checked on virtual people only; it is not validated on people."
)
TOLD = (
    f"{FILE}: composed, not measured, for the heart that follows below; its resting pulse serves the "
    "metabolism too."
)
BOTH = "sglt2_inhibitor 100 % from {}"
PURPOSE = "demo"


def take_in_heart(home: Path, person: str) -> dict[str, Any]:
    """The composed file in the person's record; running again adds nothing twice."""
    with opened(home) as vault:
        permit = vault.gate.permit("owner", PURPOSE, person, system_clock())
        accounts, timeline = take_in(vault, permit, [samples() / FILE], None)
    return import_report(accounts, timeline)


def run_heart(home: Path, person: str, at: int, time: str, say: Any) -> dict[str, Any]:
    """Fit the heart, and ask both organs about one drug from `time` on (as `at`, µs UTC, knew them).

    The composed file must be in the record. Also the heart's figures under the two plans ("portraits"), for
    the page.
    """
    say(f"\n{HONESTLY}")
    found: dict[str, Any] = {"honestly": HONESTLY}
    with twin_of(home, person, "circulation", purpose=PURPOSE) as twin:
        found["calibration"] = twin.calibrate(at)
        say("\n" + calibration_text(found["calibration"]))
        found["what_if"] = _compared(twin, time, at, say)
        found["portraits"] = twin.portraits([Plan(), plan_of(twin, BOTH.format(time), at)], at)
    with twin_of(home, person, "metabolism", purpose=PURPOSE) as twin:
        found["metabolism"] = _compared(twin, time, at, say, follow_log=True)
    return found


def _compared(twin: Twin, time: str, at: int, say: Any, follow_log: bool = False) -> dict[str, Any]:
    """The plan against as planned, for one organ."""
    plan = plan_of(twin, BOTH.format(time), at)
    compared = twin.what_if([Plan(), plan], at, follow_log=follow_log)
    known = {o.name: {"meaning": o.meaning, "unit": o.unit} for o in twin.organ.model.outcomes}
    say(f"\n{twin.organ.title}: {plan.words}")
    say("\n".join(f"   ! {warning}" for warning in compared["plans"][-1]["warnings"]))
    say("\n".join(difference_lines({"what_if": compared, "outcomes": known})))
    return compared
