"""One answer for the terminal and the report: what was understood, fitted, forecast and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from vitruvian.core.signals import signal
from vitruvian.core.time import instant, show
from vitruvian.engine.plan import MINUTE
from vitruvian.twin.twin import Twin
from vitruvian.twin.window import local_offset

PAST_STEPS, PAST_LEAST_H = 14, 24
"""How much of the past is shown: so many steps of the organ (a fortnight of days), a day at least."""
WIDTH, HEIGHT = 96, 22


def assemble(twin: Twin, what_if: dict[str, Any], understood: dict[str, Any],
             calibration: dict[str, Any] | None = None) -> dict[str, Any]:  # fmt: skip
    """What `twin.report` and the terminal plot read: the past day, doses, forecasts, what happened."""
    first = what_if["plans"][0]
    origin = instant(first["origin"], twin.person.zone)
    length = len(first["signals"][first["primary"]]["times"]) * twin.organ.model.exchange
    offset = local_offset(twin.timeline, twin.organ.reads, origin)
    end = origin + round(length * MINUTE)
    hours = max(PAST_LEAST_H, PAST_STEPS * twin.organ.model.exchange / 60)
    start = origin - round(hours * 60 * MINUTE)
    past = _series(twin, first["primary"], start, origin + 1, offset)
    after = _series(twin, first["primary"], origin + 1, end + 1, offset)
    return {
        "person": {"id": twin.person.id, "label": twin.person.name or twin.person.id},
        "understood": understood or _held_then(twin, origin, offset),
        "remarks": first["assumptions"],
        "calibration": calibration,
        "past": past,
        "events": _doses(twin, start, origin + 1, offset),
        "what_if": what_if,
        "happened": after if after["times"] else None,
        "now": first["origin"],
        "outcomes": {o.name: {"meaning": o.meaning, "unit": o.unit} for o in twin.organ.model.outcomes},
    }


def answer_text(page: dict[str, Any]) -> str:
    """The answer for a terminal: plot, sentence per plan, differences, trust, warnings."""
    from vitruvian.cli.plot import forecast_plot

    lines = [forecast_plot(page, WIDTH, HEIGHT), ""]
    plans = page["what_if"]["plans"]
    for letter, plan in zip("ABCDEFGH", plans, strict=False):
        words = plan["plan"]["words"]
        lines.append(f"{letter}  {words}: {plan['sentence']}")
        lines += [f"   ! {warning}" for warning in plan["warnings"]]
    lines += difference_lines(page) + trust_lines(page)
    lines += [f"   assumed: {remark}" for remark in page["remarks"]]
    return "\n".join(lines)


def write_report(page: dict[str, Any], report: Path | None) -> None:
    """The page for a clinician, when a place for it was named."""
    if report is not None:
        from vitruvian.twin.report import report_html

        report.write_text(report_html(page), encoding="utf-8")


def difference_lines(page: dict[str, Any]) -> list[str]:
    """The last plan against the first, one line an outcome: shares by their mean, the rest by the median."""
    table = page["what_if"]["difference"]
    if not table:
        return []
    plans = page["what_if"]["plans"]
    lines = ["", f"{'ABCDEFGH'[len(plans) - 1]} against A, over the same futures:"]
    for name, row in table.items():
        known = page["outcomes"][name]
        first, last = (plan["outcomes"][name] for plan in (plans[0], plans[-1]))
        text = f"   {known['meaning']}: {_change(first, last, row, known['unit'])}"
        if row["probability_better"] is not None:
            better, worse = (100 * row[f"probability_{side}"] for side in ("better", "worse"))
            text += f"; better in {better:.0f}, worse in {worse:.0f} of 100"
        lines.append(text.replace("mm[Hg]", "mmHg"))
    return lines


def trust_lines(page: dict[str, Any]) -> list[str]:
    """What the twin's forecasts were worth on this person's past, and what then came where that is known."""
    first = page["what_if"]["plans"][0]
    lines = []
    if first["past_skill"]:
        far = first["past_skill"][-1]
        lines.append(
            f"On this person's past, {far['lead_min'] / 60:g} h ahead: off by {far['rmse']:.0f} typically; "
            f"9-in-10 bands held {100 * far['covered90_before']:.0f} % and are now scaled by "
            f"{far['band_factor']:.2f}."
        )
    held = _held(page)
    if held is not None:
        lines.append(f"What then came: {held[0]} of {held[1]} readings lay inside the 9-in-10 band of A.")
    return ["", *lines] if lines else []


def _change(first: dict[str, Any], last: dict[str, Any], row: dict[str, Any], unit: str) -> str:
    if "probability" in first:
        return f"{100 * first['probability']:.0f} -> {100 * last['probability']:.0f} of 100 futures"
    key = "mean" if unit == "%" else "median"
    shown = "" if unit == "1" else f" {unit}"
    digits = 1 if unit in ("1", "L/min", "J") else 0
    text = f"{first[key]:.{digits}f} -> {last[key]:.{digits}f}{shown}"
    if row["q05"] is None:
        return text
    low, high = (round(row[q], digits) + 0.0 for q in ("q05", "q95"))
    return f"{text} (change {low:+.{digits}f} to {high:+.{digits}f} in 9 of 10)"


def _held(page: dict[str, Any]) -> tuple[int, int] | None:
    """Readings inside the first plan's band, and how many came; None when none came or no band is shown."""
    found, first = page["happened"], page["what_if"]["plans"][0]
    bands = first["signals"][first["primary"]]
    if not found or "05" not in bands["quantiles"]:
        return None
    at = np.array([instant(t) for t in bands["times"]])
    when = np.array([instant(t) for t in found["times"]])
    low, high = (np.interp(when, at, bands["quantiles"][q]) for q in ("05", "95"))
    values = np.asarray(found["values"])
    return int(np.sum((values >= low) & (values <= high))), len(values)


def _held_then(twin: Twin, origin: int, offset: int) -> dict[str, Any]:
    """What the record held as it was known at the origin, for a report without an import of its own."""
    held = twin.timeline.as_of(origin).coverage()
    return {
        "signals": {
            name: {"rows": c.rows, "unit": c.unit, "from": show(c.start, offset), "to": show(c.end, offset)}
            for name, c in held.items()
        }
    }


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
