"""A window of a record as the circulation reads it: readings by day, what was done, and what is known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData, RecordError
from vitruvian.engine.organ import Binding, Column, Window
from vitruvian.engine.problem import Event, Reading
from vitruvian.organs.circulation import body
from vitruvian.organs.circulation.conflicts import refuse_contradictions, refuse_impossible
from vitruvian.organs.circulation.observation import OBSERVES
from vitruvian.organs.circulation.odd_days import without_odd
from vitruvian.organs.circulation.peptides import KINDS, peptides
from vitruvian.organs.circulation.prostheses import MAKES
from vitruvian.organs.circulation.therapy import INTERVENTIONS

Array = Any
PRIMARY = "bp_systolic"
ACTS = tuple(act.target for act in INTERVENTIONS)
FOUND = ("mitral_e", "mitral_a", "regurgitant_volume", "af_burden", "resting_heart_rate", *KINDS)
HOLES = ("septal_defect_atrial", "septal_defect_ventricular")
READS = (*OBSERVES, *FOUND, *HOLES, *(act for act in ACTS if act not in OBSERVES))
USUAL_OUTFLOW = 3.5
_LEAKS = {"mitral": "mitral_regurgitant_volume", "aortic": "aortic_regurgitant_volume"}
_LOUD = 20.0
"""mL a beat from which a leak is a finding; mild leaks are below 30 (verified=False)."""
_NARROW_GRADIENT, _NARROW_VELOCITY, _NARROW_AREA = 10.0, 2.0, 2.0
_SAME_EF = 1.0
_WEEK = 7.0 * 1440.0


def bind(window: Window) -> Binding:
    """Readings, acts and facts of the window; impossible and contradictory readings are refused by name.

    Raises NotEnoughData without a pressure, RecordError for what cannot be.
    """
    rows = {signal: _rows(window, signal) for signal in READS} | _leaks(window)
    refuse_impossible({signal: rows[signal] for signal in (*OBSERVES, *FOUND, *HOLES) if signal in rows})
    newest = {signal: float(pair[1][-1]) for signal, pair in rows.items() if len(pair[1])}
    if "bp_systolic" not in newest or "bp_diastolic" not in newest:
        raise NotEnoughData("a circulation twin needs systolic and diastolic pressure: import cuff readings")
    facts, remarks = _facts(window, newest, rows)
    outflow = USUAL_OUTFLOW * facts["size"]
    if "lvot_diameter" in newest:
        outflow = 0.25 * math.pi * newest["lvot_diameter"] ** 2
    leaks = max(facts["mitral_leak"], facts["aortic_leak"]) > body.TIGHT
    refuse_contradictions(rows, outflow, leaks)
    values = {signal: (_day_end(times, window.minutes), found) for signal, (times, found) in rows.items()}
    values, said = _used(values, newest)
    events, done = _acts(window)
    values, odd = without_odd(values, events, math.ceil(window.minutes / 1440.0))
    readings = tuple(
        Reading(signal, float(t), float(v))
        for signal in OBSERVES
        for t, v in zip(*values.get(signal, ((), ())), strict=True)
    )
    remarks += odd + said + _unknown(newest)
    lasting = tuple(
        Event(e.signal, 0.0, 1440.0, e.amount, e.label) for e in events if e.end >= window.minutes - 1440.0
    )
    cautions = {act.target: f"{act.name}: {_warning(act.verified)}" for act in INTERVENTIONS}
    return Binding(events, readings, facts, tuple(remarks + done), lasting, _gaps(facts), cautions)


def _rows(window: Window, signal: str) -> tuple[Array, Array]:
    """Times, minutes, and values; a limit of the instrument is no value, but says enough of a peptide."""
    column = _column(window, signal)
    if column is None:
        return np.zeros(0), np.zeros(0)
    kept = np.full(len(column.value), signal in KINDS) | (np.asarray(column.limited) == 0)
    return np.asarray(column.start, dtype=float)[kept], np.asarray(column.value, dtype=float)[kept]


def _day_end(times: Array, minutes: float) -> Array:
    """The end of the day of the window that holds each time, minutes; a day begins with its midnight."""
    return 1440.0 * np.clip(np.floor(times / 1440.0) + 1.0, 1.0, max(np.ceil(minutes / 1440.0), 1.0))


def _column(window: Window, signal: str) -> Column | None:
    column = window.columns.get(signal)
    return column if column is not None and len(column.value) else None


def _leaks(window: Window) -> dict[str, tuple[Array, Array]]:
    """Regurgitant volumes whose valve is the coded value, by the signal of their valve."""
    column = _column(window, "regurgitant_volume")
    found: dict[str, tuple[Array, Array]] = {}
    for valve, signal in _LEAKS.items():
        if column is None:
            break
        here = np.array([valve in str(label).lower() for label in column.label])
        if here.any():
            times = np.asarray(column.start, dtype=float)[here]
            found[signal] = times, np.asarray(column.value, dtype=float)[here]
    return found


def _facts(
    window: Window, newest: Mapping[str, float], rows: Mapping[str, tuple[Array, Array]]
) -> tuple[dict[str, float], list[str]]:
    """What the model is told of this person, and what had to be assumed or is only said."""
    facts, said = dict(body.USUAL), []
    known = window.facts
    weight = _usual_weight(rows["weight"], known)
    if "height" in known and weight is not None:
        facts["size"] = body.size_of(body.body_surface(known["height"], weight))
    else:
        said.append("height or weight is not known: a body surface of 1.85 m2 is assumed")
    if "age" in known:
        facts["stiffer"] = body.stiffening(known["age"])
    else:
        said.append(f"age is not known: the arteries of {body.USUAL_AGE:g} years are assumed")
    said += _findings(facts, newest)
    said += [f"{p.sentence}; it is not fitted" for p in peptides(rows, known.get("age"))]
    for name, signal in (("asd", HOLES[0]), ("vsd", HOLES[1])):
        facts[name] = newest.get(signal, 0.0)
    return facts, said


def _usual_weight(rows: tuple[Array, Array], known: Mapping[str, float]) -> float | None:
    """The middle weight of the window's first week: water that is then retained makes nobody larger."""
    times, values = rows
    first = values[times <= _WEEK]
    return float(np.median(first)) if len(first) else known.get("weight")


