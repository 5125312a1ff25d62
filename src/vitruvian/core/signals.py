"""Signals: the one vocabulary of quantities that a record can hold and a model can read or predict.

The table is `signals.csv`. LOINC codes whose `loinc_checked` is `memory` were recalled, not looked up;
`Signal.is_loinc_verified` says which may be trusted.
"""

import csv
import difflib
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

from vitruvian.core.errors import UnknownSignal

Kind = Literal["instant", "interval", "day", "series", "code"]

_KINDS = ("instant", "interval", "day", "series", "code")
_VERIFIED = frozenset({"yes", "synthea", "public source"})
_ALTERNATIVE = re.compile(
    r"(?P<unit>.+?)(?:(?P<op>[*/])(?P<factor>\d+(?:\.\d+)?)(?P<shift>[+-]\d+(?:\.\d+)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another unit in which the signal is written:  canonical = value · factor + shift, exact."""

    unit: str
    factor: Fraction
    shift: Fraction


@dataclass(frozen=True, slots=True)
class Signal:
    """One quantity: what it is, its unit, codes and limits.

    key, meaning   its name everywhere, and in words
    kind           instant, interval, day, series or code
    unit           UCUM; empty for coded signals
    loinc          the code, or "" where none is known; loinc_siblings: codes of the same group, as written
    loinc_checked  where the code was seen: synthea, public source, yes; all else is unverified
    alt_units      other units that records use, with the factor into `unit`
    hard_lo/hi     outside is impossible: quarantine; None where there is no limit
    soft_lo/hi     outside is implausible: flag
    merge          the rule for duplicates of several sources
    apple_hk, openmhealth, fit_or_other   names in other formats, as written
    """

    key: str
    meaning: str
    kind: Kind
    unit: str
    loinc: str
    loinc_siblings: str
    alt_units: tuple[Alternative, ...]
    hard_lo: float | None
    hard_hi: float | None
    soft_lo: float | None
    soft_hi: float | None
    merge: str
    loinc_checked: str
    apple_hk: str
    openmhealth: str
    fit_or_other: str

    @property
    def is_loinc_verified(self) -> bool:
        """Whether the LOINC code was seen in a source, not recalled."""
        return bool(self.loinc) and self.loinc_checked in _VERIFIED

    def is_possible(self, value: float) -> bool:
        """Whether a value in the signal's unit lies within the hard limits; NaN does not."""
        return _within(value, self.hard_lo, self.hard_hi)

    def is_plausible(self, value: float) -> bool:
        """Whether a value in the signal's unit lies within the soft limits; NaN does not."""
        return _within(value, self.soft_lo, self.soft_hi)


def signal(key: str) -> Signal:
    """The signal of that key.

    Raises UnknownSignal, naming the nearest keys.
    """
    try:
        return signals()[key]
    except KeyError:
        near = ", ".join(difflib.get_close_matches(key, signals(), n=3, cutoff=0.5)) or "none"
        message = f'no signal is called "{key}"; nearest: {near}. All keys are in core/signals.csv'
        raise UnknownSignal(message) from None


@lru_cache(maxsize=1)
def signals() -> dict[str, Signal]:
    """All signals by key, in the order of the table."""
    text = files("vitruvian.core").joinpath("signals.csv").read_text(encoding="utf-8")
    return {row["key"]: _signal(row) for row in csv.DictReader(text.splitlines())}


def _signal(row: dict[str, str]) -> Signal:
    if row["kind"] not in _KINDS:
        raise ValueError(f"signals.csv: kind {row['kind']!r} of {row['key']} is none of {_KINDS}")
    return Signal(
        key=row["key"],
        meaning=row["meaning"],
        kind=cast(Kind, row["kind"]),
        unit="" if row["kind"] == "code" or row["unit"] == "code" else row["unit"],
        loinc=row["loinc"],
        loinc_siblings=row["loinc_siblings"],
        alt_units=tuple(_alternative(text) for text in row["alt_units"].split(";") if text),
        hard_lo=_limit(row["hard_lo"]),
        hard_hi=_limit(row["hard_hi"]),
        soft_lo=_limit(row["soft_lo"]),
        soft_hi=_limit(row["soft_hi"]),
        merge=row["merge"],
        loinc_checked=row["loinc_checked"],
        apple_hk=row["apple_hk"],
        openmhealth=row["openmhealth"],
        fit_or_other=row["fit_or_other"],
    )


def _alternative(text: str) -> Alternative:
    """`unit`, `unit*factor`, `unit/divisor` or `unit*factor+shift`. Bare units convert by themselves."""
    match = _ALTERNATIVE.fullmatch(text)
    if match is None:
        raise ValueError(f"signals.csv: alt_units {text!r} cannot be read")
    factor = Fraction(match["factor"] or 1)
    return Alternative(
        match["unit"], 1 / factor if match["op"] == "/" else factor, Fraction(match["shift"] or 0)
    )


def _limit(text: str) -> float | None:
    return float(text) if text else None


def _within(value: float, low: float | None, high: float | None) -> bool:
    return value == value and (low is None or value >= low) and (high is None or value <= high)
