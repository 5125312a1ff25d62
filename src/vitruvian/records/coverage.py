"""What a record holds of one signal: how much, from when to when, with which holes, from whom, how good."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.signals import signals
from vitruvian.records.flags import counts
from vitruvian.records.series import Series

SHORTEST_HOLE = 15 * 60_000_000
"""A hole of continuous sensor data lasts at least this long, microseconds."""
STEPS = 2.0
"""A hole is longer than this many usual steps."""
DENSE = 30 * 60_000_000
"""A signal whose usual step is longer than this is not continuous: it has no holes, microseconds."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One signal of a record. Times are microseconds of UTC; statistics are in `unit`.

    gaps        (from, to) of each hole, in order; none for a signal that is not continuous
    sources     rows by source
    quality     rows by mark
    censored    rows that state an instrument's limit; they are left out of the statistics
    """

    signal: str
    unit: str
    rows: int
    start: int
    end: int
    gaps: tuple[tuple[int, int], ...]
    sources: dict[str, int]
    quality: dict[str, int]
    censored: int
    mean: float | None
    sd: float | None
    lowest: float | None
    highest: float | None


def coverage_of(series: Series) -> Coverage:
    """The coverage of one signal that has at least one row."""
    known = signals().get(series.signal)
    sure = series.value[(series.cmp == 0) & np.isfinite(series.value)]
    return Coverage(
        signal=series.signal, unit=known.unit if known else "", rows=len(series),
        start=int(series.t0[0]), end=int(np.max(series.t1)), gaps=holes(series.t0, series.t1),
        sources=dict(sorted(Counter(series.source).items())), quality=counts(series.flags),
        censored=int(np.count_nonzero(series.cmp)),
        mean=float(sure.mean()) if len(sure) else None,
        sd=float(sure.std(ddof=1)) if len(sure) > 1 else None,
        lowest=float(sure.min()) if len(sure) else None, highest=float(sure.max()) if len(sure) else None,
    )  # fmt: skip


def holes(t0: NDArray[np.int64], t1: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """The holes of continuous data: longer than twice the usual step and than 15 minutes."""
    steps = np.diff(t0)
    if len(steps) < 2:
        return ()
    usual = float(np.median(steps))
    if usual > DENSE:
        return ()
    ends = np.maximum.accumulate(t1)[:-1]
    wide = np.flatnonzero(t0[1:] - ends > max(STEPS * usual, SHORTEST_HOLE))
    return tuple((int(ends[k]), int(t0[k + 1])) for k in wide.tolist())
