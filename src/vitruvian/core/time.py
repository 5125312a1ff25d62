"""Time: instants are whole microseconds since 1970-01-01T00:00:00Z; wall clocks become instants here.

A local time that happens twice (clocks go back) or never (clocks go forward) is flagged, never guessed in
silence. A wall clock without a known zone is a clock of its own: it counts as if it were UTC, its offset
stays unknown (None), and the flag `zone_assumed` says so. No function here reads the computer's clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from vitruvian.core.errors import TimeError

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

TIME_AMBIGUOUS = "time_ambiguous"
NONEXISTENT_LOCAL_TIME = "nonexistent_local_time"
ZONE_ASSUMED = "zone_assumed"

Precision = Literal["us", "s", "min", "day", "month", "year"]

_EPOCH = datetime(1970, 1, 1)
_ISO = re.compile(
    r"(?P<y>\d{4})(?:-(?P<mo>\d{2})(?:-(?P<d>\d{2})"
    r"(?:[T ](?P<h>\d{2}):?(?P<mi>\d{2})(?::?(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?: ?(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?))?)?)?)?"
)
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as it was written: where on the time line, how exactly, and what had to be assumed.

    instant     µs UTC; the first candidate if the local time is ambiguous
    end         µs UTC, exclusive: a date, month or year is an interval; otherwise equal to `instant`
    offset_min  local offset in force, None if not known
    precision   of the text
    flags       of `time_ambiguous`, `nonexistent_local_time`, `zone_assumed`
    alternative µs UTC of the second candidate of an ambiguous local time, else None
    """

    instant: int
    end: int
    offset_min: int | None
    precision: Precision
    flags: frozenset[str] = frozenset()
    alternative: int | None = None


