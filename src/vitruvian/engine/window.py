"""Stretches cut from a problem and put together again, on the host and in bucketed shapes."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitruvian.engine.model import Model
from vitruvian.engine.problem import EVENT_BUCKETS, SLOTS, Problem, bucket, steps_for

Array = Any


def cut(model: Model, problem: Problem, start: int, stop: int, steps: int | None = None) -> Problem:
    """Steps [start, stop) as a problem of its own, with the latent events that begin in it.

    steps  padded length; None takes the bucket
    """
    slots, numbers = _renumbered(np.asarray(problem.slots)[start:stop], problem)
    total = steps or _bucketed(model, stop - start)
    clock = float(problem.clock) + start * model.exchange * model.minutes_per_unit
    rows = {k: np.asarray(getattr(problem, k))[start:stop] for k in ("u", "y", "weight")}
    events = {k: np.asarray(getattr(problem, k))[numbers] for k in ("column", "amount", "spread")}
    return _padded(problem, rows, slots, events, total, clock % 1440.0, stop - start)


def join(model: Model, first: Problem, then: Problem) -> Problem:
    """`then` put after `first`; the latent events of both keep their order. The person is that of `first`."""
    a, b = int(first.length), int(then.length)
    slots, numbers = _renumbered(np.asarray(first.slots)[:a], first)
    more, later = _renumbered(np.asarray(then.slots)[:b], then)
    more = np.where(more >= 0, more + len(numbers), -1)
    rows = {
        k: np.concatenate([np.asarray(getattr(first, k))[:a], np.asarray(getattr(then, k))[:b]])
        for k in ("u", "y", "weight")
    }
    events = {
        k: np.concatenate([np.asarray(getattr(first, k))[numbers], np.asarray(getattr(then, k))[later]])
        for k in ("column", "amount", "spread")
    }
    held, clock = (first, first.clock) if a else (then, then.clock)
    return _padded(
        held, rows, np.concatenate([slots, more]), events, _bucketed(model, a + b), float(clock), a + b
    )


def latent_count(problem: Problem) -> int:
    """Latent events that a step of the problem holds; what lies beyond is padding."""
    slots = np.asarray(problem.slots)[: int(problem.length)]
    return len(np.unique(slots[slots < len(problem.column)]))


def _renumbered(slots: Array, problem: Problem) -> tuple[Array, Array]:
    """Slots with their events counted from 0 in the order of the table (-1 empty), and the old numbers."""
    size = len(problem.column)
    numbers = np.unique(slots[slots < size])
    table = np.full(size + 1, -1, dtype=np.int32)
    table[numbers] = np.arange(len(numbers))
    return table[slots], numbers


def _bucketed(model: Model, length: int) -> int:
    return steps_for(model, max(length, 1) * model.exchange)


def _padded(
    held: Problem, rows: dict[str, Any], slots: Array, events: dict[str, Any],
    total: int, clock: float, length: int,
) -> Problem:  # fmt: skip
    """Arrays grown to `total` steps and to the bucket of events; empty slots point past the last event."""
    count = len(events["column"])
    size = bucket(count, EVENT_BUCKETS)
    beyond = np.full((total, SLOTS), size, dtype=np.int32)
    beyond[:length] = np.where(slots >= 0, slots, size)
    grown: dict[str, Any] = {
        k: np.concatenate([v, np.zeros((total - length, v.shape[1]))]) for k, v in rows.items()
    }
    filled: dict[str, Any] = {
        k: np.concatenate([v, np.zeros(size - count, dtype=v.dtype)]) for k, v in events.items()
    }
    return held._replace(**grown, **filled, slots=beyond, clock=np.float64(clock), length=np.int64(length))
