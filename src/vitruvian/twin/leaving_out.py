"""Single days of a signal left out of a record, because someone said that they are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from vitruvian.core.errors import RecordError, TimeError
from vitruvian.core.time import wall_at
from vitruvian.engine.plan import MINUTE
from vitruvian.records.row import OFFSET_UNKNOWN
from vitruvian.records.timeline import Timeline

LeftOut = tuple[str, str]
"""A signal and a local date, as 2025-03-02."""


def left_out_of(text: str) -> LeftOut:
    """SIGNAL@DAY in its parts. Raises TimeError when the day is no date."""
    signal, _, day = text.partition("@")
    try:
        return signal, date.fromisoformat(day).isoformat()
    except ValueError as trouble:
        raise TimeError(f"{text!r}: {day!r} is no day: write it as 2025-03-02") from trouble


def without_days(timeline: Timeline, left_out: Sequence[LeftOut]) -> Timeline:
    """The timeline without these signals' rows of these local days.

    Raises RecordError for a day on which the signal has no row: leaving it out would change nothing.
    """
    rows = timeline.rows
    keep = np.ones(len(rows), dtype=bool)
    for signal, day in left_out:
        own = np.flatnonzero(rows.signal.are(signal))
        days = np.array([_day(int(rows.t0[k]), int(rows.off[k])) for k in own])
        gone = own[days == day] if len(own) else own
        if not len(gone):
            raise RecordError(f"the record holds no {signal} on {day}: nothing to leave out")
        keep[gone] = False
    return timeline if keep.all() else Timeline(rows.take(keep))


def _day(instant: int, offset: int) -> str:
    """The local date of a row."""
    known = 0 if offset == OFFSET_UNKNOWN else offset
    return wall_at(instant + known * MINUTE, None).date().isoformat()
