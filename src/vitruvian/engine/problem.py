"""A problem: one stretch of a person's record on the model's grid, as arrays of bucketed shape.

Shapes come from small sets, so that another person, plan or horizon in the same bucket compiles nothing.
Everything here is host side NumPy; the arrays are arguments of compiled functions, never constants in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from vitruvian.core.errors import ModelError
from vitruvian.engine.model import Model, channels

Array = Any
DAY_BUCKETS = (1 / 6, 1, 2, 3, 5, 7, 14, 30, 90)
EVENT_BUCKETS = (0, 8, 16, 32, 64, 128, 256, 512)
SLOTS = 3
"""Latent events that may fall on one exchange step; the host moves a further one to the next step."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something given or measured: amount of a signal over [start, end) in time units since the origin.

    For "amount" inputs `amount` is the whole dose; for "level" and "condition" inputs the held value.
    spread  SD of log true amount; None: the input's own declared spread
    assumed  True when nobody logged it and the person's routine supplies it
    """

    signal: str
    start: float
    end: float
    amount: float
    label: str = ""
    spread: float | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One observed value of a signal at `time` (time units since the origin)."""

    signal: str
    time: float
    value: float


class Problem(NamedTuple):
    """Arrays of one stretch: T steps, C input columns, E latent events, M observed signals.

    u         (T, C) known inputs, rate or level per step
    slots     (T, SLOTS) ids of the latent events of a step, E where empty
    column, amount, spread  (E,) column, logged amount per step, SD of the log; spread 0 is padding
    y         (T, M) readings at the END of each step, 0 where none
    weight    (T, M) 1 where there is a reading, else 0
    person    facts the model reads (weight, routine basal, ...), scalars
    static    geometry and the like (pytree of arrays)
    clock     minute of the local day at step 0
    length    number of real steps; the rest of T is padding
    """

    u: Array
    slots: Array
    column: Array
    amount: Array
    spread: Array
    y: Array
    weight: Array
    person: dict[str, Array]
    static: Any
    clock: Array
    length: Array


def bucket(count: float, sizes: Sequence[float]) -> int:
    """Smallest bucket that holds `count`."""
    for size in sizes:
        if count <= size:
            return round(size)
    raise ModelError(f"{count:g} is more than the largest bucket {sizes[-1]:g}: split the record")


def steps_for(model: Model, span: float) -> int:
    """Bucketed number of exchange steps that cover `span` time units."""
    per_day = 1440.0 / (model.exchange * model.minutes_per_unit)
    need = int(np.ceil(span / model.exchange - 1e-9))
    return bucket(need, [max(1.0, round(d * per_day)) for d in DAY_BUCKETS])


def build(
    model: Model,
    events: Sequence[Event],
    readings: Sequence[Reading],
    span: float,
    person: Mapping[str, float],
    clock: float = 0.0,
    static: Any = None,
    steps: int | None = None,
    latent_events: int | None = None,
) -> Problem:
    """The problem of one stretch that starts at time 0 and lasts `span` time units.

    Readings are placed on the nearest step end; a second reading on the same step end is averaged with the
    first. Raises ModelError when an event names an input the model does not have.
    """
    total = steps or steps_for(model, span)
    layout = {key: i for i, key in enumerate(channels(model))}
    u = _defaults(model, total)
    latent = _place(model, events, u, layout, clock)
    size = bucket(max(len(latent), latent_events or 0), EVENT_BUCKETS)
    slots, column, amount, spread = _slots(latent, total, size)
    y, weight = _readings(model, readings, total)
    facts = {k: np.float64(v) for k, v in sorted(person.items())}
    held = () if static is None else static
    length = np.int64(min(total, int(np.round(span / model.exchange))))
    return Problem(u, slots, column, amount, spread, y, weight, facts, held, np.float64(clock), length)


def quieted(problem: Problem) -> Problem:
    """The problem with empty input rows (T, 0) where no input is ever other than 0: a program of its own, in
    which what only inputs could cause is left out."""
    if problem.column.shape[0] or np.any(np.asarray(problem.u)):
        return problem
    return problem._replace(u=np.zeros((len(problem.u), 0)))


