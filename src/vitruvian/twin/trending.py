"""Follow a person from day to day by what they read at home: the organ's trend over their record.

Every day rests on what was known at its end. Where a reading came later than its day (a scale that was
synchronised on Sunday), that day is asked again without it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData, PlanError, WrongReading
from vitruvian.core.time import show
from vitruvian.engine.organ import Window
from vitruvian.engine.plan import DAY, MINUTE
from vitruvian.engine.trend import Course, Follower, Trend
from vitruvian.records.timeline import Timeline
from vitruvian.twin.twin import Twin
from vitruvian.twin.window import facts_of, local_midnight, local_offset, window

Array = Any
LONGEST = 90
"""Days that a trend goes back at most."""
DRAWS = 200


def trend_of(twin: Twin, until: int | None = None) -> dict[str, Any]:
    """The `trend` object of the command line: each day's risk, the first flag, why, findings, limits.

    until  µs UTC, as known then; None: the end of the record
    Raises PlanError for an organ that follows nobody, NotEnoughData for a record with too little.
    """
    follower = twin.organ.trend
    if follower is None:
        raise PlanError(f"{twin.organ.name} follows nobody from day to day: ask another organ")
    known = twin.timeline if until is None else twin.timeline.as_of(until)
    start, end = _stretch(twin, follower, known, until)
    offset = local_offset(known, follower.reads, start)
    first = local_midnight(start, offset)
    fitted_at = first + follower.looks * DAY
    if end < fitted_at:
        raise NotEnoughData(
            f"{twin.person.id} has {follower.reads[0]} since {show(start, offset)[:10]} only: a trend begins "
            f"after {follower.looks} days, ask from {show(fitted_at, offset)[:10]} on"
        )
    held, posterior = twin.posterior(fitted_at)
    asked = _Asked(twin, follower, posterior.draws(DRAWS), held.binding.person, first, offset)
    found = asked.of(known, start, end)
    found = _without_late_rows(asked, found, known, start, end)
    return _answer(asked, found, posterior.data_hash, held.binding.remarks)


def trend_or_refusal(twin: Twin, until: int | None = None) -> dict[str, Any] | None:
    """The same for a report that is about something else: {"refused": why} where there is too little, None
    where the record holds nothing that is followed."""
    follower = twin.organ.trend
    if follower is None or not len(twin.timeline.values(follower.reads[0])):
        return None
    try:
        return trend_of(twin, until)
    except NotEnoughData as why:
        return {"refused": why.message}


class _Asked:
    """What stays the same for every day that is asked about."""

    def __init__(
        self, twin: Twin, follower: Follower, draws: Array, person: Any, first: int, offset: int
    ) -> None:
        self.twin, self.follower, self.draws, self.person = twin, follower, draws, person
        self.first, self.offset = first, offset

    def of(self, timeline: Timeline, start: int, end: int) -> Trend:
        """The trend over [start, end] as this timeline knows it."""
        facts = facts_of(self.twin.person, timeline, end)
        seen: Window = window(timeline, self.follower.reads, start, end, facts)
        clock = (start - self.first) / MINUTE
        try:
            return self.follower.follow(self.draws, self.person, replace(seen, clock=clock))
        except WrongReading as wrong:
            when = show(start + round(wrong.minutes * MINUTE), self.offset)[:16].replace("T", " ")
            raise wrong.dated(when) from None


def _stretch(twin: Twin, follower: Follower, known: Timeline, until: int | None) -> tuple[int, int]:
    """From the first reading of the last LONGEST days to the last one."""
    series = known.values(follower.reads[0], None, None if until is None else until + 1)
    if not len(series):
        missing = f"{twin.person.id} has no {follower.reads[0]}"
        ever = twin.timeline.values(follower.reads[0])
        if until is not None and len(ever):
            begins = show(int(ever.t0[0]))[:10]
            raise NotEnoughData(f"{missing} before {show(until)[:10]}: it begins on {begins}, ask later")
        raise NotEnoughData(f"{missing} in the record: a trend needs it daily, import a file that holds it")
    end = int(series.t0[-1]) if until is None else until
    inside = series.t0[series.t0 >= end - LONGEST * DAY]
    if not len(inside):
        raise NotEnoughData(
            f"{twin.person.id} has no {follower.reads[0]} in the {LONGEST} days before {show(end)[:10]}: ask "
            "from an earlier day with --at"
        )
    return int(inside[0]), end


def _without_late_rows(asked: _Asked, found: Trend, known: Timeline, start: int, end: int) -> Trend:
    """The same, with days asked again of which a reading was known only later."""
    late: set[int] = set()
    for signal in asked.follower.reads:
        series = known.values(signal, start, end + 1)
        day, came = ((t - asked.first) // DAY for t in (series.t0, series.known))
        for first, last in zip(day[came > day], came[came > day], strict=True):
            late.update(range(int(first), min(int(last), len(found.risk))))
    risk, why = np.array(found.risk), list(found.why)
    for k in sorted(late):
        close = asked.first + (k + 1) * DAY - 1
        try:
            then = asked.of(known.as_of(close), start, min(close, end))
        except NotEnoughData:
            risk[k], why[k] = np.nan, "too little was known on that day"
            continue
        risk[k], why[k] = then.risk[-1], then.why[-1]
    return replace(found, risk=risk, why=tuple(why)) if late else found


def _answer(asked: _Asked, found: Trend, posterior: str, remarks: tuple[str, ...]) -> dict[str, Any]:
    dates = [show(asked.first + k * DAY, asked.offset)[:10] for k in range(len(found.risk))]
    flags = np.nan_to_num(found.risk) >= found.threshold
    raised = [k for k in np.flatnonzero(flags) if k == 0 or not flags[k - 1]]
    answer = {
        "organ": asked.twin.organ.name,
        "person": asked.twin.person.id,
        "asked": found.asked,
        "threshold": found.threshold,
        "from": dates[0],
        "until": dates[-1],
        "risk_now": _number(found.risk[-1]),
        "flagged": bool(flags[-1]),
        "first_flagged": dates[raised[0]] if raised else None,
        "raised": [{"date": dates[k], "risk": _number(found.risk[k]), "why": found.why[k]} for k in raised],
        "why": found.why[-1],
        "days": [
            {"date": date, "risk": _number(risk), "flag": bool(flag)}
            for date, risk, flag in zip(dates, found.risk, flags, strict=True)
        ],
        "courses": {c.key: _course(c, dates) for c in found.courses},
        "findings": list(found.findings),
        "limits": list(found.limits),
        "assumptions": [r for r in remarks if not any(f.startswith(r.split(";")[0]) for f in found.findings)],
        "looks": asked.follower.looks,
        "offset_min": asked.offset,
        "posterior": posterior,
    }
    return answer | {"sentence": _sentence(answer)}


def _course(course: Course, dates: list[str]) -> dict[str, Any]:
    """Bands of a quantity by day, and what was read."""
    bands = {"05": course.low, "50": course.middle, "95": course.high}
    read = None if course.seen is None else [_number(v) for v in course.seen]
    quantiles = {q: [_number(v) for v in values] for q, values in bands.items()}
    return {"name": course.name, "unit": course.unit, "dates": dates, "quantiles": quantiles, "seen": read}


def _number(value: float) -> float | None:
    return round(float(value), 3) if np.isfinite(value) else None


def _sentence(answer: dict[str, Any]) -> str:
    """What stands now, and when it began, in words."""
    now = "not known" if answer["risk_now"] is None else f"{round(100 * answer['risk_now'])} in 100"
    text = f"On {answer['until']} the chance is {now} ({answer['asked']})"
    if answer["flagged"]:
        return f"{text}: flagged since {answer['raised'][-1]['date']}."
    if answer["raised"]:
        return f"{text}: not flagged now; it was from {answer['raised'][-1]['date']} on for a time."
    return f"{text}: no day was flagged."
