"""From a recorder's wall clock to UTC: zones, the two strange nights of a year, and clocks that jump."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from vitruvian.records.flags import Flag

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
JUMP = 90_000_000
"""A clock that moved by more than this against its counter was set; less is drift."""
NO_COUNTER = -1

_EPOCH = datetime(1970, 1, 1)

Micros = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """Where n wall-clock times lie in UTC.

    t0, t1   microseconds of UTC: equal, except where both readings of a repeated hour are possible
    off      minutes, local minus UTC
    flags    bits of Flag
    moves    (minutes, place) of each time the wall clock was set against the counter
    """

    t0: Micros
    t1: Micros
    off: NDArray[np.int16]
    flags: NDArray[np.uint32]
    moves: tuple[tuple[int, int], ...]


def resolve(
    wall: Micros, zone: ZoneInfo | None, counter: Micros | None = None, clock: NDArray[np.int32] | None = None
) -> Resolved:
    """UTC of the wall-clock times of one recorder, given in the order of its file.

    wall     (n,) microseconds since 1970 as the wall clock showed them
    zone     None: not known; the wall clock is read as UTC and every row is flagged
    counter  (n,) seconds of a monotone counter that no one sets, NO_COUNTER where a row has none
    clock    (n,) which counter (transmitter) the row belongs to

    A repeated or missing hour is placed by the counter, else a repeated one by the one step back in the file;
    else the row spans both candidates and is flagged. A missing hour without counter moves on by the gap.
    A jump by a multiple of 15 minutes is a change of zone: time goes on by the counter, the offset moves.
    """
    counter = np.full(len(wall), NO_COUNTER, np.int64) if counter is None else counter
    clock = np.zeros(len(wall), np.int32) if clock is None else clock
    first, second = offsets(wall, zone or ZoneInfo("UTC"))
    work = _Work(wall, counter, clock, first, second)
    work.follow_counters()
    work.carry_moves()
    work.follow_order()
    if zone is None:
        work.flags |= np.uint32(Flag.ZONE_ASSUMED)
    return work.result()


def offsets(wall: Micros, zone: ZoneInfo) -> tuple[Micros, Micros]:
    """Offset from UTC, microseconds, at each wall-clock time, for its first and its second reading.

    They differ in a repeated hour (first > second) and in a missing one (first < second).
    """
    days, of_day = np.unique(wall // DAY, return_inverse=True)
    table = np.array(
        [[_offset(zone, (day + k) * DAY, fold) for k in (0, 1) for fold in (0, 1)] for day in days.tolist()],
        np.int64,
    ).reshape(-1, 4)
    first = table[of_day, 0].copy()
    second = first.copy()
    odd = (table != table[:, :1]).any(axis=1)[of_day]
    for i in np.flatnonzero(odd).tolist():
        first[i], second[i] = (_offset(zone, int(wall[i]), fold) for fold in (0, 1))
    return first, second


def _offset(zone: ZoneInfo, wall: int, fold: int) -> int:
    at = (_EPOCH + timedelta(microseconds=wall)).replace(tzinfo=zone, fold=fold)
    shift = at.utcoffset() or timedelta()
    return round(shift / timedelta(minutes=1)) * MINUTE


def local_offset(zone: ZoneInfo, utc: int) -> int:
    """Minutes the zone's clock is ahead of UTC at an instant in microseconds."""
    at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=utc)
    return round((at.astimezone(zone).utcoffset() or timedelta()) / timedelta(minutes=1))