def _findings(facts: dict[str, float], newest: Mapping[str, float]) -> list[str]:
    """Disease that is known moves the middles of priors in `facts`; what was moved, in words."""
    said = []
    if _is_narrow(newest):
        facts["aortic_opening"] = body.NARROW_AORTIC
        said.append("the aortic valve is narrow by its readings: its prior is that of narrow valves")
    for valve, signal in _LEAKS.items():
        if newest.get(signal, 0.0) >= _LOUD:
            facts[f"{valve}_leak"] = body.LEAKY
            said.append(f"the {valve} valve leaks by its readings: its prior is that of leaky valves")
    if newest.get("af_burden", 0.0) > 50.0:
        facts["kick"] = 0.0
        said.append("atrial fibrillation most of the time: the atria do not contract")
    facts["failing"] = _failing(newest)
    if facts["failing"]:
        said.append("the ejection fraction is low: priors are moved towards those of failing hearts")
    return said


def _is_narrow(newest: Mapping[str, float]) -> bool:
    return (
        newest.get("av_mean_gradient", 0.0) >= _NARROW_GRADIENT
        or newest.get("av_peak_velocity", 0.0) >= _NARROW_VELOCITY
        or newest.get("aortic_valve_area", 9.0) <= _NARROW_AREA
    )


