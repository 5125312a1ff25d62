"""The law of every import: records read = visible + hidden + quarantined, for each file and each signal."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import RecordError
from vitruvian.records.duplicates import held
from vitruvian.records.quarantine import Quarantined, reasons
from vitruvian.records.reading import Reading
from vitruvian.records.row import Rows
from vitruvian.records.timeline import VISIBLE, Timeline

MOST_SAID = 8


@dataclass(frozen=True, slots=True)
class Account:
    """Where the records of one file went. `by_signal` holds (read, visible, hidden, quarantined); `waiting`
    the first MOST_SAID faults of those in quarantine, `untold` how many records have another."""

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
    untold: int = 0


def accounts(readings: tuple[Reading, ...], before: Timeline) -> tuple[tuple[Account, ...], Timeline]:
    """The account of each file, and the timeline with their rows.

    A row that the record already holds is hidden: it is there. Raises RecordError when a record is lost.
    """
    fresh = Rows.join([reading.rows for reading in readings])
    joined = before.joined(fresh)
    standing = before.rows.take(before.hidden == VISIBLE)
    is_new = (joined.hidden[len(before.rows) :] == VISIBLE) & ~held(standing, fresh)
    start, result = 0, []
    for reading in readings:
        result.append(_account(reading, is_new[start : start + len(reading.rows)]))
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
    told, untold = _told(reading.waiting)
    return Account(
        reading.path, reading.format, total, shown.total(), hidden.total(), len(reading.waiting),
        reasons(reading.waiting), by_signal, reading.notes,
        told, untold,
    )  # fmt: skip


def _told(waiting: tuple[Quarantined, ...]) -> tuple[tuple[str, ...], int]:
    """The first faults by their line, and how many records have others; one fault of a line is said once."""
    alike: dict[tuple[int, str], list[str]] = {}
    for record in waiting:
        alike.setdefault((record.at, record.message), []).append(record.signal)
    first = list(alike.items())[:MOST_SAID]
    told = tuple(f"line {at}: {message}{_whose(signals, message)}" for (at, message), signals in first)
    return told, len(waiting) - sum(len(signals) for _, signals in first)


def _whose(signals: list[str], message: str) -> str:
    """The signals that a message does not name, in brackets."""
    unnamed = [signal for signal in dict.fromkeys(signals) if signal and signal not in message]
    return f" ({', '.join(unnamed)})" if unnamed else ""
