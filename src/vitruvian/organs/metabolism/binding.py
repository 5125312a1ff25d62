"""A window of a record as model A reads it: readings, doses, meals, exercise, and what had to be assumed."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.organ import Binding, Column, Window
from vitruvian.engine.problem import Event, Reading
from vitruvian.organs.metabolism import exercise, glucosuria
from vitruvian.organs.metabolism.routine import DAY, Slot, assumed_doses, minutes_since_last, slots

Array = Any
GLUCOSE = "glucose_interstitial"
DOSES = ("carbs", "meal_energy", "insulin_bolus", "insulin_long_acting")
READS = (GLUCOSE, *DOSES, "insulin_basal_rate", "heart_rate", "exercise_intensity", "sglt2_inhibitor")
FEWEST_READINGS = 60
FEWEST_HOURS = 6.0
USUAL_WEIGHT = 75.0
LONGEST_BASAL = 1440.0
"""A pump rate is held this long at most without a new row, min."""


def bind(window: Window) -> Binding:
    """Events, readings and facts of the window; raises NotEnoughData below 6 h or 60 readings of glucose."""
    readings, notes = _readings(window)
    daily = _routine(window)
    doses = [e for signal in DOSES for e in _doses(window.columns.get(signal), signal)]
    assumed = assumed_doses(daily, _times(window, "insulin_long_acting"), window.minutes, window.clock,
                            "insulin_long_acting")  # fmt: skip
    basal, pump = _basal(window)
    effort, effort_notes = _exercise(window)
    notes += effort_notes + _assumptions(window, daily, len(assumed), bool(basal))
    weight = float(window.facts.get("weight", USUAL_WEIGHT))
    routine = sum(s.units for s in daily)
    person = {
        "weight": weight,
        "basal_u_per_min": pump + routine / DAY,
        "pump_u_per_min": pump,
        "routine_u": routine,
        "routine_minutes_ago": minutes_since_last(daily, window.clock),
        "glucose_start": readings[0].value if readings else 0.0,
    }
    habits = tuple(
        Event("insulin_long_acting", s.minute, s.minute, s.units, "routine", None, True) for s in daily
    )
    if pump > 0:
        habits += (Event("insulin_basal_rate", 0.0, DAY, 60.0 * pump, "routine", None, True),)
    events = tuple(doses) + assumed + basal + effort + _held(window, "sglt2_inhibitor")
    gaps, cautions = _gaps(window, daily, pump), _cautions(window)
    return Binding(events, readings, person, tuple(notes), habits, gaps, cautions)


def _column(window: Window, signal: str) -> Column | None:
    column = window.columns.get(signal)
    return column if column is not None and len(column.value) else None


def _held(window: Window, signal: str) -> tuple[Event, ...]:
    """A drug taken once a day holds for a day at least."""
    column = _column(window, signal)
    if column is None:
        return ()
    rows = zip(column.start, column.end, column.value, strict=True)
    return tuple(Event(signal, float(a), max(float(b), float(a) + DAY), float(v)) for a, b, v in rows)


def _times(window: Window, signal: str) -> Array:
    column = _column(window, signal)
    return np.zeros(0) if column is None else np.asarray(column.start)


def _readings(window: Window) -> tuple[tuple[Reading, ...], list[str]]:
    """Glucose readings; those at the sensor's limits say only "beyond" and are left out of the fit."""
    column = _column(window, GLUCOSE)
    inside = np.zeros(0, bool) if column is None else np.asarray(column.limited) == 0
    times = _times(window, GLUCOSE)[inside]
    hours = float(times[-1] - times[0]) / 60.0 if len(times) else 0.0
    if column is None or len(times) < FEWEST_READINGS or hours < FEWEST_HOURS:
        raise NotEnoughData(
            f"{len(times)} glucose readings over {hours:.1f} h: a metabolism twin needs at least "
            f"{FEWEST_READINGS} readings over {FEWEST_HOURS:g} h; import more of the record"
        )
    kept = zip(times, np.asarray(column.value)[inside], strict=True)
    readings = tuple(Reading(GLUCOSE, float(t), float(v)) for t, v in kept)
    beyond = int((~inside).sum())
    note = [f"{beyond} glucose readings at the sensor's limit are not used as values"] if beyond else []
    return readings, note


def _doses(column: Column | None, signal: str) -> list[Event]:
    if column is None:
        return []
    rows = zip(column.start, column.end, column.value, column.label, strict=True)
    return [Event(signal, float(a), float(b), float(v), str(x)) for a, b, v, x in rows if v > 0]


