"""The forecast object: what is printed, drawn and reported is all read from this one thing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from vitruvian.core.signals import signal
from vitruvian.core.time import show
from vitruvian.engine.forecast import Paths, describe
from vitruvian.engine.hindcast import FEWEST, Skill
from vitruvian.engine.plan import MINUTE, Plan
from vitruvian.engine.plan_json import to_json
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Event
from vitruvian.twin.fitting import Stretch

Array = Any
DAYLONG = 1440.0
"""Minutes of a step from which a forecast speaks of days."""


def answer_of(
    held: Stretch, posterior: Posterior, skill: Skill, plan: Plan, events: tuple[Event, ...], paths: Paths,
    found: dict[str, Array], offset: int, zone: str | None,
) -> dict[str, Any]:  # fmt: skip
    """The `forecast` object of the command line (`architecture` contract), with what it rests on."""
    times = [show(held.end + round(t * MINUTE), offset) for t in paths.times]
    effective = min(posterior.ess, posterior.ess_worst)
    signals = {name: _signal(name, paths, times, posterior.shows_intervals) for name in paths.readings}
    table = {o.name: describe(o, found[o.name], effective) for o in held.organ.model.outcomes}
    outside = _outside(held, events)
    answer = {
        "organ": held.organ.name,
        "primary": held.organ.primary,
        "origin": show(held.end, offset),
        "signals": signals,
        "outcomes": table,
        "sentence": _sentence(held, signals[held.organ.primary], table),
        "in_domain": not outside,
        "warnings": outside + _cautions(held, plan) + _warnings(posterior, skill),
        "assumptions": list(held.binding.remarks),
        "plan": to_json(plan, zone),
        "events": [_event(e, held.end, offset) for e in events],
        "data_until": show(held.end, offset),
        "posterior": posterior.data_hash,
        "ess": posterior.ess,
        "ess_worst": posterior.ess_worst,
        "past_skill": _skill(skill, held.organ.model.exchange),
    }
    digest = hashlib.blake2b(json.dumps(answer, sort_keys=True).encode(), digest_size=8).hexdigest()
    return {"forecast": f"f-{digest}", **answer}


def _signal(name: str, paths: Paths, times: list[str], intervals: bool) -> dict[str, Any]:
    known = signal(name)
    low, high = known.hard_lo, known.hard_hi
    quantiles = {
        q: [round(float(x), 2) for x in np.clip(v, low, high)]
        for q, v in paths.quantiles(name).items()
        if intervals or q == "50"
    }
    return {"unit": known.unit, "times": times, "quantiles": quantiles}


def _event(event: Event, origin: int, offset: int) -> dict[str, Any]:
    entry = {
        "time": show(origin + round(event.start * MINUTE), offset),
        "signal": event.signal,
        "amount": event.amount,
        "unit": signal(event.signal).unit,
        "assumed": event.assumed,
    }
    if event.end > event.start:
        entry["end"] = show(origin + round(event.end * MINUTE), offset)
    return entry


def _sentence(held: Stretch, primary: dict[str, Any], table: dict[str, Any]) -> str:
    """One plain sentence: where it goes, how sure, and the events people fear."""
    called = held.organ.called or signal(held.organ.primary).meaning.split(" ")[0]
    at, is_daily = (
        primary["times"][-1],
        held.organ.model.exchange * held.organ.model.minutes_per_unit >= DAYLONG,
    )
    last = f"on {at[:10]}" if is_daily else f"at {at[11:16]}"
    middle, unit = primary["quantiles"]["50"], primary["unit"].replace("mm[Hg]", "mmHg")
    text = f"{called.capitalize()} {last}: {middle[-1]:.0f} {unit} in the middle forecast"
    if "05" in primary["quantiles"]:
        low, high = (primary["quantiles"][q][-1] for q in ("05", "95"))
        text += f", {low:.0f} to {high:.0f} in 9 of 10 futures"
    chances = [
        f"{o.meaning} in {round(100 * table[o.name]['probability'])} of 100 futures"
        for o in held.organ.model.outcomes
        if o.is_event
    ]
    return "; ".join([text, *chances]) + "."


def _warnings(posterior: Posterior, skill: Skill) -> list[str]:
    said = []
    if not posterior.shows_intervals:
        said.append(
            "fewer than 100 effective draws: no interval is shown; calibrate with more effort or more data"
        )
    elif not posterior.may_advise:
        said.append("fewer than 400 effective draws: read the ranges as rough, no recommendation is made")
    if not (skill.count >= FEWEST).any():
        said.append("too few past readings to check the bands against this person's own past")
    return said


def _cautions(held: Stretch, plan: Plan) -> list[str]:
    """What the record cannot say about the acts of this plan."""
    known = held.binding.cautions
    return [known[target] for target in sorted({i.target for i in plan.items}) if target in known]


def _outside(held: Stretch, events: tuple[Event, ...]) -> list[str]:
    """Why the question lies outside what this twin has seen: doses far above any in the record."""
    said = []
    for name in sorted({e.signal for e in events}):
        asked = max(e.amount for e in events if e.signal == name)
        seen = [e.amount for e in held.binding.events if e.signal == name]
        if seen and asked > 2.0 * max(seen):
            unit = signal(name).unit
            said.append(
                f"outside what this twin has been tested on: {name} {asked:g} {unit} is more than twice the "
                f"largest in the record ({max(seen):g} {unit})"
            )
    return said


def _skill(skill: Skill, step: float) -> list[dict[str, float]]:
    """What this twin's own forecasts were worth before the origin, by lead."""
    return [
        {
            "lead_min": float(lead * step),
            "n": int(n),
            "rmse": round(float(rmse), 2),
            "covered90_before": round(float(covered), 3),
            "band_factor": round(float(factor), 3),
        }
        for lead, n, rmse, covered, factor in zip(
            skill.leads, skill.count, skill.rmse, skill.covered, skill.factor, strict=True
        )
        if n >= FEWEST
    ]
