"""Which column of a table is which signal: from its header, or from a small mapping file beside it.

A header names a signal with its unit, `carbs [g]`, `glucose_interstitial (mmol/L)` or `glucose_mgdl`. A
mapping file, FILE.mapping.toml or FILE.mapping.json, says what the header does not:

    step_min = 5                    # how long a rate or a setting of one line holds, minutes
    [time]
    column = "t"
    format = "%d-%b-%Y %H:%M:%S"    # of datetime.strptime; without it ISO 8601
    [columns.cho]
    signal = "carbs"
    unit = "g/min"
    cell = "rate"                   # value (default), rate: per minute and held for step_min
    label = "cho_label"             # the column that holds a label
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from vitruvian.core.errors import FormatError
from vitruvian.core.signals import signals

TIMES = ("time", "timestamp", "datetime", "date_time", "date time", "date/time", "t", "date")
DATE, CLOCK = "date", "time"
"""Two columns that are a stamp together."""
PEOPLE = ("id", "subject", "subject_id", "person", "patient", "patient_id")
ALIASES = {
    "glucose": "glucose_interstitial",
    "cgm": "glucose_interstitial",
    "sensor_glucose": "glucose_interstitial",
    "insulin": "insulin_bolus",
    "bolus": "insulin_bolus",
    "hr": "heart_rate",
    "sbp": "bp_systolic",
    "systolic": "bp_systolic",
    "dbp": "bp_diastolic",
    "diastolic": "bp_diastolic",
    "meal": "meal_energy",
    "sys": "bp_systolic",
    "dia": "bp_diastolic",
    "systolic_blood_pressure": "bp_systolic",
    "diastolic_blood_pressure": "bp_diastolic",
    "pulse": "heart_rate",
    "body_weight": "weight",
    "ejection_fraction": "lvef",
    "ef": "lvef",
    "lvedv": "lv_edv",
    "lvesv": "lv_esv",
    "e/a": "mitral_e_over_a",
    "e_a": "mitral_e_over_a",
    "ntprobnp": "nt_probnp",
}
MEANT = {
    "edv": "lv_edv",
    "esv": "lv_esv",
    "edp": "lv_edp",
    "sv": "stroke_volume",
    "co": "cardiac_output",
    "vti": "lvot_vti",
    "e": "mitral_e",
    "a": "mitral_a",
    "map": "bp_mean",
    "bp": "bp_systolic",
    "temp": "body_temp",
    "gluc": "glucose_interstitial",
    "bg": "glucose_capillary",
}
"""Names that could mean more than one thing (EDV of which ventricle?): they are asked back, not read."""
NEAR = 0.8
"""How alike a name must be to a signal's for a question; ours: `wieght` is asked, `note` is not."""
SUFFIXES = {
    "mgdl": "mg/dL",
    "mg_dl": "mg/dL",
    "mmoll": "mmol/L",
    "mmol_l": "mmol/L",
    "u": "[iU]",
    "g": "g",
    "kcal": "kcal",
    "bpm": "/min",
    "kg": "kg",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "u_h": "[iU]/h",
    "ms": "ms",
    "mmhg": "mm[Hg]",
}
DOSES = frozenset({"insulin_bolus", "insulin_long_acting", "carbs", "meal_energy", "drug_dose"})
"""Signals whose 0 cell in a table means that nothing was logged on this line."""
UNITLESS = "1"
LONGEST_STEP = 1440
"""Minutes for which one line can hold."""
_BRACKETS = re.compile(r"(?P<name>.+?)\s*[\[(]\s*(?P<unit>(?:[^\[\]()]|\[[^\[\]]*\])+?)\s*[\])]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column that holds a signal. `held` is the minutes a rate was held, 0 for a plain value."""

    name: str
    signal: str
    unit: str
    held: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the lines of a table: `pattern` is of the time stamps, `step` the minutes between lines.

    clock  the column of the time of day where `time` is that of the date; empty where one column is both
    """

    time: str
    columns: tuple[Column, ...]
    pattern: str | None = None
    step: float = 0.0
    people: str = ""
    clock: str = ""


def layout_of(header: list[str], mapping: Mapping[str, Any] | None) -> Layout:
    """The layout of a table. Raises FormatError, with what was understood, when it cannot be told."""
    stamps, about = _part(mapping, "time"), _part(mapping, "columns")
    time, clock = str(stamps.get("column", "")), ""
    if not time:
        date, clock = _first(header, (DATE,)), _first(header, (CLOCK,))
        time, clock = (date, clock) if date and clock else (_first(header, TIMES), "")
    if time not in header:
        raise FormatError(
            f"no column is a time: call it {' or '.join(TIMES[:2])}, or name it under [time] in a mapping; "
            f"the header is {header}"
        )
    people = _first(header, PEOPLE)
    _refuse_twins(header, {time, clock, people, *about})
    if mapping is None:
        return Layout(time, _from_header(header), people=people, clock=clock)
    step, pattern = mapping.get("step_min", 0), stamps.get("format")
    if isinstance(step, bool) or not isinstance(step, int | float) or not 0 <= step <= LONGEST_STEP:
        raise FormatError(f"step_min is {step!r} in the mapping: give minutes from 0 to {LONGEST_STEP}")
    if not isinstance(pattern, str | None):
        raise FormatError(f"[time] format is {pattern!r} in the mapping: give a text like '%d.%m.%Y %H:%M'")
    columns = tuple(_mapped(name, _part(about, name), step, header) for name in about)
    return Layout(time, columns or _from_header(header), pattern, float(step), people, clock)


def _refuse_twins(header: list[str], used: set[str]) -> None:
    """Raises FormatError when two columns that are read have one name: one of them would be lost."""
    for name in header:
        if header.count(name) > 1 and name and (name in used or named_signal(name)):
            raise FormatError(f"two columns are called {name!r}: rename one, the other would not be read")


def _part(mapping: Mapping[str, Any] | None, name: str) -> Mapping[str, Any]:
    """A table inside a mapping, empty when it is not there. Raises FormatError when it is no table."""
    found = (mapping or {}).get(name, {})
    if not isinstance(found, Mapping):
        raise FormatError(f"{name!r} is {found!r} in the mapping: write it as a table, [{name}]")
    return found


def named_signal(name: str) -> tuple[str, str] | None:
    """Signal and unit that a column name states; None: no signal.

    The unit is empty when it states none, except that a plain number (a ratio) needs to state none.
    """
    match = _BRACKETS.fullmatch(name.strip())
    if match:
        key = _key(match["name"])
        return (key, match["unit"]) if key else None
    lower = name.strip().lower()
    bare = _key(lower)
    if bare:
        return bare, UNITLESS if signals()[bare].unit == UNITLESS else ""
    for suffix, unit in SUFFIXES.items():
        key = _key(lower.removesuffix(f"_{suffix}")) if lower.endswith(f"_{suffix}") else None
        if key:
            return key, unit
    return None


def _key(name: str) -> str | None:
    name = name.strip().lower().replace(" ", "_").replace("-", "_")
    name = ALIASES.get(name, name)
    return name if name in signals() else None


def meant(name: str) -> str:
    """The signal that a column named like this may mean, empty where nothing is near; never taken for it."""
    match = _BRACKETS.fullmatch(name.strip())
    bare = (match["name"] if match else name).strip().lower().replace(" ", "_").replace("-", "_")
    for suffix in SUFFIXES if not match else ():
        bare = bare.removesuffix(f"_{suffix}")
    found = MEANT.get(bare) or next(iter(get_close_matches(bare, [*signals(), *ALIASES], 1, NEAR)), "")
    found = ALIASES.get(found, found)
    return found if found in signals() else ""


def asked_back(header: list[str]) -> str:
    """What the columns that name no signal may mean, as a question; empty where nothing is near."""
    asked = [f"{name!r}: did you mean {meant(name)}?" for name in header if meant(name)]
    return f". {' '.join(asked)}" if asked else ""


def _first(header: list[str], wanted: tuple[str, ...]) -> str:
    lower = {name.lower(): name for name in reversed(header)}
    return next((lower[name] for name in wanted if name in lower), "")


def _from_header(header: list[str]) -> tuple[Column, ...]:
    found = [(name, named_signal(name)) for name in header]
    bare = [name for name, meaning in found if meaning and not meaning[1]]
    if bare:
        raise FormatError(
            f"column {bare[0]!r} states no unit: write it as '{bare[0]} [unit]', or give it in a mapping file"
        )
    columns = tuple(Column(name, *meaning) for name, meaning in found if meaning)
    if not columns:
        raise FormatError(
            f"no column names a signal: write for example 'glucose_interstitial [mg/dL]', or add a mapping "
            f"file beside it; the header is {header}{asked_back(header)}"
        )
    return columns


def _mapped(name: str, about: Mapping[str, Any], step: float, header: list[str]) -> Column:
    missing = [key for key in ("signal", "unit") if not about.get(key)]
    unknown = set(about) - {"signal", "unit", "cell", "label"}
    is_text = all(isinstance(value, str) for value in about.values())
    label = about.get("label") or header[0]
    if (
        name not in header or missing or unknown or not is_text
        or about["signal"] not in signals() or label not in header
    ):  # fmt: skip
        raise FormatError(
            f"mapping of column {name!r} cannot be used: it needs a column of that name, a signal of "
            f"core/signals.csv and a unit, and a label must be a column; found {dict(about)}, and the header "
            f"is {header}"
        )
    is_rate = about.get("cell", "value") == "rate"
    if is_rate and (step <= 0 or not str(about["unit"]).endswith("/min")):
        raise FormatError(
            f"column {name!r} is mapped as a rate: give step_min above 0 and a unit such as g/min"
        )
    return Column(name, about["signal"], about["unit"], step if is_rate else 0.0, about.get("label", ""))