class _Work:
    """One resolution under way; `off` is the offset that holds so far, microseconds."""

    def __init__(
        self, wall: Micros, counter: Micros, clock: NDArray[np.int32], first: Micros, second: Micros
    ):
        self.wall, self.counter, self.clock, self.first, self.second = wall, counter, clock, first, second
        self.off = first.copy()
        self.flags = np.zeros(len(wall), np.uint32)
        self.open = first > second
        self.flags[first < second] |= np.uint32(Flag.NONEXISTENT_LOCAL_TIME)
        self.moved = np.zeros(len(wall), np.int64)
        self.moves: list[tuple[int, int]] = []

    def follow_counters(self) -> None:
        """Place the rows that have a counter, one counter after the other; a change of zone stays on."""
        has = self.counter != NO_COUNTER
        starts = {int(k): int(self.wall[has & (self.clock == k)].min()) for k in np.unique(self.clock[has])}
        carried = 0
        for k in sorted(starts, key=starts.__getitem__):
            rows = np.flatnonzero(has & (self.clock == k))
            carried = self._follow(rows[np.argsort(self.counter[rows], kind="stable")], carried)

    def _follow(self, rows: NDArray[np.intp], carried: int) -> int:
        ticks = self.counter[rows] * 1_000_000
        sure = self.first[rows] == self.second[rows]
        if not sure.any():
            return carried
        kept = rows[sure]
        base = self.wall[kept] - self.off[kept] - ticks[sure]
        steps = np.diff(base)
        quarter = np.rint(steps / (15 * MINUTE)).astype(np.int64) * 15 * MINUTE
        jumped = np.abs(steps) > JUMP
        is_zone = jumped & (np.abs(steps - quarter) <= JUMP) & (np.abs(quarter) <= 26 * HOUR)
        moved = carried + np.concatenate([[0], np.cumsum(np.where(is_zone, quarter, 0))])
        for i in np.flatnonzero(jumped).tolist():
            self.flags[kept[i + 1]] |= np.uint32(Flag.CLOCK_JUMP)
            self.moves.append((round(int(steps[i]) / MINUTE), int(kept[i + 1])))
        self.moved[kept] = moved
        self._place(rows[~sure], ticks[~sure], ticks[sure], base - moved, moved)
        return int(moved[-1])

    def _place(
        self, rows: NDArray[np.intp], ticks: Micros, known: Micros, base: Micros, moved: Micros
    ) -> None:
        """Place the rows of a strange hour by the nearest sure row before them on the counter."""
        before = np.maximum(np.searchsorted(known, ticks, "right") - 1, 0)
        expected = ticks + base[before]
        for i, utc, shift in zip(rows.tolist(), expected.tolist(), moved[before].tolist(), strict=True):
            misses = [abs(int(self.wall[i] - off[i]) - shift - utc) for off in (self.first, self.second)]
            self.moved[i] = shift
            if min(misses) <= JUMP:
                self.off[i] = (self.first, self.second)[int(np.argmin(misses))][i]
            elif self.first[i] < self.second[i]:
                self.off[i] = self.wall[i] - shift - utc
            else:
                continue
            self.open[i] = False

    def carry_moves(self) -> None:
        """Rows without a counter follow the change of zone of the nearest row before them that has one."""
        rows = np.flatnonzero(self.counter != NO_COUNTER)
        if not len(rows) or not self.moved.any():
            return
        rows = rows[np.argsort(self.wall[rows], kind="stable")]
        others = np.flatnonzero(self.counter == NO_COUNTER)
        before = np.maximum(np.searchsorted(self.wall[rows], self.wall[others], "right") - 1, 0)
        self.moved[others] = self.moved[rows[before]]

    def follow_order(self) -> None:
        """Place the rows of a repeated hour by the one step back that a file in order shows there."""
        odd = np.flatnonzero(self.first > self.second)
        if not self.open.any():
            return
        if len(self.wall) > 1 and np.count_nonzero(np.diff(self.wall) < 0) > len(self.wall) / 2:
            odd = odd[::-1]
        for night in np.unique(self.wall[odd] // DAY).tolist():
            self._follow_night(odd[self.wall[odd] // DAY == night])

    def _follow_night(self, rows: NDArray[np.intp]) -> None:
        back = np.flatnonzero(np.diff(self.wall[rows]) < -HOUR // 4)
        if len(back) != 1:
            self.flags[rows[self.open[rows]]] |= np.uint32(Flag.TIME_AMBIGUOUS)
            return
        second = rows[back[0] + 1 :]
        second = second[self.open[second]]
        self.off[second] = self.second[second]
        self.open[rows] = False

    def result(self) -> Resolved:
        """The times, with both candidates where a row could not be placed."""
        t0 = self.wall - self.off - self.moved
        t1 = np.where(self.open, self.wall - self.second - self.moved, t0)
        off = (np.where(self.first < self.second, self.second, self.off) + self.moved) // MINUTE
        return Resolved(t0, t1, off.astype(np.int16), self.flags, tuple(self.moves))