def _routine(window: Window) -> tuple[Slot, ...]:
    column = _column(window, "insulin_long_acting")
    if column is None:
        return ()
    return slots((window.clock + np.asarray(column.start)) % DAY, column.value)


def _basal(window: Window) -> tuple[tuple[Event, ...], float]:
    """Pump rates held until the next row, and their time mean in U/min (0 without a pump)."""
    column = _column(window, "insulin_basal_rate")
    if column is None:
        return (), 0.0
    start, end, rate = (np.asarray(x, dtype=float) for x in (column.start, column.end, column.value))
    following = np.append(start[1:], window.minutes)
    end = np.where(end > start, end, np.minimum(following, start + LONGEST_BASAL))
    span = np.maximum(np.minimum(end, window.minutes) - np.maximum(start, 0.0), 1e-6)
    mean = float(np.sum(rate * span) / np.sum(span))
    known = [
        Event("insulin_basal_rate", float(a), float(b), float(r))
        for a, b, r in zip(start, end, rate, strict=True)
    ]
    first = min(0.0, float(start.min()))
    usual = Event("insulin_basal_rate", first, window.minutes, mean, "usual", None, True)
    return (usual, *sorted(known, key=lambda e: e.start)), mean / 60.0


def _exercise(window: Window) -> tuple[tuple[Event, ...], list[str]]:
    """Exercise intensity as logged, else from heart rate above rest; rest is the person's own low decile."""
    logged = _column(window, "exercise_intensity")
    if logged is not None:
        return tuple(
            Event("exercise_intensity", float(a), float(max(b, a + 5.0)), float(v))
            for a, b, v in zip(logged.start, logged.end, logged.value, strict=True)
        ), []
    column = _column(window, "heart_rate")
    if column is None:
        return (), []
    value = np.asarray(column.value, dtype=float)
    rest = float(window.facts.get("resting_heart_rate", np.quantile(value, 0.1)))
    # highest heart rate by age: Tanaka et al. 2001, doi:10.1016/S0735-1097(00)01054-8 (verified=False)
    top = 208.0 - 0.7 * float(window.facts.get("age", 40.0))
    share = exercise.intensity(value, max(rest, 40.0), max(top, rest + 60.0))
    busy = share > _STILL
    events = tuple(
        Event("exercise_intensity", float(a), float(a) + 5.0, float(s))
        for a, s in zip(np.asarray(column.start)[busy], share[busy], strict=True)
    )
    source = f"{len(value)} heart-rate rows (rest {rest:.0f}/min)"
    note = f"exercise from {source}; where there is none, rest is assumed"
    return events, [note]


_STILL = 0.2
"""Share of heart-rate reserve below which a heart rate is not read as exercise; ours, verified=False."""


def _assumptions(window: Window, daily: tuple[Slot, ...], assumed: int, pump: bool) -> list[str]:
    notes = []
    if "weight" not in window.facts:
        notes.append(
            f"weight is not known: {USUAL_WEIGHT:g} kg assumed (it only rescales insulin sensitivity)"
        )
    notes += [f"routine long-acting insulin {s.units:g} U at about {_clock(s.minute)}" for s in daily]
    if assumed:
        notes.append(
            f"{assumed} long-acting doses were not logged: taken as the routine dose, with its uncertainty"
        )
    if not daily and not pump and _column(window, "insulin_bolus") is not None:
        notes.append("no long-acting dose and no pump rate is logged: a steady basal supply is assumed")
    return notes


def _gaps(window: Window, daily: tuple[Slot, ...], pump: float) -> dict[str, str]:
    """Inputs that a plan may not change because the record says nothing about them."""
    gaps = {}
    if _column(window, "insulin_bolus") is None:
        gaps["insulin_bolus"] = (
            "the record holds no rapid insulin, so this person's response to it is unknown"
        )
    if not daily:
        gaps["insulin_long_acting"] = "the record holds no long-acting insulin"
    if pump == 0:
        gaps["insulin_basal_rate"] = "the record holds no pump rate"
    return gaps


def _cautions(window: Window) -> dict[str, str]:
    """What a plan may hold although this record says nothing about its effect on this person."""
    always = {"sglt2_inhibitor": glucosuria.CAUTION}
    if any(_column(window, signal) is not None for signal in ("carbs", "meal_energy")):
        return always
    said = (
        "the record holds no meal: what this food does is that of people in general, and insulin sensitivity "
        "was fitted without knowing what was eaten"
    )
    return always | {"carbs": said, "meal_energy": said}


def _clock(minute: float) -> str:
    return f"{int(minute // 60):02d}:{int(minute % 60):02d}"
