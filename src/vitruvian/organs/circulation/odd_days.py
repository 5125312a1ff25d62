"""Days at home on which cuff or pulse is far from this person's usual: held back until the next days agree.

Errors of readings are normal here, so that one morning of 230/60 would carry the whole heart away. A reading
further from the middle of the days before it than LIMITS, or than three of their own SDs, is therefore
not fitted and is told; a day whose middle is so far off is held back altogether, as the person was not at
rest or it was not them. Where RUN days in a row lie off on the same side all of them count: a change that
lasts is followed from its third day on. Only days on which the same acts were in force are compared, and
with fewer than FEWEST such days nothing is held back. One day can so move the twin by what a day at these
limits does; a real crisis of a day or two is seen by the user's eye and by this remark alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from vitruvian.engine.problem import Event

Array = np.ndarray
Rows = Mapping[str, tuple[Array, Array]]
LIMITS: Mapping[str, float] = {"bp_systolic": 24.0, "bp_diastolic": 15.0, "heart_rate": 15.0}
"""mmHg, mmHg, 1/min from usual: some 2.5 to 3 SDs of a home reading from day to day in one person, which are
8 to 10 mmHg systolic, 5 to 6 diastolic and 5 to 6 a minute (from memory, verified=False). A day just inside
them still moves resistance by about one posterior SD, and the resting rate by some ten a minute."""
OWN_SDS, QUARTILES_SD = 3.0, 0.7413
LATEST, WITHIN, FEWEST = 14, 30, 4
"""Days that make what is usual: the latest so many within so many, and at least."""
RUN, AGREES = 3, 0.5
"""Days in a row on the same side that are believed, each off by this share of the limit at least."""
DAY = 1440.0
_SHOWN = 3


def without_odd(
    rows: Rows, events: Sequence[Event], last: int
) -> tuple[dict[str, tuple[Array, Array]], list[str]]:
    """The rows without readings that are held back, and what to tell of these.

    rows    signal -> minutes at the end of the day (n,) and values (n,); those not in LIMITS are passed on
    events  what was in force; days under different acts are not compared
    last    number of the window's last day, from 1
    """
    judged = {s: rows[s] for s in LIMITS if s in rows and len(rows[s][1])}
    far = {signal: _far(signal, *pair, events) for signal, pair in judged.items()}
    days = {day for _, whole in far.values() for day in whole}
    out, lost = dict(rows), {}
    for signal, (times, values) in judged.items():
        held = far[signal][0] | np.isin(_day(times), sorted(days))
        out[signal] = times[~held], values[~held]
        if far[signal][0].any():
            lost[signal] = times[far[signal][0]], values[far[signal][0]]
    return out, _told(lost, last)


def _day(times: Array) -> Array:
    return np.asarray(np.ceil(np.asarray(times) / DAY - 1e-9), dtype=int)


def _far(signal: str, times: Array, values: Array, events: Sequence[Event]) -> tuple[Array, set[int]]:
    """Which readings are far from usual and not confirmed (n,), and days whose middle is."""
    day = _day(times)
    there = np.unique(day)
    middle = np.array([np.median(values[day == d]) for d in there])
    usual, limit = _usual(signal, there, middle, [_in_force(events, d) for d in there])
    off = middle - usual
    side = np.where(np.abs(off) > AGREES * limit, np.sign(off), 0.0)
    lasts = _in_a_run(side)
    at = np.searchsorted(there, day)
    lone = (np.abs(values - usual[at]) > limit[at]) & ~lasts[at]
    return lone, {int(d) for d in there[(np.abs(off) > limit) & ~lasts]}


def _usual(signal: str, days: Array, middle: Array, acts: list[frozenset[object]]) -> tuple[Array, Array]:
    """Middle of the days before each under the same acts, and how far from it is far; inf where too few."""
    usual, limit = middle.copy(), np.full(len(days), np.inf)
    for k in range(len(days)):
        earlier = [j for j in range(k) if days[k] - days[j] <= WITHIN and acts[j] == acts[k]][-LATEST:]
        if len(earlier) >= FEWEST:
            usual[k] = np.median(middle[earlier])
            own = QUARTILES_SD * np.subtract(*np.quantile(middle[earlier], (0.75, 0.25)))
            limit[k] = max(LIMITS[signal], OWN_SDS * own)
    return usual, limit


def _in_force(events: Sequence[Event], day: int) -> frozenset[object]:
    """The acts that touch a day."""
    begins, ends = (day - 1) * DAY, day * DAY
    return frozenset(
        (e.signal, e.amount, e.label)
        for e in events
        if e.start < ends and (e.end > begins or e.start >= begins)
    )


def _in_a_run(side: Array) -> Array:
    """Whether each day is one of RUN or more in a row off on the same side (n,)."""
    lasts = np.zeros(len(side), bool)
    for k in range(len(side) - RUN + 1):
        if side[k] != 0.0 and np.all(side[k : k + RUN] == side[k]):
            lasts[k : k + RUN] = True
    return lasts


def _told(lost: Rows, last: int) -> list[str]:
    """A sentence for the signals with readings far off."""
    said = []
    for signal, (times, values) in lost.items():
        shown = ", ".join(
            f"{v:g} {_when(last - int(d))}"
            for d, v in zip(_day(times)[-_SHOWN:], values[-_SHOWN:], strict=True)
        )
        more = f" and {len(values) - _SHOWN} before" if len(values) > _SHOWN else ""
        said.append(
            f"{signal} {shown}{more} is far from what is usual for this person: the pressures "
            f"and pulse of such a day are held back until {RUN} days in a row agree; measure again; if it is "
            "real do not wait for the twin"
        )
    return said


def _when(ago: int) -> str:
    return "on the last day" if ago <= 0 else f"{ago} days before the last"
