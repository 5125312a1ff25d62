"""What is drawn of an answer, read once for the report and the terminal: past, futures, marks, what happened.

Missing parts are None or empty; what is there but of the wrong form raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from vitruvian.core.errors import UnknownSignal
from vitruvian.core.signals import signal
from vitruvian.core.time import HOUR, MINUTE, read
from vitruvian.core.units import convert

QUANTILES = ("05", "25", "50", "75", "95")
LEAST_GAP = 15 * MINUTE
"""Shorter holes are bridged by a line; a longer one is a gap when it is over twice the usual step."""
LONGEST_JOIN = 30 * MINUTE
"""A forecast is joined to the last reading if that is no older at its start."""

_TARGETS = {"glucose_interstitial": (70.0, 180.0, "mg/dL"), "glucose_blood": (70.0, 180.0, "mg/dL")}
_TITLES = {"glucose_interstitial": "Glucose", "glucose_blood": "Glucose"}
_LANES = {"insulin": "insulin", "carbs": "food", "meal": "food", "exercise": "activity"}


@dataclass(frozen=True, slots=True)
class Points:
    """Values at instants (µs UTC), ascending."""

    times: tuple[int, ...] = ()
    values: tuple[float, ...] = ()

    def segments(self) -> tuple[Points, ...]:
        """The stretches without a gap."""
        if not self.times:
            return ()
        steps = [b - a for a, b in pairwise(self.times)]
        longest = max(LEAST_GAP, 2 * median(steps)) if steps else LEAST_GAP
        cuts = [0, *(k + 1 for k, step in enumerate(steps) if step > longest), len(self.times)]
        return tuple(Points(self.times[a:b], self.values[a:b]) for a, b in pairwise(cuts) if b > a)

    def between(self, start: int, end: int) -> Points:
        """The points from start to end, both included."""
        kept = [(t, v) for t, v in zip(self.times, self.values, strict=True) if start <= t <= end]
        return Points(tuple(t for t, _ in kept), tuple(v for _, v in kept))


@dataclass(frozen=True, slots=True)
class Fan:
    """One plan's future: quantiles by percent as text, each as long as `times`; "50" is always there."""

    letter: str
    words: str
    times: tuple[int, ...]
    quantiles: Mapping[str, tuple[float, ...]]

    def band(self, low: str, high: str) -> tuple[Sequence[float], Sequence[float]] | None:
        """Two quantiles, or None where too few draws allow no interval."""
        if low in self.quantiles and high in self.quantiles:
            return self.quantiles[low], self.quantiles[high]
        return None


@dataclass(frozen=True, slots=True)
class Mark:
    """A dose, a meal or exercise: its lane, and the plan it belongs to (None: the record, or every plan).

    is_assumed  nobody logged or planned it: it is what the person usually does
    """

    time: int
    end: int | None
    signal: str
    amount: float
    unit: str
    lane: str
    plan: int | None = None
    is_scale: bool = False
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn; `now` is None when the answer names no origin, offset_min that of the wall clock.

    is_sensor  a sensor reads it by itself, all day; anything else someone reads
    """

    title: str
    unit: str
    now: int | None
    offset_min: int
    past: Points
    fans: tuple[Fan, ...]
    marks: tuple[Mark, ...]
    happened: Points
    target: tuple[float, float] | None
    is_sensor: bool = True

    @property
    def end(self) -> int | None:
        """The end of the longest forecast, else of what is known."""
        ends = [fan.times[-1] for fan in self.fans] or [
            p.times[-1] for p in (self.happened, self.past) if p.times
        ]
        return max(ends, default=None)


def picture(answer: Mapping[str, Any]) -> Picture:
    """What an answer (the object that `demo --json` prints) shows."""
    plans = (answer.get("what_if") or {}).get("plans") or []
    past = answer.get("past") or {}
    now, offset = _now(answer)
    key = next((p["primary"] for p in plans if p.get("primary")), past.get("signal", "glucose_interstitial"))
    points = _points(past)
    unit = str(
        past.get("unit") or next((p["signals"][key]["unit"] for p in plans if key in p["signals"]), "")
    )
    if now is None and points.times:
        now = points.times[-1]
    return Picture(
        title=_TITLES.get(key, _meaning(key)),
        unit=unit,
        now=now,
        offset_min=offset,
        past=points,
        fans=tuple(
            _fan(k, plan, key, points) for k, plan in enumerate(plans) if key in plan.get("signals", {})
        ),
        marks=tuple(sorted([*_events(answer), *_planned(plans, now)], key=lambda mark: mark.time)),
        happened=_points(answer.get("happened") or {}),
        target=_target(key, unit),
        is_sensor=key == "glucose_interstitial",
    )


def instants(times: Iterable[str]) -> tuple[int, ...]:
    """ISO times as µs UTC."""
    return tuple(read(text).instant for text in times)


def plan_words(plan: Mapping[str, Any], is_short: bool = False) -> str:
    """A plan's own words, or "as planned"; the short form leaves out what stands in brackets."""
    words = str((plan.get("plan") or {}).get("words") or "as planned")
    return re.sub(r" *\([^()]*\)", "", words) if is_short else words