def read(text: str, zone: str | None = None, fold: int | None = None) -> Moment:
    """The moment that an ISO 8601 text means; an offset in the text wins over `zone`.

    zone  IANA name or fixed offset ("+02:00"); None: not known
    fold  which pass of a repeated hour is meant (0 or 1); None: not known

    Raises TimeError if the text or the zone cannot be read.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise TimeError(f'"{text}" is not an ISO time: write it like 2024-03-02T07:15:00+01:00')
    precision = _precision(match)
    first = _wall(match, text)
    if match["zone"]:
        zone = "UTC" if match["zone"] in "Zz" else match["zone"]
    start = at_wall(first, zone, fold, precision)
    if precision not in ("day", "month", "year"):
        return start
    end = at_wall(_next(first, precision), zone, fold, precision)
    return Moment(start.instant, end.instant, start.offset_min, precision, start.flags, start.alternative)


def at_wall(wall: datetime, zone: str | None, fold: int | None = None, precision: Precision = "us") -> Moment:
    """The moment at which a clock on the wall of `zone` shows `wall` (a datetime without zone).

    Of a repeated hour the first pass is taken, with the flag `time_ambiguous` and the other pass as
    `alternative`, unless `fold` says which. A time that the clocks skip moves forward by the gap, flagged.
    """
    if wall.tzinfo is not None:
        raise TimeError(f"{wall.isoformat()} has a zone of its own: pass a wall time without one")
    if zone is None:
        instant = _micros(wall)
        return Moment(instant, instant, None, precision, frozenset({ZONE_ASSUMED}))
    place = _zone(zone)
    early, late = (_offset_min(wall, place, pass_) for pass_ in (0, 1))
    first, second = (_micros(wall) - offset * MINUTE for offset in (early, late))
    if early == late:
        return Moment(first, first, early, precision)
    if late > early:  # clocks go forward: the wall time does not exist
        return Moment(first, first, late, precision, frozenset({NONEXISTENT_LOCAL_TIME}))
    if fold is None:
        return Moment(first, first, early, precision, frozenset({TIME_AMBIGUOUS}), second)
    instant, offset = (second, late) if fold else (first, early)
    return Moment(instant, instant, offset, precision)


def instant(text: str, zone: str | None = None) -> int:
    """The instant that an ISO text means, in µs UTC; for places that need no flags."""
    return read(text, zone).instant


def offset_at(instant: int, zone: str | None) -> int:
    """The offset from UTC, in minutes, that is in force in a zone at an instant; 0 for the unknown zone."""
    if zone is None:
        return 0
    there = (_EPOCH + timedelta(microseconds=instant)).replace(tzinfo=UTC).astimezone(_zone(zone))
    return _minutes(there.utcoffset())


def wall_at(instant: int, zone: str | None) -> datetime:
    """What a clock on the wall of `zone` shows at an instant (a datetime without zone)."""
    return _EPOCH + timedelta(microseconds=instant, minutes=offset_at(instant, zone))


def day_at(instant: int, zone: str | None) -> tuple[int, int]:
    """Start and end of the local day that holds an instant, in µs UTC; 23 to 25 hours apart."""
    midnight = datetime.combine(wall_at(instant, zone).date(), datetime.min.time())
    edges = (at_wall(midnight + timedelta(days=k), zone, fold=0) for k in (0, 1))
    first, second = (edge.instant for edge in edges)
    return first, second


def show(instant: int, offset_min: int | None = 0) -> str:
    """The instant as ISO text with its offset; without one if the offset is not known (None)."""
    wall = _EPOCH + timedelta(microseconds=instant, minutes=offset_min or 0)
    text = wall.isoformat(timespec="seconds" if wall.microsecond == 0 else "microseconds")
    if offset_min is None:
        return text
    if offset_min == 0:
        return text + "Z"
    hours, minutes = divmod(abs(offset_min), 60)
    return f"{text}{'-' if offset_min < 0 else '+'}{hours:02d}:{minutes:02d}"


def is_zone(name: str) -> bool:
    """Whether the name is an IANA zone or a fixed offset."""
    try:
        _zone(name)
    except TimeError:
        return False
    return True


@lru_cache(maxsize=256)
def _zone(name: str) -> tzinfo:
    match = _OFFSET.fullmatch(name)
    if match:
        minutes = int(match["h"]) * 60 + int(match["m"] or 0)
        if minutes <= 18 * 60:
            return timezone(timedelta(minutes=-minutes if match["sign"] == "-" else minutes))
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise TimeError(f'"{name}" is not a time zone: use an IANA name, e.g. Europe/Zurich') from None


def _precision(match: re.Match[str]) -> Precision:
    if match["f"]:
        return "us"
    if match["s"]:
        return "s"
    if match["h"]:
        return "min"
    return "day" if match["d"] else "month" if match["mo"] else "year"


def _wall(match: re.Match[str], text: str) -> datetime:
    whole = (
        int(match[name] or default) for name, default in (("y", 0), ("mo", 1), ("d", 1), ("h", 0), ("mi", 0))
    )
    micros = int((match["f"] or "").ljust(6, "0")[:6])
    year, month, day, hour, minute = whole
    seconds = int(match["s"] or 0)
    try:
        return datetime(year, month, day, hour, minute, seconds, micros)
    except ValueError as problem:
        raise TimeError(f'"{text}" is not a time that exists ({problem}): correct it in the source') from None


def _next(wall: datetime, precision: Precision) -> datetime:
    """The start of the day, month or year after the one that starts at `wall`."""
    try:
        if precision == "day":
            return wall + timedelta(days=1)
        months = 1 if precision == "month" else 12
        index = wall.year * 12 + wall.month - 1 + months
        return datetime.combine(date(index // 12, index % 12 + 1, 1), datetime.min.time())
    except (ValueError, OverflowError):
        raise TimeError(f"{wall.date()} is the end of the calendar: correct it in the source") from None


def _micros(wall: datetime) -> int:
    gap = wall - _EPOCH
    return (gap.days * 86_400 + gap.seconds) * SECOND + gap.microseconds


def _offset_min(wall: datetime, place: tzinfo, pass_: int) -> int:
    return _minutes(wall.replace(tzinfo=place, fold=pass_).utcoffset())


def _minutes(offset: timedelta | None) -> int:
    """Whole minutes; zones before 1972 had seconds, which are rounded."""
    return 0 if offset is None else round(offset.total_seconds() / 60)
