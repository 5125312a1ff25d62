"""Settings that hold until the next one: which rate was really in force, from orders and daily schedules.

An order (a temporary rate) ends at its stated end or when the next order starts. Where no order holds, the
newest daily schedule does, between the first and the last moment of which the record says anything.
"""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.signals import signals
from vitruvian.records.flags import Flag
from vitruvian.records.row import OPEN, Rows

RULE = "latest schedule wins"
_MICRO = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1)
def settings() -> frozenset[str]:
    """The signals that are settings: their merge rule is that the latest schedule wins."""
    return frozenset(key for key, found in signals().items() if found.merge == RULE)


def daily(begin: str, end: str, zone: str) -> str:
    """The text of a row that holds every day between two local times, as HH:MM; "24:00" ends the day."""
    return f"daily {begin}-{end} {zone}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of time (microseconds of UTC) in which the row at place `row` holds; `off` in minutes."""

    row: int
    t0: int
    t1: int
    off: int


def in_force(rows: Rows, places: NDArray[np.intp], start: int, end: int) -> list[Piece]:
    """Which of these rows of one setting held when, in order of time.

    places      the rows to judge
    start, end  where the record begins and ends: a daily schedule is not carried beyond
    """
    is_daily = rows.t1[places] == OPEN
    orders = list(_orders(rows, places[~is_daily]))
    begins, ends = [piece.t0 for piece in orders], [piece.t1 for piece in orders]
    filled = [
        rest
        for piece in _schedules(rows, places[is_daily], start, end)
        for rest in _around(piece, begins, ends)
    ]
    return sorted([*orders, *filled], key=lambda piece: piece.t0)


def _orders(rows: Rows, places: NDArray[np.intp]) -> Iterator[Piece]:
    keys = (
        rows.at[places],
        rows.file.ranks()[places],
        rows.value[places],
        rows.known[places],
        rows.t0[places],
    )
    ordered = places[np.lexsort(keys)].tolist()
    for place, after in pairwise([*ordered, None]):
        t0, t1 = int(rows.t0[place]), int(rows.t1[place])
        t1 = t1 if after is None else min(t1, int(rows.t0[after]))
        if t1 > t0:
            yield Piece(place, t0, t1, int(rows.off[place]))


def _schedules(rows: Rows, places: NDArray[np.intp], start: int, end: int) -> Iterator[Piece]:
    begins = sorted(set(rows.t0[places].tolist()))
    until = dict(pairwise([*begins, OPEN]))
    for place in places.tolist():
        begin = int(rows.t0[place])
        yield from _days(place, rows.text.at(place), max(begin, start), min(until[begin], end))


def _days(place: int, text: str, start: int, end: int) -> Iterator[Piece]:
    """The daily pieces of one row between two moments."""
    _, times, name = text.split(" ", 2)
    zone, (first, last) = ZoneInfo(name), times.split("-")
    if start >= end:
        return
    day = (_EPOCH + start * _MICRO).astimezone(zone).date() - timedelta(days=1)
    while True:
        t0, t1 = _at(day, first, zone), _at(day, last, zone)
        if t0 >= end:
            return
        if min(t1, end) > max(t0, start):
            off = (_EPOCH + t0 * _MICRO).astimezone(zone).utcoffset() or timedelta()
            yield Piece(place, max(t0, start), min(t1, end), round(off / timedelta(minutes=1)))
        day += timedelta(days=1)


def _at(day: date, clock: str, zone: ZoneInfo) -> int:
    hour, minute = map(int, clock.split(":"))
    day, hour = (day + timedelta(days=1), 0) if hour == 24 else (day, hour)
    return (datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone) - _EPOCH) // _MICRO


def _around(piece: Piece, begins: list[int], ends: list[int]) -> Iterator[Piece]:
    """What is left of a piece outside the orders, which are in order and do not overlap."""
    at = piece.t0
    for k in range(bisect.bisect_right(ends, piece.t0), len(begins)):
        if begins[k] >= piece.t1:
            break
        if begins[k] > at:
            yield Piece(piece.row, at, begins[k], piece.off)
        at = max(at, ends[k])
    if at < piece.t1:
        yield Piece(piece.row, at, piece.t1, piece.off)


def shown(rows: Rows, pieces: list[Piece]) -> Rows:
    """The rows as they held: one row a piece, marked as derived where its times differ from those stated."""
    places = np.array([piece.row for piece in pieces], np.intp)
    t0 = np.array([piece.t0 for piece in pieces], np.int64)
    t1 = np.array([piece.t1 for piece in pieces], np.int64)
    found = rows.take(places)
    is_moved = (found.t0 != t0) | (found.t1 != t1)
    flags = found.flags | np.where(is_moved, np.uint32(Flag.DERIVED), np.uint32(0))
    off = np.array([piece.off for piece in pieces], np.int16)
    return found.replace(t0=t0, t1=t1, flags=flags.astype(np.uint32), off=off)