def _defaults(model: Model, total: int) -> Array:
    """Input columns before any event: zero rate for amounts, the declared default for levels."""
    row = [0.0 if i.kind == "amount" else i.default for i in model.inputs for _ in range(i.classes)]
    return np.tile(np.asarray(row, dtype=float), (total, 1))


def _place(
    model: Model, events: Sequence[Event], u: Array, layout: Mapping[tuple[str, int], int], clock: float
) -> list[tuple[int, int, float, float]]:
    """Write known events into u; return the latent ones as (step, column, rate, spread)."""
    inputs = {i.signal: i for i in model.inputs}
    covered: dict[int, Array] = {}
    latent: list[tuple[int, int, float, float]] = []
    for event in sorted(events, key=lambda e: (e.start, e.signal)):
        if event.signal not in inputs:
            known = ", ".join(inputs)
            raise ModelError(f"{model.name} has no input {event.signal!r}: it reads {known}")
        declared = inputs[event.signal]
        minute = (clock + event.start * model.minutes_per_unit) % 1440.0
        kind = declared.classify(minute, event.label) if declared.classify else 0
        column = layout[(event.signal, kind)]
        spread = declared.spread if event.spread is None else event.spread
        if declared.kind == "condition":
            _impose(u, column, event, model.exchange)
        elif declared.kind == "level":
            _hold(u, covered.setdefault(column, np.zeros(len(u))), column, event, model.exchange)
        elif spread > 0 and event.amount > 0:
            step = int(np.floor(event.start / model.exchange + 1e-9))
            if 0 <= step < len(u):
                latent.append((step, column, event.amount / model.exchange, spread))
        else:
            u[:, column] += _overlap(event, len(u), model.exchange) * event.amount
    return latent


def _overlap(event: Event, total: int, step: float) -> Array:
    """Share of the event that falls in each step, per time unit (distributes the integral)."""
    edges = np.arange(total + 1) * step
    end = max(event.end, event.start + 1e-6)
    inside = np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], event.start), 0, None)
    return inside / (end - event.start) / step


def _impose(u: Array, column: int, event: Event, step: float) -> None:
    """The held value on every step that the event touches, a later event's in place of an earlier one's."""
    first, last = event.start / step + 1e-9, max(event.end, event.start) / step - 1e-9
    at = np.arange(len(u))
    u[(at >= np.floor(first)) & (at <= max(np.floor(last), np.floor(first))), column] = event.amount


def _hold(u: Array, covered: Array, column: int, event: Event, step: float) -> None:
    """Mean level over each step; the uncovered part of a step keeps what was there."""
    share = np.clip(_overlap(event, len(u), step) * max(event.end - event.start, 1e-6), 0, 1)
    u[:, column] += share * (event.amount - u[:, column])
    covered += share


def _slots(latent: list[tuple[int, int, float, float]], total: int, size: int) -> tuple[Array, ...]:
    """Slot table and padded per-event arrays."""
    slots = np.full((total, SLOTS), size, dtype=np.int32)
    used = np.zeros(total, dtype=int)
    column = np.zeros(size, dtype=np.int32)
    amount, spread = np.zeros(size), np.zeros(size)
    for number, (first, col, rate, sd) in enumerate(latent):
        step = first
        while step < total - 1 and used[step] == SLOTS:
            step += 1
        if used[step] == SLOTS:
            raise ModelError("more events than the last steps of this stretch can hold: extend the horizon")
        slots[step, used[step]] = number
        used[step] += 1
        column[number], amount[number], spread[number] = col, rate, sd
    return slots, column, amount, spread


def _readings(model: Model, readings: Sequence[Reading], total: int) -> tuple[Array, Array]:
    """Readings on step ends: the value at the end of step k sits in row k."""
    order = {signal: j for j, signal in enumerate(model.observes)}
    y, count = np.zeros((total, len(order))), np.zeros((total, len(order)))
    for reading in readings:
        k = int(np.round(reading.time / model.exchange)) - 1
        if reading.signal in order and 0 <= k < total:
            j = order[reading.signal]
            y[k, j] += reading.value
            count[k, j] += 1
    return np.where(count > 0, y / np.maximum(count, 1), 0.0), (count > 0).astype(float)
