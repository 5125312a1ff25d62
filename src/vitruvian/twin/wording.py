"""Numbers and times as people read them: rounded to what is known, with a unit, a frequency, a date.

Rounding by unit: mg/dL and % none, mmol/L one decimal, everything else three figures at most.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from vitruvian.core.time import MINUTE
from vitruvian.twin.moments import day_words

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
_DECIMALS = {"mg/dL": 0, "%": 0, "mmol/L": 1, "kcal": 0, "ms": 0, "/min": 0}
_SHOWN_UNITS = {"1": "", "[iU]": "U", "[iU]/h": "U/h", "mm[Hg]": "mmHg"}


def unit_words(unit: str) -> str:
    """A unit as it is shown: "[iU]" is "U", a pure number has none; mass per body mass stays UCUM."""
    return _SHOWN_UNITS.get(unit, unit).replace("[iU]", "U")


def named(name: str, unit: str) -> str:
    """A name with its unit: "pressure, mmHg"; the name alone where there is no unit to show."""
    written = unit_words(unit)
    return f"{name}, {written}" if written else name


def number(value: float | None, unit: str = "1", is_change: bool = False) -> str:
    """A rounded number without its unit; a change has its sign; "—" where there is none."""
    if value is None or not math.isfinite(value):
        return "—"
    if unit in _DECIMALS:
        text = f"{value:.{_DECIMALS[unit]}f}"
    elif value == 0 or 1e-4 <= abs(value) < 1e5:
        text = _three_figures(value)
    else:
        text = f"{value:.2e}"
    if float(text) == 0:
        return "0"
    return ("+" if is_change and value > 0 else "") + text.replace("-", MINUS)


def quantity(value: float | None, unit: str, is_change: bool = False) -> str:
    """A rounded number with its unit."""
    shown, written = number(value, unit, is_change), unit_words(unit)
    return shown if shown == "—" or not written else f"{shown}{THIN}{written}"


def interval(low: float | None, high: float | None, unit: str, is_change: bool = False) -> str:
    """A range: "88–152", or "−12 to +3" for a change; "" where it may not be shown."""
    if low is None or high is None:
        return ""
    ends = number(low, unit, is_change), number(high, unit, is_change)
    return f"{ends[0]} to {ends[1]}" if is_change or MINUS in "".join(ends) else DASH.join(ends)


def in_100(probability: float | None) -> str:
    """A plain frequency: "4 in 100"; never a certainty, because the futures are counted, not all of them."""
    if probability is None or not math.isfinite(probability):
        return "—"
    count = round(100 * probability)
    if count < 1:
        return "fewer than 1 in 100"
    return "more than 99 in 100" if count > 99 else f"{count} in 100"


def lasting(length: int) -> str:
    """A horizon, µs: "4 h", "30 min"."""
    hours, minutes = divmod(round(length / MINUTE), 60)
    return " ".join(
        part
        for part in (f"{hours}{THIN}h" if hours else "", f"{minutes}{THIN}min" if minutes else "")
        if part
    )


def wall(at: int, offset_min: int) -> datetime:
    """What a clock at this offset from UTC shows."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at, minutes=offset_min)


def clock(at: int, offset_min: int) -> str:
    """Time of day: "12:30"."""
    return f"{wall(at, offset_min):%H:%M}"


def day(at: int, offset_min: int) -> str:
    """Date: "4 Oct 2014"."""
    return day_words(wall(at, offset_min))


def clock_and_day(at: int, offset_min: int) -> str:
    """Time and date: "12:30 on 4 Oct 2014"."""
    return f"{clock(at, offset_min)} on {day(at, offset_min)}"


def sentence(text: str) -> str:
    """The text as one sentence: capital first, full stop last."""
    bare = " ".join(str(text).split())
    return bare[:1].upper() + bare[1:] + ("" if not bare or bare[-1] in ".?:" else ".")


def _three_figures(value: float) -> str:
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
