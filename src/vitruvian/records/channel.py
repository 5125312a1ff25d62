"""Values as written, to values of a signal: unit, plausibility, and whether a channel is what it says.

Nothing is rescaled in silence: a channel that makes sense only in another unit is refused with the reason.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import UnitMismatch
from vitruvian.core.signals import Signal, signal
from vitruvian.core.units import conversion, convert
from vitruvian.records.flags import Flag

ENOUGH = 5
"""From this many values on the median of a channel says whether its unit can be right."""

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """n values of one signal in its canonical unit, with flags and whether each is possible."""

    value: Values
    flags: NDArray[np.uint32]
    possible: Mask


def channel(key: str, unit: str, written: Values, censored: Mask) -> Channel:
    """The values of one signal, all written in one unit.

    written   (n,) the numbers as written
    censored  (n,) which are limits of the instrument; they do not judge the unit

    Raises UnitMismatch when the unit is of another quantity, or when the median of the channel is
    implausible in the unit stated and plausible in another that is usual for the signal; UnknownUnit when
    the unit is not known.
    """
    what = signal(key)
    value = np.asarray(convert(written, unit, what.unit, key), np.float64)
    flags = np.zeros(len(value), np.uint32)
    if conversion(unit, what.unit, key).is_normalised:
        flags |= np.uint32(Flag.UNIT_NORMALISED)
    others = [other for other in _usual_units(what) if not _is_same(other, unit, what)]
    sure = written[~censored & np.isfinite(written)]
    if len(sure) >= ENOUGH:
        _refuse_other_unit(what, unit, float(np.median(sure)), others)
    possible = np.isfinite(value) & _inside(value, what.hard_lo, what.hard_hi)
    odd = possible & ~_inside(value, what.soft_lo, what.soft_hi)
    flags[odd] |= np.uint32(Flag.OUTLIER_SOFT)
    for other in others:
        again = np.asarray(convert(written, other, what.unit, key), np.float64)
        flags[odd & _inside(again, what.soft_lo, what.soft_hi)] |= np.uint32(Flag.UNIT_SUSPECT)
    return Channel(value, flags, possible)


def impossible(key: str, value: float, raw: str, unit: str) -> str:
    """What to say about a value outside the possible range."""
    what = signal(key)
    low = "-inf" if what.hard_lo is None else f"{what.hard_lo:g}"
    high = "inf" if what.hard_hi is None else f"{what.hard_hi:g}"
    return (
        f"{key} {raw} {unit} is {value:g} {what.unit}, outside the possible {low} to {high}"
        f"{_as_other(what, value)}: correct the file, or discard the record"
    )


def _as_other(what: Signal, value: float) -> str:
    """That a number would be plausible in another usual unit."""
    for other in what.alt_units:
        again = float(convert(value, other.unit, what.unit, what.key))
        if what.is_plausible(again):
            return f" (in {other.unit} it would be {again:.0f} {what.unit})"
    return ""


def _usual_units(what: Signal) -> list[str]:
    return [what.unit, *(other.unit for other in what.alt_units)]


def _is_same(one: str, other: str, what: Signal) -> bool:
    rules = [conversion(unit, what.unit, what.key) for unit in (one, other)]
    return (rules[0].scale, rules[0].shift) == (rules[1].scale, rules[1].shift)


def _refuse_other_unit(what: Signal, unit: str, median: float, others: list[str]) -> None:
    stated = convert(median, unit, what.unit, what.key)
    if what.is_plausible(stated):
        return
    for other in others:
        if what.is_plausible(convert(median, other, what.unit, what.key)):
            raise UnitMismatch(
                f"{what.key} has a median of {median:g}, which looks like {other} but the channel is {unit}: "
                f'fix the unit in the header, or give unit = "{other}" in a mapping file'
            )


def _inside(value: Values, low: float | None, high: float | None) -> Mask:
    with np.errstate(invalid="ignore"):
        return (value >= (-np.inf if low is None else low)) & (value <= (np.inf if high is None else high))
