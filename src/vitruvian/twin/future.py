"""What will drive the models after the origin: what is planned, what the log says was planned, and habits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vitruvian.engine.plan import MINUTE, Item, Plan
from vitruvian.engine.problem import Event

DAY_MINUTES = 1440.0
EARLY = 480.0
"""A logged dose counts as the day's routine dose when it came up to this long before it, min."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """What is asked ahead: from `origin` (µs UTC), when the local clock stood at `clock`, for `minutes`.

    levels  signals whose amounts are held levels, not doses
    """

    origin: int
    minutes: float
    clock: float
    levels: frozenset[str] = frozenset()


def future_events(
    habits: Sequence[Event], given: Sequence[Event], logged: Sequence[Event], plan: Plan, horizon: Horizon
) -> tuple[Event, ...]:
    """Events in minutes since the origin.

    habits  of a typical day (minutes of the local day); a logged event of the same signal replaces them
    given   what was given before the origin (minutes, below 0): a habit already done today is not done again
    logged  what the record says after the origin, when that is taken as planned
    """
    spoken = {e.signal for e in logged if not e.assumed}
    usual = [
        e
        for e in _daily(habits, horizon.minutes, horizon.clock)
        if e.signal not in spoken and not (e.signal not in horizon.levels and _is_done(e, given))
    ]
    events: list[Event] = [*usual, *logged]
    for item in plan.items:
        events = _scaled(events, item, horizon) if item.scale else _added(events, item, horizon)
    return tuple(sorted(events, key=lambda e: (e.start, e.signal)))


def _is_done(habit: Event, given: Iterable[Event]) -> bool:
    """Whether the same was logged so shortly before that it was this dose, taken early."""
    same = [e.start for e in given if e.signal == habit.signal and not e.assumed]
    return any(0 <= habit.start - start < EARLY for start in same)


def _daily(habits: Iterable[Event], minutes: float, clock: float) -> list[Event]:
    """Habits laid out over the horizon; one that spans the whole day covers the whole horizon."""
    laid = []
    for habit in habits:
        if habit.end - habit.start >= DAY_MINUTES:
            laid.append(replace(habit, start=0.0, end=minutes))
            continue
        at = (habit.start - clock) % DAY_MINUTES
        while at < minutes:
            laid.append(replace(habit, start=at, end=at + habit.end - habit.start))
            at += DAY_MINUTES
    return laid


def _scaled(events: list[Event], item: Item, horizon: Horizon) -> list[Event]:
    """Amounts of the item's signal multiplied from its start to its end."""
    first = (item.start - horizon.origin) / MINUTE
    last = float("inf") if item.end is None else (item.end - horizon.origin) / MINUTE
    is_level = item.target in horizon.levels

    def change(event: Event) -> list[Event]:
        if event.signal != item.target or event.end < first or event.start >= last:
            return [event]
        if event.end <= event.start or (event.start >= first and event.end <= last):
            return [replace(event, amount=event.amount * item.amount)] if event.start >= first else [event]
        return _cut(event, first, last, item.amount, is_level)

    return [part for event in events for part in change(event)]


def _cut(event: Event, first: float, last: float, factor: float, is_level: bool) -> list[Event]:
    """A held level, or a dose that takes time, split where the change begins and ends."""
    edges = sorted({event.start, max(event.start, first), min(event.end, last), event.end})
    parts = []
    for a, b in pairwise(edges):
        share = 1.0 if is_level else (b - a) / (event.end - event.start)
        change = factor if a >= first and b <= last else 1.0
        parts.append(replace(event, start=a, end=b, amount=event.amount * share * change))
    return parts


def _added(events: list[Event], item: Item, horizon: Horizon) -> list[Event]:
    """The item's own events; a setting replaces the held level while it lasts, an operation for good."""
    added = []
    for start in item.starts():
        at = (start - horizon.origin) / MINUTE
        until = at if item.end is None else at + (item.end - item.start) / MINUTE
        if item.kind == "operation" or (item.kind == "setting" and item.end is None):
            until = horizon.minutes
        added.append(Event(item.target, at, until, item.amount, item.label))
    return events + added
