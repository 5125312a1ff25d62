"""One answer for the terminal and the report: what was understood, fitted, forecast and compared."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitruvian.core.signals import signal
from vitruvian.core.time import instant, show
from vitruvian.engine.plan import MINUTE
from vitruvian.twin.twin import Twin
from vitruvian.twin.window import local_offset

PAST_HOURS = 24
WIDTH, HEIGHT = 96, 22


def assemble(twin: Twin, what_if: dict[str, Any], understood: dict[str, Any],
             calibration: dict[str, Any] | None = None) -> dict[str, Any]:  # fmt: skip
    """What `twin.report` and the terminal plot read: the past day, doses, forecasts, what happened."""
    first = what_if["plans"][0]
    origin = instant(first["origin"], twin.person.zone)
    length = len(first["signals"][first["primary"]]["times"]) * twin.organ.model.exchange
    offset = local_offset(twin.timeline, twin.organ.reads, origin)
    end = origin + round(length * MINUTE)
    past = _series(twin, first["primary"], origin - PAST_HOURS * 60 * MINUTE, origin + 1, offset)
    after = _series(twin, first["primary"], origin + 1, end + 1, offset)
    return {
        "person": {"id": twin.person.id, "label": twin.person.name or twin.person.id},
        "understood": understood,
        "remarks": first["assumptions"],
        "calibration": calibration,
        "past": past,
        "events": _doses(twin, origin - PAST_HOURS * 60 * MINUTE, origin + 1, offset),
        "what_if": what_if,
        "happened": after if after["times"] else None,
        "now": first["origin"],
        "outcomes": {o.name: {"meaning": o.meaning, "unit": o.unit} for o in twin.organ.model.outcomes},
    }


def answer_text(page: dict[str, Any]) -> str:
    """The answer for a terminal: plot, sentence per plan, differences, warnings."""
    from vitruvian.cli.plot import forecast_plot

    lines = [forecast_plot(page, WIDTH, HEIGHT), ""]
    plans = page["what_if"]["plans"]
    for letter, plan in zip("ABCDEFGH", plans, strict=False):
        words = plan["plan"]["words"]
        lines.append(f"{letter}  {words}: {plan['sentence']}")
        lines += [f"   ! {warning}" for warning in plan["warnings"]]
    lines += difference_lines(page)
    lines += [f"   assumed: {remark}" for remark in page["remarks"]]
    return "\n".join(lines)


def difference_lines(page: dict[str, Any]) -> list[str]:
    """The last plan against the first, one line an outcome."""
    table = page["what_if"]["difference"]
    if not table:
        return []
    last = "ABCDEFGH"[len(page["what_if"]["plans"]) - 1]
    lines = ["", f"{last} against A, over the same futures:"]
    for name, row in table.items():
        known = page["outcomes"][name]
        unit = "" if known["unit"] == "1" else f" {known['unit']}"
        text = f"   {known['meaning']}: {row['mean']:+.1f}{unit} on average"
        if row["q05"] is not None and known["unit"] != "1":
            text += f" ({row['q05']:+.0f} to {row['q95']:+.0f})"
        if row["probability_better"] is not None:
            better, worse = (100 * row[f"probability_{side}"] for side in ("better", "worse"))
            text += f"; better in {better:.0f}, worse in {worse:.0f} of 100"
        lines.append(text)
    return lines


def _series(twin: Twin, name: str, start: int, end: int, offset: int) -> dict[str, Any]:
    found = twin.timeline.values(name, start, end)
    return {
        "times": [show(int(t), offset) for t in found.t0],
        "values": [round(float(v), 2) for v in np.asarray(found.value)],
        "unit": signal(name).unit,
    }


def _doses(twin: Twin, start: int, end: int, offset: int) -> list[dict[str, Any]]:
    """What the record says was given or eaten, for the marks under the curve."""
    doses = []
    for declared in twin.organ.model.inputs:
        if declared.kind != "amount":
            continue
        found = twin.timeline.values(declared.signal, start, end)
        doses += [
            {
                "time": show(int(t), offset),
                "signal": declared.signal,
                "amount": float(v),
                "unit": signal(declared.signal).unit,
            }
            for t, v in zip(found.t0, found.value, strict=True)
        ]
    return sorted(doses, key=lambda d: str(d["time"]))
