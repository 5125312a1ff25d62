"""Times in words, as plans use them: "12:30", "tonight", "tomorrow at 08:00", "12:30 on 4 Oct 2014".

A time without a date means its next occurrence; what had to be taken for granted comes back as a note.
Nothing here reads the computer's clock: `now` is passed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vitruvian.core.durations import duration
from vitruvian.core.errors import PlanError, TimeError
from vitruvian.core.time import DAY, NONEXISTENT_LOCAL_TIME, SECOND, TIME_AMBIGUOUS, at_wall, read, wall_at

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EVENING_HOUR = 18
"""Where "tonight" begins when no time is given with it."""
NIGHT_END_HOUR = 6
"""Times before it belong to the night that began the evening before."""
FURTHEST = 10 * 366 * DAY
"""A plan so far off is a slip of the finger."""

_MONTH = "|".join(name.lower() for name in MONTHS)
_ISO = r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:\d{2})"
_DATE = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} (?:{_MONTH})[a-z]* \d{{4}}|today|tomorrow|tonight|this evening)"
)
_TIME = r"(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon|midnight)"
MOMENT = rf"(?:{_ISO}|{_DATE}(?:t|(?: at)? ){_TIME}|{_DATE}|{_TIME} (?:on )?{_DATE}|{_TIME}|now)(?![\w:])"
"""Pattern of everything `moment` reads, in lower case with single spaces."""
LENGTH = (
    r"(?:\d+(?:\.\d+)? ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)(?!\w) ?)+"
)
"""Pattern of a length of time, as `core.durations` reads it."""

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?(?: ?([ap]m))?")
_NAMED = {"noon": (12, 0, 0), "midnight": (0, 0, 0)}


@dataclass(frozen=True, slots=True)
class When:
    """An instant, µs UTC, and what had to be taken for granted to find it ("" if nothing)."""

    instant: int
    note: str = ""


def moment(
    text: str, now: int, zone: str | None, is_day_enough: bool = False, after: int | None = None
) -> When:
    """The instant that `text` (matching MOMENT) means.

    now            µs UTC, from which today and tomorrow are counted
    is_day_enough  the moment bounds a stretch, so a day alone ("tomorrow") will do
    after          a time without a date means the first such time not before this; by default `now`

    Raises PlanError for times that do not exist, happen twice, say a day without a time or lie ten years off.
    """
    found = _moment(text.strip(), now, zone, is_day_enough, now if after is None else after)
    if abs(found.instant - now) > FURTHEST:
        raise PlanError(f'"{text.strip()}" lies more than ten years from now: check the year')
    return found


def length(text: str) -> int:
    """The length of time of a text matching LENGTH, µs; raises PlanError beyond ten years."""
    found = duration(text)
    if found > FURTHEST:
        raise PlanError(f'"{text.strip()}" is longer than ten years: refused')
    return found


def _moment(bare: str, now: int, zone: str | None, is_day_enough: bool, after: int) -> When:
    if bare == "now":
        return When(whole_second(now))
    if re.fullmatch(_ISO, bare):
        return When(_absolute(bare))
    day, clock = _parts(bare)
    if clock is None:
        return _day_alone(day, now, zone, is_day_enough)
    if day is None:
        return _next(clock, bare, after, zone)
    if day in ("tonight", "this evening"):
        return _tonight(clock, bare, now, zone)
    return When(at_clock(_date(day, now, zone), clock, bare, zone))


def at_clock(day: date, clock: tuple[int, int, int], text: str, zone: str | None) -> int:
    """The instant at which a clock on the wall shows (hour, minute, second) on a day; `text` as it was said.

    Raises PlanError where the clocks go over it, or show it twice.
    """
    found = at_wall(datetime(day.year, day.month, day.day, *clock), zone)
    if NONEXISTENT_LOCAL_TIME in found.flags:
        raise PlanError(f'"{text}" does not exist on {day_words(day)}: the clocks go forward over it')
    if found.alternative is not None:
        first, second = (_with_offset(wall_at(at, zone), at) for at in (found.instant, found.alternative))
        raise PlanError(f'"{text}" happens twice on {day_words(day)}: write {first} or {second}')
    return found.instant


def whole_second(at: int) -> int:
    """The first whole second at or after an instant, µs UTC."""
    return -(-at // SECOND) * SECOND


def moment_words(at: int, zone: str | None) -> str:
    """The instant in words that `moment` reads back: "12:30 on 4 Oct 2014"; whole seconds."""
    wall = wall_at(at, zone)
    there = at_wall(wall, zone)
    if there.instant != at or TIME_AMBIGUOUS in there.flags:
        return _with_offset(wall, at)
    seconds = f":{wall.second:02d}" if wall.second else ""
    return f"{wall.hour:02d}:{wall.minute:02d}{seconds} on {day_words(wall)}"


def day_words(wall: date) -> str:
    """A date as "4 Oct 2014"."""
    return f"{wall.day} {MONTHS[wall.month - 1]} {wall.year}"


def _with_offset(wall: datetime, at: int) -> str:
    """ISO text with the offset: the only unambiguous way in the hour that happens twice."""
    naive = at_wall(wall, "UTC").instant
    minutes = (naive - at) // (60 * SECOND)
    hours, rest = divmod(abs(minutes), 60)
    return f"{wall.isoformat(timespec='seconds')}{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def _parts(text: str) -> tuple[str | None, tuple[int, int, int] | None]:
    """The day as written and the clock, each None if absent."""
    day = re.search(_DATE, text)
    rest = (text[: day.start()] + " " + text[day.end() :]) if day else text
    clock = re.search(_TIME, rest)
    return (day[0] if day else None), (_clock(clock[0]) if clock else None)


def _clock(text: str) -> tuple[int, int, int]:
    if text in _NAMED:
        return _NAMED[text]
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise PlanError(f'"{text}" is not a time of day: write it like 12:30')
    hour, minute, second = (int(group or 0) for group in match.groups()[:3])
    if match[4]:
        if not 1 <= hour <= 12:
            raise PlanError(f'"{text}" is not a time of day: before "{match[4]}" stands 1 to 12')
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise PlanError(f'"{text}" is not a time of day: write 00:00 to 23:59')
    return hour, minute, second


def _date(text: str, now: int, zone: str | None) -> date:
    today = wall_at(now, zone).date()
    if text in ("today", "tomorrow"):
        return today + timedelta(days=text == "tomorrow")
    try:
        if "-" in text:
            return date.fromisoformat(text)
        day, month, year = text.split()
        return date(int(year), [name.lower() for name in MONTHS].index(month[:3]) + 1, int(day))
    except ValueError as problem:
        raise PlanError(f'"{text}" is not a date that exists ({problem})') from problem


def _absolute(text: str) -> int:
    try:
        return read(text.upper().replace(" ", "T")).instant
    except TimeError as problem:
        raise PlanError(problem.message) from problem


def _next(clock: tuple[int, int, int], text: str, after: int, zone: str | None) -> When:
    today = wall_at(after, zone).date()
    at = at_clock(today, clock, text, zone)
    if at < after:
        at = at_clock(today + timedelta(days=1), clock, text, zone)
    return When(at, f"no date given: the next {text}")


def _tonight(clock: tuple[int, int, int], text: str, now: int, zone: str | None) -> When:
    today = wall_at(now, zone).date()
    is_after_midnight = clock[0] < NIGHT_END_HOUR
    if not is_after_midnight and clock[0] < 12:
        raise PlanError(f'"{text}": {clock[0]:02d}:{clock[1]:02d} is no time of the night')
    return When(at_clock(today + timedelta(days=is_after_midnight), clock, text, zone))


def _day_alone(day: str | None, now: int, zone: str | None, is_day_enough: bool) -> When:
    if day is None or not is_day_enough:
        raise PlanError(f'"{day}" says the day but not the time: write it like "tomorrow at 08:00"')
    today = wall_at(now, zone).date()
    if day in ("tonight", "this evening"):
        evening = at_clock(today, (EVENING_HOUR, 0, 0), day, zone)
        return When(max(evening, whole_second(now)), f"{day} read as from {EVENING_HOUR}:00")
    if day == "today":
        return When(whole_second(now), "today read as from now")
    return When(at_clock(_date(day, now, zone), (0, 0, 0), day, zone), f"{day} read as from 00:00")
