"""The timeline of one person: all rows, and which of them stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import RecordError, TimeError
from vitruvian.core.signals import signal as signal_of
from vitruvian.records import duplicates, schedule
from vitruvian.records.contradictions import conflicting
from vitruvian.records.coverage import Coverage, coverage_of
from vitruvian.records.flags import Flag, names
from vitruvian.records.row import OPEN, Row, Rows
from vitruvian.records.series import Series, series_of

Moment = int | datetime

VISIBLE = 0
HIDDEN: Mapping[int, str] = MappingProxyType(
    {
        VISIBLE: "visible",
        1: "withdrawn by its source",
        2: "superseded by a correction",
        3: "the same record was read again later, under other hints",
        4: "the same record is there with its zone stated",
        5: "an equal row is there",
        6: "a relayed copy of a row from a source nearer to the sensor",
        7: "a setting that held at no time of the record: another held instead",
    }
)
"""Why a row does not stand."""
MISREAD = (3, 4)
"""The verdicts on rows whose record stands in the record as another, better reading."""


@dataclass(frozen=True, slots=True)
class Why:
    """How a row came to be what it is: from the bytes of its file to the rule that keeps or hides it."""

    row: Row
    verdict: str
    flags: tuple[str, ...]
    copies: tuple[Row, ...]


class Timeline:
    """Rows with the verdict of the duplicate rules on each.

    rows     all rows, in the order they were appended
    hidden   (n,) a key of HIDDEN for each
    shown    the visible rows; a setting stands with the times in which it really held, and rows of one source
             that say two things at one instant are marked as in conflict
    """

    __slots__ = ("_by_signal", "hidden", "rows", "shown")

    def __init__(self, rows: Rows):
        self.rows = rows
        self.hidden = _verdicts(rows)
        self.shown = _marked(self._settle())
        self._by_signal: dict[str, Series] = {}

    def values(
        self,
        signal: str,
        a: Moment | None = None,
        b: Moment | None = None,
        as_of: Moment | None = None,
        include: Literal["visible", "all"] = "visible",
    ) -> Series:
        """The rows of a signal that touch [a, b), in order of time.

        a, b   microseconds of UTC or datetimes with a zone; None: no limit
        as_of  only what was known at that moment, with duplicates judged again

        A signal without rows gives an empty series. Raises UnknownSignal on a key that no signal has.
        """
        signal = signal_of(signal).key
        if as_of is not None:
            return self.as_of(as_of).values(signal, a, b, include=include)
        found = self._series(signal) if include == "visible" else series_of(signal, _only(self.rows, signal))
        if a is None and b is None:
            return found
        start = -OPEN if a is None else micros(a)
        end = OPEN if b is None else micros(b)
        touches = (found.t0 < end) & ((found.t1 > start) | ((found.t0 == found.t1) & (found.t0 >= start)))
        return _taken(found, touches)

    def as_of(self, moment: Moment) -> "Timeline":
        """The timeline as it was known at a moment: later rows do not exist, and hide nothing.

        A record that was read wrongly and read again is taken from its right reading, whenever that was: the
        mistake was ours, not part of what was known.
        """
        is_misread = np.isin(self.hidden, MISREAD)
        return Timeline(self.rows.take((self.rows.known <= micros(moment)) & ~is_misread))

    def joined(self, rows: Rows) -> "Timeline":
        """The timeline with more rows; those that stand may hide some that stood before."""
        return Timeline(Rows.join([self.rows, rows]))

    @property
    def signals(self) -> tuple[str, ...]:
        """The signals with a visible row, in alphabetical order."""
        return tuple(sorted(self.shown.signal.words)) if len(self.shown) else ()

    def coverage(self) -> dict[str, Coverage]:
        """What the record holds, by signal."""
        return {signal: coverage_of(self._series(signal)) for signal in self.signals}

    def why(self, digest: str) -> Why:
        """Where the row of this content hash comes from, and why it stands or not.

        The hash is that of the row as it was read; its start is enough if no other row
        starts so. Raises RecordError when it belongs to no row or to several.
        """
        places = [k for k, found in enumerate(self.rows.hashes()) if found.startswith(digest)]
        if not places or len({self.rows.hash(k) for k in places}) > 1:
            how = "is the start of several hashes: give more letters" if places else "belongs to no row"
            raise RecordError(f"row {digest!r} {how}")
        first, *others = sorted(places, key=lambda k: (self.hidden[k] != VISIBLE, k))
        row = self.rows.row(first)
        return Why(row, HIDDEN[int(self.hidden[first])], names(row.flags), tuple(map(self.rows.row, others)))

    def __len__(self) -> int:
        return len(self.shown)

    def _series(self, signal: str) -> Series:
        if signal not in self._by_signal:
            self._by_signal[signal] = series_of(signal, _only(self.shown, signal))
        return self._by_signal[signal]

    def _settle(self) -> Rows:
        """The visible rows, settings cut to the time in which they held; those that never held are hidden."""
        alive = self.hidden == VISIBLE
        settings = alive & np.isin(self.rows.signal.codes, _codes(self.rows, schedule.settings()))
        if not settings.any():
            return self.rows if alive.all() else self.rows.take(alive)
        closed = alive & (self.rows.t1 != OPEN)
        start = int(self.rows.t0[closed].min(initial=OPEN))
        end = int(self.rows.t1[closed].max(initial=-OPEN))
        parts = [self.rows.take(alive & ~settings)]
        for code in np.unique(self.rows.signal.codes[settings]):
            places = np.flatnonzero(settings & (self.rows.signal.codes == code))
            pieces = schedule.in_force(self.rows, places, start, end)
            self.hidden[np.setdiff1d(places, [piece.row for piece in pieces])] = 7
            parts.append(schedule.shown(self.rows, pieces))
        return Rows.join(parts)


def _marked(rows: Rows) -> Rows:
    """The rows with the mark of a conflict on those that have one."""
    marks = np.where(conflicting(rows), np.uint32(Flag.CONFLICT), np.uint32(0))
    return rows.replace(flags=rows.flags | marks) if marks.any() else rows


def micros(moment: Moment) -> int:
    """Microseconds of UTC. Raises TimeError on a datetime without zone."""
    if isinstance(moment, int):
        return moment
    if moment.tzinfo is None:
        raise TimeError(f"{moment} has no zone: give one, for example with tzinfo=ZoneInfo('Europe/Berlin')")
    since = moment - datetime.fromtimestamp(0, UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _verdicts(rows: Rows) -> NDArray[np.uint8]:
    hidden = np.zeros(len(rows), np.uint8)
    for code, judge in enumerate(
        (
            duplicates.withdrawn,
            duplicates.superseded,
            duplicates.reread,
            duplicates.assumed,
            duplicates.exact,
        ),
        1,
    ):
        alive = np.flatnonzero(hidden == VISIBLE)
        if len(alive):
            left = rows if len(alive) == len(rows) else rows.take(alive)
            hidden[alive[judge(left)]] = code
    hidden[duplicates.near(rows, hidden == VISIBLE)] = 6
    return hidden


def _codes(rows: Rows, keys: frozenset[str]) -> list[int]:
    return [code for code, word in enumerate(rows.signal.words) if word in keys]


def _only(rows: Rows, signal: str) -> Rows:
    return rows.take(rows.signal.are(signal))


def _taken(series: Series, mask: NDArray[np.bool_]) -> Series:
    return Series(
        series.signal,
        series.t0[mask],
        series.t1[mask],
        series.off[mask],
        series.value[mask],
        series.cmp[mask],
        series.flags[mask],
        series.known[mask],
        series.text.take(mask),
        series.source.take(mask),
    )