def _failing(newest: Mapping[str, float]) -> float:
    """0, half or 1: ejection fraction normal, from 40 to 50 %, below 40 % (a finding, not the number)."""
    ef = newest.get("lvef")
    if ef is None and "lv_edv" in newest and "lv_esv" in newest:
        ef = 100.0 * (1.0 - newest["lv_esv"] / newest["lv_edv"])
    if ef is None or ef >= 50.0:
        return 0.0
    return 1.0 if ef < 40.0 else 0.5


def _used(
    values: dict[str, tuple[Array, Array]], newest: Mapping[str, float]
) -> tuple[dict[str, tuple[Array, Array]], list[str]]:
    """The readings that are fitted: no number twice."""
    out, said = dict(values), []
    if {"lvef", "lv_edv", "lv_esv"} <= set(newest):
        own = 100.0 * (1.0 - newest["lv_esv"] / newest["lv_edv"])
        if abs(own - newest["lvef"]) < _SAME_EF:
            out["lvef"] = np.zeros(0), np.zeros(0)
            said.append("the ejection fraction is that of the volumes: it is not counted a second time")
    if {"mitral_e", "mitral_a"} <= set(newest) and "mitral_e_over_a" not in newest:
        ratio = newest["mitral_e"] / max(newest["mitral_a"], 0.01)
        out["mitral_e_over_a"] = values["mitral_e"][0][-1:], np.array([ratio])
    if "af_burden" in newest and newest["af_burden"] > 50.0:
        out["mitral_e_over_a"] = np.zeros(0), np.zeros(0)
    heart = out["heart_rate"]
    if len(values["resting_heart_rate"][1]):
        out["heart_rate"] = values["resting_heart_rate"]
        said.append("heart rate at rest is the device's own resting rate")
    elif len(heart[1]):
        out["heart_rate"] = _lowest_by_day(*heart)
    return out, said


def _lowest_by_day(times: Array, rates: Array) -> tuple[Array, Array]:
    """The day's rate at rest: its low decile where it was watched, the lone reading where it was not."""
    days = np.unique(times)
    return days, np.array([np.quantile(rates[times == day], 0.1) for day in days])


def _unknown(newest: Mapping[str, float]) -> list[str]:
    """What this record cannot tell."""
    said = ["checked on virtual people only: not validated on people"]
    if not {"pcwp", "lv_edp"} & set(newest):
        said.append("no filling pressure was measured: those shown follow from the prior and from E/A")
    if not {"lv_edv", "lvef", "lvot_vti", "cardiac_output", "stroke_volume"} & set(newest):
        said.append("pressure and rate only: output, force and volumes are those of people in general")
    return said


def _acts(window: Window) -> tuple[tuple[Event, ...], list[str]]:
    """What the record says was done or taken: an operation from its day on, the rest while it lasted."""
    events, said = [], []
    for act in INTERVENTIONS:
        column = _column(window, act.target)
        if column is None:
            continue
        for start, end, value, label in zip(
            column.start, column.end, column.value, column.label, strict=True
        ):
            if act.makes and label not in MAKES:
                raise RecordError(
                    f"{act.target} of make {label!r} is not known here: name one of {', '.join(MAKES)}"
                )
            lasts = window.minutes if act.kind == "operation" else max(float(end), float(start))
            events.append(Event(act.target, float(start), lasts, float(value), str(label)))
            said.append(f"in the record: {act.name} {value:g} {act.unit} {label}".rstrip())
    return tuple(events), said


def _gaps(facts: Mapping[str, float]) -> dict[str, str]:
    """Acts that have nothing to act on in this person."""
    gaps = {}
    if not facts["asd"]:
        gaps["atrial_defect_closure"] = "the record holds no hole between the atria"
    if not facts["vsd"]:
        gaps["ventricular_defect_closure"] = "the record holds no hole between the ventricles"
    return gaps


def _warning(is_seen: bool) -> str:
    if is_seen:
        return "the effect is that of people in general, with its spread, not measured in this person"
    return "the size of the effect is from memory of the literature, not verified, and not of this person"
