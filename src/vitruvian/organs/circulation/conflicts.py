"""Numbers of a heart that cannot be, or that contradict each other: named and refused, never averaged.

Every row is judged, not the newest alone: one wrong cuff reading of last week would move the fit as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from vitruvian.core.errors import WrongReading

Array = Any
Rows = Mapping[str, tuple[Array, Array]]
"""Minutes since the window's start and values, by signal."""
FURTHEST_STROKE, FURTHEST_EF = 1.4, 15.0
"""Ratio of two stroke volumes, and points between two ejection fractions, at which one of them is wrong.
Ours: about twice what two good echo readings of one heart differ by."""
SAME = 720.0
"""Minutes within which two readings are of the same visit."""
POSSIBLE: Mapping[str, tuple[float, float, str]] = {
    "bp_systolic": (40.0, 320.0, "mmHg"),
    "bp_diastolic": (20.0, 220.0, "mmHg"),
    "lvef": (3.0, 95.0, "%"),
    "weight": (20.0, 400.0, "kg"),
    "bnp": (0.0, 50000.0, "pg/mL"),
    "nt_probnp": (0.0, 200000.0, "pg/mL"),
}
"""What an adult can have; ours, wider than anything seen in care. The importer's limits are wider still."""
_KPA = 7.50062
LEAP, LEAP_MINUTES = 0.1, 3.0 * 1440.0
"""Share of the weight by which two weighings within so many minutes may differ; ours: dialysis and diuresis
move less, a slip of the finger or another person on the scale more."""
_BELOW = (
    ("lv_esv", "lv_edv", "mL", "a ventricle cannot be larger emptied than filled"),
    ("bp_diastolic", "bp_systolic", "mmHg", "pressure cannot be higher between beats than in them"),
)


def refuse_impossible(rows: Rows) -> None:
    """Raise WrongReading for the first reading that no body gives."""
    for signal, (times, values) in rows.items():
        for minutes, value in zip(times, values, strict=True):
            if not np.isfinite(value):
                raise WrongReading(f"{signal} is no number: correct the file", float(minutes))
            if signal in POSSIBLE:
                _refuse_outside(signal, float(value), float(minutes))
    _refuse_leaps(*rows.get("weight", (np.zeros(0), np.zeros(0))))
    for low, high, unit, why in _BELOW:
        for minutes, under, over in _pairs(rows, low, high):
            if under >= over:
                raise WrongReading(
                    f"{low} {under:g} {unit} is not below {high} {over:g} {unit}: {why}; check whether the "
                    f"two were exchanged, and {_how(low)}",
                    minutes,
                )


def refuse_contradictions(rows: Rows, outflow_cm2: float, leaks: bool) -> None:
    """Raise WrongReading where two ways to the same number disagree.

    Each volume is compared with the readings of its visit, else with the newest ones.
    outflow_cm2  area of the outflow tract that stroke volume by Doppler needs
    leaks        whether a valve is known to leak: what the ventricle loses is then more than what goes on
    """
    for minutes, esv, edv in _pairs(rows, "lv_esv", "lv_edv"):
        by_volumes = 100.0 * (edv - esv) / edv
        ef = _beside(rows, "lvef", minutes)
        if ef is not None and abs(ef - by_volumes) > FURTHEST_EF:
            raise WrongReading(
                f"lvef {ef:g} % contradicts the volumes, which give {by_volumes:.0f} % ({edv:g} and {esv:g} "
                f"mL): leave one out, {_either('lvef', 'lv_edv')}",
                minutes,
            )
        vti = None if leaks else _beside(rows, "lvot_vti", minutes)
        if vti is not None:
            _refuse_strokes(vti, outflow_cm2, edv, esv, minutes)


def _refuse_outside(signal: str, value: float, minutes: float) -> None:
    low, high, unit = POSSIBLE[signal]
    if low <= value <= high:
        return
    hint = "check the value and its unit"
    if signal.startswith("bp_") and low <= value * _KPA <= high:
        hint = f"as kPa it would be {value * _KPA:.0f} mmHg: is the unit right?"
    raise WrongReading(
        f"{signal} {value:g} {unit} cannot be ({low:g} to {high:g}): {hint}; {_how(signal)}", minutes
    )


def _refuse_leaps(times: Array, values: Array) -> None:
    """Raise WrongReading for a weight that nobody gains or loses in so short a time.

    Of the two the one further from the middle of all is named.
    """
    order = np.argsort(times, kind="stable")
    middle = float(np.median(values)) if len(values) else 0.0
    for before, after in pairwise(order):
        one, two = float(values[before]), float(values[after])
        if times[after] - times[before] > LEAP_MINUTES or abs(two - one) <= LEAP * min(one, two):
            continue
        odd, other = (before, after) if abs(one - middle) > abs(two - middle) else (after, before)
        raise WrongReading(
            f"weight {values[odd]:g} kg beside {values[other]:g} kg within days: nobody changes by "
            f"{abs(two - one):.0f} kg so fast; {_how('weight')}",
            float(times[odd]),
        )


def _refuse_strokes(vti: float, outflow_cm2: float, edv: float, esv: float, minutes: float) -> None:
    doppler, volumes = vti * outflow_cm2, edv - esv
    if not 1.0 / FURTHEST_STROKE < doppler / volumes < FURTHEST_STROKE:
        raise WrongReading(
            f"stroke volume is {doppler:.0f} mL by lvot_vti ({vti:g} cm x {outflow_cm2:.1f} cm2) and "
            f"{volumes:.0f} mL by the volumes ({edv:g} - {esv:g} mL): they contradict each other and are not "
            "averaged; import a valve's leak if there is one, or leave one out, "
            f"{_either('lvot_vti', 'lv_edv')}",
            minutes,
        )


def _pairs(rows: Rows, first: str, second: str) -> Iterator[tuple[float, float, float]]:
    """Time and values of each reading of `first` with that of `second` nearest to it, of the same visit; the
    newest of both, where they are of different visits."""
    if not (len(rows.get(first, ((),))[0]) and len(rows.get(second, ((),))[0])):
        return
    (times, values), (others, found) = rows[first], rows[second]
    for minutes, value in zip(times, values, strict=True):
        nearest = int(np.argmin(np.abs(np.asarray(others) - minutes)))
        if abs(others[nearest] - minutes) <= SAME:
            yield float(minutes), float(value), float(found[nearest])
    if abs(times[-1] - others[-1]) > SAME:
        yield float(max(times[-1], others[-1])), float(values[-1]), float(found[-1])


def _beside(rows: Rows, signal: str, minutes: float) -> float | None:
    """The reading of the same visit, else the newest one."""
    times, values = rows.get(signal, ((), ()))
    if not len(times):
        return None
    nearest = int(np.argmin(np.abs(np.asarray(times) - minutes)))
    return float(values[nearest if abs(times[nearest] - minutes) <= SAME else -1])


def _how(signal: str) -> str:
    return f"correct the file, or leave that day's out, with --without {signal}@DAY"


def _either(first: str, second: str) -> str:
    return f"with --without {first} or --without {second}"
