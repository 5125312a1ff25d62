"""Conversion between units, for floats and arrays alike.

Units of one dimension convert by their exact ratio. Mass and amount of a substance, or international units
and amount, convert only for a named analyte: a signal's key, or one of `ANALYTES`. HbA1c in mmol/mol and in %
are two scales of one quantity (NGSP % = 0.09148 IFCC + 2.152), so the analyte decides there too.
Source: the factors of `signals.csv`; insulin 1 [iU] = 6000 pmol is declared by us, as UVA/Padova uses it.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from vitruvian.core.errors import UnitMismatch
from vitruvian.core.signals import Alternative, signal, signals
from vitruvian.core.ucum import Dimensions, Unit, parse

__all__ = ["ANALYTES", "Conversion", "Unit", "conversion", "convert", "parse"]

# Numbers, numpy arrays and jax arrays: whatever can be multiplied by a float.
Value = TypeVar("Value", bound=Any)

# The names of substances, and the signal whose factors they use.
ANALYTES: dict[str, str] = {
    "glucose": "glucose_serum",
    "cholesterol": "chol_total",
    "bilirubin": "bilirubin_total",
    "ketone": "ketone_blood",
    "haemoglobin": "hemoglobin",
    "digoxin": "digoxin_level",
    "phenytoin": "phenytoin_level",
    "insulin": "insulin_bolus",
}
_INSULIN = ("[iU]", Alternative("pmol", Fraction(1, 6000), Fraction(0)))


@dataclass(frozen=True, slots=True)
class Conversion:
    """target value = source value · scale + shift, exact; flagged if a wrong spelling was read."""

    scale: Fraction
    shift: Fraction
    is_normalised: bool


def convert(value: Value, source: str, target: str, analyte: str | None = None) -> Value:
    """The value in another unit; `value` is a number or an array of any library.

    analyte  a signal's key or a name of `ANALYTES`: allows mass ↔ amount ↔ international units

    Raises UnitMismatch if the two are not one quantity, UnknownUnit if one cannot be read.
    """
    rule = conversion(source, target, analyte)
    if rule.scale != 1:
        scaled = value * float(rule.scale) if rule.scale > 1 else value / float(1 / rule.scale)
    else:
        scaled = value
    result: Value = scaled + float(rule.shift) if rule.shift else scaled
    return result


@lru_cache(maxsize=4096)
def conversion(source: str, target: str, analyte: str | None = None) -> Conversion:
    """How to go from one unit to another. Raises as `convert` does."""
    bridges = _bridges(analyte)
    is_insulin = _INSULIN in bridges
    to = parse(target, "[iU]" if is_insulin else None)
    of = parse(source, "[iU]" if is_insulin else target)
    is_normalised = of.is_normalised or to.is_normalised
    for home, alternative in bridges:
        rule = _across(of, to, parse(home), alternative)
        if rule is not None:
            return Conversion(*rule, is_normalised)
    if of.dimensions != to.dimensions:
        raise _mismatch(source, target, analyte)
    return Conversion(of.factor / to.factor, (of.offset - to.offset) / to.factor, is_normalised)


def _bridges(analyte: str | None) -> list[tuple[str, Alternative]]:
    """The (unit, alternative unit) pairs that only this analyte connects."""
    if analyte is None:
        return []
    found = signal(ANALYTES.get(analyte, analyte))
    pairs = [(found.unit, other) for other in found.alt_units if _is_bridge(found.unit, other)]
    return [*pairs, _INSULIN] if found.key.startswith("insulin_") else pairs


def _is_bridge(home: str, other: Alternative) -> bool:
    return other.shift != 0 or parse(other.unit).dimensions != parse(home).dimensions


def _across(of: Unit, to: Unit, home: Unit, other: Alternative) -> tuple[Fraction, Fraction] | None:
    """Scale and shift from `of` to `to` over the bridge, or None where it does not lead there."""
    far = parse(other.unit)
    if other.shift:
        return _affine(of, to, home, far, other)
    gap = _over(far.dimensions, home.dimensions)
    factor = other.factor * home.factor / far.factor
    if _over(of.dimensions, to.dimensions) == gap:
        return of.factor * factor / to.factor, Fraction(0)
    if _over(to.dimensions, of.dimensions) == gap:
        return of.factor / factor / to.factor, Fraction(0)
    return None


def _affine(
    of: Unit, to: Unit, home: Unit, far: Unit, other: Alternative
) -> tuple[Fraction, Fraction] | None:
    """Over a bridge with a shift only the two named units connect: both are pure numbers."""
    if (of.text, to.text) == (far.text, home.text):
        return other.factor, other.shift
    if (of.text, to.text) == (home.text, far.text):
        return 1 / other.factor, -other.shift / other.factor
    if {of.text, to.text} & {far.text} and of.text != to.text and of.dimensions == to.dimensions:
        raise UnitMismatch(f"{of.text} to {to.text} is not defined here: use {far.text} and {home.text}")
    return None


def _over(upper: Dimensions, lower: Dimensions) -> dict[str, int]:
    """The dimensions of a quotient, without zeros."""
    powers = dict(upper)
    for base, power in lower:
        powers[base] = powers.get(base, 0) - power
    return {base: power for base, power in powers.items() if power}


def _mismatch(source: str, target: str, analyte: str | None) -> UnitMismatch:
    if analyte is None:
        names = ", ".join(sorted({*ANALYTES, *_molar_keys()})[:6])
        how = f'pass analyte="..." if mass and amount of a substance are meant ({names}, ...)'
    else:
        how = f"check the unit in the source; {analyte} has no factor between them"
    return UnitMismatch(f'"{source}" is not a unit of the same quantity as "{target}": {how}')


@lru_cache(maxsize=1)
def _molar_keys() -> tuple[str, ...]:
    """The signals whose table row connects mass and amount."""
    return tuple(
        key for key, found in signals().items() if any("mol" in other.unit for other in found.alt_units)
    )
