"""What will drive the models after the origin: what is planned, what the log says was planned, and habits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from vitruvian.engine.plan import MINUTE, Item, Plan
from vitruvian.engine.problem import Event

DAY_MINUTES = 1440.0


def future_events(
    habits: Sequence[Event], logged: Sequence[Event], plan: Plan, origin: int, minutes: float, clock: float
) -> tuple[Event, ...]:
    """Events in minutes since the origin.

    habits  of a typical day (minutes of the local day); a logged event of the same signal replaces them
    logged  what the record says after the origin, when that is taken as planned
    """
    spoken = {e.signal for e in logged if not e.assumed}
    usual = [e for e in _daily(habits, minutes, clock) if e.signal not in spoken]
    events: list[Event] = [*usual, *logged]
    for item in plan.items:
        events = _scaled(events, item, origin) if item.scale else _added(events, item, origin, minutes)
    return tuple(sorted(events, key=lambda e: (e.start, e.signal)))


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


def _scaled(events: list[Event], item: Item, origin: int) -> list[Event]:
    """Amounts of the item's signal multiplied from its start to its end."""
    first = (item.start - origin) / MINUTE
    last = float("inf") if item.end is None else (item.end - origin) / MINUTE

    def change(event: Event) -> list[Event]:
        if event.signal != item.target or event.end < first or event.start >= last:
            return [event]
        if event.end <= event.start or (event.start >= first and event.end <= last):
            return [replace(event, amount=event.amount * item.amount)] if event.start >= first else [event]
        return _cut(event, first, last, item.amount)

    return [part for event in events for part in change(event)]


def _cut(event: Event, first: float, last: float, factor: float) -> list[Event]:
    """A held level split where the change begins and ends."""
    edges = sorted({event.start, max(event.start, first), min(event.end, last), event.end})
    parts = []
    for a, b in pairwise(edges):
        inside = a >= first and b <= last
        parts.append(replace(event, start=a, end=b, amount=event.amount * (factor if inside else 1.0)))
    return parts


def _added(events: list[Event], item: Item, origin: int, minutes: float) -> list[Event]:
    """The item's own events; a setting replaces the held level while it lasts."""
    added = []
    for start in item.starts():
        at = (start - origin) / MINUTE
        until = at if item.end is None else at + (item.end - item.start) / MINUTE
        if item.kind == "setting" and item.end is None:
            until = minutes
        added.append(Event(item.target, at, until, item.amount, item.label))
    return events + added