def _now(answer: Mapping[str, Any]) -> tuple[int | None, int]:
    text = answer.get("now")
    if not text:
        return None, 0
    moment = read(str(text))
    return moment.instant, moment.offset_min or 0


def _points(part: Mapping[str, Any]) -> Points:
    rows = zip(part.get("times") or (), part.get("values") or (), strict=True)
    kept = sorted((read(t).instant, float(v)) for t, v in rows if v is not None)
    return Points(tuple(t for t, _ in kept), tuple(v for _, v in kept))


def _fan(index: int, plan: Mapping[str, Any], key: str, past: Points) -> Fan:
    """One forecast, joined to the last reading without a jump: there the reading is known."""
    part = plan["signals"][key]
    times = instants(part["times"])
    quantiles = {
        q: tuple(float(v) for v in part["quantiles"][q])
        for q in QUANTILES
        if part["quantiles"].get(q) is not None and None not in part["quantiles"][q]
    }
    if past.times and times and 0 < times[0] - past.times[-1] <= LONGEST_JOIN:
        times = (past.times[-1], *times)
        quantiles = {q: (past.values[-1], *values) for q, values in quantiles.items()}
    return Fan("ABCDEF"[index], plan_words(plan, is_short=True), times, quantiles)


def _events(answer: Mapping[str, Any]) -> Iterable[Mark]:
    return (_event(event) for event in answer.get("events") or () if event.get("amount") is not None)


def _event(event: Mapping[str, Any]) -> Mark:
    end = read(event["end"]).instant if event.get("end") else None
    key, unit = str(event["signal"]), str(event.get("unit") or "1")
    is_assumed = bool(event.get("assumed"))
    start, amount = read(event["time"]).instant, float(event["amount"])
    return Mark(start, end, key, amount, unit, _lane(key), is_assumed=is_assumed)


def _planned(plans: Sequence[Mapping[str, Any]], now: int | None) -> Iterable[Mark]:
    """What each plan holds; what all of them hold is no plan's own."""
    own = [[mark for mark in _ahead(plan) if now is None or mark.time >= now] for plan in plans]
    shared = set(own[0]).intersection(*own[1:]) if own else set()
    if len(own) == 1:
        shared = {mark for mark in shared if mark.is_assumed}
    yield from shared
    for index, marks in enumerate(own):
        yield from (replace(mark, plan=index) for mark in marks if mark not in shared)


def _ahead(plan: Mapping[str, Any]) -> Iterable[Mark]:
    """The events that the forecast used, else the items of its plan."""
    if plan.get("events"):
        yield from (_event(event) for event in plan["events"])
        return
    for item in (plan.get("plan") or {}).get("items") or ():
        start, target = read(item["start"]).instant, str(item["target"])
        end = read(item["end"]).instant if item.get("end") else None
        is_scale = bool((item.get("args") or {}).get("scale"))
        yield Mark(
            start, end, target, float(item["amount"]), str(item["unit"]), _lane(target), None, is_scale
        )


def _lane(key: str) -> str:
    return next((lane for start, lane in _LANES.items() if key.startswith(start)), "other")


def _meaning(key: str) -> str:
    try:
        meaning = signal(key).meaning
    except UnknownSignal:
        meaning = key.replace("_", " ")
    return meaning[:1].upper() + meaning[1:]


def _target(key: str, unit: str) -> tuple[float, float] | None:
    if key not in _TARGETS or not unit:
        return None
    low, high, home = _TARGETS[key]
    return float(convert(low, home, unit, key)), float(convert(high, home, unit, key))


def recent(picture: Picture, share: float = 2.0, least: int = 6 * HOUR) -> Picture:
    """The same with only so much of the past as stands well beside the forecast: `share` of its length."""
    if picture.now is None:
        return picture
    ahead = (picture.end or picture.now) - picture.now
    start = picture.now - max(least, round(share * ahead))
    end = max(picture.end or picture.now, picture.now)
    return replace(
        picture,
        past=picture.past.between(start, picture.now),
        marks=tuple(mark for mark in picture.marks if start <= mark.time <= end),
        happened=picture.happened.between(start, end),
    )
