"""One signal of a timeline, in order of time: what models read and charts show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitruvian.records.labels import Labels
from vitruvian.records.row import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """n rows of one signal, ordered by t0; the columns are those of `Rows`.

    t0, t1, known   microseconds of UTC
    off             minutes local minus UTC, OFFSET_UNKNOWN where not known
    value           canonical unit
    cmp             0 measured, -1 below the value, 1 above it
    """

    signal: str
    t0: NDArray[np.int64]
    t1: NDArray[np.int64]
    off: NDArray[np.int16]
    value: NDArray[np.float64]
    cmp: NDArray[np.int8]
    flags: NDArray[np.uint32]
    known: NDArray[np.int64]
    text: Labels
    source: Labels

    def __len__(self) -> int:
        return len(self.t0)

    def longest_gap(self) -> int:
        """Longest time between the end of a row and the start of the next, microseconds; 0 below two rows."""
        if len(self) < 2:
            return 0
        ends = np.maximum.accumulate(self.t1[:-1])
        return int(np.max(self.t0[1:] - ends, initial=0))


def series_of(signal: str, rows: Rows) -> Series:
    """The series of rows that all hold this signal."""
    order = np.lexsort((rows.source.ranks(), rows.value, rows.t1, rows.t0))
    rows = rows.take(order)
    return Series(signal, rows.t0, rows.t1, rows.off, rows.value, rows.cmp, rows.flags, rows.known,
                  rows.text, rows.source)  # fmt: skip
