"""Amounts in words: "4 U", "40 grams", "x0.9", "10 % less"; `core.units` checks and converts their units."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from vitruvian.core.errors import PlanError, RecordError
from vitruvian.core.signals import signals
from vitruvian.core.units import convert
from vitruvian.engine.intervention import Intervention

DIGITS = 9
"""Amounts are kept to so many significant digits, so that conversions leave no tail of nines."""

_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?"
_FACTOR = re.compile(rf"(?<!\w)(?:x|×|\*|times) ?([+\-−]?{_NUMBER})(?![\w.])")
_PERCENT = re.compile(rf"(?<![\w.])({_NUMBER}) ?(?:%|percent) (less|more)(?!\w)")
_AMOUNT = re.compile(rf"(?<![\w.])([+\-−]? ?{_NUMBER}) ?([a-zµμ%\[/][a-zµμ%\[\]/0-9._]*)?")
_NOT_A_NUMBER = re.compile(r"(?<![a-z])[+-]?(?:nan|inf|infinity)(?=u?(?![a-z]))")
_ALIASES = {
    "u": "[iU]", "iu": "[iU]", "ie": "[iU]", "unit": "[iU]", "units": "[iU]", "[iu]": "[iU]",
    "u/h": "[iU]/h", "u/hr": "[iU]/h", "u/hour": "[iU]/h", "units/h": "[iU]/h", "units/hour": "[iU]/h",
    "iu/h": "[iU]/h", "[iu]/h": "[iU]/h", "mu": "m[iU]",
    "rpm": "/min", "bpm": "/min",
    "gram": "g", "grams": "g", "gr": "g", "kilocalories": "kcal", "kj": "kJ", "percent": "%",
}  # fmt: skip
_SHOWN = {"[iU]": "U", "[iU]/h": "U/h"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit ("" if none was written), or a factor on what is planned."""

    value: float
    unit: str
    is_factor: bool
    written: str


def find_amount(text: str, piece: str) -> tuple[Amount | None, str]:
    """The amount in a text (lower case), None if there is none, and the text without it.

    Raises PlanError for what is no finite number, negative, or could be read in two ways.
    """
    text = re.sub(r" per ", "/", text)
    if re.search(r"\d,\d", text):
        raise PlanError(f'"{piece}": a comma inside a number can be read in two ways; write 4.5 or 1200')
    if _NOT_A_NUMBER.search(text):
        raise PlanError(f'"{piece}": the amount is not a finite number')
    for pattern, read in ((_FACTOR, _factor), (_PERCENT, _percent), (_AMOUNT, _plain)):
        match = pattern.search(text)
        if match:
            amount = read(match)
            _check(amount, piece)
            return amount, f"{text[: match.start()]} {text[match.end() :]}"
    return None, text


def units_fit(amount: Amount, allowed: Intervention) -> bool:
    """Whether the amount's unit measures what the intervention is counted in."""
    try:
        convert_amount(amount, allowed)
    except PlanError:
        return False
    return True


def convert_amount(amount: Amount, allowed: Intervention) -> float:
    """The amount in the intervention's unit; raises PlanError if it is no unit of it, or none was written."""
    if not amount.unit and allowed.unit != "1":
        shown = _SHOWN.get(allowed.unit, allowed.unit)
        raise PlanError(f"{allowed.name} {amount.written} has no unit: write {amount.written} {shown}")
    analyte = allowed.target if allowed.target in signals() else None
    try:
        value = convert(amount.value, _ALIASES.get(amount.unit, amount.unit or "1"), allowed.unit, analyte)
    except RecordError as problem:
        shown = _SHOWN.get(allowed.unit, allowed.unit)
        raise PlanError(
            f'{allowed.name} {amount.written}: "{amount.unit}" is no unit of it; write it in {shown}'
        ) from problem
    return float(f"{value:.{DIGITS}g}")


def show_amount(value: float, unit: str) -> str:
    """The amount in words that are read back: "4 U", "0.8 U/h", "0.6"."""
    number = f"{value:.{DIGITS}g}"
    return number if unit == "1" else f"{number} {_SHOWN.get(unit, unit)}"


def _factor(match: re.Match[str]) -> Amount:
    return Amount(_float(match[1]), "", True, f"x{match[1]}")


def _percent(match: re.Match[str]) -> Amount:
    share = _float(match[1]) / 100.0
    factor = 1.0 - share if match[2] == "less" else 1.0 + share
    return Amount(float(f"{factor:.{DIGITS}g}"), "", True, f"x{factor:.{DIGITS}g}")


def _plain(match: re.Match[str]) -> Amount:
    unit = (match[2] or "").rstrip(".")
    return Amount(_float(match[1]), unit, False, f"{match[1]} {unit}".strip())


def _float(text: str) -> float:
    return float(text.replace("−", "-").replace(" ", ""))


def _check(amount: Amount, piece: str) -> None:
    if amount.unit in ("cal", "calories"):
        raise PlanError(f'"{piece}": calories are written in two ways, 1000-fold apart; write kcal')
    if not math.isfinite(amount.value):
        raise PlanError(f'"{piece}": {amount.written} is not a finite number')
    if amount.value < 0 or amount.written.startswith(("-", "−")):
        raise PlanError(f'"{piece}": {amount.written} is negative; an amount is 0 or more, less is "x0.9"')
