"""Quality flags: the marks a row carries about how far to trust it, as one set of bits."""

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray


class Flag(IntFlag):
    """One bit a mark. The numbers are stored: add at the end, never renumber."""

    CENSORED = 1 << 0
    """the value is a limit of the instrument, not a measurement"""
    ZONE_ASSUMED = 1 << 1
    """the file says no zone and none was given: the wall clock was read as UTC"""
    TIME_AMBIGUOUS = 1 << 2
    """the wall clock showed this time twice; the row spans both candidates"""
    NONEXISTENT_LOCAL_TIME = 1 << 3
    """the wall clock never showed this time; it was placed by a counter, else moved on by the gap"""
    CLOCK_JUMP = 1 << 4
    """the recorder's clock jumped here against its own counter"""
    OUTLIER_SOFT = 1 << 5
    """possible, but outside the range in which such values usually lie"""
    UNIT_SUSPECT = 1 << 6
    """implausible in its unit, plausible in another one usual for the signal: keep it from models"""
    UNIT_NORMALISED = 1 << 7
    """the unit was spelt in a known wrong way"""
    TEXT_NUMBER = 1 << 8
    """the number was written with a decimal comma"""
    MANUAL_ENTRY = 1 << 9
    """typed in by a person"""
    DERIVED = 1 << 10
    """the times of this row follow from a rule, not from one record alone"""
    CONFLICT = 1 << 11
    """its source gives another value at the same instant: both stand, nobody here knows which is right"""


def names(bits: int) -> tuple[str, ...]:
    """The marks set in `bits`, in lower case."""
    return tuple(str(flag.name).lower() for flag in Flag if bits & flag)


def counts(bits: NDArray[np.uint32]) -> dict[str, int]:
    """How many rows carry each mark; marks that no row carries are left out."""
    found = {str(flag.name).lower(): int(np.count_nonzero(bits & np.uint32(flag))) for flag in Flag}
    return {name: count for name, count in found.items() if count}
