"""The law of every import: records read = visible + hidden + quarantined, for each file and each signal."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import RecordError
from vitruvian.records.quarantine import reasons
from vitruvian.records.reading import Reading
from vitruvian.records.row import Rows
from vitruvian.records.timeline import VISIBLE, Timeline

MOST_SAID = 5


@dataclass(frozen=True, slots=True)
class Account:
    """Where the records of one file went. `by_signal` holds (read, visible, hidden, quarantined); `waiting`
    what is wrong with the first MOST_SAID of those in quarantine."""

    path: str
    format: str
    read: int
    visible: int
    hidden: int
    quarantined: int
    reasons: dict[str, int]
    by_signal: dict[str, tuple[int, int, int, int]]
    notes: dict[str, int]
    waiting: tuple[str, ...] = ()


def accounts(readings: tuple[Reading, ...], before: Timeline) -> tuple[tuple[Account, ...], Timeline]:
    """The account of each file, and the timeline with their rows.

    A row that the record already holds is hidden: it is there. Raises RecordError when a record is lost.
    """
    joined = before.joined(Rows.join([reading.rows for reading in readings]))
    start = len(before.rows)
    result = []
    for reading in readings:
        verdicts = joined.hidden[start : start + len(reading.rows)]
        result.append(_account(reading, verdicts == VISIBLE))
        start += len(reading.rows)
    return tuple(result), joined


def _account(reading: Reading, visible: NDArray[np.bool_]) -> Account:
    shown = Counter(reading.rows.signal.take(visible))
    hidden = Counter(reading.rows.signal.take(~visible))
    waiting = Counter(record.signal for record in reading.waiting)
    by_signal = {
        signal: (read, shown[signal], hidden[signal], waiting[signal])
        for signal, read in reading.read.items()
    }
    lost = {signal: counts for signal, counts in by_signal.items() if counts[0] != sum(counts[1:])}
    total = sum(reading.read.values())
    if lost or total != len(reading.rows) + len(reading.waiting):
        raise RecordError(
            f"{reading.path}: records were lost or made up ({lost}): this is a fault of the program; "
            "nothing was imported"
        )
    return Account(
        reading.path, reading.format, total, shown.total(), hidden.total(), len(reading.waiting),
        reasons(reading.waiting), by_signal, reading.notes,
        tuple(f"line {w.at}: {w.message}" for w in reading.waiting[:MOST_SAID]),
    )  # fmt: skip
